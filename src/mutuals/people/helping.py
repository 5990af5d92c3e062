"""What of our shelf may help with what somebody is trying to do, and why: the words they share, and how near they lie.

A match always has its reason. Shared words speak first: they are exact, work in every language and can be shown. Where
no word is shared two texts still match when their vectors (`text.topics.alike`) lie very near; these know English best.
Both places were set on pairs written for this project (tests/relate/test_people_helping.py), not measured at large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from mutuals.text.stopwords import ANY
from mutuals.text.tokens import tokens
from mutuals.text.topics import alike

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


def matches(wish: Words, offers: Sequence[Words], *, most: int) -> list[Match]:
    """At most so many offers that may help with a wish, the best first: those that share a word with it, and those that
    lie very near."""
    found = []
    for at, (offer, near) in enumerate(
        zip(offers, alike(wish.vector, [one.vector for one in offers]), strict=True)
    ):
        shared = shared_words(wish, offer)
        told = not wish.vector or not offer.vector
        if (shared and (told or near >= NOT_FAR)) or near >= NEAR:
            found.append(Match(at, shared, near, len(shared) + near))
    return sorted(found, key=lambda one: (-one.worth, one.at))[:most]


def shared_words(one: Words, other: Words) -> tuple[str, ...]:
    """The words that both have, in whatever form, as the first has them."""
    found = dict.fromkeys(
        shown for (mine, shown), (theirs, _) in product(one.words, other.words) if same_word(mine, theirs)
    )
    return tuple(found)


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
