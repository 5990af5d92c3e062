"""Reads the #ubuntu logs with links made by hand (Kummerfeld et al., ACL 2019; CC BY 4.0): who answers whom."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutuals.text.thread_words import Line

_SPOKEN = re.compile(r"\[(\d\d):(\d\d)\] +(?:<([^>]*)>|\* (\S+)) ?(.*)")
_ROOM = re.compile(
    r"===\s+(?:\S+\s+(?:\[|has (?:joined|left)|is now known|was kicked)|\.\.?\[|mode/|topic|\S+ ->)"
)


class Log(NamedTuple):
    """One log: its lines, the first one that was annotated, and the links (earlier, later); of itself: starts."""

    name: str
    lines: list[Line]
    first: int
    links: set[tuple[int, int]]


def logs_read(folder: Path) -> Iterator[Log]:
    """The logs of a folder in order of their names."""
    for links in sorted(folder.glob("*.annotation.txt")):
        stem = links.name.removesuffix(".annotation.txt")
        yield Log(stem, lines_of(_text(folder, stem)), 1000, _links(links.read_text()))


def _text(folder: Path, stem: str) -> str:
    packed = folder / f"{stem}.ascii.txt.gz"
    raw = (
        gzip.decompress(packed.read_bytes())
        if packed.exists()
        else (folder / f"{stem}.ascii.txt").read_bytes()
    )
    return raw.decode("utf-8", "replace")


def lines_of(log: str) -> list[Line]:
    """The lines of an IRC log, joins and topics with no speaker; minutes go on over midnight."""
    out: list[Line] = []
    day, last = 0, 0
    for raw in log.removesuffix("\n").split("\n"):
        found = _SPOKEN.match(raw)
        if found:
            clock = int(found[1]) * 60 + int(found[2])
            day += 720 if clock + 60 < last else 0
            last = clock
            out.append(Line(day + clock, found[3] or found[4], found[5]))
        elif raw.startswith("=== ") and not _ROOM.match(raw) and len(raw.split()) > 2:
            out.append(Line(day + last, raw.split()[1], raw.split(None, 2)[2]))
        else:
            out.append(Line(day + last, "", raw))
    return out


def _links(text: str) -> set[tuple[int, int]]:
    pairs = (line.split()[:2] for line in text.splitlines() if line.strip())
    return {(min(int(a), int(b)), max(int(a), int(b))) for a, b in pairs}
