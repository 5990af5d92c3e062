"""The home is made whole or not at all, whoever is killed and whoever comes at the same moment."""

import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sizes import amount

PREPARE = "from mutuals.team.home import prepare; prepare()"


def start(home: Path, code: str = PREPARE, **more: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    environment |= {"MUTUALS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mutuals.settings", **more}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = running.communicate(timeout=120)
    return running.returncode, out, err


def query(home: Path, sql: str) -> list[tuple]:
    database = sqlite3.connect(home / "mutuals.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installation") / "deep" / "home"
    assert ended(start(home)) == (0, "", "")
    return home


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """A home of this test's own, already made."""
    return Path(shutil.copytree(made, tmp_path / "copied"))


def command(*words: str) -> str:
    return (
        f"import sys; sys.argv = {['mutuals', *words]!r}; from mutuals.cli.main import main; sys.exit(main())"
    )


def test_a_home_that_does_not_exist_is_made_for_its_owner_alone(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "keys").stat().st_mode) == 0o700
    for path in made.rglob("*"):
        assert not path.stat().st_mode & 0o077, path


def test_the_database_uses_the_write_ahead_log(made: Path) -> None:
    assert query(made, "PRAGMA journal_mode") == [("wal",)]


def test_no_key_is_in_the_database(made: Path) -> None:
    kept = (made / "mutuals.db").read_bytes()
    for path in (made / "keys").iterdir():
        assert path.read_bytes().strip() not in kept


def test_a_second_time_changes_nothing_and_is_quick(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (made / "keys").iterdir()}
    timed = (
        "import time, django; django.setup(); from mutuals.team.home import prepare; t = time.perf_counter(); "
        "prepare(); print(time.perf_counter() - t)"
    )
    seconds = min(float(ended(start(made, timed))[1]) for _ in range(2))
    assert seconds < 0.1  # measured 5 ms; the goal is 30 ms, the rest is for a busy machine
    assert {path: path.stat().st_mtime_ns for path in (made / "keys").iterdir()} == before


def test_a_quick_start_does_not_load_the_machinery_of_migrations(made: Path) -> None:
    code = f"{PREPARE}; import sys; print('django.db.migrations.executor' in sys.modules)"
    assert ended(start(made, code))[1].strip() == "False"


def test_a_database_from_a_newer_version_is_said_in_one_sentence(copied: Path) -> None:
    database = sqlite3.connect(copied / "mutuals.db")
    with database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('team', '0099_later', '2030-01-01')"
        )
        database.execute("UPDATE team_setting SET value = '\"other\"' WHERE key = 'schema'")
    database.close()
    code, out, err = ended(start(copied))
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "newer Mutuals (team.0099_later)" in err


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mutuals.db").write_text("Dear diary, " * 500)
    code, _, err = ended(start(tmp_path))
    assert code == 1
    assert err.count("\n") == 1
    assert "cannot open the database" in err
    assert (tmp_path / "mutuals.db").read_text().startswith("Dear diary")


def test_a_home_that_cannot_be_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = ended(start(tmp_path / "file" / "home"))
    assert code == 1
    assert err.count("\n") == 1
    assert "Set MUTUALS_HOME to a folder that is yours" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_is_read_only_is_said_in_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    code, _, err = ended(start(tmp_path / "home"))
    assert code == 1
    assert "cannot write" in err


def test_an_unreachable_server_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgres://me:geheim@127.0.0.1:1/mutuals"
    code, _, err = ended(start(tmp_path, MUTUALS_DATABASE_URL=url))
    assert code == 1
    assert err.count("\n") == 1
    assert "geheim" not in err


def test_several_at_once_make_one_home(tmp_path: Path) -> None:
    running = [start(tmp_path / "home") for _ in range(3)]
    assert [ended(one) for one in running] == [(0, "", "")] * 3
    names = query(tmp_path / "home", "SELECT app, name FROM django_migrations")
    assert len(names) == len(set(names)) > 20


@pytest.mark.slow
def test_whoever_is_killed_the_next_start_succeeds(tmp_path: Path) -> None:
    """Each round kills the start at another moment: while keys, tables and stamp are made, and between."""
    chance = random.Random(7)
    began = time.perf_counter()
    assert ended(start(tmp_path / "measure"))[0] == 0
    whole = time.perf_counter() - began
    schema = None
    for number in range(amount(2, 30)):
        home = tmp_path / f"home{number}"
        victim = start(home)
        time.sleep(whole * chance.uniform(0.5, 1.0))
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        code, _, err = ended(start(home))
        assert (code, err) == (0, ""), number
        found = query(home, "SELECT name, sql FROM sqlite_master ORDER BY name")
        schema = schema or found
        assert found == schema
        assert query(home, "PRAGMA integrity_check") == [("ok",)]


def test_the_doctor_finds_a_new_home_well_and_speaks_json(tmp_path: Path) -> None:
    status, out, err = ended(start(tmp_path / "home", command("doctor", "--json", "--link")))
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told["ok"] is True
    assert {check["name"] for check in told["checks"]} >= {
        "keys",
        "database",
        "journal",
        "search",
        "disk",
        "log",
    }
    assert "/welcome/" in told["link"]


def test_the_doctor_finds_keys_that_others_can_read(copied: Path) -> None:
    (copied / "keys" / "secrets").chmod(0o644)
    status, out, _ = ended(start(copied, command("doctor")))
    assert status == 1
    assert "others can read secrets" in out


def test_log_verify_ends_with_1_when_the_log_was_tampered_with(copied: Path) -> None:
    verify = command("log", "verify", "--json")
    linked = f"{PREPARE}; from mutuals.team.services import start_link; start_link(); {verify}"
    status, out, err = ended(start(copied, linked))
    assert (status, json.loads(out)["whole"], err) == (0, True, "")
    database = sqlite3.connect(copied / "mutuals.db")
    database.executescript(
        "DROP TRIGGER team_logentry_no_update; UPDATE team_logentry SET at = 1 WHERE id = 1"
    )
    database.close()
    status, out, _ = ended(start(copied, verify))
    told = json.loads(out)
    assert (status, told["whole"], told["faults"][0]["id"]) == (1, False, 1)
