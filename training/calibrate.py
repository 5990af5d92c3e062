"""From scores to confidences: what is called 70 % likely is so seven times in ten (Platt 1999; Guo et al. 2017)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
BINS = 15


def platt(parts: Sequence[tuple[Floats, Floats]], *, even: bool = False) -> tuple[float, float]:
    """Slope and shift of the sigmoid that fits best to (scores, truth) of some sets, each counting the same.

    Slope 1 and shift 0 hold it back a little where texts are few. `even` takes yes and no for as common as each other.
    NaN in a truth is left out.
    """
    known = [np.isfinite(truth) for _, truth in parts]
    z = np.concatenate([score[at] for (score, _), at in zip(parts, known, strict=True)]).astype(np.float64)
    y = np.concatenate([truth[at] for (_, truth), at in zip(parts, known, strict=True)]).astype(np.float64)
    worth = np.concatenate([np.full(at.sum(), len(z) / len(parts) / at.sum()) for at in known])
    common = float((worth * y).sum() / worth.sum())
    yes, no = (0.5 / common, 0.5 / (1 - common)) if even else (1.0, 1.0)

    def lost(at: Floats) -> float:
        logits = at[0] * z + at[1]
        each = yes * y * np.logaddexp(0, -logits) + no * (1 - y) * np.logaddexp(0, logits)
        return float((worth * each).sum() + 0.5 * (at[0] - 1) ** 2)

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
