"""A made-up reader for tests: it knows nothing of language and says a label where a word of its own stands.

"?" is a question, "thanks", "please", "buy" and "offer" are what they sound like; "ugh" is a negative tone; what looks
like an address is one; a text is about what follows "about". `n:0.7` after a word sets how sure it is.
"""

import re
from collections.abc import Sequence

from mutuals.text.readings import Reading, Span

WORDS = {
    "question": r"\?",
    "thanks": "thanks",
    "ask": "please",
    "promotion": "buy",
    "offer": "offer",
    "complaint": "broken",
}


class MadeUp:
    """Satisfies `Reads`; remembers what it was given to read."""

    def __init__(self, model: str = "made-up-1", sure: float = 0.9) -> None:
        self.model, self.sure = model, sure
        self.given: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.given += texts
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Reading:
        if "explode" in text:
            raise ValueError(text)
        found = {name: self._sure(text, word) for name, word in WORDS.items()}
        ugh = "ugh" in text
        return Reading(
            lang="en", tone="negative" if ugh else "neutral", tone_score=-0.8 if ugh else 0.1, tone_sure=self.sure,
            labels=found, emotions={"joy": 0.1}, toxic=0.02, near=hash(text) & ((1 << 64) - 1),
            personal=tuple(Span("email", *hit.span()) for hit in re.finditer(r"\S+@\S+", text)),
            about=tuple(hit.span(1) for hit in re.finditer(r"about (\w+)", text)), vector=bytes(range(1, 9)),
        )  # fmt: skip

    def _sure(self, text: str, word: str) -> float:
        hit = re.search(rf"{word}(?: n:(\d\.\d+))?", text)
        return 0.05 if hit is None else float(hit[1] or self.sure)
