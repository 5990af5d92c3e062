"""One text being looked through: its plain form, its small letters, the cues among its words, what was found in it."""

import re
from collections.abc import Iterable

from mutuals.text.personal.cues import FLAGS, NEVER, NOBODY
from mutuals.text.readings import Span

_CUES = frozenset(FLAGS)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ODD = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000\u2010-\u2015\u2212\uff01-\uff5e\u2018\u2019"
    "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]"
)
_DIGITS = (0x660, 0x6F0, 0x966, 0x9E6)
_PLAIN = (
    dict.fromkeys((160, *range(8192, 8203), 8239, 8287, 12288), " ")
    | dict.fromkeys((*range(8208, 8214), 8722), "-")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {0x2018: "'", 0x2019: "'"}
    | {first + value: str(value) for first in _DIGITS for value in range(10)}
)


def plainly(text: str) -> tuple[str, list[int] | None]:
    """The text with full-width signs, foreign digits and odd spaces and hyphens made ASCII, one for one; invisible
    signs are left out, and then a list says where each sign that is left was."""
    places = None
    if _INVISIBLE.search(text):
        places = [place for place, sign in enumerate(text) if not _INVISIBLE.match(sign)]
        text = "".join(text[place] for place in places)
    return (text.translate(_PLAIN) if _ODD.search(text) else text), places


class Look:
    """A text and what was found in it so far; whoever claims first keeps the place.

    `words` are as they stand between spaces, in small letters; `longest` is how long the longest of them is.
    """

    __slots__ = ("flags", "found", "longest", "lower", "places", "plain", "region", "taken", "words")

    def __init__(self, text: str, region: str | None) -> None:
        self.plain, self.places = (text, None) if text.isascii() else plainly(text)
        lower = self.plain.lower()
        self.lower = lower if len(lower) == len(self.plain) else _lower(self.plain)
        self.region = region
        self.taken = bytearray()
        self.found: list[Span] = []
        words = self.lower.split()
        self.longest = max(map(len, words), default=0)
        self.words = set(words)
        self.flags = 0
        for word in _CUES & self.words:
            self.flags |= FLAGS[word]

    def free(self, start: int, end: int) -> bool:
        """Whether nothing was found there yet."""
        return self.taken.find(1, start, end) < 0

    def claim(self, kind: str, start: int, end: int, *, hint: bool = False) -> bool:
        """Keeps a find, unless another holds a part of its place; says whether it did."""
        if start >= end or not self.free(start, end):
            return False
        if not self.taken:
            self.taken = bytearray(len(self.plain))
        self.taken[start:end] = b"\1" * (end - start)
        self.found.append(Span(kind, start, end, hint))
        return True

    def claim_all(self, finds: Iterable[tuple[str, int, int]], *, hint: bool = False) -> None:
        """Keeps each of the finds that it can."""
        for kind, start, end in finds:
            self.claim(kind, start, end, hint=hint)

    def before(self, start: int, size: int = 40) -> str:
        """What stands before a place, in small letters."""
        return self.lower[max(0, start - size) : start]

    def nobody(self, start: int) -> bool:
        """Whether the word before a number says that it is nobody's: an order, a version, a parcel."""
        apart = start == 0 or self.plain[start - 1] in " \n("
        return bool(self.flags & NOBODY or not apart) and NEVER.search(self.before(start)) is not None

    def spans(self) -> list[Span]:
        """All that was found, in the order of the text and counted in the text as it came."""
        found = sorted(self.found, key=_start) if len(self.found) > 1 else self.found
        if self.places is None:
            return found
        at = self.places
        return [Span(one.kind, at[one.start], at[one.end - 1] + 1, one.hint) for one in found]


def _start(span: Span) -> int:
    return span.start


def _lower(text: str) -> str:
    """Small letters, one for one (capital dotted I alone would become two)."""
    return text.replace("\u0130", "i").lower()
