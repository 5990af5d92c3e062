"""Heavy jobs in real processes: how they end, what they leave, and that none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mutuals.work.child import Child

JOBS = """
import os, sys, time, pathlib
from mutuals.work.child import run_heavy

def write(payload):
    pathlib.Path(payload["path"]).write_text(str(os.nice(0)))

def wait(payload):
    pathlib.Path(payload["path"]).write_text(str(os.getpid()))
    time.sleep(60)

def crash(payload):
    os.kill(os.getpid(), 9)

def fail(payload):
    raise ValueError("the milk is sour")

jobs = {"write": write, "wait": wait, "crash": crash, "fail": fail}
sys.exit(run_heavy(lambda: jobs))
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    script = tmp_path / "jobs.py"
    script.write_text(JOBS)
    return [sys.executable, str(script)]


def eventually(check, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_a_heavy_job_runs_at_low_priority(command, tmp_path) -> None:
    if os.nice(0) > 9:
        pytest.skip("here: these tests run at low priority themselves")
    path = tmp_path / "out"
    child = Child("write", {"path": str(path)}, command=command)
    assert child.error() == ""
    assert int(path.read_text()) == os.nice(0) + 10


@pytest.mark.parametrize(
    ("name", "words"),
    [("fail", "ValueError: the milk is sour"), ("crash", "ended by signal 9"), ("?", "KeyError")],
)
def test_what_went_wrong_is_told(command, name, words) -> None:
    child = Child(name, {}, command=command)
    assert words in child.error()
    assert child.ended()


def test_a_child_that_cannot_even_start_says_so() -> None:
    child = Child("x", {}, command=[sys.executable, "-c", "import sys; sys.exit('no room')"])
    assert child.error() == "no room"


def test_a_stopped_child_is_gone_soon(command, tmp_path) -> None:
    path = tmp_path / "pid"
    child = Child("wait", {"path": str(path)}, command=command)
    assert eventually(lambda: path.exists() and path.read_text())
    started = time.monotonic()
    child.stop()
    assert child.ended()
    assert time.monotonic() - started < 5


def test_a_child_ends_when_its_parent_is_killed(command, tmp_path) -> None:
    path = tmp_path / "pid"
    code = (
        "import sys, time; from mutuals.work.child import Child\n"
        f"Child('wait', {{'path': {str(path)!r}}}, command={command!r}); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    assert eventually(lambda: path.exists() and path.read_text())
    pid = int(path.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert eventually(lambda: not alive(pid))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
