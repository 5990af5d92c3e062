"""Do the chances come true? What was said of past windows that closed, beside what happened in them. Pure.

For each window [T, T + 28) that is over the forecast is made as it would have been made on its first day: fitted on
what lay before T, asked of the pairs known by then. The whiskers hold the share that happened with 90 %: Wilson
(1927), with as many cases as there would be if each were of its own pair, since one pair stands in several windows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.forecast import HORIZON, Model, fit, sigmoid
from mutuals.relate.forecast_terms import History, terms
from mutuals.relate.tie_arrays import Floats, Ints

# Fewer cases, contacts or silences than this say nothing yet.
LEAST_CASES, LEAST_EITHER = 100, 20
BINS = 10
Z90 = 1.6448536269514722


class Cases(NamedTuple):
    """Chances that were said and what happened, a row each: of which tie, said (0 to 1), whether they were in touch;
    and in how many windows."""

    tie: Ints
    said: Floats
    happened: NDArray[np.bool_]
    windows: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Chances said between `low` and `high`: their mean, the share that happened with its 90 % interval, how many."""

    low: float
    high: float
    said: float
    happened: float
    least: float
    most: float
    cases: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the chances fared: by bins, over so many cases of so many ties in so many windows; `error` is the mean
    distance between said and happened, each bin weighed by its cases (expected calibration error)."""

    bins: tuple[Bin, ...]
    cases: int
    ties: int
    windows: int
    contacts: int
    error: float

    @property
    def early(self) -> bool:
        """Whether it is too early to tell."""
        either = min(self.contacts, self.cases - self.contacts)
        return self.cases < LEAST_CASES or either < LEAST_EITHER


def cases(
    history: History,
    *,
    at: int,
    among: NDArray[np.bool_],
    start: Model,
    windows: int,
    horizon: int = HORIZON,
) -> Cases:
    """Return what would have been said of the ties of `among` in the last `windows` windows that closed before day
    `at`, and what happened.

    A window is left out where there was nothing to know before it.
    """
    ties: list[Ints] = []
    said: list[Floats] = []
    happened: list[NDArray[np.bool_]] = []
    for opens in (at - horizon * (back + 1) for back in range(windows)):
        if not len(history.day) or opens - int(history.day.min()) < horizon:
            break
        found = terms(history, at=opens)
        mine = among[found.ties]
        model = fit(history, at=opens, horizon=horizon, start=start)
        ties.append(found.ties[mine])
        said.append(sigmoid(model.logits(found.values[mine])))
        happened.append(history.contact(opens, opens + horizon)[found.ties[mine]])
    if not ties:
        return Cases(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool), 0)
    return Cases(np.concatenate(ties), np.concatenate(said), np.concatenate(happened), len(ties))


def calibration(found: Cases, *, bins: int = BINS) -> Calibration:
    """Return how these cases fared, in bins of equal width; a bin without cases is left out."""
    place = np.minimum((found.said * bins).astype(np.int64), bins - 1)
    lines = [_bin(found, place == i, i / bins, (i + 1) / bins) for i in range(bins) if (place == i).any()]
    total = len(found.said)
    error = sum(one.cases * abs(one.said - one.happened) for one in lines) / total if total else 0.0
    contacts = int(found.happened.sum())
    return Calibration(tuple(lines), total, len(np.unique(found.tie)), found.windows, contacts, error)


def wilson(share: float, cases: float, *, z: float = Z90) -> tuple[float, float]:
    """Return the interval (Wilson 1927) that holds the true share behind `share` of `cases`; all of 0..1 for no
    cases."""
    if cases <= 0:
        return 0.0, 1.0
    spread = z * z / cases
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / cases + spread / (4 * cases)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _bin(found: Cases, here: NDArray[np.bool_], low: float, high: float) -> Bin:
    tie, happened = found.tie[here], found.happened[here]
    share, count = float(happened.mean()), len(happened)
    least, most = wilson(share, count / _together(tie, happened, share))
    return Bin(low, high, float(found.said[here].mean()), share, least, most, count)


def _together(tie: Ints, happened: NDArray[np.bool_], share: float) -> float:
    """How many cases count as one since those of a tie go together: the design effect, at least 1."""
    alone = share * (1 - share) * len(tie)
    if alone <= 0:
        # Nothing varies, so each tie counts once.
        return len(tie) / len(np.unique(tie))
    _, place = np.unique(tie, return_inverse=True)
    sums = np.bincount(place, weights=happened - share)
    return max(1.0, float((sums**2).sum()) / alone)


def stored(found: Calibration) -> dict[str, object]:
    """The calibration as it is kept (JSON); `read` reads it."""
    rows = [[one.low, one.high, one.said, one.happened, one.least, one.most, one.cases] for one in found.bins]
    return {
        "bins": rows, "cases": found.cases, "ties": found.ties, "windows": found.windows,
        "contacts": found.contacts, "error": found.error,
    }  # fmt: skip


def read(kept: dict[str, object]) -> Calibration:
    """The calibration that `stored` kept; of nothing where nothing was kept."""
    rows = kept.get("bins", [])
    assert isinstance(rows, Sequence)
    told = {name: int(str(kept.get(name, 0))) for name in ("cases", "ties", "windows", "contacts")}
    bins = tuple(_bin_read(*row) for row in rows)
    return Calibration(bins, error=float(str(kept.get("error", 0.0))), **told)


def _bin_read(
    low: float, high: float, said: float, happened: float, least: float, most: float, count: int
) -> Bin:
    return Bin(low, high, said, happened, least, most, count)
