"""Leaving at the terminal: take everything along, see what is held about somebody, erase them for good."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(rich_help_panel="Care")
def export(
    path: Annotated[Path, typer.Argument(help="A ZIP or a folder to be made.")],
    as_json: AsJson = False,
    user: Annotated[str | None, typer.Option(help="Whose; default: the owner's.")] = None,
) -> None:
    """Take everything you may read along: ActivityStreams 2.0, tables, address cards, and what you wrote.

    Exit code 1: there is something at that place already, or no room on the disk; nothing was overwritten.
    """
    viewer = _ready(user)
    from mutuals.leaving.services.export import export_make
    from mutuals.team.services.common import now_ms

    made = export_make(actor=viewer, path=path.expanduser().absolute(), now_ms=now_ms())
    if as_json:
        _print(made.document())
        return
    size = sum(one.size for one in made.files) / 1e6
    typer.echo(f"Everything you may read is in {made.path}: {len(made.files)} files, {size:,.1f} MB unpacked.")


def _ready(user: str | None) -> Any:
    """Prepares the home, brings the ties up to date, and says for whom."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    ties_refresh(now_ms=now_ms())
    return user_of(user)


def _print(value: Any) -> None:
    import sys

    from mutuals.ui.json import write

    write(value, sys.stdout)
