"""What a first look is made from and what it says, as plain data. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mutuals.measure.turns import Answered, Said
from mutuals.record.kinds import Kind
from mutuals.relate.circles import Circle

YEAR, SEASON, MONTH = 365, 90, 28
# What waits longer than this is one line: nobody is reminded of every silence of the past.
WAITS_DAYS = 60
# Of a record that ends earlier one says so before anything else.
STALE_DAYS = 60
# Whoever writes every day is not missed after two days without: a look back names silences of two weeks at least.
DRIFTING_DAYS = 14
CLOSE = (Circle.INNER, Circle.CLOSE)
THREE = 3
# What a table of evidence holds at most.
LISTED = 50


@dataclass(frozen=True, slots=True)
class Person:
    """One of our ties as the look needs it; days are UTC day numbers."""

    id: int
    circle: Circle
    depth: float
    drifting: bool
    usual_gap: float | None
    first_day: int
    last_day: int
    last_out: int | None
    last_in: int | None
    named: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the look is made from: the first and the last moment that is known; our ties, the deepest first; what was
    said with whom; times together (person, UTC day, kind, seconds); counts of the forms of giving, ours and theirs, by
    person."""

    now_ms: int
    since_ms: int | None
    until_ms: int | None
    people: Sequence[Person]
    said: Said
    together: Sequence[tuple[int, int, Kind, int]]
    gave: Mapping[int, Mapping[Kind, int]]
    took: Mapping[int, Mapping[Kind, int]]
    kept: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody whose last word was not answered: since when, with which post; whether we ever wrote to them, and if
    there is a question mark in it."""

    person: int
    since_ms: int
    post: int
    known: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """One statement: which rule, whom it is about, the numbers in it, and how much it says (0 to 1)."""

    rule: str
    weight: float
    people: tuple[int, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """The whole page: what is shown, in ids of contacts and plain numbers, so that it can be kept as JSON."""

    as_of: int
    since: int | None
    until: int | None
    days: int
    early: bool
    goods: list[Remark]
    gaps: list[Remark]
    steps: list[Remark]
    waits: list[Wait]
    waits_older: int
    we_answer: Answered
    they_answer: Answered
    by_person: list[dict[str, Any]]
    we_begin: int
    they_begin: int
    gave: dict[str, int]
    took: dict[str, int]
    drifting: list[int]
    returned: list[tuple[int, int, int]]
    met: list[dict[str, Any]]
    close: int
    close_met: int
    together_days: int
    talk_days: int
    people_season: int
    people_before: int | None
    five_share: float | None
    new: list[int]
    kept: int
    kept_before: int | None
    said_ours: int
    said_theirs: int

    def document(self) -> dict[str, Any]:
        """The look as plain JSON."""
        return asdict(self)
