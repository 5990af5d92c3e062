"""Relationships at the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mutuals.relate.selectors.ties import TieRow
    from mutuals.team.models import User

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
At = Annotated[str | None, typer.Option(help="As of this moment: an ISO date or time, or unix seconds.")]
Limit = Annotated[
    int | None,
    typer.Option(min=0, help="At most so many; 0 is none. Default: 20 in a table, all with --json."),
]


@app.command(rich_help_panel="People")
def ties(
    as_json: AsJson = False,
    limit: Limit = None,
    at: At = None,
    user: Annotated[str | None, typer.Option(help="Whose relationships; default: the owner's.")] = None,
    interactions: Annotated[
        Path | None,
        typer.Option(
            help="A bare log instead of the record: CSV or CSV.gz with from,to,time[,kind,duration]."
        ),
    ] = None,
    forecast: Annotated[
        str | None,
        typer.Option(help="With --interactions: the chance of contact within so many days, as in 28d."),
    ] = None,
) -> None:
    """Who really matters to you, the deepest first."""
    if interactions is not None:
        from mutuals.relate import bare_terminal

        days = _horizon(forecast) if forecast is not None else None
        found = bare_terminal.ties(interactions, at_ms=_ms(at), limit=limit, days=days)
        _print(found) if as_json else bare_terminal.echo(found, limit)
        return
    if forecast is not None:
        raise typer.BadParameter("goes with --interactions", param_hint="--forecast")
    day = _day(at)
    viewer = _ready(user)
    from mutuals.relate.selectors.documents import tie_document
    from mutuals.relate.selectors.ties import ties_ours

    rows = ties_ours(viewer, at_day=day)
    if as_json:
        _print([tie_document(row) for row in rows[:limit]])
    else:
        _table(rows[: 20 if limit is None else limit], len(rows))


@app.command(rich_help_panel="People")
def people(
    words: Annotated[str | None, typer.Argument(help="Part of a name.")] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    sort: Annotated[str, typer.Option(help="circle, drifting, last or name.")] = "circle",
    user: Annotated[str | None, typer.Option(help="Whose people; default: the owner's.")] = None,
) -> None:
    """Everybody you have to do with, the closest first."""
    if sort not in ("circle", "drifting", "last", "name"):
        raise typer.BadParameter("circle, drifting, last or name", param_hint="--sort")
    viewer = _ready(user)
    from mutuals.relate.selectors.documents import person_document
    from mutuals.relate.selectors.people import people_list, with_groups

    rows = people_list(viewer, words=words or "", sort=sort)
    if as_json:
        _print([person_document(row) for row in with_groups(viewer, rows[:limit])])
        return
    for row in rows[: 40 if limit is None else limit]:
        circle = (
            f"{row.tie.circle}{', drifting' if row.drifting else ''}, last {row.tie.last}"
            if row.tie
            else "not yet"
        )
        typer.echo(f"{row.name}  ({circle})")
    typer.echo(f"{len(rows):,} in all.", err=True)


@app.command(rich_help_panel="People")
def contact(
    name: Annotated[str, typer.Argument(help="A name, address, number, handle or public id.")],
    as_json: AsJson = False,
    at: At = None,
    user: Annotated[str | None, typer.Option(help="Whose view; default: the owner's.")] = None,
) -> None:
    """One person: who they are, how things stand, and why.

    Exit code 1: there is nobody by that name, or several; then their ids are listed.
    """
    day = _day(at)
    viewer = _ready(user)
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.relate.selectors.documents import contact_document
    from mutuals.team.services.common import now_ms

    found = contact_document(viewer, contact_find(viewer, name), at_day=day, today=now_ms() // 86_400_000)
    if as_json:
        _print(found)
    else:
        _one(found)


@app.command(rich_help_panel="Today")
def today(
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Also the debts beyond the cards of today.")] = False,
    user: Annotated[str | None, typer.Option(help="Whose day; default: the owner's.")] = None,
) -> None:
    """Who could use a word from you today, and why: at most seven, within the minutes of your plan.

    Debts beyond these minutes come after the cards, until there are seven.
    """
    viewer = _ready(user)
    from mutuals.relate.cards import CARDS
    from mutuals.relate.selectors.cards import card_document, today_view
    from mutuals.relate.services.nudges import nudges_refresh
    from mutuals.team.services.common import now_ms

    now = now_ms()
    nudges_refresh(viewer, now_ms=now)
    view = today_view(viewer, now_ms=now)
    cards = [*view.cards, *view.waiting][: None if every else CARDS]
    if as_json:
        _print([card_document(card) for card in cards])
        return
    for card in cards:
        found = card_document(card)
        typer.echo(f"{card.told.title}: {found['reason']}")
        for line in found["evidence"]:
            typer.echo(f"    {line}")
    if not cards or view.chosen.enough:
        typer.echo("That is enough for today." if view.chosen.enough else "Nobody is waiting.")
    rest = len(view.cards) + len(view.chosen.waiting) - len(cards)
    if rest:
        typer.echo(f"{rest:,} more wait; --all shows them.", err=True)


@app.command(rich_help_panel="Today")
def plan(
    as_json: AsJson = False,
    minutes: Annotated[int | None, typer.Option(min=0, max=10_080, help="Set the minutes a week.")] = None,
    why: Annotated[str | None, typer.Option(help="Set why you are here.")] = None,
    user: Annotated[str | None, typer.Option(help="Whose plan; default: the owner's.")] = None,
) -> None:
    """Your plan: why, for whom, how many minutes a week, what you will and will not do."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.people.services.named import welcome_keep
    from mutuals.relate.selectors.plan import plan_document, plan_of
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    viewer = user_of(user)
    mine = plan_of(viewer)
    if minutes is not None or why is not None:
        kept = mine.minutes if minutes is None else minutes
        welcome_keep(actor=viewer, why=mine.why if why is None else why, minutes=kept, now_ms=now_ms())
        mine = plan_of(viewer)
    found = plan_document(mine)
    if as_json:
        _print(found)
        return
    for name, value in found.items():
        if value not in (None, "", []):
            typer.echo(f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}")


