"""`mutuals run`: web and work as one command, stopped as one; `mutuals work` for a machine that only works."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command(rich_help_panel="Start")
def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on; instead of MUTUALS_HOST.")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to listen on; instead of MUTUALS_PORT; 0: any free one."),
    ] = None,
    work: Annotated[bool, typer.Option("--work/--no-work", help="Also do the work behind the pages.")] = True,
    phone: Annotated[
        bool,
        typer.Option(
            "--phone", help="Listen on an address of this machine too, and print a code for your phone."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Start Mutuals in your browser: the pages and the work behind them, until Ctrl-C."""
    from mutuals.cli.serve import serve

    serve(host=host, port=port, with_work=work, quiet=quiet, phone=phone)


@app.command(rich_help_panel="Start")
def work() -> None:
    """Only the work behind the pages, beside a `mutuals run --no-work` elsewhere."""
    from runpy import run_module

    run_module("mutuals.work", run_name="__main__")
