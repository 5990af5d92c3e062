"""Who was most likely just met: by the days on which they were met or talked to, the latest most of all. Pure."""

import math
from collections.abc import Collection, Mapping, Sequence

# After so many days a day says half as much.
HALF_LIFE = 14.0
# What was on this weekday before is likely again: a Tuesday's lunch, a Sunday's call.
SAME_WEEKDAY = 2.0
# How much depth says beside days: it orders those who were not met lately.
DEPTH = 0.05


def likely(
    days: Mapping[int, Collection[int]],
    depths: Mapping[int, float],
    *,
    today: int,
    lately: Sequence[int] = (),
) -> list[int]:
    """Returns people in the order in which they are offered.

    The place of a person is the sum over their days in person or in talk, w * 2^(-age / 14) with w = 2 on today's
    weekday, plus 0.05 * log(1 + depth); who was noted last (`lately`, the latest first) counts as one day more.
    Days are UTC day numbers.
    """
    found: dict[int, float] = {one: DEPTH * math.log1p(max(depth, 0.0)) for one, depth in depths.items()}
    for one, theirs in days.items():
        found[one] = found.get(one, 0.0) + sum(_weight(today - day) for day in theirs if day <= today)
    for place, one in enumerate(lately):
        found[one] = found.get(one, 0.0) + 1 / (1 + place)
    return sorted(found, key=lambda one: (-found[one], one))


def _weight(age: int) -> float:
    weight: float = (SAME_WEEKDAY if age % 7 == 0 else 1.0) * 2.0 ** (-age / HALF_LIFE)
    return weight
