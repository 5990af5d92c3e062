"""Leaving at the terminal: take everything along, see what is held about somebody, erase them for good."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(rich_help_panel="Care")
def export(
    path: Annotated[
        Path | None, typer.Argument(help="A ZIP or a folder to be made; of one person also .html or .json.")
    ] = None,
    as_json: AsJson = False,
    person: Annotated[str | None, typer.Option(help="Only what is held about this person.")] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help="With --person, for the owner: also from accounts of people who left the team.",
        ),
    ] = False,
    user: Annotated[str | None, typer.Option(help="Whose; default: the owner's.")] = None,
) -> None:
    """Take everything you may read along, or what is held about one person: open formats, nothing overwritten.

    Exit code 1: there is something at that place already, no room on the disk, or nobody by that name.
    """
    if path is None and not (person and as_json):
        raise typer.BadParameter("name the ZIP or folder to be made", param_hint="PATH")
    viewer = _ready(user)
    if person:
        _about(viewer, person, path, as_json, everything)
        return
    from mutuals.leaving.services.export import export_make
    from mutuals.team.services.common import now_ms

    assert path is not None
    made = export_make(actor=viewer, path=path.expanduser().absolute(), now_ms=now_ms())
    if as_json:
        _print(made.document())
        return
    size = sum(one.size for one in made.files) / 1e6
    typer.echo(
        f"Everything you may read is in {made.path}: {len(made.files)} files, {size:,.1f} MB unpacked."
    )


def _about(viewer: Any, name: str, path: Path | None, as_json: bool, everything: bool) -> None:
    from mutuals.leaving.services.about import JSON, about_make, about_text
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.team.services.common import now_ms

    contact = contact_find(viewer, name)
    if path is None:
        text = about_text(actor=viewer, contact=contact, name=JSON, now_ms=now_ms(), everything=everything)
        typer.echo(text, nl=False)
        return
    place = path.expanduser().absolute()
    names = about_make(actor=viewer, contact=contact, path=place, now_ms=now_ms(), everything=everything)
    if as_json:
        _print({"path": place, "files": names, "contact": contact.public_id, "name": contact.name})
    else:
        typer.echo(f"What is held about {contact.name} is in {place}.")


@app.command(rich_help_panel="Care")
def erase(
    name: Annotated[str, typer.Argument(help="A name, address, number, handle or public id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: it cannot be undone.")] = False,
    as_json: AsJson = False,
    user: Annotated[str | None, typer.Option(help="On whose behalf; default: the owner's.")] = None,
) -> None:
    """Erase a person for good, from everything and for everybody. This cannot be undone.

    Exit code 1: there is nobody by that name, or several; 2: nobody said --yes.
    """
    viewer = _ready(user)
    from mutuals.leaving.services.erase import erase_begin, erase_counts, erase_run
    from mutuals.leaving.shown import counts_shown
    from mutuals.people.selectors.contacts import contact_find
    from mutuals.team.services.common import now_ms

    contact = contact_find(viewer, name)
    counts = erase_counts(actor=viewer, contact=contact)
    if not yes:
        _asked(contact.name, counts_shown(counts))
    job = erase_begin(actor=viewer, contact=contact, now_ms=now_ms())
    erase_run(job.payload)
    if as_json:
        _print({"erased": counts})
    else:
        typer.echo(
            "Erased. Nothing of them is left here, and bringing the same files again does not bring them back."
        )


def _asked(name: str, counts: list[tuple[int, str]]) -> None:
    """Says what goes and asks; where nobody sits at the terminal the answer is no."""
    import sys

    typer.echo(f"This erases {name} for good, for the whole team:", err=True)
    for count, words in counts:
        typer.echo(f"  {count:>9,}  {words}", err=True)
    if not sys.stdin.isatty():
        typer.echo("Say --yes if that is what you want.", err=True)
        raise typer.Exit(2)
    if not typer.confirm("It cannot be undone. Erase them?", err=True):
        raise typer.Exit(2)


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
