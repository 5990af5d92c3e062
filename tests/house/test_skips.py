"""The plug-in that tells of skips, and forbids them in strict runs, tried in runs of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree
from tests.house.skips import excused

TESTS = """
import pytest

@pytest.mark.skip(reason="no browser here")
def test_browser(): pass

@pytest.mark.skipif(True, reason="needs MUTUALS_TEST_DATA")
def test_data(): pass

def test_fine(): pass
"""


def run(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    quiet = {
        name: value for name, value in os.environ.items() if not name.startswith(("MUTUALS_", "PYTEST_"))
    }
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.house.skips",
            "-p",
            "no:django",
            "-p",
            "no:randomly",
        ],
        cwd=folder,
        env={**quiet, "PYTHONPATH": str(tree.ROOT), **environ},
        capture_output=True,
        text=True,
    )


def test_skips_are_told_at_the_end(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0
    assert "1 test: no browser here" in done.stdout
    assert "1 test: needs MUTUALS_TEST_DATA" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 2 skipped")


def test_skips_of_several_parts_are_gathered_and_told_together(tmp_path: Path) -> None:
    shared = tmp_path / "skips"
    for _ in range(2):
        assert "no browser here" not in run(tmp_path, MUTUALS_TEST_SKIPS=str(shared)).stdout
    command = [sys.executable, "-m", "tests.house.skips", str(shared)]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["2 tests: needs MUTUALS_TEST_DATA", "2 tests: no browser here"]


def test_a_strict_run_fails_for_what_could_have_run(tmp_path: Path) -> None:
    done = run(tmp_path, MUTUALS_TEST_STRICT="1")
    assert done.returncode == 1
    assert "Skipped, though this could have been run here: no browser here" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 skipped, 1 error")


def test_a_strict_run_with_the_data_excuses_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, MUTUALS_TEST_STRICT="1", MUTUALS_TEST_DATA=str(tmp_path))
    assert done.stdout.splitlines()[-1].startswith("1 passed, 2 errors")


@pytest.mark.parametrize(
    ("reason", "environ", "fine"),
    [
        ("here: no IPv6", {}, True),
        ("MUTUALS_TEST_DATA is not set", {}, True),
        ("MUTUALS_TEST_DATA has no irc", {"MUTUALS_TEST_DATA": "/data"}, False),
        ("no chromium", {}, False),
    ],
)
def test_what_a_strict_run_excuses(reason: str, environ: dict[str, str], fine: bool) -> None:
    assert excused(reason, environ) is fine
