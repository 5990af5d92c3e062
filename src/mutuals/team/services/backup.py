"""A copy of the whole installation in one file, made while it runs, and put back: checked before it replaces anything.

The file is a gzipped tar: `database.db` (SQLite, by its online backup) or `database.dump` (pg_dump), the files of
`keys/` only where a passphrase locks all of it (`vault`), and last `manifest.json` with size and SHA-256 of each and
the number of rows of each table.
"""

import datetime as dt
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from django.conf import settings
from django.db import connection

from mutuals.team import vault
from mutuals.team.home import stamp_of_code
from mutuals.team.models import Setting
from mutuals.team.services.common import Refused, now_ms
from mutuals.team.services.log import log_append

FORMAT, VERSION = "mutuals-backup", 1
LITE, DUMP, MANIFEST, KEYS = "database.db", "database.dump", "manifest.json", "keys/"
PART = ".part"
LAST = "backup"
PAGES = 2_000
_COPY = 1 << 20


class BadBackup(Exception):
    """This is no backup of Mutuals, or it was damaged; nothing was changed."""


class Backup(NamedTuple):
    """What a backup holds: its place, size, whether it is locked, and the rows of each table."""

    path: str
    bytes: int
    encrypted: bool
    keys: bool
    made_at: str
    rows: dict[str, int]


