"""Finds what the rooms offer to the terminal, without Django and without making a home.

`ROOMS` is read as text from settings.py: importing the settings creates a key file, and `mutuals --help` may do
neither that nor spend the time.
"""

import ast
from importlib import import_module
from pathlib import Path

import typer

PACKAGE = Path(__file__).parent.parent


def rooms() -> list[str]:
    """The names in `ROOMS` of settings.py, in order."""
    tree = ast.parse((PACKAGE / "settings.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "ROOMS" for t in node.targets
        ):
            return [str(name) for name in ast.literal_eval(node.value)]
    raise LookupError("settings.py names no ROOMS")


def offers(room: str, name: str) -> bool:
    """Whether the room has a module (or package) of that name, by looking at its folder."""
    folder = PACKAGE / room
    return (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()


def room_apps() -> list[typer.Typer]:
    """The `app` of every room that has a `cli`, in the order of ROOMS."""
    return [import_module(f"mutuals.{room}.cli").app for room in rooms() if offers(room, "cli")]
