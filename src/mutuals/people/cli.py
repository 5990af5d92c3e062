"""What one writes down of people, at the terminal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mutuals.people.models import Contact
    from mutuals.team.models import User

app = typer.Typer()

Name = Annotated[str, typer.Argument(help="A name, address, number, handle or public id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Shared = Annotated[bool, typer.Option("--shared", help="Show it to the team; else it is yours alone.")]
Whose = Annotated[str | None, typer.Option(help="Who writes it down; default: the owner.")]


@app.command(rich_help_panel="People")
def promise(
    name: Name,
    text: Annotated[str, typer.Argument(help="What was promised, in a few words.")],
    by: Annotated[str | None, typer.Option(help="The day by which, as an ISO date.")] = None,
    theirs: Annotated[bool, typer.Option("--theirs", help="They promised it; else you did.")] = False,
    shared: Shared = False,
    as_json: AsJson = False,
    user: Whose = None,
) -> None:
    """Note a promise, yours to somebody or theirs to you.

    Exit code 1: there is nobody by that name, or several; then their ids are listed.
    """
    from mutuals.people.dates import date_of, day_number

    due = day_number(by) if by else None
    if by and due is None:
        raise typer.BadParameter(f"{by!r} is no ISO date, as in 2026-03-28", param_hint="--by")
    _some(text)
    viewer, found = _ready(name, user)
    from mutuals.people.services.promises import promise_add
    from mutuals.team.services.common import now_ms

    made = promise_add(
        actor=viewer, contact=found, text=text, ours=not theirs, due=due, shared=shared, now_ms=now_ms()
    )
    day = date_of(due).isoformat() if due is not None else None
    if as_json:
        _print({"promise": str(made.public_id), **_whom(found), "text": made.text, "ours": made.ours,
                "due": day, "shared": made.shared, "at": _moment(made.at)})  # fmt: skip
    else:
        who = found.name if theirs else "You"
        typer.echo(f"{who}: {made.text}{f', by {day}' if day else ''}. Noted with {found.name}.")


@app.command(rich_help_panel="People")
def note(
    name: Name,
    text: Annotated[str, typer.Argument(help="What is worth remembering.")],
    about: Annotated[str, typer.Option(help="next, met, heard, interest or like; empty: anything.")] = "",
    through: Annotated[
        str | None, typer.Option(help="With --about met or heard: the person through whom.")
    ] = None,
    shared: Shared = False,
    as_json: AsJson = False,
    user: Whose = None,
) -> None:
    """Note something of a person: anything, what to ask next time, how you met, how they heard of you, what they like.

    Exit code 1: there is nobody by that name, or several; then their ids are listed.
    """
    from mutuals.people.abouts import ABOUTS, THROUGH

    if about not in ABOUTS:
        raise typer.BadParameter("next, met, heard, interest or like", param_hint="--about")
    if through is not None and about not in THROUGH:
        raise typer.BadParameter("goes with --about met or heard", param_hint="--through")
    _some(text)
    viewer, found = _ready(name, user)
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.people.services.contacts import note_add
    from mutuals.team.services.common import now_ms

    other = contact_find(viewer, through) if through else None
    made = note_add(
        actor=viewer, contact=found, text=text, about=about, through=other, shared=shared, now_ms=now_ms()
    )
    if as_json:
        _print({"note": str(made.public_id), **_whom(found), "text": made.text, "about": made.about or None,
                "through": other.name if other else None, "shared": made.shared, "at": _moment(made.at)})  # fmt: skip
    else:
        typer.echo(f"Noted with {found.name}{', for the team' if shared else ', for you alone'}.")


def _ready(name: str, user: str | None) -> "tuple[User, Contact]":
    """Prepares the home, and says who writes and about whom."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.people.services.refresh import contacts_refresh
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    contacts_refresh(now_ms=now_ms())
    viewer = user_of(user)
    return viewer, contact_find(viewer, name)


def _some(text: str) -> None:
    if not text.strip():
        raise typer.BadParameter("needs a few words", param_hint="TEXT")


def _whom(contact: "Contact") -> dict[str, Any]:
    return {"contact": str(contact.public_id), "name": contact.name}


def _moment(at: int) -> object:
    import datetime as dt

    return dt.datetime.fromtimestamp(at / 1000, dt.UTC)


def _print(value: object) -> None:
    import sys

    from mutuals.ui.json import write

    write(value, sys.stdout)
