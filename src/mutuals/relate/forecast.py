"""Will these two be in touch within 28 days? A logistic sum of at most seven printed terms.

Each term times its coefficient *is* the explanation. One recipe for every network: the same terms, scales,
ridge and shrinkage towards the shipped prior; the coefficients are fitted again on the log's own windows that
closed before the forecast begins, when these hold enough contacts, else the prior alone speaks (*rough*).

Protocol: candidates are unordered pairs with any contact before T; the answer is any contact in [T, T + W).
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.forecast_terms import NAMES, TITLES, History, Terms, terms
from mutuals.relate.tie_arrays import Columns, Floats, Ints, tie_days
from mutuals.relate.ties import DEFAULTS, Parameters

HORIZON = 28
WINDOWS = 6
# Fewer contacts or silences than this in all past windows together: the prior is better.
LEAST = 30
RIDGE = 3.0
RIDGE_BASE = 0.01
NEWTON_STEPS = 30
# Odds of contact are taken to grow in proportion to the length of a window (so on Copenhagen before day 14).
STRETCH = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients of the terms on one scale; `fitted` says whether by refit or the shipped prior alone.

    x = (value - center) / scale per term; logit = intercept + coefficients . x.
    """

    version: str
    names: tuple[str, ...]
    center: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    fitted: Literal["refit", "prior"]
    windows: int = 0
    window_days: int = 0
    contacts: int = 0

    @property
    def rough(self) -> bool:
        """Whether the prior speaks alone."""
        return self.fitted == "prior"

    def logits(self, values: Floats) -> Floats:
        """Return the sum for each row of term values, shape (pairs, terms)."""
        scaled = (values - np.array(self.center)) / np.array(self.scale)
        return np.asarray(scaled @ np.array(self.coefficients) + self.intercept)


class Term(NamedTuple):
    """One line of the explanation: `raw` in the unit that `title` names, and what it adds to the sum."""

    name: str
    title: str
    raw: float
    value: float
    coefficient: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the probability is what it is: logit = base + the contributions of the terms."""

    terms: tuple[Term, ...]
    base: float
    total: float
    probability: float
    fitted: Literal["refit", "prior"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Probability of contact in [at, at + horizon) for every pair `a[i]` < `b[i]` with contact before day
    `at`.
    """

    a: Ints
    b: Ints
    probability: Floats
    at: int
    horizon: int
    model: Model
    found: Terms

    def explain(self, row: int) -> Explanation:
        """Return the terms behind the probability of pair `row`."""
        model, values = self.model, self.found.values[row]
        lines = []
        for i, name in enumerate(model.names):
            per_unit = model.coefficients[i] / model.scale[i]
            added = per_unit * (values[i] - model.center[i])
            lines.append(
                Term(
                    name,
                    TITLES[name],
                    float(self.found.raw[row, i]),
                    float(values[i]),
                    per_unit,
                    float(added),
                )
            )
        total = model.intercept + sum(line.contribution for line in lines)
        return Explanation(tuple(lines), model.intercept, total, float(self.probability[row]), model.fitted)


@cache
def prior() -> Model:
    """Return the shipped prior, trained on openly licensed data and generated worlds only
    (`docs/models/ties.md`).
    """
    text = files("mutuals.relate").joinpath("weights", "forecast_prior.json").read_text(encoding="utf-8")
    return model_load(json.loads(text))


def model_load(stored: dict[str, Any]) -> Model:
    """Return the model kept as JSON. Raises ValueError when its terms are not the ones computed here."""
    if tuple(stored["names"]) != NAMES:
        raise ValueError("the stored coefficients belong to other terms")
    return Model(
        version=stored["version"],
        names=NAMES,
        center=tuple(stored["center"]),
        scale=tuple(stored["scale"]),
        coefficients=tuple(stored["coefficients"]),
        intercept=stored["intercept"],
        fitted="prior",
    )


