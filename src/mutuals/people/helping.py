"""What of our shelf may help with what somebody is trying to do, and why: the words they share, and how near they lie.

A match always has its reason. Shared words speak first: they are exact, work in every language and can be shown. Where
no word is shared two texts still match when their vectors (`text.vectors`) lie very near; these know English best.
Both places were set on pairs written for this project (tests/relate/test_people_helping.py), not measured at large.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

import numpy as np

from mutuals.text.stopwords import ANY
from mutuals.text.tokens import tokens

NEAR: Final = 0.55
# Words that are shared but lie far apart otherwise: "bank" and "bank".
NOT_FAR: Final = 0.1
_SHORTEST: Final = 4
_STEM: Final = 5
# In what wants and offers are clothed; they say nothing of what about.
_CLOTHES: Final = frozenset(
    "somebody someone anybody anyone everything something introduction introduce answer question help helping advice "
    "friend friends looking trying learning want wants need needs find finding kennt jemand jemanden hilfe frage "
    "antwort suche sucht kontakt aide cherche quelqu'un ayuda busco alguien".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is matched: its words that carry a topic (folded -> as written) and its vector."""

    words: tuple[tuple[str, str], ...]
    vector: bytes

    @classmethod
    def of(cls, text: str, vector: bytes = b"") -> "Words":
        """The words of a text that say what it is about, each once, in order."""
        found: dict[str, str] = {}
        for one in tokens(text):
            if one.kind in ("word", "hashtag") and _tells(one.form):
                found.setdefault(one.form.lstrip("#"), text[one.start : one.end])
        return cls(tuple(found.items()), vector)


@dataclass(frozen=True, slots=True)
class Match:
    """That the offer at a place may help: the shared words as the wish has them, how near (cosine), how good."""

    at: int
    words: tuple[str, ...]
    near: float
    worth: float

    @property
    def said(self) -> str:
        """Why, in words: "both speak of “webbing” and “chair”", "close in meaning"."""
        quoted = [f"“{word}”" for word in self.words[:3]]
        if not quoted:
            return f"close in meaning, {self.near:.2f} of 1"
        listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
        return f"both speak of {listed}"


class Offers:
    """Offers made ready once, to be held beside many wishes: their words by the letters they begin with, their vectors
    as one table."""

    def __init__(self, offers: Sequence[Words]) -> None:
        self._begins: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, one in enumerate(offers):
            for word, _ in one.words:
                self._begins[word[:_STEM]].append((at, word))
        self._size = max((len(one.vector) for one in offers), default=0)
        self.told = [self._size > 0 and len(one.vector) == self._size for one in offers]
        rows = [
            one.vector if told else bytes(self._size) for one, told in zip(offers, self.told, strict=True)
        ]
        table = np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), self._size).astype(np.float32)
        self._table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)

    def shared(self, wish: Words) -> dict[int, tuple[str, ...]]:
        """The words that a wish shares with offers, in whatever form, as the wish has them; by the place of these."""
        found: dict[int, dict[str, None]] = defaultdict(dict)
        for mine, shown in wish.words:
            for at, theirs in self._begins.get(mine[:_STEM], ()):
                if same_word(mine, theirs):
                    found[at][shown] = None
        return {at: tuple(words) for at, words in found.items()}

    def near(self, wish: Words) -> list[float]:
        """The cosine of a wish with each offer, 0 where either has no vector."""
        if len(wish.vector) != self._size or not self._size:
            return [0.0] * len(self.told)
        mine = np.frombuffer(wish.vector, dtype=np.int8).astype(np.float32)
        found: list[float] = (self._table @ (mine / max(float(np.linalg.norm(mine)), 1e-9))).tolist()
        return found


def matches(wish: Words, offers: Offers, *, most: int) -> list[Match]:
    """At most so many offers that may help with a wish, the best first: those that share a word with it, and those that
    lie very near."""
    shared = offers.shared(wish)
    found = []
    for at, (near, told) in enumerate(zip(offers.near(wish), offers.told, strict=True)):
        words = shared.get(at, ())
        if (words and (not (told and wish.vector) or near >= NOT_FAR)) or near >= NEAR:
            found.append((len(words) + near, -at, near))
    best = nlargest(most, found)
    return [Match(-at, shared.get(-at, ()), near, worth) for worth, at, near in best]


def shared_words(one: Words, other: Words) -> tuple[str, ...]:
    """The words that both have, in whatever form, as the first has them."""
    return Offers([other]).shared(one).get(0, ())


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: equal, or alike for their first five letters and two thirds of the
    longer ("webbing", "webbings"; "Sauerteig", "Sauerteige")."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    alike_for = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return alike_for >= _STEM and alike_for * 3 >= len(long) * 2


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in ANY and word not in _CLOTHES and not word.isdigit()
