"""A full disk ends an import with one sentence; what was written stays, and the next start goes on."""

import errno
import json
import os
import resource
import sqlite3
import subprocess
import sys

import pytest

from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.room import NoRoom, is_full
from tests.sources.small_archives import folder


def mutuals(home, *arguments, largest=None):
    """Runs a command in a process that may write no file larger than `largest` bytes."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))) if largest else None
    return subprocess.run(
        [sys.executable, "-m", "mutuals", *map(str, arguments)],
        env={**environment, "MUTUALS_HOME": str(home)}, capture_output=True, text=True, preexec_fn=limit,
    )  # fmt: skip


def ask(home, sql):
    database = sqlite3.connect(home / "mutuals.db")
    try:
        return database.execute(sql).fetchone()
    finally:
        database.close()


@pytest.mark.slow
def test_a_full_disk_ends_an_import_with_a_sentence_and_it_goes_on_when_there_is_room(tmp_path):
    home, archive = tmp_path / "home", folder(tmp_path / "all", seed=3, mails=900, lines=3000, posts=900)
    first = mutuals(home, "import", folder(tmp_path / "one", seed=1, mails=5, lines=5, posts=5), "--json")
    before = json.loads(first.stdout)["posts"]
    command = ("import", archive, "--json", "--dates", "dmy", "--me", "Mara")
    stopped = mutuals(home, *command, largest=(home / "mutuals.db").stat().st_size + 400_000)
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (1, "", f"{NoRoom()}\n")
    kept, *run = ask(
        home, "SELECT (SELECT count(*) FROM record_post), state, posts FROM sources_import ORDER BY id DESC"
    )
    assert run[0] in ("failed", "reading")
    assert before < kept < 7_800
    done = mutuals(home, *command)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["posts"], report["error"]) == (900 + 6000 + 900, None)
    assert report["new"] + report["known"] == report["posts"] + report["actors"]
    assert ask(home, "SELECT count(*) FROM sources_import") == (2,)
    assert ask(home, "PRAGMA integrity_check") == ("ok",)


def test_a_full_spool_is_no_damaged_archive(tmp_path, monkeypatch):
    import tarfile

    (tmp_path / "mail.mbox").write_text(
        "From a@b.example Thu Jan  2 03:57:04 2003\nFrom: a@b.example\n\nHello\n"
    )
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as book:
        book.add(tmp_path / "mail.mbox", "mail.mbox")

    def full(handle, mode):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("mutuals.sources.parcel.os.fdopen", full)
    with pytest.raises(NoRoom):
        OpenedParcel(tmp_path / "a.tar.gz", spool=tmp_path / "spool")


@pytest.mark.parametrize(("code", "full"), [(13, True), (778, True), (4874, True), (5, False), (1, False)])
def test_a_full_disk_is_known_by_its_code_also_as_a_cause(code, full):
    inner = sqlite3.OperationalError("x")
    inner.sqlite_errorcode = code
    outer = RuntimeError("y")
    outer.__cause__ = inner
    assert is_full(outer) is full
    assert is_full(OSError(errno.ENOSPC, "z"))
    assert not is_full(OSError(errno.EACCES, "z"))