def forecast(
    columns: Columns,
    *,
    at: int,
    horizon: int = HORIZON,
    start: Model | None = None,
    parameters: Parameters = DEFAULTS,
    refit: bool = True,
) -> Forecast:
    """Forecast contact in days [at, at + horizon) for every pair with contact before day `at`.

    Rows on or after `at` are left out. `start` is the prior to shrink to (default: the shipped one).
    Raises ValueError for a horizon below one day.
    """
    if horizon < 1:
        raise ValueError("the horizon is at least one day")
    history = History.of(tie_days(columns, at=at - 1, parameters=parameters))
    base = prior() if start is None else start
    model = fit(history, at=at, horizon=horizon, start=base) if refit else base
    found = terms(history, at=at)
    return Forecast(
        a=history.low[found.ties],
        b=history.high[found.ties],
        probability=sigmoid(model.logits(found.values)),
        at=at,
        horizon=horizon,
        model=model,
        found=found,
    )


def fit(history: History, *, at: int, horizon: int = HORIZON, start: Model) -> Model:
    """Return `start` refitted on windows that closed before day `at`; `start` itself when they hold little.

    A log too young for a whole horizon behind it is cut into windows of half its length instead, and the odds
    are stretched to the horizon.
    """
    span = horizon
    opened = openings(history, at=at, horizon=span)
    if not opened and len(history.day):
        span = max(1, min(horizon, (at - int(history.day.min())) // 2))
        opened = openings(history, at=at, horizon=span)
    if not opened:
        return start
    values, answers = [], []
    for opens in opened:
        found = terms(history, at=opens)
        values.append(found.values)
        answers.append(history.contact(opens, opens + span)[found.ties])
    y = np.concatenate(answers)
    contacts = int(y.sum())
    if min(contacts, len(y) - contacts) < LEAST:
        return start
    x = (np.concatenate(values) - np.array(start.center)) / np.array(start.scale)
    beta = logistic_ridge(
        x, y.astype(float), np.ones(len(y)), np.array([*start.coefficients, start.intercept])
    )
    return Model(
        version=start.version,
        names=start.names,
        center=start.center,
        scale=start.scale,
        coefficients=tuple(beta[:-1].tolist()),
        intercept=float(beta[-1]) + STRETCH * log(horizon / span),
        fitted="refit",
        windows=len(opened),
        window_days=span,
        contacts=contacts,
    )


def openings(history: History, *, at: int, horizon: int) -> list[int]:
    """Return the first days of past windows that closed by `at`, the latest first, a quarter horizon
    apart.
    """
    if not len(history.day):
        return []
    step = max(1, horizon // 4)
    first = int(history.day.min())
    return [o for o in (at - horizon - i * step for i in range(WINDOWS)) if o - first >= horizon // 2]


def logistic_ridge(x: Floats, y: Floats, weights: Floats, start: Floats) -> Floats:
    """Return coefficients and intercept (last) that maximise the weighted likelihood, shrunk towards `start`.

    Newton's method, steps halved until they help; the penalty is RIDGE / 2 * (b - start)^2 per
    coefficient, next to none on the intercept, because base rates differ tenfold between networks.
    """
    full = np.column_stack([x, np.ones(len(x))])
    penalty = np.append(np.full(x.shape[1], RIDGE), RIDGE_BASE)

    def loss(beta: Floats) -> float:
        z = full @ beta
        fit = weights @ (np.logaddexp(0.0, z) - y * z)
        return float(fit + 0.5 * penalty @ (beta - start) ** 2)

    beta, now = start.copy(), loss(start)
    for _ in range(NEWTON_STEPS):
        p = sigmoid(full @ beta)
        gradient = full.T @ (weights * (y - p)) - penalty * (beta - start)
        curvature = (full * (weights * p * (1 - p))[:, None]).T @ full + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        while (then := loss(beta + step)) > now and np.abs(step).max() > 1e-9:
            step /= 2.0
        beta = beta + step
        if now - then < 1e-9 * abs(now):
            break
        now = then
    return beta


def sigmoid(x: NDArray[np.float64]) -> Floats:
    """Return 1 / (1 + exp(-x)) without overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -40.0, 40.0))))
