"""The door `cli`: mounts what every room offers to the terminal, flat, and speaks plainly when something fails."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from mutuals.cli import run
from mutuals.cli.help import Commands
from mutuals.cli.rooms import PACKAGE, room_apps

HELP = "Mutuals helps you keep the people who matter."


def version() -> str:
    """The version of this Mutuals: of the installed package, or of the clone it runs from."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    project = PACKAGE.parent.parent / "pyproject.toml"
    if project.exists():
        import tomllib

        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return installed("mutuals")
    except PackageNotFoundError:
        return "unknown"


def _version_shown(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mutuals {version()}")
        raise typer.Exit


def build() -> typer.Typer:
    """The whole command: the door's own commands, then each room's, in the order of ROOMS."""
    app = typer.Typer(
        name="mutuals",
        cls=Commands,
        help=HELP,
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )

    @app.callback()
    def options(
        ctx: typer.Context,
        version: Annotated[
            bool,
            typer.Option(
                "--version", callback=_version_shown, is_eager=True, help="Say which version this is."
            ),
        ] = False,
    ) -> None:
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)

    for mounted in (run.app, *room_apps()):
        app.add_typer(mounted)
    return app


def main() -> int:
    """Runs `mutuals`; returns the exit code: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C."""
    try:
        build()(prog_name="mutuals")
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
            return 1
        return stop.code or 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  the outermost door: what nobody foresaw is said in one sentence
        return _foreseen(error) if type(error).__module__.startswith("mutuals.") else _unforeseen(error)
    return 0


def _foreseen(error: Exception) -> int:
    """An error of our own says itself what is wrong and what to do."""
    if os.environ.get("MUTUALS_DEBUG"):
        import traceback

        traceback.print_exception(error)
    else:
        print(str(error) or type(error).__doc__, file=sys.stderr)
    return 1


def _unforeseen(error: Exception) -> int:
    import traceback

    if os.environ.get("MUTUALS_DEBUG"):
        traceback.print_exception(error)
        return 1
    details = "".join(traceback.format_exception(error))
    where = _keep(details)
    words = str(error).strip().splitlines() or [""]
    said = f"{type(error).__name__}: {words[0]}" if words[0] else type(error).__name__
    print(f"This failed, and it is our mistake, not yours: {said}. Details: {where}", file=sys.stderr)
    return 1


def _keep(details: str) -> str:
    """Writes the details where the owner can find them; returns that place in words."""
    import time

    import platformdirs

    home = Path(os.environ.get("MUTUALS_HOME") or platformdirs.user_data_path("mutuals")).expanduser()
    path = home / "log" / "errors.txt"
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "a", encoding="utf-8") as out:
            out.write(f"--- {stamp} mutuals {' '.join(sys.argv[1:2])}\n{details}\n")
    except OSError:
        return "run it again with MUTUALS_DEBUG=1."
    return str(path)
