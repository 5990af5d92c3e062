"""Circles: layers of ties by depth, with a capacity each (Dunbar; Arnaboldi 2015). A description, not a
target.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import islice

from mutuals.relate.ties import DEFAULTS


class Circle(StrEnum):
    """The word of a tie; the first four have a capacity."""

    INNER = "inner"
    CLOSE = "close"
    FAMILIAR = "familiar"
    ACQUAINTED = "acquainted"
    NEW = "new"


# Cumulative: the inner 5 are among the close 15, and so on.
CAPACITIES = (5, 15, 50, 150)


def circles(
    depths: Sequence[float],
    *,
    floor: float = DEFAULTS.floor(),
    capacities: tuple[int, int, int, int] = CAPACITIES,
) -> list[Circle]:
    """Return the circle of each tie of *one* person, in the order given.

    Ranked by depth, equal depths in the order given: *inner* up to rank 5, *close* to 15, *familiar* to 50,
    *acquainted* to 150, else *new*. Depth must also be above `floor`, by default that of three days of
    contact spread over the last year (`Parameters.floor`), so that a dead network has no inner circle.
    """
    words = list(Circle)
    found = [Circle.NEW] * len(depths)
    ranked = sorted(range(len(depths)), key=lambda i: -depths[i])
    for rank, i in enumerate(ranked):
        if depths[i] > floor:
            found[i] = words[sum(rank >= capacity for capacity in capacities)]
    return found


def circles_said(
    depths: Sequence[float],
    said: Mapping[int, Circle],
    *,
    floor: float = DEFAULTS.floor(),
    capacities: tuple[int, int, int, int] = CAPACITIES,
) -> list[Circle]:
    """Return the circle of each tie of one person where they said themselves in which some are, by place.

    Whoever is said to be in a circle is in it, however full it is, and takes a seat there; the others take the seats
    that are left, the deepest first, as in `circles`, which this is where nothing was said.
    """
    words = list(Circle)
    found = [said.get(i, Circle.NEW) for i in range(len(depths))]
    # How many of the said are in each circle or a nearer one: the seats that are gone before anybody is ranked.
    taken = [sum(words.index(word) <= place for word in said.values()) for place in range(len(capacities))]
    ranked = (i for i in sorted(range(len(depths)), key=lambda i: -depths[i]) if i not in said)
    # Beyond the last seat everybody is new.
    for seated, i in enumerate(islice(ranked, capacities[-1])):
        if depths[i] > floor:
            # A seat near us is one farther out as well: where those are all said, none is left within.
            full = (
                place + 1
                for place in reversed(range(len(capacities)))
                if taken[place] + seated >= capacities[place]
            )
            found[i] = words[next(full, 0)]
    return found
