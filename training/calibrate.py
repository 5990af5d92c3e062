"""From scores to confidences: what is called 70 % likely is so seven times in ten (Platt 1999; Guo et al. 2017)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
BINS = 15
RUDE = 1 / 3
"""How common an offensive post is taken to be: what raters found in posts on heated subjects (Zampieri et al. 2019)."""


def platt(scores: Floats, truth: Floats, *, common: float | None = None) -> tuple[float, float]:
    """Slope and shift of the sigmoid that fits best; slope 1 and shift 0 hold it back a little where texts are few.

    `common` is how common the yes is taken to be where that is not what the texts show.
    """
    known = np.isfinite(truth)
    z, y = scores[known].astype(np.float64), truth[known].astype(np.float64)
    yes, no = (common / y.mean(), (1 - common) / (1 - y.mean())) if common else (1.0, 1.0)

    def lost(at: Floats) -> float:
        logits = at[0] * z + at[1]
        each = yes * y * np.logaddexp(0, -logits) + no * (1 - y) * np.logaddexp(0, logits)
        return float(each.sum() + 0.5 * (at[0] - 1) ** 2)

    found = minimize(lost, np.array([1.0, 0.0])).x
    return max(0.05, float(found[0])), float(found[1])


def tones(parts: Sequence[tuple[Floats, Floats]]) -> tuple[float, Floats]:
    """One slope and three shifts of logits (texts, 3), each set and in it each tone counting the same.

    So a tone is called the likeliest where it is, had all three been equally common: nobody knows how common they are
    among the posts of whoever installs this.
    """
    weighed = [_each_the_same(truth) for _, truth in parts]
    logits, truth = np.concatenate([one for one, _ in parts]), np.concatenate(weighed)

    def lost(at: Floats) -> float:
        scaled = logits * np.exp(at[0]) + np.array([at[1], 0, at[2]])
        scaled = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        return float(-(truth * scaled).sum() / truth.sum())

    found = minimize(lost, np.zeros(3)).x
    return float(np.exp(found[0])), np.array([found[1], 0, found[2]])


def error(confidence: Floats, truth: Floats) -> float:
    """Expected calibration error in fifteen equally wide bins (Naeini et al. 2015)."""
    at = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(confidence[at == bin_].sum() - truth[at == bin_].sum()) for bin_ in range(BINS)]
    return float(sum(gaps) / len(truth))


def _each_the_same(truth: Floats) -> Floats:
    """(texts, 3) the truth, weighed so that each tone adds up to one third."""
    return truth / truth.sum(axis=0) / truth.shape[1]
