"""What a table would make if its columns were read in some way: counted on its first megabyte, nothing is kept.

No Django: reads by the very archive that would read it.
"""

import io
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import unquote

from mutuals.as2 import Activity, Actor, Object
from mutuals.sources.archives.csv_people import archive, looked_at
from mutuals.sources.seam import Answers, Claim, Entry, Parcel, Rejected
from mutuals.wire.csv_columns import BadMapping, Guessed, Mapping, guessed, said, written_down
from mutuals.wire.csv_dates import written
from mutuals.wire.csv_shape import Shape

MOST = 1 << 20
ROWS = 6
SHOWN = 5
EXAMPLES, LONGEST = 3, 60
KINDS = {"Event": ("meeting", "meetings"), "ChatMessage": ("message or call", "messages and calls"),
         "Note": ("letter", "letters")}  # fmt: skip


@dataclass
class Made:
    """What came of the rows: people, how many of them with an address, a number or neither, moments by kind; what
    could not be read, by its reason; some of it in words."""

    people: int = 0
    addressed: int = 0
    numbered: int = 0
    named: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    lines: list[int] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    first: int | None = None
    last: int | None = None
    wrong: str = ""

    @property
    def all_moments(self) -> int:
        """How many moments there are."""
        return self.moments.total()

    @property
    def all_rejected(self) -> int:
        """How many rows could not be read."""
        return self.rejected.total()

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows could not be read, the most frequent reason first."""
        return self.rejected.most_common(SHOWN)

    @property
    def kinds(self) -> list[str]:
        """The moments by kind, in words."""
        return [f"{count:,} {KINDS[kind][count != 1]}" for kind, count in self.moments.most_common()]


@dataclass(frozen=True)
class Looked:
    """A table that was looked at: its shape, first rows, guesses; `more` says that only its beginning was."""

    shape: Shape
    rows: list[list[str]]
    guess: Guessed
    more: bool

    @property
    def dated(self) -> bool:
        """Whether it holds any date that could be read two ways."""
        return any((one := written(cell)) is not None and not one.order for row in self.rows for cell in row)


class Beginning:
    """A parcel of which only the first megabyte of one file is there, to its last whole line."""

    def __init__(self, parcel: Parcel, name: str) -> None:
        self.name = parcel.name
        with parcel.open(name) as stream:
            data = stream.read(MOST + 1)
        self.more = len(data) > MOST
        self._file = name
        self._data = data[: data.rfind(b"\n", 0, MOST) + 1 or MOST] if self.more else data
        # In UTF-16 a line feed is two bytes.
        self._data += b"\0" if self.more and len(self._data) % 2 and b"\0" in self._data[:100] else b""

    def entries(self) -> list[Entry]:
        """The one file."""
        return [Entry(self._file, len(self._data))]

    def open(self, name: str) -> BinaryIO:
        """Its beginning as a stream."""
        return io.BytesIO(self._data)

    def head(self, name: str, size: int = 65536) -> bytes:
        """Its first bytes."""
        return self._data[:size]


def look(parcel: Parcel, name: str, answers: Answers) -> tuple[Looked, Beginning] | None:
    """Looks at a table; None when it is none any more. Raises OSError and what parcels raise."""
    begun = Beginning(parcel, name)
    found = looked_at(begun, name)
    if found is None:
        return None
    shape, rows = found
    guess = guessed(shape, rows, dates=answers.dates or answers.dates_before)
    return Looked(shape, rows, guess, begun.more), begun


def made(begun: Beginning, name: str, looked: Looked, mapping: Mapping, answers: Answers) -> Made:
    """What the beginning of a table would make by a mapping."""
    out = Made()
    try:
        said(written_down(mapping), looked.shape)
    except BadMapping as error:
        out.wrong = str(error)
        return out
    people: dict[str, Actor] = {}
    days: list[int] = []
    claim = Claim(format="csv", root=name, title="", files=(name,))
    for one in archive.read(begun, claim, replace(answers, columns=written_down(mapping), tables=())):
        if isinstance(one, Rejected):
            out.rejected[one.reason] += 1
            out.lines += [one.line] if one.line and len(out.lines) < SHOWN else []
        elif isinstance(one, Actor) and not one.id.endswith("csv/me"):
            people.setdefault(one.id, one)
        elif isinstance(one, Activity) and isinstance(one.object, Object):
            out.moments[one.object.type] += 1
            days += [one.published.ms] if one.published.ms is not None else []
    _count(out, people)
    if days:
        out.first, out.last = min(days), max(days)
    return out


def _count(out: Made, people: dict[str, Actor]) -> None:
    out.people = len(people)
    for one in people.values():
        known = (one.id, *one.also_known_as)
        out.addressed += any(uri.startswith("mailto:") for uri in known)
        out.numbered += any(uri.startswith("tel:") for uri in known)
        out.named += one.id.startswith("tag:")
    out.examples = [_in_words(one) for one in list(people.values())[:EXAMPLES]]


def _fact(name: str, value: str) -> str:
    told = {"birthday": f"born {value}", "label": value, "org": value, "title": value, "url": value}
    text = " ".join(told.get(name, f"{name}: {value}").split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def _in_words(one: Actor) -> str:
    """A person as the table tells of them."""
    known = [
        unquote(uri.partition(":")[2]) for uri in (one.id, *one.also_known_as) if not uri.startswith("tag:")
    ]
    facts = [_fact(fact.name, fact.value) for fact in one.attachment[:4]]
    parts = [part for part in (*known, *facts) if part != one.name]
    return ": ".join(part for part in (one.name, ", ".join(parts)) if part)
