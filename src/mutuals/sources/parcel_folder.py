"""Walks through a folder that may be anything: links, pipes, a thousand levels, names that no database takes. Pure of
Django; nothing is opened here."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutuals.text.folding import clean

MAX_DEPTH = 100
MAX_NAME = 1_000
LINK = "This is a link to another place; it was not followed. Bring the file itself if it belongs here."
SPECIAL = "This is no file but a pipe, a device or a socket; it was left out."
DEEP = "This folder lies more than 100 folders deep; bring it by itself."


class Found(NamedTuple):
    """A file in a folder by its name with `/`, or a `problem` with what is there."""

    name: str
    path: Path
    problem: str = ""


def walked(top: Path, named: str) -> Iterator[Found]:
    """Every file below `top`, the files of a folder before what is in its folders; `named` is what `top` is called."""
    waiting = [("", top)]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                names = sorted((entry.name for entry in entries), key=os.fsencode)
        except OSError as error:
            yield Found(prefix or named, folder, f"This folder cannot be read ({error.strerror}).")
            continue
        below = []
        for name in names:
            kind, path = _kind(folder / name), folder / name
            if kind == "folder" and prefix.count("/") < MAX_DEPTH:
                below.append((f"{prefix}{name}/", path))
            elif kind != "gone":
                yield Found(prefix + name, path, DEEP if kind == "folder" else kind)
        waiting += reversed(below)


def _kind(path: Path) -> str:
    """ "" for a file, "folder", "gone", or the problem with it."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return "gone"
    except OSError as error:
        return f"This cannot be read ({error.strerror})."
    if stat.S_ISLNK(mode):
        return LINK
    return "folder" if stat.S_ISDIR(mode) else "" if stat.S_ISREG(mode) else SPECIAL


def tellable(name: str) -> str:
    """A name that can be stored and shown: no NUL, no half of a surrogate pair, its middle left out when it is longer
    than any system allows."""
    if "\0" in name or not _encodes(name):
        name = clean(name) or "file"
    half = MAX_NAME // 2
    return name if len(name) <= MAX_NAME else f"{name[:half]}…{name[-half:]}"


def _encodes(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
