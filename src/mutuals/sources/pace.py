"""Hands out what a reader translated, with checkpoints and in the words in which every reader reports. Pure."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

from mutuals.as2 import Activity, Actor, Checkpoint, Collection
from mutuals.sources.seam import FileReport, Rejected
from mutuals.wire.jsonstream import Bad

Given = Activity | Actor | Collection
STEP = 4000
REMEMBERED = 100_000


class Pace:
    """The pace of one run over one archive; what it remembers of actors is bounded (to repeat one is harmless).

    `step` is the number of items between two checkpoints, `remembered` that of actors."""

    def __init__(self, *, step: int = STEP, remembered: int = REMEMBERED) -> None:
        self._step, self._remembered = step, remembered
        self._seen: dict[str, tuple[str, str]] = {}
        self._given = 0

    def give(self, items: Iterable[Given], file: str, at: int) -> Iterator[Given | Checkpoint]:
        """Yields the items of record `at` of `file`; an actor only if it is new, or has facts or another name."""
        for item in items:
            if isinstance(item, Actor) and not self._is_news(item):
                continue
            yield item
            self._given += 1
        if self._given >= self._step:
            yield self.checkpoint(file, at)

    def each(
        self, file: str, rows: Iterable[tuple[int, Any]], translate: Callable[[Any], Iterable[Given]]
    ) -> Generator[Given | Checkpoint | Rejected, None, tuple[int, int]]:
        """Yields what becomes of the numbered rows of a file; gives how many were understood and how many not, which
        is those for which `translate` raises ValueError."""
        good = bad = 0
        for at, row in rows:
            try:
                items = translate(row)
            except ValueError as error:
                bad += 1
                yield rejected(file, at, error, row)
                continue
            good += 1
            yield from self.give(items, file, at)
        return good, bad

    def checkpoint(self, file: str, at: int) -> Checkpoint:
        """A checkpoint behind record `at` of `file`."""
        self._given = 0
        return Checkpoint(json.dumps({"file": file, "item": at}))

    def _is_news(self, actor: Actor) -> bool:
        says = (actor.name, actor.preferred_username)
        have = self._seen.get(actor.id)
        if have is not None and not actor.attachment and (have == says or not any(says)):
            return False
        if len(self._seen) >= self._remembered:
            self._seen.clear()
        self._seen[actor.id] = says
        return True


class Ends:
    """Watches the lines of a table go by: a last one without its line break was cut off."""

    def __init__(self) -> None:
        self.cut = False

    def watch(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines as they are."""
        for line in lines:
            self.cut = not line.endswith(("\n", "\r"))
            yield line


def record_of(value: object) -> dict[str, Any]:
    """An element of a JSON list that has to be an object; raises ValueError for anything else."""
    if isinstance(value, Bad):
        raise ValueError(f"It is damaged: {value.reason}")
    if not isinstance(value, dict):
        raise ValueError("It is no record.")
    return value


def file_report(name: str, *, items: int, bad: int, cut: bool, more: str = "") -> FileReport:
    """What came of a file: `items` understood, `bad` rejected, whether it was cut off, and what else to say."""
    notes = ["The file ends in the middle; what stands before is read."] if cut else []
    notes += [f"{bad:,} entries could not be read."] if bad else []
    notes += [more] if more else []
    return FileReport(name=name, status="broken" if cut else "understood", items=items, note=" ".join(notes))


def rejected(file: str, line: int, error: Exception, row: object) -> Rejected:
    """A row that could not be read: its number, why, and how it begins."""
    excerpt = row.excerpt if isinstance(row, Bad) else json.dumps(row, ensure_ascii=False, default=str)
    return Rejected(file=file, line=line, reason=str(error), excerpt=excerpt[:200])
