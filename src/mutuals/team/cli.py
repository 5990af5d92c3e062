"""The team room at the terminal: is everything in order, and is the record whole."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()
log_app = typer.Typer(help="The record of who did what.", no_args_is_help=True)
app.add_typer(log_app, name="log", rich_help_panel="Care")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command(rich_help_panel="Care")
def doctor(
    as_json: AsJson = False,
    link: Annotated[
        bool, typer.Option("--link", help="Make a new one-time sign-in link for the owner.")
    ] = False,
) -> None:
    """Look whether everything is in order; with --link, let the owner back in.

    Exit code 0: all is well or needs only care; 1: something is bad.
    """
    from mutuals.team.home import prepare

    prepare()
    from mutuals.team.selectors import health

    checks = health()
    address = _link() if link else None
    if as_json:
        _print(
            {"checks": checks, "ok": all(c.state != "bad" for c in checks)}
            | ({"link": address} if link else {})
        )
    else:
        for check in checks:
            mark, colour = {"ok": ("✓", "green"), "care": ("!", "yellow"), "bad": ("✗", "red")}[check.state]
            typer.echo(f"{typer.style(mark, fg=colour)} {check.name:<9} {check.said}")
        if address:
            typer.echo(f"\nSign in, once, within 24 hours: {address}")
    raise typer.Exit(1 if any(check.state == "bad" for check in checks) else 0)


Passphrase = Annotated[
    Path | None, typer.Option(help="A file whose first line locks the backup, or opens it.")
]


@app.command(rich_help_panel="Care")
def backup(
    file: Annotated[Path, typer.Argument(help="The file to be made.")],
    passphrase_file: Passphrase = None,
    as_json: AsJson = False,
) -> None:
    """Copy the whole installation into one file, also while it runs. With a passphrase it is locked and holds the keys.

    Exit code 1: there is something at that place already, or the copy is not sound; nothing was written.
    """
    from mutuals.team.home import prepare

    prepare()
    from mutuals.team.services.backup import backup_make

    made = backup_make(path=file.expanduser().absolute(), passphrase=_passphrase(passphrase_file))
    if as_json:
        _print(made._asdict())
        return
    typer.echo(f"{made.path}: {sum(made.rows.values()):,} rows, {made.bytes / 1e6:,.1f} MB, checked.")
    if not made.keys:
        typer.echo(
            "It is not locked, so the keys are not in it: keep a copy of the folder keys elsewhere, or back up with "
            "--passphrase-file.",
            err=True,
        )


@app.command(rich_help_panel="Care")
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    passphrase_file: Passphrase = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where an installation is; what is there is kept beside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into MUTUALS_HOME, once every part of it is checked.

    Exit code 1: the home holds something, is in use, or the backup is damaged; nothing was changed.
    """
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")
    os.umask(0o077)
    import django

    django.setup()
    from mutuals.team.services.backup import backup_restore

    found, before = backup_restore(
        path=file.expanduser().absolute(), passphrase=_passphrase(passphrase_file), replace=replace
    )
    if as_json:
        _print(found._asdict() | {"before": before})
        return
    typer.echo(f"Back as of {found.made_at}: {sum(found.rows.values()):,} rows.")
    if before:
        typer.echo(f"What was here before lies in {before}.")
    if not found.keys:
        typer.echo(
            "The keys are not in this backup: put the files of its folder keys into keys here before you start.",
            err=True,
        )


def _passphrase(path: Path | None) -> str | None:
    """The first line of a file; a passphrase on the command line would stay in the shell's history."""
    if path is None:
        return None
    try:
        lines = path.expanduser().read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--passphrase-file") from error
    if not lines or not lines[0].strip():
        raise typer.BadParameter(f"{path} is empty", param_hint="--passphrase-file")
    return lines[0]


@log_app.command("verify")
def log_verify(as_json: AsJson = False) -> None:
    """Recompute the whole event log: was anything changed, removed or cut off? Exit code 0: whole; 1: not."""
    from mutuals.team.home import prepare

    prepare()
    from mutuals.team import selectors

    report = selectors.log_verify(viewer=None)
    if as_json:
        _print(
            {
                "whole": report.whole,
                "entries": report.entries,
                "erased": report.erased,
                "ends_with": report.ends_with,
                "fault_count": report.fault_count,
                "faults": report.faults,
            }
        )
    elif report.whole:
        erased = f" Of {report.erased:,} the details were erased." if report.erased else ""
        typer.echo(
            f"The record is whole: {report.entries:,} entries.{erased} It ends with {report.ends_with[:16]}."
        )
    else:
        typer.echo(
            f"The record is not whole: {report.fault_count:,} faults in {report.entries:,} entries.", err=True
        )
        for fault in report.faults:
            typer.echo(f"  entry {fault.id}: {fault.what}", err=True)
    raise typer.Exit(0 if report.whole else 1)


def _link() -> str:
    from django.conf import settings

    from mutuals.team.services import recover_link

    if settings.MUTUALS_HTTPS and settings.MUTUALS_ALLOWED_HOSTS:
        return f"https://{settings.MUTUALS_ALLOWED_HOSTS[0]}{recover_link()}"
    anywhere = settings.MUTUALS_HOST in ("0.0.0.0", "::")  # noqa: S104  compared with, not bound to
    host = "127.0.0.1" if anywhere else settings.MUTUALS_HOST
    return f"http://{host}:{settings.MUTUALS_PORT}{recover_link()}"


def _print(value: Any) -> None:
    import sys

    from mutuals.ui.json import write

    write(value, sys.stdout)
