"""What decisions on cards teach about their order: how likely one is done, by its kind and by whom it is about. Pure.

A logistic model with a normal prior around "nothing learned" (MacKay 1992, *The Evidence Framework*; the maximum a
posteriori is found by Newton's method): log odds of being done = those of what the card is worth before + one weight
for its kind + one for its circle. With no decision all weights are 0 and the order is that of worth alone; twenty
decisions move it, and none moves it for ever, since the prior pulls back what is rarely seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

# The spread of a weight before anything was decided: one unit of log odds, so that e is a likely factor.
PRIOR_VARIANCE = 1.0
STEPS = 25
ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a card: its kind, its circle, what it was worth before (0 to 1), and whether it was done."""

    kind: str
    circle: str
    worth: float
    done: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by name (in log odds; 0 where nothing was learned) and from how many decisions each."""

    weights: dict[str, float]
    counts: dict[str, int]
    decisions: int

    def score(self, *, kind: str, circle: str, worth: float) -> float:
        """The log odds that a card is done; the order of cards is by this alone."""
        return logit(worth) + sum(self.weights.get(name, 0.0) for name in names_of(kind, circle))


NOTHING = Learned({}, {}, 0)


def logit(share: float) -> float:
    """The log odds of a share, kept away from certainty."""
    kept = min(max(share, 0.01), 0.99)
    return log(kept / (1 - kept))


def names_of(kind: str, circle: str) -> tuple[str, str]:
    """The names of the weights that a card has."""
    return kind, f"circle {circle}"


def learn(decisions: Sequence[Decision]) -> Learned:
    """The weights that these decisions teach, in any order of them."""
    if not decisions:
        return NOTHING
    names = sorted({name for one in decisions for name in names_of(one.kind, one.circle)})
    place = {name: i for i, name in enumerate(names)}
    marks = np.zeros((len(decisions), len(names)))
    for row, one in enumerate(decisions):
        for name in names_of(one.kind, one.circle):
            marks[row, place[name]] = 1.0
    before = np.array([logit(one.worth) for one in decisions])
    done = np.array([float(one.done) for one in decisions])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(before + marks @ weights)))
        slope = marks.T @ (done - chance) - weights / PRIOR_VARIANCE
        curve = (marks * (chance * (1 - chance))[:, None]).T @ marks + np.eye(len(names)) / PRIOR_VARIANCE
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < ENOUGH:
            break
    counts = dict(zip(names, marks.sum(axis=0).astype(int).tolist(), strict=True))
    return Learned(dict(zip(names, weights.tolist(), strict=True)), counts, len(decisions))
