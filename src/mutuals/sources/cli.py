"""Bringing files in from the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutuals.sources.models import Import
    from mutuals.sources.services.reading import Progress as Reached

app = typer.Typer()
WAITING_S = 30


@app.command("import", rich_help_panel="People")
def import_(
    path: Annotated[Path, typer.Argument(help="A file, a ZIP or a folder, as it came.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    me: Annotated[
        list[str] | None,
        typer.Option(help="You: an address, number, handle or name in these files. Repeatable."),
    ] = None,
    dates: Annotated[str | None, typer.Option(help="How dates are written: dmy or mdy.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone (IANA) of times without one.")] = None,
    region: Annotated[str | None, typer.Option(help="Country (two letters) of numbers without +.")] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--map", help='What the columns of a table hold, such as "name=Full name,email=E-Mail,dates=dmy".'
        ),
    ] = None,
    user: Annotated[str | None, typer.Option(help="Whose files these are; default: the owner.")] = None,
) -> None:
    """Read what you own: mail, chats, address books, archives of your accounts. Bringing it again adds nothing twice.

    Exit code 0: read; 1: it could not be opened, or nothing in it was understood.
    """
    if dates not in (None, "dmy", "mdy"):
        raise typer.BadParameter("write dmy (day first) or mdy (month first)", param_hint="--dates")
    _known_places(zone, region)
    _known_roles(columns)
    from mutuals.sources.room import NoRoom, is_full
    from mutuals.team.home import prepare

    answers = {"me": me or [], "dates": dates, "zone": zone, "region": region, "map": columns}
    try:
        prepare()
        code = _import(path.expanduser(), answers, as_json, user)
    except Exception as error:
        if is_full(error):
            raise NoRoom from error
        raise
    raise typer.Exit(code)


def _known_places(zone: str | None, region: str | None) -> None:
    """Refuses a zone or a country that does not exist: what goes by it would quietly be read by another."""
    from zoneinfo import available_timezones

    from phonenumbers import SUPPORTED_REGIONS

    if zone and zone not in available_timezones():
        raise typer.BadParameter("write an IANA name such as Europe/Brussels", param_hint="--zone")
    if region and region.upper() not in SUPPORTED_REGIONS:
        raise typer.BadParameter("write the two letters of a country, such as BE", param_hint="--region")


def _known_roles(columns: str | None) -> None:
    """Refuses what is no mapping of columns before anything is read."""
    from mutuals.wire.csv_columns import BadMapping, roles_said

    try:
        roles_said(columns or "name=x")
    except BadMapping as error:
        raise typer.BadParameter(str(error), param_hint="--map") from error


def _import(path: Path, answers: dict[str, object], as_json: bool, user: str | None) -> int:
    from mutuals.sources.selectors.report import import_report
    from mutuals.sources.services.imports import import_add
    from mutuals.team.services.who import user_of

    owner = user_of(user)
    run = import_add(actor=owner, path=path.absolute(), answers=answers)
    _read(run)
    report = import_report(owner, run)
    if as_json:
        _print(report)
    else:
        _show(report)
    return 0 if report["formats"] else 1


def _read(run: "Import") -> None:
    """Reads with a progress bar on stderr where there is a terminal; where there is none only waiting is told."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from mutuals.sources.services.imports import import_run

    console = Console(stderr=True)
    if not console.is_terminal:
        import_run(run, tell=_waiting_told())
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Looking at what you brought", total=None, counts="")

        def tell(now: "Reached") -> None:
            counts = f"{now.counts.posts:,} posts, {now.counts.actors:,} people"
            bar.update(task, description=now.title, completed=now.done, total=now.total, counts=counts)

        import_run(run, tell=tell)


def _waiting_told() -> "Callable[[Reached], None]":
    """Says on stderr that another import is waited for: at once, and every half minute."""
    import sys
    import time

    from mutuals.sources.services.reading import WAITS

    said: list[float] = []

    def tell(now: "Reached") -> None:
        if now.title != WAITS:
            said.clear()
        elif not said or time.monotonic() - said[-1] >= WAITING_S:
            said.append(time.monotonic())
            print("Waiting for another import ...", file=sys.stderr, flush=True)

    return tell


def _show(report: "dict[str, Any]") -> None:
    from rich.console import Console
    from rich.table import Table

    out = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, right in (
        ("File", False),
        ("What it is", False),
        ("Items", True),
        ("Rejected", True),
        ("", False),
    ):
        table.add_column(title, justify="right" if right else "left", overflow="fold")
    colours = {
        "understood": "green",
        "left alone": "dim",
        "unknown": "yellow",
        "broken": "red",
        "asks": "yellow",
    }
    for one in report["files"]:
        status = f"[{colours.get(one['status'], 'default')}]{one['status']}[/]"
        table.add_row(one["name"], one["note"], f"{one['items']:,}", f"{one['rejected']:,}", status)
    out.print(table)
    out.print(
        f"\n[bold]{report['posts']:,}[/] posts and messages of [bold]{report['actors']:,}[/] people: "
        f"{report['new']:,} things new, {report['known']:,} known already. {report['seconds']:.1f} s."
    )
    if any(one["kind"] == "dates" for one in report["questions"]):
        out.print(
            "If the dates that could be read two ways are month first, say so: mutuals import PATH --dates mdy"
        )
    if report["me"] is None and report["formats"]:
        out.print(
            "I do not know who you are in these files. Say so: mutuals import PATH --me NAME-OR-ADDRESS"
        )


def _print(value: object) -> None:
    import sys

    from mutuals.ui.json import write

    write(value, sys.stdout)
