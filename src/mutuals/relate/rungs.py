"""Rungs: the seven steps of a relationship, each with its date and the events that show it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mutuals.record.kinds import CO_PRESENCE, PRIVATE_KINDS, Kind

WEEK_MS = 7 * 86_400_000
MET_SECONDS = 600
ALTERNATIONS = 4

_REACTIONS = frozenset(Kind) - {Kind.FOLLOW, Kind.CONNECT}
_TALK = frozenset({Kind.REPLY, Kind.MENTION, Kind.MESSAGE, Kind.QUOTE, Kind.EMAIL, Kind.CARD})


class Rung(IntEnum):
    """The steps from hearing of each other to doing something together."""

    HEARD = 1
    REACTED = 2
    REPLIED = 3
    CONVERSED = 4
    PRIVATE = 5
    MET = 6
    TOGETHER = 7


class Direction(IntEnum):
    """Who acted: us towards them, they towards us, or both at once (a meeting)."""

    OUT = 1
    IN = 2
    BOTH = 3


@dataclass(frozen=True, slots=True)
class Event:
    """One interaction as the rungs see it; `at_ms` is UTC milliseconds or None when unknown.

    `noted`: written down by hand as a meeting or as something done together (`joint`). `joint` is also set on
    shared authorship. `private` overrules what the kind says (a mail to a list is not private).
    """

    id: int
    at_ms: int | None
    direction: Direction
    kind: Kind
    seconds: int = 0
    noted: bool = False
    joint: bool = False
    private: bool | None = None

    def is_private(self) -> bool:
        """Whether only the addressed could read it."""
        return self.kind in PRIVATE_KINDS if self.private is None else self.private


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung, when it was first reached (None: at an unknown time) and the ids of the events that show it."""

    rung: Rung
    at_ms: int | None
    evidence: tuple[int, ...]


def rungs(events: Sequence[Event]) -> list[Reached]:
    """Return the rungs reached, lowest first, from the events of one pair in order of time.

    Events of unknown time count (after all others), except for *conversed*, which needs
    times. Each rung is judged by itself: two who met without a word before have *met* and not *replied*.
    """
    known = sorted((e for e in events if e.at_ms is not None), key=_moment)
    ordered = [*known, *(e for e in events if e.at_ms is None)]
    return [found for rule in _RULES if (found := rule(ordered)) is not None]


def highest(reached: Sequence[Reached]) -> Rung | None:
    """Return the highest rung reached, None when there is none."""
    return max((r.rung for r in reached), default=None)


def _moment(event: Event) -> int:
    return event.at_ms if event.at_ms is not None else 0


def _reached(rung: Rung, *evidence: Event) -> Reached:
    """Dated by the latest of its evidence; at an unknown time if any of it has none."""
    times = [e.at_ms for e in evidence]
    known = [t for t in times if t is not None]
    return Reached(
        rung,
        max(known) if len(known) == len(times) else None,
        tuple(e.id for e in evidence),
    )


def _first(events: Sequence[Event], holds: Callable[[Event], bool]) -> Event | None:
    return next((e for e in events if holds(e)), None)


def _single(rung: Rung, events: Sequence[Event], holds: Callable[[Event], bool]) -> Reached | None:
    found = _first(events, holds)
    return None if found is None else _reached(rung, found)


def _each_way(rung: Rung, events: Sequence[Event], holds: Callable[[Event], bool]) -> Reached | None:
    """The first that holds in each direction."""
    out = _first(events, lambda e: bool(e.direction & Direction.OUT) and holds(e))
    into = _first(events, lambda e: bool(e.direction & Direction.IN) and holds(e))
    if out is None or into is None:
        return None
    both = [out] if out is into else sorted((out, into), key=_moment)
    return _reached(rung, *both)


def _heard(events: Sequence[Event]) -> Reached | None:
    return _single(Rung.HEARD, events, lambda _: True)


def _reacted(events: Sequence[Event]) -> Reached | None:
    return _single(Rung.REACTED, events, lambda e: e.kind in _REACTIONS)


def _replied(events: Sequence[Event]) -> Reached | None:
    return _each_way(Rung.REPLIED, events, lambda e: e.kind in _TALK)


def _conversed(events: Sequence[Event]) -> Reached | None:
    """At least four alternating messages within seven days.

    Messages in a row by the same side are one turn; the tightest four turns run from the last message of the
    first turn to the first of the fourth.
    """
    turns: list[list[Event]] = []
    for event in events:
        if event.kind not in _TALK or event.at_ms is None:
            continue
        if turns and turns[-1][0].direction == event.direction:
            turns[-1].append(event)
        else:
            turns.append([event])
    for i in range(len(turns) - ALTERNATIONS + 1):
        four = (turns[i][-1], turns[i + 1][0], turns[i + 2][0], turns[i + 3][0])
        if _moment(four[-1]) - _moment(four[0]) <= WEEK_MS:
            return _reached(Rung.CONVERSED, *four)
    return None


def _private(events: Sequence[Event]) -> Reached | None:
    return _each_way(Rung.PRIVATE, events, Event.is_private)


def _met(events: Sequence[Event]) -> Reached | None:
    return _single(
        Rung.MET,
        events,
        lambda e: e.kind in CO_PRESENCE and (e.noted or e.seconds >= MET_SECONDS),
    )


def _together(events: Sequence[Event]) -> Reached | None:
    """Noted once, or shared authorship or events twice."""
    noted = _first(events, lambda e: e.noted and e.joint)
    if noted is not None:
        return _reached(Rung.TOGETHER, noted)
    shared = [e for e in events if e.joint or e.kind is Kind.EVENT]
    return _reached(Rung.TOGETHER, *shared[:2]) if len(shared) > 1 else None


_RULES = (_heard, _reacted, _replied, _conversed, _private, _met, _together)
