"""When a relationship is strained by what was said: two hard words to us in a season and no warm one after. Pure.

A prompt to be careful, never a verdict: it is shown to us alone, with its posts, and a person's own word stands over
it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mutuals.text.readings import Reading

SEASON_MS = 90 * 86_400_000
LEAST = 2
# Somebody who is sad or afraid speaks darkly, and not against us.
_THEIR_OWN = ("sadness", "fear")
_AGAINST = ("anger", "disappointment")
_WARM = ("thanks", "praise", "gratitude", "caring", "joy")


@dataclass(frozen=True, slots=True)
class Word:
    """One post between two people: when (UTC milliseconds), whose, hard or warm (or neither), and which."""

    at_ms: int
    theirs: bool
    hard: bool
    warm: bool
    post: int


def strained(words: Iterable[Word], *, now_ms: int) -> tuple[int, ...]:
    """Return the posts that strain a relationship, the earliest first; none where it is not strained.

    These are the hard words to us of the last 90 days after the last warm word of either, when there are two or more.
    Words of one post count once.
    """
    season = sorted(
        (one for one in words if now_ms - SEASON_MS < one.at_ms <= now_ms), key=lambda one: one.at_ms
    )
    after: list[int] = []
    for one in season:
        if one.warm:
            after.clear()
        elif one.theirs and one.hard and one.post not in after:
            after.append(one.post)
    return tuple(after) if len(after) >= LEAST else ()


def is_hard(reading: Reading, shown: Mapping[str, float]) -> bool:
    """Whether a post complains, or is negative in tone without being sad or afraid; `shown` says from how sure on."""
    if _said(reading, ("complaint",), shown):
        return True
    dark = reading.tone == "negative" and reading.tone_sure >= shown["tone"]
    return dark and (_said(reading, _AGAINST, shown) or not _said(reading, _THEIR_OWN, shown))


def is_warm(reading: Reading, shown: Mapping[str, float]) -> bool:
    """Whether a post thanks, praises, cares, or is positive in tone, and does not complain."""
    if _said(reading, ("complaint",), shown):
        return False
    bright = reading.tone == "positive" and reading.tone_sure >= shown["tone"]
    return bright or _said(reading, _WARM, shown)


def _said(reading: Reading, names: Iterable[str], shown: Mapping[str, float]) -> bool:
    sure = {**reading.labels, **reading.emotions}
    return any(sure.get(name, 0.0) >= shown.get(name, 1.0) for name in names)
