"""Rhythm: how often two people are usually in touch, and when silence is worth a word. Prompts, never
verdicts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log
from statistics import median

# Four gaps are the fewest whose median is not moved by one odd gap.
MIN_DAYS = 5
DRIFTING = 2.0
# Navarro, Miritello, Canales & Moro 2017 (EPJ Data Science 6:31): silence beyond some eight usual gaps rarely ends.
PROMPT = 8.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rhythm of one tie as of a day; gaps and silence in days. `usual_gap` is None with too few days."""

    usual_gap: float | None
    silence: int
    drifting: bool
    prompt: bool
    expected: float | None


def usual_gap(days: Sequence[int], *, least: int = MIN_DAYS) -> float | None:
    """Return the median gap in days between distinct active days, None with fewer than `least` of them."""
    distinct = sorted(set(days))
    if len(distinct) < least:
        return None
    return float(median(later - earlier for earlier, later in pairwise(distinct)))


def rhythm(
    days: Sequence[int],
    *,
    at: int,
    probability: float | None = None,
    horizon: float = 28.0,
) -> Rhythm:
    """Return the rhythm of a tie with these active days (day numbers, any order) as of day `at`.

    `drifting` is silence beyond twice the usual gap (a mark on the page), `prompt` beyond eight times. Days
    after `at` are left out. Raises ValueError when no day is left.
    """
    past = [day for day in days if day <= at]
    if not past:
        raise ValueError("a rhythm needs at least one active day")
    gap, silence = usual_gap(past), at - max(past)
    return Rhythm(
        usual_gap=gap,
        silence=silence,
        drifting=gap is not None and silence > DRIFTING * gap,
        prompt=gap is not None and silence > PROMPT * gap,
        expected=None if probability is None else expected_within(probability, horizon=horizon),
    )


def expected_within(probability: float, *, horizon: float = 28.0) -> float:
    """Return the days W at which the probability of contact reaches one half, given that within `horizon`.

    Takes the chance of contact as constant per day: P(W) = 1 - exp(-rate * W). Infinite at probability 0.
    Raises ValueError outside 0..1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError("a probability lies between 0 and 1")
    if probability == 1.0:
        return 0.0
    rate = -log(1.0 - probability) / horizon
    return log(2.0) / rate if rate > 0.0 else inf
