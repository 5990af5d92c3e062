"""Which database everything reads and writes: the installation's own, or for a while another in its place.

The sample world lies in a file of its own and is looked at by the very same pages. While `elsewhere` holds, the thread
that entered it has that file as its default database, and nothing of the installation's own can be reached.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

SQLITE = "django.db.backends.sqlite3"


@contextmanager
def elsewhere(path: Path) -> Iterator[None]:
    """Lets this thread read and write the SQLite database at `path` in the place of its own."""
    own = connections[DEFAULT_DB_ALIAS]
    other = load_backend(SQLITE).DatabaseWrapper(_settings(path, own.settings_dict), DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = own


def place() -> str:
    """The name of the database in use: what is remembered of one must not be told of another."""
    return str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def cache_key(key: str, prefix: str, version: int) -> str:
    """The key of a remembered thing, with the place it was made in (the setting `KEY_FUNCTION` of the cache)."""
    return f"{place()}:{prefix}:{version}:{key}"


def _settings(path: Path, own: dict[str, Any]) -> dict[str, Any]:
    return {**own, "ENGINE": SQLITE, "NAME": str(path), "OPTIONS": settings.SQLITE_OPTIONS, "CONN_MAX_AGE": 0}
