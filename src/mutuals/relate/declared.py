"""What a person may say of a relationship over what was reckoned: of what, and in which words. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from mutuals.relate.circles import Circle
from mutuals.relate.rungs import Rung


class Trust(StrEnum):
    """How far somebody is trusted, the least first; only a person says it."""

    GUARDED = "guarded"
    UNKNOWN = "unknown"
    KNOWN = "known"
    TRUSTED = "trusted"
    CONFIDED = "confided"

    @property
    def height(self) -> int:
        """The place in the order, 0 to 4."""
        return list(Trust).index(self)


TRUST, STRAINED, CIRCLE, STEP = "trust", "strained", "circle", "step"
YES, NO = "yes", "no"
# What can be said of each, as it is stored.
SAYS: Mapping[str, tuple[str, ...]] = {
    TRUST: tuple(str(one) for one in Trust),
    STRAINED: (YES, NO),
    CIRCLE: tuple(str(one) for one in Circle),
    STEP: tuple(one.name.lower() for one in Rung),
}
# To overrule what was reckoned one says why: it is what the next fit, and oneself in a year, learns from.
WANTS_REASON = frozenset({CIRCLE, STEP})


class NotSaid(ValueError):
    """What was said cannot be kept; the message says why."""


def step_of(says: str) -> Rung:
    """The step that a stored word names."""
    return Rung[says.upper()]


def checked(about: str, says: str, reason: str, instead: str) -> str:
    """Returns the reason, trimmed, of something that can be said; raises NotSaid.

    `instead` is what was reckoned: whoever agrees with it needs no reason.
    """
    if says not in SAYS.get(about, ()):
        raise NotSaid("That is nothing that can be said here.")
    reason = reason.strip()[:2_000]
    if about in WANTS_REASON and not reason and says != instead:
        raise NotSaid("Say why in a few words; it helps you in a year, and what is reckoned here sooner.")
    return reason
