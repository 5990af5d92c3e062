"""Weights move by what people say of circles only where that excludes chance."""

import numpy as np
import pytest

from mutuals.record.kinds import Kind
from mutuals.relate.circles import Circle, circles
from mutuals.relate.refit import FACTORS, GROUPS, LEAST, parameters_named, parameters_with, refit
from mutuals.relate.tie_arrays import Columns, build
from mutuals.relate.ties import DEFAULTS

AT = 20_000
ME = 1
WORDS = list(Circle)


def world(seed: int, people: int = 200) -> Columns:
    """Some are met, some written to, some liked, each at a rate of their own."""
    rng = np.random.default_rng(seed)
    rows = []
    for one in range(people):
        kind = int(rng.choice([Kind.MEETING, Kind.EMAIL, Kind.LIKE, Kind.REPLY]))
        days = np.flatnonzero(rng.random(500) < rng.beta(0.6, 8))
        rows += [(ME, one + 10, AT - int(day), kind) for day in days]
    a, b, day, kind = (np.array(column) for column in zip(*rows, strict=True))
    return Columns.of(a, b, day, kind=kind)


def truth(columns: Columns, parameters) -> dict[int, Circle]:
    table = build(columns, at=float(AT), parameters=parameters)
    return dict(zip(table.b.tolist(), circles(table.depths(AT).depth.tolist()), strict=True))


def asked(found: dict[int, Circle], count: int, seed: int) -> dict[int, Circle]:
    """What somebody says of people in the nearer circles."""
    near = [one for one, circle in found.items() if circle is not Circle.NEW]
    chosen = np.random.default_rng(seed).choice(near, size=min(count, len(near)), replace=False)
    return {int(one): found[int(one)] for one in chosen}


def test_until_enough_was_said_it_is_too_early_to_tell() -> None:
    columns = world(1)
    said = asked(truth(columns, DEFAULTS), LEAST - 1, 2)
    found = refit(columns, said, own=ME, at=AT, rng=np.random.default_rng(0))
    assert (found.n, found.agree, found.early, found.used) == (LEAST - 1, LEAST - 1, True, False)
    assert refit(columns, {}, own=ME, at=AT, rng=np.random.default_rng(0)).n == 0


def test_whoever_agrees_with_everything_moves_nothing() -> None:
    columns = world(2)
    said = asked(truth(columns, DEFAULTS), 60, 3)
    found = refit(columns, said, own=ME, at=AT, rng=np.random.default_rng(0))
    assert (found.agree, found.nearer, found.farther) == (found.n, 0, 0)
    assert (found.used, found.gain) == (False, 0.0)


@pytest.mark.parametrize(("group", "factor"), [("m", 2.0), ("l", 2.0), ("p", 0.5)])
def test_weights_that_somebody_truly_has_are_found(group, factor) -> None:
    columns = world(4, people=400)
    said = asked(truth(columns, parameters_with(group, factor)), 140, 5)
    found = refit(columns, said, own=ME, at=AT, rng=np.random.default_rng(0))
    assert found.used
    assert found.group == group
    assert (found.factor > 1) == (factor > 1)
    assert found.low > 0


def test_words_without_a_pattern_move_nothing() -> None:
    """Of many who speak at random fewer than one in twenty moves a weight."""
    moved = 0
    for seed in range(40):
        columns = world(seed, people=120)
        rng = np.random.default_rng(1000 + seed)
        said = {one: WORDS[int(rng.integers(0, 5))] for one in asked(truth(columns, DEFAULTS), 40, seed)}
        moved += refit(columns, said, own=ME, at=AT, rng=np.random.default_rng(seed)).used
    assert moved <= 2


def test_the_same_words_always_propose_the_same() -> None:
    columns = world(6)
    said = asked(truth(columns, parameters_with("m", 2.0)), 60, 7)
    found = [refit(columns, said, own=ME, at=AT, rng=np.random.default_rng(9)) for _ in range(2)]
    assert found[0] == found[1]


def test_each_weighing_has_a_version_of_its_own_and_touches_its_kinds_alone() -> None:
    versions = {parameters_with(group, factor).version for group in GROUPS for factor in FACTORS}
    assert len(versions) == len(GROUPS) * len(FACTORS)
    assert all(len(f"{one}/forecast-1") <= 24 for one in versions)
    changed = parameters_with("m", 2.0)
    assert changed.plain[Kind.MEETING] == 2 * DEFAULTS.plain[Kind.MEETING]
    assert changed.timed[Kind.MEETING].weight == 2 * DEFAULTS.timed[Kind.MEETING].weight
    assert changed.plain[Kind.EMAIL] == DEFAULTS.plain[Kind.EMAIL]
    assert parameters_with("", 1.0) is DEFAULTS


def test_a_version_names_the_weights_that_it_was_reckoned_with() -> None:
    for group in GROUPS:
        for factor in FACTORS:
            made = parameters_with(group, factor)
            assert parameters_named(f"{made.version}/forecast-1") == made
    for usual in ("", "ties-1/forecast-1", "ties-1~x9/forecast-1", "ties-1~p/forecast-1"):
        assert parameters_named(usual) is DEFAULTS
