"""What the page of an import shows: many files of one archive as one line that opens. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

# So few files of an archive stand by themselves.
FEW = 3
# What nobody has to look at: it was read, or left alone on purpose.
QUIET = ("understood", "left alone")


class File(Protocol):
    """What is known of a file of an import."""

    @property
    def name(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def items(self) -> int: ...
    @property
    def rejected(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """One line of the list: a file, or many of one archive (`title`) that became the same."""

    files: tuple[File, ...]
    title: str

    @property
    def first(self) -> File:
        """The file that stands for all."""
        return self.files[0]

    @property
    def items(self) -> int:
        """How many things were understood in them."""
        return sum(one.items for one in self.files)

    @property
    def many(self) -> bool:
        """Whether the line opens."""
        return len(self.files) > 1


def lines(files: Iterable[File]) -> list[Lines]:
    """Files in their order; more than a few quiet ones of the same archive and fate in one line."""
    found: list[Lines] = []
    for (title, _, _, quiet), group in groupby(files, key=_fate):
        same = tuple(group)
        if quiet and len(same) > FEW:
            found.append(Lines(same, title))
        else:
            found += [Lines((one,), one.name) for one in same]
    return found


def _fate(file: File) -> tuple[str, str, str, bool]:
    folder = file.name.rpartition("/")[0].partition("/")[0]
    return folder, file.format, file.status, file.status in QUIET and not file.rejected
