"""What `mutuals doctor` looks at: each check is a small function that says how things are in one sentence."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from mutuals.team import home, permissions
from mutuals.team.models import Job, Setting, User
from mutuals.team.selectors.log import log_verify
from mutuals.team.services.common import now_ms
from mutuals.team.services.links import user_secured

_MB = 2**20
_LATE_MS = 600_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `state` is ok, care (works, but mind this) or bad."""

    name: str
    state: Literal["ok", "care", "bad"]
    said: str


def health() -> list[Check]:
    """All checks, in the order in which a person would want them."""
    return [_safely(check) for check in _CHECKS]


def _safely(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (OSError, DatabaseError) as error:
        return Check(
            check.__name__.strip("_"), "bad", f"could not be checked: {type(error).__name__}: {error}"
        )


def _python() -> Check:
    state: Literal["ok", "bad"] = "ok" if sys.version_info >= (3, 11) else "bad"
    return Check(
        "python", state, f"{platform.python_version()} on {platform.system()}; 3.11 or later is needed"
    )


def _home() -> Check:
    folder = settings.MUTUALS_HOME
    if not os.access(folder, os.W_OK | os.X_OK):
        return Check("home", "bad", f"{folder} cannot be written to")
    if folder.stat().st_mode & 0o007:
        return Check("home", "care", f"{folder} can be read by every user of this machine: chmod 700 it")
    return Check("home", "ok", f"{folder}")


def _keys() -> Check:
    folder = settings.MUTUALS_HOME / "keys"
    loose = [path.name for path in [folder, *folder.iterdir()] if path.stat().st_mode & 0o077]
    if loose:
        return Check(
            "keys", "bad", f"others can read {', '.join(sorted(loose))} in {folder}: chmod -R go-rwx it"
        )
    return Check(
        "keys",
        "ok",
        f"{folder}, readable by you alone; not in the database, and in a backup only where a passphrase locks it",
    )


def _backup() -> Check:
    last = Setting.objects.filter(key="backup").values_list("value", flat=True).first()
    if not last:
        return Check("backup", "care", "none was made yet: mutuals backup FILE --passphrase-file FILE")
    days = (now_ms() - int(last["at"])) // 86_400_000
    when = "today" if days == 0 else "yesterday" if days == 1 else f"{days:,} days ago"
    keys = "locked, with the keys" if last["encrypted"] else "not locked, so without the keys"
    return Check("backup", "ok" if days <= 30 else "care", f"the last one was made {when}, {keys}")


def _database() -> Check:
    if unknown := home.unknown_migrations():
        return Check(
            "database", "bad", f"was written by a newer Mutuals ({unknown[-1]}); install that version"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = str(cursor.fetchone()[0])
    size = _database_mb()
    return Check(
        "database", "ok", f"{connection.display_name} {version}, up to date{f', {size:,} MB' if size else ''}"
    )


def _journal() -> Check:
    if connection.vendor != "sqlite":
        return Check("journal", "ok", "kept by the server")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    said = (
        "reading and writing at once works"
        if mode == "wal"
        else "WAL could not be set; is this a network drive?"
    )
    return Check("journal", "ok" if mode == "wal" else "care", f"{mode}: {said}")


def _search() -> Check:
    if connection.vendor != "sqlite":
        return Check("search", "ok", "done by the server")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.team_fts_try USING fts5(a)")
            cursor.execute("DROP TABLE temp.team_fts_try")
    except DatabaseError:
        return Check("search", "bad", "this Python's SQLite was built without FTS5; use another Python")
    return Check("search", "ok", "FTS5 is there")


def _disk() -> Check:
    free = shutil.disk_usage(settings.MUTUALS_HOME).free // _MB
    wanted = max(2000, 2 * _database_mb())
    said = f"{free:,} MB free where the home is"
    if free < 200:
        return Check("disk", "bad", f"{said}; make room before anything else")
    return Check("disk", "ok" if free >= wanted else "care", f"{said}; {wanted:,} MB would be at ease")


def _database_mb() -> int:
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size // _MB if connection.vendor == "sqlite" and path.exists() else 0


def _extras() -> Check:
    extras = {"fast": "numba", "postgres": "psycopg"}
    there = [extra for extra, module in extras.items() if find_spec(module)]
    absent = [extra for extra in extras if extra not in there]
    said = f"installed: {', '.join(there) or 'none'}; not installed: {', '.join(absent) or 'none'}"
    return Check("extras", "ok", said)


def _log() -> Check:
    report = log_verify(viewer=None)
    if report.whole:
        return Check("log", "ok", f"the record of who did what is whole: {report.entries:,} entries")
    first = report.faults[0]
    return Check(
        "log", "bad", f"the record was tampered with: entry {first.id} {first.what}; see mutuals log verify"
    )


def _jobs() -> Check:
    waiting = Job.objects.exclude(state=Job.FAILED).count()
    failed = Job.objects.filter(state=Job.FAILED).count()
    late = Job.objects.filter(state=Job.WAITING, due_ms__lt=now_ms() - _LATE_MS).exists()
    said = f"{waiting} waiting, {failed} failed for good"
    if late:
        return Check("jobs", "care", f"{said}; some are late: is `mutuals run` running?")
    return Check("jobs", "care" if failed else "ok", said)


def _sign_in() -> Check:
    owners = User.objects.filter(role=permissions.OWNER, is_active=True)
    if any(user_secured(user=owner) for owner in owners):
        return Check("sign_in", "ok", "the owner has a password or passkey")
    return Check(
        "sign_in", "care", "the owner has no password or passkey yet; each start prints a one-time link"
    )


def _debug() -> Check:
    if settings.MUTUALS_DEBUG:
        return Check(
            "debug", "care", "MUTUALS_DEBUG is on: errors show their insides to whoever opens a page"
        )
    return Check("debug", "ok", "off")


_CHECKS: tuple[Callable[[], Check], ...] = (
    _python,
    _home,
    _keys,
    _backup,
    _database,
    _journal,
    _search,
    _disk,
    _extras,
    _log,
    _jobs,
    _sign_in,
    _debug,
)
