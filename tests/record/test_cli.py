"""`mutuals read`: a text or a file of any size, as it comes, with nothing stored and no home made."""

import gzip
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

# The product, with the made-up reader of the tests in the place of a tier.
PROGRAM = """
import sys, types
loading = types.ModuleType("mutuals.text.loading")
def load(tier):
    if tier == "better":
        raise ImportError("The better tier is not installed. Install it with: pip install 'mutuals[text]'")
    from tests.record.reader import MadeUp
    class Forgets(MadeUp):
        def read(self, texts):
            self.given = []
            return super().read(texts)
    return Forgets()
loading.load = load
sys.modules["mutuals.text.loading"] = loading
from mutuals.cli.main import main
code = main()
assert "django" not in sys.modules, "Django was loaded"
sys.exit(code)
"""


def start(home, *arguments, **more):
    environment = {**os.environ, "MUTUALS_HOME": str(home)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", PROGRAM, "read", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, **{**pipes, **more})


def run(home, *arguments, given=b""):
    """What the command wrote, its complaints, its exit code."""
    running = start(home, *arguments)
    out, err = running.communicate(given, timeout=60)
    return out.decode(), err.decode(), running.returncode


def lines(*texts):
    return b"".join(json.dumps({"id": n, "text": text}).encode() + b"\n" for n, text in enumerate(texts))


def test_one_text_is_one_object_and_leaves_nothing(tmp_path):
    home = tmp_path / "home"
    out, _, code = run(home, "thanks, when do you open?", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["labels"]["question"] == found["labels"]["thanks"] == 0.9
    assert set(found) == {"lang", "tone", "tone_score", "emotions", "labels", "toxic", "personal", "near"}
    assert not home.exists()


def test_one_text_in_words(tmp_path):
    out, _, code = run(tmp_path, "thanks! write to ann@one.example")
    assert code == 0
    assert "thanks 90%" in out
    assert "email: ann@one.example" in out


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_answered_line_by_line(tmp_path, packed):
    path = tmp_path / ("posts.jsonl.gz" if packed else "posts.jsonl")
    data = lines(*[f"{n}?" for n in range(5_000)])
    path.write_bytes(gzip.compress(data) if packed else data)
    out, err, code = run(tmp_path, "--file", path, "--json")
    found = [json.loads(one) for one in out.splitlines()]
    assert (code, err) == (0, "")
    assert [one["id"] for one in found] == list(range(5_000))
    assert found[17]["labels"]["question"] == 0.9


def test_bad_lines_are_told_in_their_place_and_counted(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_bytes(lines("a") + b"oh\n" + lines("b"))
    out, err, code = run(tmp_path, "--file", path, "--json")
    assert ["error" in json.loads(one) for one in out.splitlines()] == [False, True, False]
    assert code == 0
    assert "1 of 3 lines could not be read" in err


def test_standard_input_is_answered_before_it_ends(tmp_path):
    running = start(tmp_path, "--file", "-", "--json")
    for number in range(3):
        running.stdin.write(json.dumps({"id": number, "text": "when?"}).encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == number
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, b"")


def test_a_listener_that_leaves_is_no_error(tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_bytes(lines(*["when?"] * 20_000))
    running = start(tmp_path, "--file", path, "--json")
    running.stdout.readline()
    running.stdout.close()
    running.stdout = None
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, b"")


def test_a_broken_archive_is_said_after_what_could_be_read(tmp_path):
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(lines(*[f"{n} {os.urandom(40).hex()}" for n in range(20_000)]))[:-90_000])
    out, err, code = run(tmp_path, "--file", path, "--json")
    assert code == 1
    assert len(out.splitlines()) > 1_000
    assert "could not be read on" in err


def test_a_tier_that_is_not_installed_is_wrong_use_and_says_what_to_do(tmp_path):
    _, err, code = run(tmp_path, "thanks", "--tier", "better")
    assert code == 2
    assert "pip install 'mutuals[text]'" in err


@pytest.mark.parametrize(
    "arguments",
    [(), ("a", "--file", "b"), ("--file", "/nowhere.jsonl"), ("a", "--tier", "best"), ("--file", "/")],
)
def test_wrong_use_is_said(tmp_path, arguments):
    _, err, code = run(tmp_path, *arguments)
    assert code == 2
    assert err


def largest(pid):
    """The largest memory of a running process in kB; 0 once it has ended."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def test_memory_stays_flat(tmp_path):
    """A file ten times as large, both of several blocks, takes no more than some megabytes more."""
    peaks = []
    for count in (10_000, 100_000):
        path = tmp_path / f"{count}.jsonl"
        path.write_bytes(lines(*[f"{n}? {'word ' * 20}" for n in range(count)]))
        with open(os.devnull, "wb") as nowhere:
            running = start(tmp_path, "--file", path, "--json", stdout=nowhere)
            peak = 0
            while running.poll() is None:
                # Its own largest memory so far: what wait4 tells counts the memory of who started it as well.
                peak = max(peak, largest(running.pid))
                time.sleep(0.02)
            running.stdin.close()
            running.stderr.close()
        assert running.returncode == 0
        peaks.append(peak / 1024)
    assert peaks[0] > 10
    assert peaks[1] - peaks[0] < 15
