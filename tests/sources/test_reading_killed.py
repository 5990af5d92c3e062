"""Killed at any moment and started again, an import ends with the very record and counts of one that nobody killed."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.sizes import amount
from tests.sources.small_archives import folder

pytestmark = pytest.mark.slow
KILLS = amount(4, 40)
COUNTS = "SELECT actors, posts, activities, interactions, new, known, error FROM sources_import"
FILES = "SELECT name, format, status, items, rejected, note FROM sources_importfile ORDER BY name"
OWN = (
    "SELECT a.uri, o.sure, o.evidence FROM record_own o JOIN record_actor a ON a.id = o.actor "
    "ORDER BY a.uri, o.account_id"
)


def child(home, *arguments):
    """Starts the child on a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    environment |= {"MUTUALS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mutuals.settings"}
    command = [sys.executable, "-m", "tests.sources.reading_child", *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(running):
    """What the child printed last."""
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0, err[-3_000:]
    return json.loads(out.splitlines()[-1])


def rows(home, sql):
    """What a home's database answers."""
    database = sqlite3.connect(home / "mutuals.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def killed_until_done(home, archive, rnd, took):
    """Starts an import again and again and kills it at random moments; gives how often it was killed while reading."""
    kills = 0
    while True:
        running = child(home, "import", archive)
        assert running.stdout.readline() == "reading\n", running.stderr.read()
        try:
            running.wait(timeout=rnd.uniform(0.02, took / 3) if kills < KILLS else None)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        if rows(home, "SELECT count(*) FROM sources_import WHERE state = 'done'") == [(1,)]:
            return kills
        kills += 1
        took *= 1.15  # each start walks over what is safe already, so kills must come later to get anywhere


def test_a_killed_import_ends_with_the_same_record(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    archive = folder(tmp_path / "archive", seed=seed)
    took = ended(child(tmp_path / "whole", "import", archive))["seconds"]
    kills = killed_until_done(tmp_path / "killed", archive, random.Random(seed), took)
    while kills == 0:
        # The machine was so much faster than when it was measured that all was done before the first moment came.
        shutil.rmtree(tmp_path / "killed")
        took /= 4
        kills = killed_until_done(tmp_path / "killed", archive, random.Random(seed), took)
    for sql in (COUNTS, FILES, OWN):
        assert rows(tmp_path / "killed", sql) == rows(tmp_path / "whole", sql), f"seed {seed}, {kills} kills"
    assert ended(child(tmp_path / "killed", "show")) == ended(child(tmp_path / "whole", "show")), (
        f"seed {seed}"
    )
