"""What all tests share: a home of their own, either database, no way out, the cast of three.

`--database postgres` (or MUTUALS_DATABASE_URL) runs the very same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.sizes import amount

HOME = Path(tempfile.mkdtemp(prefix="mutuals-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["MUTUALS_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")

# The machines that run this are shared and slow at times; a deadline would fail for no reason.
hypothesis_settings.register_profile("mutuals", deadline=None, max_examples=amount(30, 400))
hypothesis_settings.load_profile("mutuals")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=["sqlite", "postgres"], default="sqlite", help="where the rows are kept"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--database") == "postgres" and "MUTUALS_DATABASE_URL" not in os.environ:
        from tests.servers import postgres

        os.environ["MUTUALS_DATABASE_URL"] = postgres.start()
    _quicken()


def _quicken() -> None:
    """A password hash that takes no time, and a test database in a file, so that threads and processes share it."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(HOME / "test.db")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_report_header(config: pytest.Config) -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[1]}"


# No way out


@pytest.fixture(autouse=True)
def no_way_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection but to a socket file, and to this machine for tests marked `loopback`."""
    local = request.node.get_closest_marker("loopback") is not None
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family == socket.AF_UNIX or (local and _is_here(address)):
            return connect(self, address)
        raise AssertionError(
            f"This test tried to reach {address!r}; mark it `loopback` if that is this machine."
        )

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded)


def _is_here(address: Any) -> bool:
    host = str(address[0]) if isinstance(address, tuple) else ""
    return host in ("::1", "localhost") or host.startswith("127.")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Empties the caches: the limits of sign-in count across requests, and must not across tests; and each test has a
    database of its own, whose rows have the keys of those before."""
    from django.core.cache import cache

    cache.clear()
    if past := sys.modules.get("mutuals.relate.services.past"):
        past._KEPT.clear()


# The event log refuses to be emptied, which is what the tests of transactions do between each other


@pytest.fixture(scope="session", autouse=True)
def log_can_be_flushed() -> None:
    """Lets Django empty the tables between transactional tests: the guard is lifted for that moment alone. The index of
    words is no table of Django's, and would tell whatever test comes next of posts that are gone."""
    from django.db import connection
    from django.test import TransactionTestCase

    emptied: Callable[[Any], None] = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        with unguarded():
            emptied(self)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO record_search (record_search) VALUES ('delete-all')"
                if connection.vendor == "sqlite"
                else "DELETE FROM record_search"
            )

    TransactionTestCase._fixture_teardown = teardown


class unguarded:
    """Lifts the event log's triggers inside the `with`; for tests that tamper and for emptying tables."""

    def __enter__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE team_logentry DISABLE TRIGGER USER")
                return
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'team_logentry'"
            )
            self.triggers = cursor.fetchall()
            for name, _ in self.triggers:
                cursor.execute(f"DROP TRIGGER {name}")

    def __exit__(self, *failed: object) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE team_logentry ENABLE TRIGGER USER")
                return
            for _, statement in self.triggers:
                cursor.execute(statement)


@pytest.fixture
def tamper() -> type[unguarded]:
    """Hands out `unguarded`, for tests that do to the log what nobody may."""
    return unguarded


# The cast


@pytest.fixture
def ada(db: None) -> Any:
    """Ada, the owner."""
    from tests import people

    return people.ada()


@pytest.fixture
def ben(db: None) -> Any:
    """Ben, an editor."""
    from tests import people

    return people.ben()


@pytest.fixture
def cleo(db: None) -> Any:
    """Cleo, a viewer."""
    from tests import people

    return people.cleo()


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of this test's own, for keys and files; the database stays the test's."""
    settings.MUTUALS_HOME = tmp_path
    return tmp_path
