"""`scripts/setup` on machines that lack something: one clear sentence each, and nothing done twice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import tree

TOO_OLD = """case "$*" in *version_info*3,\\ 11*) exit 1;; esac; exit 0"""
NO_VENV = """case "$*" in *ensurepip*) exit 1;; esac; exit 0"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the set-up script and a lock, and a PATH with nothing but what `sh` needs."""
    root = tmp_path / "a clone"
    shutil.copytree(tree.ROOT / "scripts", root / "scripts")
    (root / "requirements").mkdir()
    (root / "requirements" / "run.txt").write_text("# nothing\n")
    (root / "src").mkdir()
    tools = root / "bin"
    tools.mkdir()
    for name in ("sh", "cat", "cksum", "dirname", "pwd", "chmod", "rm", "mkdir"):
        (tools / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return root


def python(clone: Path, body: str, name: str = "python3") -> None:
    path = clone / "bin" / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def setup(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "scripts/setup", *arguments],
        cwd=clone,
        env={"PATH": str(clone / "bin"), "HOME": str(clone)},
        capture_output=True,
        text=True,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.strip().splitlines()[-1]


def test_without_python_it_says_which_is_needed(clone: Path) -> None:
    done = setup(clone)
    assert done.returncode == 1
    assert last_line(done).startswith("Mutuals needs Python 3.11 or newer, and none was found.")
    assert "apt install python3" in last_line(done)


def test_an_old_python_is_not_taken(clone: Path) -> None:
    python(clone, TOO_OLD)
    assert "needs Python 3.11" in last_line(setup(clone))


def test_a_newer_python_beside_an_old_one_is_taken(clone: Path) -> None:
    python(clone, TOO_OLD)
    python(clone, NO_VENV, "python3.12")
    assert "no venv module" in last_line(setup(clone))


def test_without_the_venv_module_it_names_the_package(clone: Path) -> None:
    python(clone, NO_VENV)
    done = setup(clone)
    assert done.returncode == 1
    assert last_line(done).startswith("This Python has no venv module.")
    assert "apt install python3-venv" in last_line(done)


def test_an_unknown_lock_is_wrong_use(clone: Path) -> None:
    done = setup(clone, "everything")
    assert done.returncode == 2
    assert done.stderr == "There is no lock requirements/everything.txt.\n"


@pytest.mark.slow
def test_a_second_call_does_nothing_and_a_changed_lock_does_it_anew(clone: Path) -> None:
    """With a real Python; the lock is empty, so nothing is fetched but uv, and that is optional."""
    env = {"PATH": f"{os.environ['PATH']}", "HOME": str(clone), "PIP_NO_INDEX": "1"}

    def again() -> str:
        return subprocess.run(
            ["/bin/sh", "scripts/setup"], cwd=clone, env=env, capture_output=True, text=True, check=True
        ).stderr

    assert "Setting up" in again()
    assert again() == ""
    said = subprocess.run(
        [clone / ".venv/bin/python", "-c", "import sys; print(sys.path)"], capture_output=True, text=True
    )
    assert str(clone / "src") in said.stdout
    (clone / "requirements" / "run.txt").write_text("# something else\n")
    assert "Setting up" in again()
    assert again() == ""
