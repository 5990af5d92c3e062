"""What one writes down of people, at the terminal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mutuals.people.models import Contact
    from mutuals.team.models import User

app = typer.Typer()
HOWS = ("met", "did", "talked", "card", "gift")

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


@app.command(rich_help_panel="People")
def met(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME... [WHAT]", help='Whom: names, ids or addresses; last, in quotes, "what was said".'
        ),
    ],
    day: Annotated[str, typer.Option(help="On which day: today, yesterday, or 2026-05-03.")] = "today",
    how: Annotated[str, typer.Option(help="met, did (something together), talked, card or gift.")] = "met",
    long: Annotated[str, typer.Option("--for", help="For how long: 45m, 2h, 1h30.")] = "",
    place: Annotated[str, typer.Option(help="Where.")] = "",
    add: Annotated[bool, typer.Option("--add", help="Add who is not known yet.")] = False,
    shared: Annotated[bool, typer.Option("--shared", help="Share it with the team.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="NAME is the id of a moment: take it back.")] = False,
    user: Annotated[str | None, typer.Option(help="Who notes it; default: the owner.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Note a moment: whom you met, did something or talked with, sent a card or a gift, and a line of what was said.

    The last argument is what was said where it has a blank and names nobody. Exit code 1: somebody is not known, or
    several are of that name; then nothing is noted.
    """
    from mutuals.team.home import prepare

    if how not in HOWS:
        raise typer.BadParameter(f"write one of {', '.join(HOWS)}", param_hint="--how")
    seconds = _met_seconds(long)
    prepare()
    from mutuals.team.services.who import user_of

    who = user_of(user)
    if undo:
        _met_undone(who, names[0], as_json)
        return
    people, text = _met_people(who, names, add=add)
    given = {
        "how": how,
        "day": _met_day(day),
        "seconds": seconds,
        "place": place,
        "text": text,
        "shared": shared,
    }
    _met_noted(who, people, given, as_json)


def _met_noted(user: "User", people: "list[Contact]", given: dict[str, Any], as_json: bool) -> None:
    import datetime as dt

    from mutuals.people.services.moments import NoMoment, moment_add, planned
    from mutuals.team.services.common import now_ms

    try:
        made = moment_add(actor=user, contacts=people, now_ms=now_ms(), **given)
    except NoMoment as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    day = dt.date(1970, 1, 1) + dt.timedelta(days=made.day)
    if as_json:
        _print({
            "moment": made.public_id, "how": made.how, "day": day, "seconds": made.seconds, "place": made.place,
            "text": made.text, "shared": made.shared, "planned": planned(made),
            "people": [{"contact": one.public_id, "name": one.name} for one in people],
        })  # fmt: skip
        return
    names = ", ".join(one.name for one in people)
    coming = " It counts once you say that it took place." if planned(made) else ""
    typer.echo(
        f"Noted: {made.how}, {names}, {day}.{coming} Take it back: mutuals met --undo {made.public_id}"
    )


def _met_undone(user: "User", moment: str, as_json: bool) -> None:
    from mutuals.people.models import Encounter
    from mutuals.people.selectors.moments import moment_own
    from mutuals.people.services.moments import moment_undo
    from mutuals.team.services.common import now_ms

    try:
        found = moment_own(user, moment)
    except Encounter.DoesNotExist:
        typer.echo("You noted no such moment, or it was taken back before.", err=True)
        raise typer.Exit(1) from None
    moment_undo(actor=user, moment=found, now_ms=now_ms())
    if as_json:
        _print({"moment": found.public_id, "undone": True})
    else:
        typer.echo("Taken back, as if it had never been noted.")


def _met_people(user: "User", names: list[str], *, add: bool) -> "tuple[list[Contact], str]":
    """Whom the arguments name, and what was said: nobody is added unless all others are known."""
    from mutuals.people.selectors.contacts import Ambiguous, NotFound, contact_find
    from mutuals.people.services.contacts import contact_add
    from mutuals.team.services.common import now_ms

    found: list[Any] = []
    text = ""
    for place, name in enumerate(names):
        try:
            found.append(contact_find(user, name))
        except Ambiguous as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        except NotFound as error:
            last = place == len(names) - 1 and place > 0 and " " in name.strip()
            if last and not (add and len(name.split()) <= 3):
                text = name
            elif add:
                found.append(name)
            else:
                typer.echo(f"{error} --add adds them.", err=True)
                raise typer.Exit(1) from None
    people = [
        contact_add(actor=user, name=one, now_ms=now_ms()) if isinstance(one, str) else one for one in found
    ]
    return people, text


def _met_day(text: str) -> int:
    import datetime as dt

    from mutuals.team.services.common import DAY_MS, now_ms

    today = now_ms() // DAY_MS
    near = {"today": today, "yesterday": today - 1, "tomorrow": today + 1}
    if text.lower() in near:
        return near[text.lower()]
    try:
        return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write 2026-05-03", param_hint="--day") from None


def _met_seconds(text: str) -> int:
    import re

    if not text:
        return 0
    told = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m?)?", text.strip().lower().replace(" ", ""))
    if not told or not any(told.groups()):
        raise typer.BadParameter(f"{text!r} is no length; write 45m, 2h or 1h30", param_hint="--for")
    return 3600 * int(told.group(1) or 0) + 60 * int(told.group(2) or 0)


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
