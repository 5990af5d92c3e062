"""From how sure a label is shown, and where people's corrections here move that. Pure: chance is handed in.

A threshold moves only when corrections show that it would be right more often, beyond doubt: for each of many samples
drawn from the corrections (bootstrap, Efron 1979) the best threshold is chosen on the sample and judged on the
corrections that the sample left out, so that choosing cannot flatter itself; the interval of that gain has to lie above
zero. What people judge is what they were shown or noticed, no fair sample of all posts; so the range is kept narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutuals.text.readings import EMOTIONS, LABELS

LEAST = 20
SAMPLES = 400
INTERVAL = (2.5, 97.5)
GRID = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
# Judgement: calm before complete. The reader's confidences are calibrated, so 0.6 is right three times in five or more.
SHOWN: dict[str, float] = {
    **dict.fromkeys(LABELS, 0.6),
    **dict.fromkeys(EMOTIONS, 0.7),
    "toxic": 0.8,
    "tone": 0.75,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model said of a label (its confidence, 0 to 1) and whether a person says that it holds."""

    confidence: float
    truth: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold for a label: the share of corrections that it would set right beyond the usual one, with the 95 %
    interval of that gain as it fares on corrections that did not choose it; `used` where that excludes zero."""

    threshold: float
    gain: float
    low: float
    high: float
    n: int
    used: bool


def proposal(judged: Sequence[Judged], *, usual: float, rng: np.random.Generator) -> Proposal | None:
    """The threshold that the corrections of one label propose in place of the usual one; None of under `LEAST`."""
    n = len(judged)
    if n < LEAST:
        return None
    # In an order of their own, so that the order in which corrections came changes nothing.
    ordered = sorted(judged, key=lambda one: (one.confidence, one.truth))
    sure = np.array([one.confidence for one in ordered])
    truth = np.array([one.truth for one in ordered])
    # The nearest to the usual first: of equals the one that changes least is chosen.
    places = np.array(sorted({usual, *GRID}, key=lambda place: (abs(place - usual), place)))
    gains = _gains(sure, truth, places)
    best = int(gains.sum(axis=1).argmax())
    low, high = gain_interval(gains, rng)
    return Proposal(float(places[best]), float(gains[best].mean()), low, high, n, used=low > 0 and best > 0)


def _gains(
    sure: NDArray[np.float64], truth: NDArray[np.bool_], places: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each place (the usual first) and correction: 1 where it is set right, -1 where it is spoilt, else 0."""
    right: NDArray[np.int64] = ((sure[None, :] >= places[:, None]) == truth[None, :]).astype(np.int64)
    gains: NDArray[np.int64] = right - right[0]
    return gains


def gain_interval(gains: NDArray[np.int64], rng: np.random.Generator) -> tuple[float, float]:
    """The 95 % interval of what choosing among candidates (rows, the usual first) gains on cases (columns) that did not
    choose."""
    n = gains.shape[1]
    drawn = rng.integers(0, n, size=(SAMPLES, n))
    counts = np.zeros((SAMPLES, n), dtype=np.int64)
    np.add.at(counts, (np.arange(SAMPLES)[:, None], drawn), 1)
    chosen = (counts @ gains.T).argmax(axis=1)
    out = counts == 0
    left = out.sum(axis=1)
    fared = np.where(out, gains[chosen], 0).sum(axis=1) / np.maximum(left, 1)
    low, high = np.percentile(fared[left > 0], INTERVAL)
    return float(low), float(high)