def backup_make(*, path: Path, passphrase: str | None = None) -> Backup:
    """Writes everything into one file at `path`, while the installation runs; locked where there is a passphrase.

    The copy is checked before it counts. Raises Refused where something lies at `path`, where pg_dump is missing, or
    where the copy is not sound.
    """
    if path.exists():
        raise Refused(f"There is something at {path} already; nothing was overwritten. Name another file.")
    part = path.with_name(path.name + PART)
    copy = path.with_name(path.name + PART + ".db")
    try:
        name, rows = _copied(copy)
        _written(part, copy, name, rows, passphrase)
        os.replace(part, path)
    finally:
        for left in (part, copy, *(Path(f"{copy}{end}") for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
    Setting.objects.update_or_create(
        key=LAST, defaults={"value": {"at": now_ms(), "encrypted": bool(passphrase)}}
    )
    log_append(actor=None, verb="backup.make", subject="backup", details={"encrypted": bool(passphrase)})
    return backup_read(path=path, passphrase=passphrase)


def backup_read(*, path: Path, passphrase: str | None = None) -> Backup:
    """What a backup says of itself, with every file in it compared with its SHA-256. Raises BadBackup, WrongPassphrase,
    Damaged."""
    manifest, found = None, {}
    with _opened(path, passphrase) as book:
        for member in _members(book):
            data = book.extractfile(member)
            if member.name == MANIFEST and data is not None:
                manifest = _manifest(data.read(_COPY * 16))
            elif data is not None:
                found[member.name] = _digest(data)
    if manifest is None or found != {one["name"]: one["sha256"] for one in manifest["files"]}:
        raise BadBackup(BadBackup.__doc__)
    return Backup(
        str(path), path.stat().st_size, bool(manifest["encrypted"]), any(one.startswith(KEYS) for one in found),
        str(manifest["made_at"]), dict(manifest["rows"]),
    )  # fmt: skip


def backup_restore(
    *, path: Path, passphrase: str | None = None, replace: bool = False
) -> tuple[Backup, Path | None]:
    """Puts a backup in the place of what the home holds; gives what it holds, and where the former things lie now.

    Everything is unpacked beside and checked first. Raises Refused for a home that holds something unless `replace`
    says so, for one that is in use, and for a backup that a newer Mutuals wrote.
    """
    home = Path(settings.MUTUALS_HOME)
    database = _place()
    if database.exists() and not replace:
        raise Refused(
            f"{home} holds an installation already. Name an empty folder as MUTUALS_HOME, or say --replace: what is "
            "there is then kept beside."
        )
    found = backup_read(path=path, passphrase=passphrase)
    staged = home / "restore.part"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700, parents=True)
    try:
        _unpacked(path, passphrase, staged)
        _checked(staged / LITE, found.rows)
        before = _kept_aside(home, database, keys=found.keys)
        _put_in_place(staged, home, database)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return found, before


def _place() -> Path:
    if connection.vendor != "sqlite":
        raise Refused(
            "This installation keeps its rows in PostgreSQL: make an empty database, unpack the backup (it is a tar) "
            "and say pg_restore --no-owner -d DATABASE database.dump; then start Mutuals with its URL."
        )
    return Path(str(connection.settings_dict["NAME"]))


# Making


def _copied(copy: Path) -> tuple[str, dict[str, int]]:
    """A sound copy of the database at `copy`: what it is called in the backup, and how many rows its tables have."""
    copy.unlink(missing_ok=True)
    if connection.vendor != "sqlite":
        return DUMP, _dumped(copy)
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        os.chmod(copy, 0o600)
        # Some thousand pages at a time: whoever wants to write meanwhile may.
        cast(sqlite3.Connection, connection.connection).backup(target, pages=PAGES, sleep=0.01)
        target.execute("PRAGMA journal_mode = DELETE")
    return LITE, _sound(copy)


def _sound(copy: Path) -> dict[str, int]:
    """The rows of each table of a database that is whole; raises Refused."""
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as lite:
        try:
            wrong = [row[0] for row in lite.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            names = [
                row[0]
                for row in lite.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                    "AND name NOT LIKE 'record_search%' ORDER BY name"
                )
            ]
            rows = {name: lite.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
        except sqlite3.DatabaseError as error:
            wrong, rows = [str(error)], {}
    if wrong:
        raise Refused(f"The copy of the database is not sound: {wrong[0]}. Nothing was written.")
    return rows


def _dumped(copy: Path) -> dict[str, int]:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refused(
            "The rows are in PostgreSQL, and pg_dump is not on this machine: install postgresql-client of the server's "
            "version, or have the server's own backups made."
        )
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = {}
        for name in sorted(tables):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  the names of our own tables
            rows[name] = cursor.fetchone()[0]
    where = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": str(where["PASSWORD"] or "")}
    command = [program, "-Fc", "--no-owner", "-f", str(copy), "-d", str(where["NAME"])]
    for flag, name in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER")):
        command += [flag, str(where[name])] if where[name] else []
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"pg_dump failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return rows


def _written(part: Path, copy: Path, name: str, rows: dict[str, int], passphrase: str | None) -> None:
    files = [(name, copy)]
    if passphrase:
        keys = Path(settings.MUTUALS_HOME) / "keys"
        files += [
            (KEYS + one.name, one) for one in sorted(keys.iterdir()) if one.is_file() and one.name[0] != "."
        ]
    told = [{"name": one, "bytes": path.stat().st_size, "sha256": _digest_of(path)} for one, path in files]
    manifest = {
        "format": FORMAT, "version": VERSION, "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "encrypted": bool(passphrase), "schema": stamp_of_code(), "files": told, "rows": rows,
    }  # fmt: skip
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out:
        locking = vault.Locking(out, passphrase) if passphrase else None
        with (
            gzip.GzipFile("", "wb", 3, cast(IO[bytes], locking or out)) as packed,
            tarfile.open(fileobj=packed, mode="w|") as book,
        ):
            for one, path in files:
                book.add(path, one, recursive=False, filter=_plainly)
            data = json.dumps(manifest, indent=2).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(data), 0o600
            book.addfile(entry, BytesIO(data))
        if locking:
            locking.close()
        out.flush()
        os.fsync(out.fileno())


def _plainly(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of this machine's users."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


# Reading


@contextmanager
def _opened(path: Path, passphrase: str | None) -> Iterator[tarfile.TarFile]:
    with open(path, "rb") as file:
        locked = vault.is_vault(file.read(len(vault.MAGIC)))
        file.seek(0)
        if locked and not passphrase:
            raise Refused("This backup is locked; say --passphrase-file FILE.")
        stream: Any = vault.Unlocking(file, passphrase) if locked and passphrase else file
        try:
            with tarfile.open(fileobj=stream, mode="r|gz") as book:
                yield book
            # The end of the tar is not the end of the file: read on, so that a cut or a change there shows.
            while stream.read(_COPY):
                pass
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise BadBackup(BadBackup.__doc__) from error


def _members(book: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The plain files of a backup, which has no other names than its own."""
    for member in book:
        name = member.name.removeprefix(KEYS)
        if not member.isfile() or "/" in name or name.startswith("."):
            raise BadBackup(BadBackup.__doc__)
        if member.name not in (LITE, DUMP, MANIFEST) and not member.name.startswith(KEYS):
            raise BadBackup(BadBackup.__doc__)
        yield member


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise BadBackup(BadBackup.__doc__) from error
    if not isinstance(found, dict) or (found.get("format"), found.get("version")) != (FORMAT, VERSION):
        raise BadBackup(BadBackup.__doc__)
    return found


def _unpacked(path: Path, passphrase: str | None, staged: Path) -> None:
    with _opened(path, passphrase) as book:
        for member in _members(book):
            data, target = book.extractfile(member), staged / member.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if data is not None:
                with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                    shutil.copyfileobj(data, out, _COPY)
                    out.flush()
                    os.fsync(out.fileno())


def _checked(database: Path, rows: dict[str, int]) -> None:
    """The unpacked database is whole, has the rows it should have, and was not written by a newer Mutuals."""
    if not database.exists():
        raise Refused(
            "This backup is of an installation on PostgreSQL; unpack it (it is a tar) and use pg_restore."
        )
    if _sound(database) != rows:
        raise BadBackup(BadBackup.__doc__)
    from django.db.migrations.loader import MigrationLoader

    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    with closing(sqlite3.connect(database)) as lite:
        applied = set(lite.execute("SELECT app, name FROM django_migrations"))
    newer = sorted(f"{app}.{name}" for app, name in applied - known if app in settings.ROOMS)
    if newer:
        raise Refused(f"This backup was made by a newer Mutuals ({newer[-1]}); install that version first.")


def _kept_aside(home: Path, database: Path, *, keys: bool) -> Path | None:
    """Moves what the home holds now into a folder of its own; None where there is nothing."""
    if not database.exists():
        return None
    _alone(database)
    before = home / f"before-restore-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    before.mkdir(mode=0o700)
    for end in ("", "-wal", "-shm"):
        path = Path(f"{database}{end}")
        if path.exists():
            os.replace(path, before / path.name)
    if keys and (home / "keys").exists():
        shutil.copytree(home / "keys", before / "keys")
    return before


def _alone(database: Path) -> None:
    """Raises Refused while another process has the database open."""
    connection.close()
    with closing(sqlite3.connect(database, timeout=2, isolation_level=None)) as lite:
        try:
            lite.execute("PRAGMA locking_mode = EXCLUSIVE")
            lite.execute("BEGIN EXCLUSIVE")
            lite.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise Refused(
                "Mutuals is running here; stop it first (Ctrl-C where `mutuals run` is)."
            ) from error
        except sqlite3.DatabaseError:
            return  # What is damaged is put aside as it is.


def _put_in_place(staged: Path, home: Path, database: Path) -> None:
    keys = staged / "keys"
    if keys.exists():
        (home / "keys").mkdir(mode=0o700, exist_ok=True)
        for one in keys.iterdir():
            os.replace(one, home / "keys" / one.name)
    os.replace(staged / LITE, database)


def _digest_of(path: Path) -> str:
    with open(path, "rb") as file:
        return _digest(file)


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while data := stream.read(_COPY):
        digest.update(data)
    return digest.hexdigest()
