"""What to write about on a card: three things from what passed between two people, each for its own reason. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mutuals.record.kinds import CO_PRESENCE

# How joyful somebody's words must be read before they are offered as something they were glad of.
GLAD = 0.5
# The least that can be written about, in characters.
WORDS = 12
MANY = 40


class Passed(Protocol):
    """What this file needs of a `selectors.person.Happening`."""

    @property
    def at(self) -> int | None: ...
    @property
    def ours(self) -> bool: ...
    @property
    def kind(self) -> Any: ...
    @property
    def text(self) -> str: ...
    @property
    def reading(self) -> Any: ...
    @property
    def moment(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Worth:
    """One thing to write about: why it was chosen (together, thanks, glad, said, wrote), and what passed."""

    why: str
    passed: Any


def worth_writing(
    passed: Sequence[Passed], thresholds: Mapping[str, float], *, limit: int = 3
) -> list[Worth]:
    """Chooses what to write about from what passed, the latest first: the last time together, the last thanks from
    them, something they were glad of; where one of these is not known, what they last wrote."""
    theirs = [one for one in passed if not one.ours and len(one.text.strip()) >= WORDS]
    kinds = (
        ("together", next((one for one in passed if one.kind in CO_PRESENCE and one.text.strip()), None)),
        ("thanks", next((one for one in theirs if _says(one, ("thanks", "praise"), thresholds)), None)),
        ("glad", next((one for one in theirs if _glad(one)), None)),
        ("together", next((one for one in passed if one.kind in CO_PRESENCE), None)),
        ("noted", next((one for one in passed if one.moment is not None and one.moment.text), None)),
    )
    found: list[Worth] = []
    # More words first: "ok" is nothing to write about.
    rest = sorted(theirs, key=lambda one: len(one.text.strip()) < MANY)
    for why, one in (*kinds, *(("wrote", one) for one in rest)):
        if one is None or any(one is other.passed for other in found):
            continue
        if why in ("together", "noted") and any(other.why == why for other in found):
            continue
        found.append(Worth(why, one))
        if len(found) == limit:
            break
    return found


def _says(one: Passed, labels: Sequence[str], thresholds: Mapping[str, float]) -> bool:
    read = one.reading.reading.labels if one.reading is not None else {}
    return any(read.get(label, 0.0) >= thresholds.get(label, 1.1) for label in labels)


def _glad(one: Passed) -> bool:
    """Whether their words are read as joyful or warm; a tone alone is too weak to be quoted on a card."""
    if one.reading is None:
        return False
    read = one.reading.reading
    joyful: float = max(read.emotions.get("joy", 0.0), read.emotions.get("gratitude", 0.0))
    return bool(read.tone != "negative") and joyful >= GLAD
