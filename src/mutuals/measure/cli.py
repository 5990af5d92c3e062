"""Looking back at the terminal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mutuals.team.models import User

app = typer.Typer()


@app.command(name="first-look", rich_help_panel="Look back")
def first_look(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    user: Annotated[str | None, typer.Option(help="Whose look; default: the owner's.")] = None,
) -> None:
    """Three things you do well, three gaps, three next steps, and what they rest on."""
    viewer = _ready(user)
    from mutuals.measure.selectors.first_look import look_document
    from mutuals.measure.services.first_look import look_make
    from mutuals.team.services.common import now_ms

    found = look_document(viewer, look_make(viewer, now_ms=now_ms()))
    if as_json:
        import sys

        from mutuals.ui.json import write

        write(found, sys.stdout)
    else:
        _tell(found)


def _ready(user: str | None) -> "User":
    """Prepares the home, brings the ties up to date, and says for whom."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    ties_refresh(now_ms=now_ms())
    return user_of(user)


def _tell(found: "dict[str, Any]") -> None:
    from rich.console import Console

    out = Console(highlight=False, markup=False)
    if found["early"]:
        out.print("Too early to tell most of this: what you brought covers under a season.")
    for title, name in (
        ("What you do well", "good"),
        ("What is missing", "gaps"),
        ("What to do next", "steps"),
    ):
        out.print(f"\n{title}", style="bold")
        for number, one in enumerate(found[name], start=1):
            out.print(f"{number}. {one['title']}" + (f" {one['text']}" if one["text"] else ""))
        if not found[name]:
            out.print("Nothing yet.")
    if found["waits"]:
        out.print("\nWho waits for a word from you", style="bold")
        for one in found["waits"][:10]:
            out.print(
                f"{one['since'].isoformat()}  {one['name']}" + (f": {one['words']}" if one["words"] else "")
            )
