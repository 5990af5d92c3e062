"""The worker killed with SIGKILL at random moments leaves nothing lost, nothing doubled and nothing lying about."""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.sizes import amount
from tests.sources.small_archives import folder

pytestmark = pytest.mark.slow
KILLS = amount(4, 40)


def child(home):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    environment |= {"MUTUALS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mutuals.settings"}
    command = [sys.executable, "-m", "tests.sources.inbox_child"]
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout.readline() == "looking\n", running.stderr.read()
    return running


def one(home, sql):
    database = sqlite3.connect(home / "mutuals.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def drop(home):
    """A folder of mail, chats and posts, a chat alone, and something that nobody can read."""
    box = home / "inbox"
    box.mkdir(mode=0o700, exist_ok=True)
    folder(home / "life", seed=7, mails=200, lines=0, posts=60)
    for name in ("WhatsApp Chat with Ola.txt", "WhatsApp Chat with Harbour.txt"):
        (home / "life" / name).unlink()
    (home / "life").rename(box / "life")
    (box / "people.vcf").write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n" * 3)
    (box / "backup.dat").write_bytes(bytes(range(256)) * 900)


def contents(home):
    """How often each file lies somewhere in the inbox, by its contents, notes left out."""
    found = [one for one in (home / "inbox").rglob("*") if one.is_file()]
    return sorted(hashlib.sha256(one.read_bytes()).hexdigest() for one in found if not note(one))


def note(path):
    return path.suffix == ".txt" and ("was not read." in path.read_text("utf-8"))


def killed_until_done(home, rnd, took):
    """Starts the worker again and again and kills it at random moments; gives how often it was killed."""
    kills = 0
    while True:
        running = child(home)
        try:
            out, err = running.communicate(timeout=rnd.uniform(0.0, took / 3) if kills < KILLS else 90)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
            running.communicate()
            kills += 1
            continue
        assert out.endswith("done\n"), err[-3_000:]
        return kills


def test_killed_at_random_moments_it_ends_as_if_nobody_had_killed_it(tmp_path):
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for home in (calm, killed):
        home.mkdir()
        drop(home)
    dropped = contents(killed)
    before = time.monotonic()
    assert child(calm).communicate(timeout=90)[0].endswith("done\n")
    took = time.monotonic() - before
    kills = killed_until_done(killed, random.Random(), took)
    while kills == 0:
        # The machine was so much faster than when it was measured that all was done before the first moment came.
        shutil.rmtree(killed)
        killed.mkdir()
        drop(killed)
        took /= 4
        kills = killed_until_done(killed, random.Random(), took)
    imports = "SELECT title, state, actors, posts, new, known FROM sources_import ORDER BY title"
    assert one(killed, imports) == one(calm, imports)
    assert contents(killed) == dropped == contents(calm)
    for sql in ("SELECT count(*) FROM record_post", "SELECT count(*) FROM record_interaction"):
        assert one(killed, sql) == one(calm, sql)
    for home in (killed, calm):
        box = home / "inbox"
        assert sorted(path.name[11:] for path in (box / "read").iterdir()) == ["life", "people.vcf"]
        names = [path.name[11:] for path in (box / "not-read").iterdir()]
        assert sorted(names) == ["backup.dat", "backup.dat.txt"]
        assert sorted(path.name for path in box.iterdir()) == ["not-read", "read", "reading"]
        assert list((box / "reading").iterdir()) == []
