"""Looks through many profiles for those that may be one person: keys, then evidence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from mutuals.people.alike import Verdict, promising
from mutuals.people.alike_profile import Profile, Ready, commonness, ready
from mutuals.people.blocking import pairs_of
from mutuals.people.commonness import Commonness
from mutuals.people.weighing import WEIGHING, Weighing

# What is about as likely as this by names and profiles is worth a look at the record too.
LOOK = 0.5


class Alike(NamedTuple):
    """Two profiles (by their numbers, the smaller first) and what was found of them."""

    a: int
    b: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """What a look through all profiles found: those that may be one, the surest first; how many pairs were looked at;
    and the profiles made ready, to weigh some again with what the record tells."""

    alike: list[Alike]
    keyed: int
    weighed: int
    people: dict[int, Ready]
    common: Commonness


def find(profiles: Sequence[Profile], *, weighing: Weighing = WEIGHING) -> Found:
    """Finds who may be one of all these, by their profiles alone; what is less likely than half the least chance that
    is asked about is left out."""
    people = [ready(one) for one in profiles]
    common = commonness(people)
    a, b = pairs_of(people)
    alike, weighed, least = [], 0, weighing.perhaps * LOOK
    odds = log(least / (1 - least))
    for i, j in zip(a.tolist(), b.tolist(), strict=True):
        one, other = people[i], people[j]
        found = promising(one, other, common, weighing, least=odds)
        if found is None:
            continue
        weighed += 1
        if found.chance >= least:
            low, high = sorted((one.profile.number, other.profile.number))
            alike.append(Alike(low, high, found))
    alike.sort(key=lambda one: (-one.verdict.chance, one.a, one.b))
    return Found(alike, len(a), weighed, {one.profile.number: one for one in people}, common)
