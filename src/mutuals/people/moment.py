"""What a moment noted by hand adds to the record: who is in touch with whom, in which form. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from mutuals.record.addressing import together
from mutuals.record.kinds import CO_PRESENCE, Kind


class Moment(NamedTuple):
    """The form of a moment, its UTC day, and its length in seconds (0: unknown)."""

    kind: Kind
    day: int
    seconds: int


Row = tuple[int, int, Kind, int, int]


def rows_of(moment: Moment, mine: int, theirs: Sequence[int]) -> list[Row]:
    """The interactions (a, b, form, day, seconds) of a moment of one of us (`mine`) with the actors `theirs`.

    Who met met each other too, as in a calendar (docs/why/031); a talk has two sides; a card and a gift go one way.
    The same arguments give the same rows, which is how a moment is taken back.
    """
    others = [one for one in dict.fromkeys(theirs) if one != mine]
    kind, day, seconds = moment
    if kind in CO_PRESENCE:
        form, pairs = together([mine, *others])
        return [(a, b, form, day, seconds) for a, b in pairs]
    rows: list[Row] = [(mine, one, kind, day, seconds) for one in others]
    if kind is Kind.CALL:
        rows += [(one, mine, kind, day, seconds) for one in others]
    return rows


def form_of(kind: Kind, people: int) -> Kind:
    """The form in which a moment with so many people is counted: meeting more than a table holds is an event."""
    return together(range(people + 1))[0] if kind in CO_PRESENCE else kind
