"""The home of an installation: its folder, keys and database, made and brought up to date before anything is done."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

_ROW = "schema"


class HomeError(SystemExit):
    """The home cannot be used; says why and what to do, in one sentence."""


def prepare() -> None:
    """Makes home, keys and database where missing, brings the tables up to date, and sets Django up.

    Safe to be killed at any moment and to run in several processes at once: all changes to the tables are one
    transaction. When nothing is to be done this is one small query. Raises HomeError (exit code 1) when the home is
    not writable, the database cannot be reached, or a newer Mutuals wrote it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")
    os.umask(0o077)
    import django
    from django.conf import settings

    _folders_make(settings.MUTUALS_HOME)
    django.setup()
    from django.db import connection

    try:
        if _stamp_stored() != stamp_of_code():
            _bring_up_to_date(settings.MUTUALS_HOME)
    finally:
        connection.close()


def stamp_of_code() -> str:
    """A digest of the names of all migrations that this code brings; equal stamps mean equal tables."""
    from django.apps import apps

    names = []
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if folder.is_dir():
            names += [f"{app.label}.{name}" for name in os.listdir(folder) if _is_migration(name)]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def _is_migration(name: str) -> bool:
    return name.endswith(".py") and name[0] not in "_~"


def unknown_migrations() -> list[str]:
    """What was applied to the database but is not part of this code: a newer Mutuals was here."""
    return _unknown(_executor())


def _folders_make(home: Path) -> None:
    from mutuals.team import keyring

    try:
        keyring.keys_make(home / "keys")
        (home / "incoming").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise HomeError(
            f"I cannot write to {home} ({error.strerror}). Set MUTUALS_HOME to a folder that is yours."
        ) from None


def _stamp_stored() -> str | None:
    """The stamp of the code that last brought this database up to date; None for a new or older one."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise HomeError(_unreachable(error)) from None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM team_setting WHERE key = %s", [_ROW])
            row = cursor.fetchone()
    except DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise HomeError(_unreachable(error)) from None
        return None
    return str(row[0]).strip('"') if row else None


def _unreachable(error: Exception) -> str:
    """One sentence; of a server's address only what holds no password."""
    from django.db import connection

    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        return f"I cannot open the database {name} ({error}); put back a copy of it, or move it away to start anew."
    where = connection.settings_dict
    return (
        f"I cannot reach the database {where['NAME']} at {where['HOST'] or 'this machine'}; "
        "is it running, and is MUTUALS_DATABASE_URL right?"
    )


def _bring_up_to_date(home: Path) -> None:
    with _alone(home / "prepare.lock"):
        if _stamp_stored() == stamp_of_code():
            return
        with _one_transaction():
            executor = _executor()
            if unknown := _unknown(executor):
                raise HomeError(
                    f"This database was written by a newer Mutuals ({unknown[-1]}); install that version, or set "
                    "MUTUALS_HOME to another folder."
                )
            executor.migrate(executor.loader.graph.leaf_nodes())
            _stamp_store(stamp_of_code())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Waits until no other process prepares this home; the system frees the lock when its holder dies."""
    with open(path, "w") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _one_transaction() -> Iterator[None]:
    """All or nothing. Django commits each migration and then notes it: killed in between, it could not go on.

    SQLite checks foreign keys only at the end here, as Django's own schema editor demands; PostgreSQL checks them at
    once, since it refuses to change a table with checks outstanding, and takes a lock against other machines.
    """
    from django.db import connection, transaction

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("PRAGMA foreign_keys = OFF")
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not sqlite:
                cursor.execute("SELECT pg_advisory_xact_lock(7726831)")
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        connection.check_constraints()
    connection.close()


def _executor() -> "MigrationExecutor":
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection)


def _unknown(executor: "MigrationExecutor") -> list[str]:
    from django.apps import apps

    loader = executor.loader
    disk: dict[tuple[str, str], Any] = loader.disk_migrations
    known = set(disk) | {key for migration in disk.values() for key in migration.replaces}
    ours = {app.label for app in apps.get_app_configs()}
    return sorted(
        f"{app}.{name}" for app, name in loader.applied_migrations if app in ours and (app, name) not in known
    )


def _stamp_store(stamp: str) -> None:
    from mutuals.team.models import Setting

    Setting.objects.update_or_create(key=_ROW, defaults={"value": stamp})
