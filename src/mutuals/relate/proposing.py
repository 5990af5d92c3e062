"""Which two people should be introduced: what lies between them, what both write about, what one needs and the other
has. Pure.

worth = (need + topics + between) * (how well we know both). Each part lies between 0 and 1 and opens to its evidence;
how
they weigh against one another is judgement, validated nowhere. A pair without a reason that can be said is no proposal,
however near the two are; and nobody is in more than two proposals, so that one well-connected person does not fill the
page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mutuals.relate.circles import Circle
from mutuals.relate.matching import SURE, Help, Said, Shared, Words

EACH = 2
MOST = 12
# So many must stand between two people for that alone to be a reason.
ENOUGH_BETWEEN = 2
FIT = 0.45
NEAR = 0.5
# An introduction is worth what both sides think of who makes it.
CLOSENESS: Mapping[Circle, float] = {
    Circle.INNER: 1.0, Circle.CLOSE: 0.9, Circle.FAMILIAR: 0.75, Circle.ACQUAINTED: 0.55, Circle.NEW: 0.3,
}  # fmt: skip
DAY_MS = 86_400_000
# A need is fresh for a season.
FRESH_MS = 90 * DAY_MS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be introduced: the contact and the circle they are in."""

    contact: int
    circle: Circle


@dataclass(frozen=True, slots=True)
class Need:
    """What one of the two wants, said in a post, and what the other wrote about it; `by` is who wants it."""

    by: int
    asked: Said
    help: Help


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two people (a < b) who should know each other: what lies between them (people, the nearest first), what they
    share, and what one needs of the other."""

    a: int
    b: int
    worth: float
    between: tuple[int, ...] = ()
    nearness: float = 0.0
    shared: tuple[Shared, ...] = ()
    need: Need | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


def proposals(
    people: Sequence[Person],
    words: Words,
    *,
    near: Mapping[tuple[int, int], tuple[float, tuple[int, ...]]],
    apart: Iterable[tuple[int, int]],
    now_ms: int,
    limit: int = MOST,
) -> list[Proposal]:
    """The best pairs of these people, at most `EACH` for each of them.

    `near` tells for pairs (a < b) how much lies between them and who; `apart` are the pairs that know each other, or
    that are not to be asked again.
    """
    closeness = {one.contact: CLOSENESS[one.circle] for one in people}
    left_out = set(apart)
    needs = _needs(words, list(closeness), now_ms)
    pairs = {*near, *words.sharing(list(closeness)), *needs}
    found = []
    for a, b in pairs:
        if (a, b) in left_out or a not in closeness or b not in closeness:
            continue
        one = _proposal(a, b, words, near.get((a, b), (0.0, ())), needs.get((a, b)), closeness)
        if one is not None:
            found.append(one)
    found.sort(key=lambda one: (-one.worth, one.a, one.b))
    return _spread(found, limit)


def _needs(words: Words, among: list[int], now_ms: int) -> dict[tuple[int, int], Need]:
    """For pairs (a < b) the best meeting of a fresh need of one with what the other wrote."""
    found: dict[tuple[int, int], Need] = {}
    for contact in among:
        for asked in words.by_contact.get(contact, ()):
            if asked.wants < SURE or asked.at < now_ms - FRESH_MS:
                continue
            for help_ in words.helpers(asked, among=among, limit=3):
                pair = (min(contact, help_.contact), max(contact, help_.contact))
                known = found.get(pair)
                # To send somebody to somebody a word in common is too little, and likeness of the whole as well.
                fits = help_.fit >= FIT and help_.near >= NEAR and bool(help_.phrases)
                if fits and (known is None or known.help.fit < help_.fit):
                    found[pair] = Need(contact, asked, help_)
    return found


def _proposal(
    a: int,
    b: int,
    words: Words,
    near: tuple[float, tuple[int, ...]],
    need: Need | None,
    closeness: Mapping[int, float],
) -> Proposal | None:
    shared = tuple(words.shared(a, b)[:3])
    rare = words.telling(shared)
    nearness, between = near
    parts = {
        "need": need.help.fit if need is not None else 0.0,
        "topics": rare / (rare + 6.0),
        "between": nearness / (nearness + 1.0),
    }
    said = need is not None or parts["topics"] > 0 or len(between) >= ENOUGH_BETWEEN
    if not said:
        return None
    worth = sum(parts.values()) * (closeness[a] * closeness[b]) ** 0.5
    return Proposal(a, b, worth, between, nearness, shared if parts["topics"] else (), need, parts)


def _spread(found: Sequence[Proposal], limit: int) -> list[Proposal]:
    taken: Counter[int] = Counter()
    kept = []
    for one in found:
        if taken[one.a] < EACH and taken[one.b] < EACH:
            taken[one.a] += 1
            taken[one.b] += 1
            kept.append(one)
        if len(kept) == limit:
            break
    return kept
