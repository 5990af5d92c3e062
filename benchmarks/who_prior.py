"""Fits how much each kind of evidence counts, on made-up people alone: `python -m benchmarks.who_prior`.

Writes src/mutuals/people/weights/likeness.json. The worlds of seeds 0-5 fit the weights (logistic regression of what
is true on the evidence of each kind, pairs that share a key), those of seeds 6-9 tune the two thresholds. The worlds
and sets of `who_accuracy` are others; the regimes of its worlds are others too.
"""

import json
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
from scipy.optimize import minimize

from benchmarks.who_data import made_profiles, made_truth
from benchmarks.who_people import Regime, world
from mutuals.people.alike import ELSEWHERE, LEAST_PEOPLE, evidence, promising
from mutuals.people.alike_profile import Around, Profile, Ready, ready
from mutuals.people.alike_profile import commonness as commonness_of
from mutuals.people.blocking import pairs_of
from mutuals.people.commonness import Commonness
from mutuals.people.weighing import FILE, Weighing

FIT = [Regime(seed, people) for seed, people in enumerate((150, 400, 800, 1500, 2500, 4000))]
TUNE = [
    Regime(6, 300), Regime(7, 1200), Regime(8, 3000), Regime(9, 1500, slip=0.06, nickname=0.35, names=200, telling=0.25)
]  # fmt: skip
KINDS = (
    "name", "handle", "spelled", "links", "link", "site", "reach", "birthday", "employer", "place", "company", "hours",
    "two", "chat",
)  # fmt: skip
# What is to be joined without asking must be right in so many of 1000 cases of the tuning worlds.
RIGHT = 0.998
FOUND = 0.97
VERSION = "2026-11.2"
# No weight is trusted to be more than half as much again as by itself, or less than half of it: the generator's
# people keep hours and have second accounts as it was told, not as people do.
BOUNDS = (0.5, 1.5)


def people_of(
    profiles: list[Profile], around: list[Around] | None
) -> tuple[list[Ready], Commonness, list[tuple[int, int]]]:
    """Profiles made ready, how common what they bear is, and the pairs worth weighing."""
    people = [ready(one) for one in profiles]
    common = commonness_of(people)
    if around:
        common.company = Counter(one for some in around for one in some.company)
    a, b = pairs_of(people)
    pairs = [
        (i, j)
        for i, j in zip(a.tolist(), b.tolist(), strict=True)
        if promising(people[i], people[j], common, least=-99)
    ]
    return people, common, pairs


def _features(regimes: list[Regime]) -> tuple[np.ndarray, np.ndarray, list[int]]:
    rows, answers, lost = [], [], []
    for regime in regimes:
        made = world(regime)
        profiles, around = made_profiles(made)
        truth = made_truth(made)
        people, common, pairs = people_of(profiles, around)
        lost.append(len(truth) - len(truth & set(pairs)))
        start = np.log(ELSEWHERE / max(len(people), LEAST_PEOPLE))
        for i, j in pairs:
            row = dict.fromkeys((*KINDS, *(f"-{kind}" for kind in KINDS)), 0.0)
            for one in evidence(people[i], people[j], common, (around[i], around[j])):
                row[one.kind if one.weight > 0 else f"-{one.kind}"] += one.weight
            rows.append([start, *row.values()])
            answers.append((i, j) in truth)
    return np.array(rows), np.array(answers), lost


def main() -> None:
    """Fits, tunes and writes."""
    x, y, _ = _features(FIT)
    intercept, weights = _fitted(x, y)
    scales = dict(zip(KINDS, weights[1 : 1 + len(KINDS)].round(3).tolist(), strict=True))
    against = dict(zip(KINDS, weights[1 + len(KINDS) :].round(3).tolist(), strict=True))
    found = Weighing(
        VERSION,
        round(intercept, 3),
        round(float(weights[0]), 3),
        {kind: scale for kind, scale in scales.items() if scale},
        {kind: scale for kind, scale in against.items() if scale},
    )
    found = _tuned(found)
    FILE.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")
    print(FILE.read_text("utf-8"))


def _fitted(x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Logistic regression within BOUNDS, with a pull towards 1 that only kinds with few cases feel."""
    ones = np.hstack([np.ones((len(x), 1)), x])
    signs = np.where(y, 1.0, -1.0)
    pull = np.array([0.0, *[30.0] * x.shape[1]])

    def lost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (ones @ weights)
        slope = ones.T @ (-signs / (1 + np.exp(np.clip(margin, -50, 50))))
        away = weights - 1
        return float(np.logaddexp(0, -margin).sum() + (pull * away**2).sum()), slope + 2 * pull * away

    bounds = [(None, None), *[BOUNDS] * x.shape[1]]
    found = minimize(lost, np.ones(ones.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return float(found[0]), found[1:]


def _tuned(found: Weighing) -> Weighing:
    x, y, _ = _features(TUNE)
    signed = np.array(
        [found.scales.get(kind, 0) for kind in KINDS] + [found.against.get(kind, 0) for kind in KINDS]
    )
    odds = found.start + x[:, 0] * found.among + x[:, 1:] @ signed
    sure = 1 / (1 + np.exp(-odds))
    hard = [KINDS.index(kind) + 1 for kind in ("handle", "links", "link", "site", "reach", "birthday")]
    scaled = x[:, hard] * signed[[one - 1 for one in hard]]
    said = x[:, 1:] * signed
    alone = (scaled > 2).any(axis=1) & (said > -1).all(axis=1) & ((said > 1).sum(axis=1) > 1)
    certain = next(
        (cut for cut in np.arange(0.9, 0.9999, 0.001) if y[alone & (sure >= cut)].mean() >= RIGHT), 0.9999
    )
    cuts = np.quantile(sure[y], 1 - FOUND)
    return replace(
        found, certain=round(float(certain), 4), perhaps=round(float(np.clip(cuts, 0.03, 0.15)), 3)
    )


if __name__ == "__main__":
    main()
