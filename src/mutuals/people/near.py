"""How near two words are: slips of the keyboard between them. Pure."""

from functools import lru_cache

FAR = 3


@lru_cache(1 << 18)
def slips(a: str, b: str) -> int:
    """How many letters must be put in, left out, changed or swapped with their neighbour to make one word of the
    other, at most FAR (optimal string alignment: Damerau 1964)."""
    if a == b:
        return 0
    if abs(len(a) - len(b)) >= FAR:
        return FAR
    a, b = _unlike(a, b)
    if not a or not b:
        return max(len(a), len(b))
    # A slip adds or takes away one letter, or changes one into another.
    if len(set(a) ^ set(b)) > 2 * (FAR - 1):
        return FAR
    return _aligned(a, b)


def _unlike(a: str, b: str) -> tuple[str, str]:
    """Two words without the beginning and the end that they share."""
    start, most = 0, min(len(a), len(b))
    while start < most and a[start] == b[start]:
        start += 1
    end = 0
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def _aligned(a: str, b: str) -> int:
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one != other))
            if i > 1 and j > 1 and one == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) >= FAR:
            return FAR
        before, last = last, row
    return min(last[-1], FAR)
