"""Sixteen folds of our labelled posts: what is measured on shares neither writer nor situation with what was learned.

Writers fall into four groups and situations into four, each of about the same number of posts. Fold (a, b) is measured
on the posts of writer group a in situation group b, by a model that saw only other writers in other situations.
Every post is measured once. The groups follow from names and counts alone, so they are the same everywhere.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.sets import OURS

GROUPS = 4


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows of `sets.ours()`: those a model may learn from, and those it is then measured on."""

    learn: npt.NDArray[np.intp]
    measure: npt.NDArray[np.intp]


def folds() -> list[Fold]:
    """The sixteen folds."""
    posts = [json.loads(line) for line in (OURS / "posts.jsonl").read_text(encoding="utf-8").splitlines()]
    writers = groups([post["writer"] for post in posts])
    situations = groups([post["situation"] for post in posts])
    return [
        Fold(
            learn=np.flatnonzero((writers != a) & (situations != b)),
            measure=np.flatnonzero((writers == a) & (situations == b)),
        )
        for a in range(GROUPS)
        for b in range(GROUPS)
    ]


def groups(names: Sequence[str]) -> npt.NDArray[np.intp]:
    """The group of each row, so that all rows of a name share one: the largest name first, into the smallest group."""
    counts = Counter(names)
    order = sorted(counts, key=lambda name: (-counts[name], hashlib.sha256(name.encode()).hexdigest()))
    sizes, of = [0] * GROUPS, {}
    for name in order:
        of[name] = min(range(GROUPS), key=lambda group: sizes[group])
        sizes[of[name]] += counts[name]
    return np.array([of[name] for name in names])
