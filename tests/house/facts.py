"""What the code says of itself and the docs must say too: settings with their comments, commands with their options."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.house import tree


def settings() -> list[tuple[str, str]]:
    """Every `MUTUALS_*` of settings.py with the comment lines above it, in order."""
    lines = (tree.PACKAGE / "settings.py").read_text(encoding="utf-8").splitlines()
    found, comment = [], []
    for line in lines:
        if line.startswith("# "):
            comment.append(line[2:].strip())
        else:
            if name := re.match(r"(MUTUALS_\w+)\b.* = |(MUTUALS_\w+) = ", line):
                found.append((name[1] or name[2], " ".join(comment)))
            comment = []
    return found


@dataclass(frozen=True)
class Option:
    """One option or argument as people type it."""

    names: tuple[str, ...]
    shown: str
    help: str


@dataclass(frozen=True)
class Command:
    """One command with its full name, such as `log verify`."""

    name: str
    usage: str
    help: str
    options: tuple[Option, ...]


def commands() -> list[Command]:
    """Every command that people see, sub-commands included."""
    import typer

    from mutuals.cli.main import build

    return list(_walk(typer.main.get_command(build()), ""))


def _walk(command: Any, name: str) -> Iterator[Command]:
    for child_name, child in getattr(command, "commands", {}).items():
        if child.hidden:
            continue
        full = f"{name} {child_name}".strip()
        if getattr(child, "commands", None):
            yield from _walk(child, full)
        else:
            yield _command(child, full)


def _command(command: Any, name: str) -> Command:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [
        p for p in command.params if p.param_type_name == "option" and not p.hidden and p.name != "help"
    ]
    usage = " ".join([name, *((p.metavar or p.name).upper() for p in arguments)])
    return Command(name, usage, " ".join((command.help or "").split()), tuple(_option(p) for p in options))


def _option(option: Any) -> Option:
    names = (*option.opts, *option.secondary_opts)
    value = "" if option.is_flag else f" {(option.metavar or option.name).upper()}"
    return Option(tuple(names), f"{', '.join(names)}{value}", " ".join((option.help or "").split()))