@app.command(rich_help_panel="People")
def ledger(
    name: Annotated[str, typer.Argument(help="A name, address, number, handle or public id.")],
    as_json: AsJson = False,
    limit: Limit = None,
    user: Annotated[str | None, typer.Option(help="Whose view; default: the owner's.")] = None,
) -> None:
    """What you and somebody gave each other, and what each entry rests on.

    Exit code 1: there is nobody by that name, or several; then their ids are listed.
    """
    viewer = _ready(user)
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.relate.selectors.documents_ledger import ledger_document

    found = ledger_document(
        viewer, contact_find(viewer, name), limit=limit if limit is not None or as_json else 20
    )
    if as_json:
        _print(found)
    else:
        _ledger(found)


def _ledger(found: "dict[str, Any]") -> None:
    typer.echo(f"{found['name']}: {found['says']}")
    for one in found["acts"]:
        typer.echo(f"  {one['act'].replace('_', ' ')}: you {one['you']}, they {one['they']}")
    for one in found["entries"]:
        when = one["at"].date().isoformat() if one["at"] else "at an unknown time"
        typer.echo(f"  {when}  {one['says']} ({one['because']})")


@app.command(rich_help_panel="People")
def introduce(
    as_json: AsJson = False,
    limit: Limit = None,
    at: At = None,
    user: Annotated[str | None, typer.Option(help="Whose people; default: the owner's.")] = None,
    interactions: Annotated[
        Path | None,
        typer.Option(
            help="A bare log instead of the record, as for ties; 100 pairs unless --limit says otherwise."
        ),
    ] = None,
) -> None:
    """Which two of your people should know each other, and why."""
    if interactions is not None:
        from mutuals.relate import bare_terminal

        pairs = bare_terminal.pairs(interactions, at_ms=_ms(at), limit=limit)
        _print(pairs) if as_json else bare_terminal.echo(pairs, limit)
        return
    if at is not None:
        raise typer.BadParameter("goes with --interactions", param_hint="--at")
    viewer = _ready(user)
    from mutuals.relate.selectors.documents import introduction_document
    from mutuals.relate.selectors.introductions import proposals
    from mutuals.relate.services.introductions import introductions_find
    from mutuals.team.services.common import now_ms

    introductions_find(user=viewer, now_ms=now_ms())
    rows = proposals(viewer, limit=20 if limit is None else limit)
    if as_json:
        _print([introduction_document(row) for row in rows])
        return
    for row in rows:
        typer.echo(f"{row.a.name} and {row.b.name}: {row.why}")
    if not rows:
        typer.echo("No two come to mind.", err=True)


