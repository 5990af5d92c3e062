"""Which two of many may be one at all: those that share a key which few others have. Pure.

A key is a piece of what two profiles of one person agree in even after slips: the consonants of their names, a handle,
an address, a birthday. Keys that more share than `MOST` lets tell nothing by themselves and are passed over, so that
the pairs grow with the people and not with their square.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mutuals.people.alike_profile import Ready
from mutuals.people.latin import Word, tight

Ints = NDArray[np.int64]
# So many may share a key of each sort. Whoever bears one of the commonest names is found by what else is known.
MOST = {"n": 90, "g": 60, "i": 40, "h": 40, "a": 40, "b": 40, "c": 8, "p": 30, "w": 30, "t": 40}
SORTS = {sort: place for place, sort in enumerate(MOST)}
ENOUGH = 20
# No more pairs than half the people are weighed, those that share most, but so many in any case.
LEAST = 200_000
# What the sorts are about: names (and handles, which often spell them), addresses, days, places and work.
_ABOUT = {"n": 0, "g": 0, "c": 0, "t": 0, "h": 1, "a": 2, "b": 3, "p": 4, "w": 4, "i": 5}
_FAMILY = np.array([_ABOUT[sort] for sort in MOST], dtype=np.int64)
_LIMITS = np.array([*MOST.values()], dtype=np.int64)
FAMILIES, INITIALS = 6, 5


def keys_of(one: Ready) -> set[str]:
    """The keys of a profile; the first letter is their sort."""
    keys = {f"h{core}" for core in one.cores if len(core) > 3}
    keys.update(f"h{bare}" for core in one.cores if len(bare := core.rstrip("0123456789")) > 4)
    keys.update(f"a{address}" for address in chain(one.homes, one.links, one.reach))
    for _, words in one.names:
        keys.update(_of_name(words))
    for year, month, day in one.born:
        low, high = sorted((month, day))
        keys.add(f"b{year} {low} {high}")
        keys.update(f"b{low} {high} {word.bones}" for words in one.names for word in words[1])
        keys.update(f"b{year} {word.bones}{word.plain[:1]}" for words in one.names for word in words[1])
    if one.works or one.places:
        for begin in {words[0].bones[:3] for _, words in one.names} or {""}:
            keys.update(f"w{work} {begin}" for work in one.works)
        keys.update(_of_places(one))
    return keys


def _of_name(words: tuple[Word, ...]) -> Iterator[str]:
    if len(words) < 2:
        yield f"t{words[0].plain}"
        return
    first, last = words[0], words[-1]
    yield "n" + " ".join(sorted((first.plain, last.plain)))
    yield f"h{first.text}{last.text}"
    yield f"h{last.text}{first.text}"
    if len(last.text) > 3:
        yield f"h{first.text[:1]}{last.text}"
    yield from (f"g{form} {other}" for form in _forms(first) for other in _forms(last))
    if not last.groups:
        yield f"c{first.plain[:4]} {last.bones[:2]}{len(last.bones)}"
    yield f"c{first.bones} {last.plain[:5]}"
    # Two letters that changed places leave the letters as they are.
    yield f"c{first.plain} {''.join(sorted(last.plain))}"
    yield f"c{''.join(sorted(first.plain))} {last.plain}"
    yield from (f"g{last.bones} {form}" for form in _forms(first)[-1:])
    yield f"i{first.plain[:1]} {last.plain}"
    yield from (f"i{form} {last.plain[:1]}" for form in (first.plain, *sorted(first.groups)[:2]))
    if len(words) > 2:
        yield "n" + " ".join(sorted((first.plain, words[1].plain)))


def _forms(word: Word) -> list[object]:
    also = []
    if word.vowelless and "f" in word.bones:
        # Of two letters that write a w or a vowel, as in Yusuf, the first is mostly the vowel.
        also = [word.bones.replace("f", ""), word.bones.replace("f", "", 1)]
    if len(word.bones) < 2:
        also.append(tight(word.plain))
    return [*sorted(word.groups), *also, word.bones]


def _of_places(one: Ready) -> Iterator[str]:
    words = sorted(word for word in one.places if len(word) > 2)
    names = {word.bones for _, words in one.names for word in words}
    for i, word in enumerate(words):
        yield from (f"p{word} {name}" for name in names)
        yield from (f"p{word} {other}" for other in words[i + 1 : i + 4])


def pairs_of(people: Sequence[Ready]) -> tuple[Ints, Ints]:
    """The pairs of places in `people` (the first smaller) that share enough, each once, in order.

    A key says as much as it is rare (log of people over bearers). Of keys about the same thing the rarest counts, those
    about different things add up, and together they must say as much as one key that only ENOUGH others bear.
    """
    keys, owners, sorts = _hashed(people)
    order = np.lexsort((owners, keys))
    keys, owners, sorts = keys[order], owners[order], sorts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    counts = np.diff(np.append(starts, len(keys)))
    kinds = sorts[starts]
    short = np.array(
        [any(len(word.plain) == 1 for _, words in one.names for word in words) for one in people]
    )
    kept = (counts > 1) & (counts <= _LIMITS[kinds])
    parts: list[list[Ints]] = [[] for _ in range(FAMILIES)]
    for family in range(FAMILIES):
        mine = kept & (_FAMILY[kinds] == family)
        # The smallest groups first, so that of several keys the rarest is the first to be found.
        for size in np.unique(counts[mine]).tolist():
            groups = owners[starts[mine & (counts == size)][:, None] + np.arange(size)]
            i, j = np.triu_indices(size, 1)
            low, high = groups[:, i].ravel(), groups[:, j].ravel()
            if family == INITIALS:  # for whoever is known by an initial alone
                either = short[low] | short[high]
                low, high = low[either], high[either]
            parts[family].append(np.stack([low << 32 | high, np.full(len(low), size)]))
    packed = _enough([_rarest(part) for part in parts], len(people))
    return packed >> 32, packed & 0xFFFFFFFF


def _rarest(parts: Sequence[Ints]) -> Ints:
    """Each pair once, with the size of the smallest group that has it."""
    whole = np.concatenate([np.empty((2, 0), dtype=np.int64), *parts], axis=1)
    pairs, first = np.unique(whole[0], return_index=True)
    return np.stack([pairs, whole[1][first]])


def _enough(families: Sequence[Ints], people: int) -> Ints:
    whole = np.concatenate(families, axis=1)
    pairs, place = np.unique(whole[0], return_inverse=True)
    says = np.bincount(place, weights=np.log(people / np.minimum(whole[1], people)), minlength=len(pairs))
    if not len(pairs):
        return pairs
    enough = says >= np.log(people / min(ENOUGH, people)) - 1e-9
    pairs, says = pairs[enough], says[enough]
    most = max(LEAST, people // 2)
    return pairs if len(pairs) <= most else np.sort(pairs[np.argsort(-says, kind="stable")[:most]])


def _hashed(people: Sequence[Ready]) -> tuple[Ints, Ints, Ints]:
    """All keys as numbers (by Python's own hash: only whether two are equal is asked), whose they are, their sorts."""
    numbers: list[int] = []
    owners: list[int] = []
    sorts: list[int] = []
    for place, one in enumerate(people):
        keys = keys_of(one)
        numbers.extend(map(hash, keys))
        owners.extend([place] * len(keys))
        sorts.extend(_sorts(keys))
    return np.array(numbers, np.int64), np.array(owners, np.int64), np.array(sorts, np.int64)


def _sorts(keys: Iterable[str]) -> Iterator[int]:
    return (SORTS[key[0]] for key in keys)
