"""The ties of all of us with each person, summed: what those see who have no ties of their own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from django.core.cache import cache
from django.db.models import Sum

from mutuals.relate.circles import Circle, circles
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.services.lines import Line
from mutuals.relate.tie_arrays import Floats, Ints
from mutuals.relate.ties import DEFAULTS

REMEMBERED_S = 60


class Together(NamedTuple):
    """Everybody with whom any of us has a tie, the deepest together first, with the sum of the depths."""

    people: Ints
    depths: Floats


def together(current: Reckoning) -> Together:
    """Everybody in the order of the sums, remembered as long as the reckoning stands, a minute at most."""

    def read() -> Together:
        ties = Tie.objects.filter(reckoning=current, ours__in=[True]).order_by().values_list("b")
        rows = list(ties.annotate(sum=Sum("depth")).order_by("-sum", "b"))
        return Together(
            np.array([b for b, _ in rows], dtype=np.int64), np.array([depth for _, depth in rows])
        )

    found: Together = cache.get_or_set(f"together:{current.pk}:{current.made_at}", read, REMEMBERED_S)
    return found


def summed(lines: Iterable[Line], all_of_us: Together | None = None) -> list[Line]:
    """One line for each person; ranks and circles are those among `all_of_us`, else among these lines."""
    groups: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.b].append(line)
    found = sorted((_sum(group) for group in groups.values()), key=lambda line: (-line.depth, line.b))
    if all_of_us is None:
        words = circles([line.depth for line in found], floor=DEFAULTS.floor())
        return [
            replace(line, circle=word, rank=i)
            for i, (line, word) in enumerate(zip(found, words, strict=True), 1)
        ]
    places = {b: i for i, b in enumerate(all_of_us.people.tolist()) if b in groups}
    words = circles(all_of_us.depths.tolist(), floor=DEFAULTS.floor())
    return [replace(line, circle=words[places[line.b]], rank=places[line.b] + 1) for line in found]


def circles_count(all_of_us: Together, away: set[int]) -> dict[Circle, int]:
    """How many people are in each circle, without those put away."""
    words = circles(all_of_us.depths.tolist(), floor=DEFAULTS.floor())
    found: dict[Circle, int] = defaultdict(int)
    for one, word in zip(all_of_us.people.tolist(), words, strict=True):
        found[word] += one not in away
    return found


def _sum(group: list[Line]) -> Line:
    top = max(group, key=lambda line: line.depth)
    return replace(
        top,
        depth=sum(line.depth for line in group),
        depth_out=sum(line.depth_out for line in group),
        depth_in=sum(line.depth_in for line in group),
        days_active=max(line.days_active for line in group),
        first_day=min(line.first_day for line in group),
        last_day=max(line.last_day for line in group),
        rung=max(line.rung for line in group),
        chance=max((line.chance for line in group if line.chance is not None), default=None),
    )
