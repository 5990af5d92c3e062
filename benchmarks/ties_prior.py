"""Train the shipped forecast prior on generated worlds and write it as JSON: `python -m benchmarks.ties_prior`.

Nothing but `ties_worlds` enters: the openly licensed real logs are too short for a horizon of 28 days. Half as
many seeds again are held back and printed as a check. Running it again writes the same file.
"""

import json
from pathlib import Path

import numpy as np

from benchmarks.ties_worlds import world
from mutuals.relate.forecast import HORIZON, logistic_ridge, model_load, sigmoid
from mutuals.relate.forecast_terms import NAMES, History, terms
from mutuals.relate.tie_arrays import Columns, tie_days

SEEDS = 200
TARGET = Path(__file__).parent.parent / "src/mutuals/relate/weights/forecast_prior.json"


def windows(seed):
    """Term values, answers and a weight per row for three moments of one world; each moment weighs the same."""
    made = world(seed)
    random = np.random.default_rng(seed + 1_000_000)
    for at in random.integers(20, max(21, made.days - HORIZON), 3).tolist():
        history = History.of(tie_days(Columns.of(made.a, made.b, made.day), at=made.days))
        found = terms(history, at=at)
        y = history.contact(at, at + HORIZON)[found.ties]
        if len(y) >= 100:
            yield found.values, y, np.full(len(y), 300.0 / len(y))


def gather(seeds):
    """All windows of these seeds, one above the other."""
    parts = [window for seed in seeds for window in windows(seed)]
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def auc(score, y):
    """Probability that a contact ranks above a silence (ties count half)."""
    order = np.argsort(score, kind="stable")
    _, first, counts = np.unique(score[order], return_index=True, return_counts=True)
    rank = np.empty(len(score))
    rank[order] = np.repeat(first + (counts + 1) / 2.0, counts)
    positives = int(y.sum())
    return (rank[y].sum() - positives * (positives + 1) / 2) / positives / (len(y) - positives)


def main():
    """Fit, check, write."""
    x, y, w = gather(range(SEEDS))
    center, scale = x.mean(axis=0), x.std(axis=0)
    beta = logistic_ridge((x - center) / scale, y.astype(float), w, np.zeros(len(NAMES) + 1))
    stored = {
        "version": "forecast-1",
        "trained_on": f"generated worlds of benchmarks/ties_worlds.py, seeds 0-{SEEDS - 1}, horizon {HORIZON} days",
        "names": list(NAMES),
        "center": [round(v, 6) for v in center.tolist()],
        "scale": [round(v, 6) for v in scale.tolist()],
        "coefficients": [round(v, 6) for v in beta[:-1].tolist()],
        "intercept": round(float(beta[-1]), 6),
    }
    TARGET.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    model = model_load(stored)
    rows = [(auc(p, y), p.mean(), y.mean()) for p, y in held_out(model) if y.any()]
    print("coefficients", dict(zip(NAMES, stored["coefficients"], strict=True)), stored["intercept"])
    area, said, was = np.mean(rows, axis=0)
    print(f"held-out worlds: mean AUC {area:.3f}, mean forecast {said:.3f}, mean contact {was:.3f}")


def held_out(model):
    """Forecasts and answers of windows in worlds that training has not seen."""
    for seed in range(SEEDS, SEEDS + SEEDS // 2):
        for x, y, _ in windows(seed):
            yield sigmoid(model.logits(x)), y


if __name__ == "__main__":
    main()