@app.command(rich_help_panel="People")
def match(
    need: Annotated[str, typer.Argument(help="What somebody needs, in a few words or a whole post.")],
    as_json: AsJson = False,
    limit: Limit = None,
    user: Annotated[str | None, typer.Option(help="Whose people; default: the owner's.")] = None,
) -> None:
    """Who of your people could help with something, and why; and what lies on your own shelf."""
    viewer = _ready(user)
    from mutuals.relate.selectors.documents import helper_document
    from mutuals.relate.selectors.matching import helpers_for, shelf_for

    rows = helpers_for(viewer, need, limit=5 if limit is None else limit)
    shelf = shelf_for(viewer, need, limit=5 if limit is None else limit)
    if as_json:
        things = [
            {"id": one.public_id, "kind": one.kind, "title": one.title, "reason": one.why} for one in shelf
        ]
        _print({"people": [helper_document(row) for row in rows], "shelf": things})
        return
    for row in rows:
        typer.echo(f"{row.contact.name}: {row.why}")
    for one in shelf:
        typer.echo(f"On your shelf, {one.title}: {one.why}")
    if not rows and not shelf:
        typer.echo("Nobody comes to mind.", err=True)


def _ready(user: str | None) -> "User":
    """Prepares the home, brings the ties up to date, and says for whom."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    ties_refresh(now_ms=now_ms())
    return user_of(user)


def _one(found: "dict[str, Any]") -> None:
    from rich.console import Console

    out = Console(highlight=False)
    out.print(f"[bold]{found['name']}[/]  {', '.join(found['groups'])}")
    if found["depth"] is not None:
        chance = (
            ""
            if found["probability_28d"] is None
            else f", {found['probability_28d']:.0%} in touch within 28 days"
        )
        out.print(
            f"{found['circle']}, depth {found['depth']:.1f}{chance}; last {found['last']}; {found['rung']}"
        )
    for one in found["identities"]:
        out.print(f"  {one['network']}: {one['address']}  [dim]{one['evidence']}, {one['confidence']:.0%}[/]")
    for one in found["joins"]:
        out.print(f"  also {one['name']}  [dim]{one['evidence']}, {one['confidence']:.0%}[/]")
    for one in found["facts"]:
        out.print(f"  {one['name']}: {one['value']}")
    for one in found["days"][:8]:
        out.print(f"  {one['day']}  you {one['out']:.1f}, they {one['in']:.1f}, adds {one['adds']:.2f}")


def _table(rows: "list[TieRow]", total: int) -> None:
    from rich.console import Console
    from rich.table import Table

    out = Console()
    if not rows:
        out.print("Nobody yet. Bring what you have: mutuals import PATH")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, right in (
        ("Person", False), ("Circle", False), ("Depth", True), ("Chance in 28 days", True), ("Last", False),
        ("Usual gap", True), ("Step", False), ("Heard on", False),
    ):  # fmt: skip
        table.add_column(title, justify="right" if right else "left")
    for row in rows:
        chance = "" if row.chance is None else f"{row.chance:.0%}"
        gap = "" if row.usual_gap is None else f"{row.usual_gap:g} days"
        circle = f"{row.circle} [yellow]drifting[/]" if row.drifting else str(row.circle)
        table.add_row(
            row.name,
            circle,
            f"{row.depth:.1f}",
            chance,
            row.last.isoformat(),
            gap,
            row.step,
            ", ".join(row.networks),
        )
    out.print(table)
    if len(rows) < total:
        out.print(f"{len(rows)} of {total:,}. More: mutuals ties --limit N")


def _day(at: str | None) -> int | None:
    return None if at is None else int(_seconds(at) // 86_400)


def _ms(at: str | None) -> int | None:
    return None if at is None else int(_seconds(at) * 1000)


def _seconds(text: str) -> float:
    """Unix seconds of an ISO date or time (UTC where it names no zone) or of unix seconds."""
    import datetime as dt

    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no ISO date or time and no unix seconds", param_hint="--at"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _horizon(text: str) -> int:
    digits = text.removesuffix("d")
    if not digits.isdigit() or not 1 <= int(digits) <= 3650:
        raise typer.BadParameter("write days, as in 28d", param_hint="--forecast")
    return int(digits)


def _print(value: object) -> None:
    import sys

    from mutuals.ui.json import write

    write(value, sys.stdout)
