"""The terminal's door: what it shows without doing anything, how it ends, what it says when something fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from mutuals.cli import main as module
from mutuals.cli.help import columns
from mutuals.cli.rooms import rooms


def mutuals(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mutuals", *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_help_names_the_commands_and_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = mutuals("--help", MUTUALS_HOME=str(home))
    assert done.returncode == 0
    assert "\n  run " in done.stdout
    assert "\n  doctor " in done.stdout
    assert not home.exists()


def test_help_loads_no_django_no_settings_and_no_numpy() -> None:
    code = (
        "import sys\nfrom mutuals.cli.main import main\nsys.argv = ['mutuals', '--help']\nmain()\n"
        "print(sorted({'django', 'numpy', 'rich', 'mutuals.settings'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_project() -> None:
    import tomllib

    project = tomllib.loads((module.PACKAGE.parent.parent / "pyproject.toml").read_text())["project"]
    assert mutuals("--version").stdout == f"mutuals {project['version']}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("fly",),
        ("run", "--port", "many"),
        ("run", "--port", "70000"),
        ("import", ".", "--zone", "Mars/Base"),
        ("import", ".", "--region", "Belgium"),
    ],
)
def test_wrong_use_is_two_and_told_on_the_error_stream(arguments: tuple[str, ...]) -> None:
    done = mutuals(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_the_rooms_are_read_from_the_settings() -> None:
    from django.conf import settings

    assert rooms() == settings.ROOMS


class OurOwn(Exception):
    """The milk is sour; buy some."""


OurOwn.__module__ = "mutuals.team.services"


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Runs `mutuals fail`, a command of a room that raises what it is given; returns the exit code."""
    monkeypatch.setenv("MUTUALS_HOME", str(tmp_path))
    monkeypatch.delenv("MUTUALS_DEBUG", raising=False)
    monkeypatch.setattr(sys, "argv", ["mutuals", "fail"])

    def run(error: BaseException) -> int:
        room = typer.Typer()

        @room.command()
        def fail() -> None:
            raise error

        monkeypatch.setattr(module, "room_apps", lambda: [room])
        return module.main()

    return run


def test_an_unforeseen_error_is_one_sentence_and_a_place_for_the_details(fails, capsys, tmp_path) -> None:
    assert fails(ValueError("three\nlines\nlong")) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "ValueError: three." in said
    details = (tmp_path / "log" / "errors.txt").read_text()
    assert (tmp_path / "log" / "errors.txt").stat().st_mode & 0o077 == 0
    assert str(tmp_path / "log" / "errors.txt") in said
    assert "Traceback" in details
    assert "long" in details


def test_details_come_at_once_where_somebody_looks_for_them(fails, capsys, monkeypatch) -> None:
    monkeypatch.setenv("MUTUALS_DEBUG", "1")
    assert fails(ValueError("three")) == 1
    assert "Traceback" in capsys.readouterr().err


def test_without_a_place_for_details_it_says_how_to_see_them(fails, capsys, monkeypatch) -> None:
    monkeypatch.setenv("MUTUALS_HOME", "/dev/null/nowhere")
    assert fails(ValueError("three")) == 1
    assert "MUTUALS_DEBUG=1" in capsys.readouterr().err


@pytest.mark.parametrize("error", [OurOwn("The cup is full."), SystemExit("The cup is full.")])
def test_what_we_foresaw_says_itself_what_is_wrong(fails, capsys, tmp_path, error) -> None:
    assert fails(error) == 1
    assert capsys.readouterr().err == "The cup is full.\n"
    assert not (tmp_path / "log").exists()


def test_an_error_without_words_says_what_its_class_says(fails, capsys) -> None:
    assert fails(OurOwn()) == 1
    assert capsys.readouterr().err == "The milk is sour; buy some.\n"


@pytest.mark.parametrize(
    ("error", "code"), [(typer.Exit(1), 1), (typer.Exit(0), 0), (KeyboardInterrupt(), 130)]
)
def test_a_command_says_how_it_ended(fails, error, code) -> None:
    assert fails(error) == code


def test_columns_are_aligned_and_cut_to_the_width() -> None:
    rows = [("run", "Start it."), ("import", "Bring in what you have, " * 5)]
    short, long = columns(rows, width=50, paint=False).splitlines()
    assert short == "  run     Start it."
    assert len(long) == 50
    assert long.endswith("…")
