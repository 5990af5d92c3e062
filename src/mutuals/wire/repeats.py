"""Ids for things that a file gives none: a digest of what makes them themselves, and their number among equal ones.

Pure. Whoever reads a longer export of the same things gets the same ids, in whichever order they stand, since equal
things differ in nothing but that number.
"""

import hashlib
from urllib.parse import quote

KEPT = 50_000


class Repeats:
    """How often a thing came; at least the last `kept` different ones are remembered, and at most twice as many."""

    __slots__ = ("_before", "_kept", "_now")

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def digest(self, *parts: object) -> str:
        """32 hex digits for the things named, which are told from equal ones before them by their number."""
        key = "\n".join(map(str, parts))
        mark = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        number = self._next(mark)
        return mark if not number else digest(key, number)

    def _next(self, mark: str) -> int:
        number = self._now.get(mark)
        if number is None:
            number = self._before.get(mark, -1)
            if len(self._now) >= self._kept:
                self._before, self._now = self._now, {}
        self._now[mark] = number + 1
        return number + 1


def digest(*parts: object) -> str:
    """32 hex digits (SHA-256) of what makes a thing itself."""
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def base(scope: str, source: str) -> str:
    """What every local id of a scope and source begins with (RFC 4151)."""
    return f"tag:{quote(scope, safe='')}.mutuals.invalid,2026:{source}/"
