"""Pictures that are lists: room in the circles (`ui/parts/capacity.html`) and the steps of two people
(`ui/parts/ladder.html`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from mutuals.ui.words import number


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much of a circle is taken; a capacity is a description, not a target."""

    title: str
    taken: int
    room: int
    url: str = ""

    @property
    def words(self) -> str:
        """Such as "13 of 15"."""
        return f"{number(self.taken)} of {number(self.room)}"

    @property
    def pips(self) -> tuple[bool, ...]:
        """One mark for each place, true where it is taken."""
        return tuple(place < self.taken for place in range(self.room))


@dataclass(frozen=True, slots=True)
class Rung:
    """A step: when and how it was reached (the address leads to the event), or not yet (`day` is empty)."""

    title: str
    day: str = ""
    url: str = ""
    note: str = ""
    top: bool = False

    @property
    def reached(self) -> bool:
        """Whether it happened."""
        return bool(self.day)


def ladder(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """Orders steps from the first to the furthest as they are drawn: furthest first, the top one filled."""
    reached = [index for index, rung in enumerate(rungs) if rung.reached]
    top = max(reached, default=-1)
    return tuple(
        Rung(rung.title, rung.day, rung.url, rung.note, index == top)
        for index, rung in reversed(list(enumerate(rungs)))
    )
