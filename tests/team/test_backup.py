"""A backup holds everything, opens with its passphrase alone, and replaces nothing before all of it is checked."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing

import pytest

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nEMAIL:{1}@one.example\r\nEND:VCARD\r\n"
HEAD = 64


def mutuals(home, *words, code=0):
    """Runs the command in a home; gives what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "MUTUALS_DATABASE_URL")
    }
    done = subprocess.run(
        [sys.executable, "-m", "mutuals", *map(str, words)], capture_output=True, text=True, check=False,
        env={**environment, "MUTUALS_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A home with two people in it, a passphrase file, and a locked and a plain backup of it."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "people.vcf").write_text(CARD.format("Wren Hollis", "wren") + CARD.format("Ona Petit", "ona"))
    (folder / "passphrase").write_text("correct horse battery\n")
    home = folder / "home"
    mutuals(home, "import", folder / "people.vcf", "--me", "me@one.example")
    mutuals(home, "people", "--json")
    words = ("--passphrase-file", folder / "passphrase", "--json")
    made = json.loads(mutuals(home, "backup", folder / "locked", *words))
    plain = json.loads(mutuals(home, "backup", folder / "plain", "--json"))
    return folder, made, plain


def names(home):
    return sorted(one["name"] for one in json.loads(mutuals(home, "people", "--json")))


@pytest.mark.slow
def test_a_locked_backup_brings_the_whole_installation_back_into_an_empty_home(begun, tmp_path):
    folder, made, _ = begun
    assert made["encrypted"]
    assert made["keys"]
    assert b"Wren" not in (folder / "locked").read_bytes()
    home = tmp_path / "new"
    said = json.loads(
        mutuals(home, "restore", folder / "locked", "--passphrase-file", folder / "passphrase", "--json")
    )
    assert said["rows"] == made["rows"]
    assert names(home) == ["Ona Petit", "Wren Hollis"]
    assert "whole" in mutuals(home, "log", "verify")
    for name in ("secrets", "seal"):
        assert (home / "keys" / name).read_bytes() == (folder / "home" / "keys" / name).read_bytes()
        assert (home / "keys" / name).stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_plain_backup_holds_no_key_and_says_so(begun):
    folder, _, plain = begun
    assert not plain["keys"]
    with tarfile.open(folder / "plain", "r:gz") as book:
        assert sorted(book.getnames()) == ["database.db", "manifest.json"]
    checks = {one["name"]: one for one in json.loads(mutuals(folder / "home", "doctor", "--json"))["checks"]}
    assert "passphrase" in checks["keys"]["said"]
    assert checks["backup"]["state"] == "ok"
    assert "without the keys" in checks["backup"]["said"]


@pytest.mark.slow
def test_a_home_that_holds_something_is_left_alone_unless_told_and_then_kept_beside(begun, tmp_path):
    folder, _, _ = begun
    home = tmp_path / "other"
    (tmp_path / "one.vcf").write_text(CARD.format("Somebody Else", "else"))
    mutuals(home, "import", tmp_path / "one.vcf", "--me", "me@one.example")
    words = ("restore", folder / "locked", "--passphrase-file", folder / "passphrase")
    assert "--replace" in mutuals(home, *words, code=1)
    assert names(home) == ["Somebody Else"]
    before = json.loads(mutuals(home, *words, "--replace", "--json"))["before"]
    assert names(home) == ["Ona Petit", "Wren Hollis"]
    with closing(sqlite3.connect(f"{before}/mutuals.db")) as lite:
        assert lite.execute("SELECT count(*) FROM record_actor WHERE name = 'Somebody Else'").fetchone() == (
            1,
        )
    assert os.path.exists(f"{before}/keys/seal")


@pytest.mark.slow
def test_what_is_damaged_wrong_or_no_backup_changes_nothing(begun, tmp_path):
    folder, _, _ = begun
    good = (folder / "locked").read_bytes()
    (tmp_path / "wrong").write_text("another\n")
    (tmp_path / "cut").write_bytes(good[:-20])
    (tmp_path / "bent").write_bytes(good[:-500] + bytes([good[-500] ^ 1]) + good[-499:])
    (tmp_path / "none").write_bytes(b"no backup at all")
    words = folder / "passphrase"
    tries = [
        (folder / "locked", tmp_path / "wrong", "passphrase is not"),
        (tmp_path / "cut", words, "cut off or changed"),
        (tmp_path / "bent", words, "cut off or changed"),
        (tmp_path / "none", words, "no backup"),
    ]
    for number, (file, passphrase, said) in enumerate(tries):
        home = tmp_path / f"home{number}"
        assert said in mutuals(home, "restore", file, "--passphrase-file", passphrase, code=1)
        assert not (home / "mutuals.db").exists()
        assert not (home / "restore.part").exists()
    assert "locked" in mutuals(tmp_path / "home9", "restore", folder / "locked", code=1)


@pytest.mark.slow
def test_a_backup_whose_rows_are_not_those_it_names_is_refused(begun, tmp_path):
    folder, _, _ = begun
    with tarfile.open(folder / "plain", "r:gz") as book:
        book.extractall(tmp_path / "out", filter="data")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    manifest["rows"]["record_actor"] += 1
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "bent", "w:gz") as book:
        for name in ("database.db", "manifest.json"):
            book.add(tmp_path / "out" / name, name)
    assert "no backup" in mutuals(tmp_path / "home", "restore", tmp_path / "bent", code=1)
    assert not (tmp_path / "home" / "mutuals.db").exists()


@pytest.mark.slow
def test_it_is_made_while_others_write_and_refuses_to_replace_what_is_in_use(begun, tmp_path):
    folder, _, _ = begun
    home = tmp_path / "busy"
    shutil.copytree(folder / "home", home)
    stop, wrote = threading.Event(), []

    def write():
        with closing(sqlite3.connect(home / "mutuals.db", timeout=20, isolation_level=None)) as lite:
            while not stop.is_set():
                lite.execute("INSERT INTO team_setting (key, value) VALUES (?, '1')", [f"k{len(wrote)}"])
                wrote.append(1)
                stop.wait(0.005)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = json.loads(mutuals(home, "backup", tmp_path / "copy", "--json"))
        assert "running here" in mutuals(home, "restore", tmp_path / "copy", "--replace", code=1)
    finally:
        stop.set()
        thread.join()
    assert 0 < made["rows"]["team_setting"] <= len(wrote) + 10
    assert mutuals(home, "backup", tmp_path / "copy", code=1).startswith("There is something at")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["busy", "copy"]
