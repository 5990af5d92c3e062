"""Killed at any moment and started again, reading ends with the very readings and acts of one that nobody killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.record.readings_child import POSTS
from tests.sizes import amount

pytestmark = pytest.mark.slow
KILLS = amount(4, 40)


def child(home, *arguments):
    """Starts the child on a home of its own; `PYTHONHASHSEED` makes what the made-up reader says the same each time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    environment |= {
        "MUTUALS_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "mutuals.settings",
        "PYTHONHASHSEED": "1",
    }
    command = [sys.executable, "-m", "tests.record.readings_child", *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(running):
    """What the child printed last."""
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0, err[-3_000:]
    return out.splitlines()[-1] if out else ""


def killed_until_done(home, model, rnd, took):
    """Reads again and again, killed at random moments; gives how often it was killed after it had begun."""
    kills = 0
    while True:
        running = child(home, "read", model)
        assert running.stdout.readline() == "reading\n", running.stderr.read()
        try:
            running.wait(timeout=rnd.uniform(0.02, took / 2) if kills < KILLS else None)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
        if "read\n" in running.communicate()[0]:
            return kills
        kills += 1


def test_killed_readings_end_the_same(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    told = {}
    for name in ("whole", "killed"):
        ended(child(tmp_path / name, "bring"))
    for model in ("made-up-1", "made-up-2"):
        running = child(tmp_path / "whole", "read", model)
        running.stdout.readline()
        began = time.monotonic()
        assert ended(running) == "read"
        took = time.monotonic() - began
        kills = 0
        shutil.copytree(tmp_path / "killed", tmp_path / f"before {model}")
        while kills == 0:
            shutil.rmtree(tmp_path / "killed")
            shutil.copytree(tmp_path / f"before {model}", tmp_path / "killed")
            kills = killed_until_done(tmp_path / "killed", model, random.Random(seed), took)
            # Where all was done before the first moment came, the moments were drawn for a slower machine.
            took /= 4
        for name in ("whole", "killed"):
            told[name] = json.loads(ended(child(tmp_path / name, "show")))
        assert told["killed"] == told["whole"], f"seed {seed}, {kills} kills"
        assert len(told["whole"]["readings"]) == POSTS
        assert told["whole"]["models"] == [model]
        assert told["whole"]["unread"] == told["whole"]["waiting"] == 0
