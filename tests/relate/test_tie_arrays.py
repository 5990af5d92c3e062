"""The fast ties on columns equal the readable definition, on both engines, whatever the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.kinds import Kind
from mutuals.relate import ties
from mutuals.relate.tie_arrays import (
    Columns,
    Table,
    balance,
    build,
    landmark_move,
    reciprocity,
    states_add,
    table_replace,
)
from mutuals.relate.ties import TieDay

ENGINES = ("numpy", "numba")

rows_of_days = st.lists(
    st.builds(
        TieDay,
        a=st.integers(0, 4),
        b=st.integers(0, 4),
        day=st.integers(-40, 400),
        kind=st.sampled_from(list(Kind)),
        n=st.integers(1, 9),
        seconds=st.one_of(st.just(0), st.integers(1, 30_000)),
        share=st.sampled_from([100, 50]),
    ),
    max_size=60,
)


def columns(rows: list[TieDay]) -> Columns:
    if not rows:
        return Columns.of([], [], [], kind=[], n=[], seconds=[], share=[])
    a, b, day, kind, n, seconds, share = zip(*rows, strict=True)
    return Columns.of(a, b, day, kind=kind, n=n, seconds=seconds, share=share)


def by_pair(table: Table, at: float) -> dict[tuple[int, int], tuple[float, ...]]:
    depths = table.depths(at)
    values = zip(
        depths.out, depths.into, reciprocity(depths), balance(depths), table.trend(at),
        table.days_active, table.first, table.last, table.count, strict=True,
    )  # fmt: skip
    pairs = zip(table.a.tolist(), table.b.tolist(), strict=True)
    return {pair: tuple(float(v) for v in row) for pair, row in zip(pairs, values, strict=True)}


def readable(rows: list[TieDay], at: float) -> dict[tuple[int, int], tuple[float, ...]]:
    return {
        (t.a, t.b): (
            t.out,
            t.into,
            t.reciprocity,
            t.balance,
            np.nan if t.trend is None else t.trend,
            t.days_active,
            t.first,
            t.last,
            t.count,
        )
        for t in ties.ties(rows, at=at)
    }


def in_order(table: Table, at: float) -> np.ndarray:
    """What `by_pair` gives, for many ties: one row per pair, in order."""
    return np.array([(*pair, *values) for pair, values in sorted(by_pair(table, at).items())])


def assert_same(left: dict, right: dict) -> None:
    assert left.keys() == right.keys()
    for pair, values in left.items():
        assert values == pytest.approx(right[pair], rel=1e-9, abs=1e-12, nan_ok=True), pair


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=rows_of_days, at=st.one_of(st.integers(-50, 600), st.floats(-50, 600)))
def test_the_fast_table_equals_the_readable_definition(engine, rows, at):
    assert_same(by_pair(build(columns(rows), at=at, engine=engine), at), readable(rows, at))


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=rows_of_days)
def test_a_clustered_log_gives_the_same_ties(engine, rows):
    ordered = sorted(rows, key=lambda r: (min(r.a, r.b), max(r.a, r.b), r.day))
    table = build(columns(ordered), at=400, engine=engine, threads=3)
    assert_same(by_pair(table, 400), readable(rows, 400))


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=rows_of_days, cut=st.integers(-40, 400), later=st.integers(0, 600))
def test_adding_days_to_states_equals_building_from_all_of_them(engine, rows, cut, later):
    """The added rows start on the cut itself, so that open days grow too."""
    old = [r for i, r in enumerate(rows) if r.day < cut or (r.day == cut and i % 2)]
    new = [r for i, r in enumerate(rows) if r.day > cut or (r.day == cut and not i % 2)]
    table = build(columns(old), at=cut, engine=engine)
    late = states_add(table, columns(new), engine=engine)
    assert not len(late.a)
    assert_same(by_pair(table, 400 + later), readable(rows, 400 + later))


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_older_than_a_ties_last_day_come_back_and_a_rebuild_mends_the_tie(engine):
    first = [TieDay(1, 2, 100, Kind.MESSAGE), TieDay(3, 1, 40, Kind.EMAIL)]
    new = [TieDay(2, 1, 90, Kind.REPLY), TieDay(1, 3, 90, Kind.REPLY)]
    table = build(columns(first), at=100, engine=engine)
    late = states_add(table, columns(new), engine=engine)
    assert (late.a.tolist(), late.b.tolist(), late.day.tolist()) == ([2], [1], [90])
    table_replace(table, build(columns([first[0], new[0]]), at=100, engine=engine))
    assert_same(by_pair(table, 130), readable([*first, *new], 130))


@pytest.mark.parametrize("engine", ENGINES)
def test_states_hold_over_decades_by_moving_the_landmark(engine):
    rows = [TieDay(1, 2, day, Kind.MESSAGE) for day in range(-20_000, 20_000, 97)]
    table = build(columns(rows[:10]), at=rows[9].day, engine=engine)
    for row in rows[10:]:
        states_add(table, columns([row]), engine=engine)
    assert_same(by_pair(table, 20_100), readable(rows, 20_100))


def test_moving_the_landmark_changes_no_depth():
    table = build(columns([TieDay(1, 2, day, Kind.MESSAGE) for day in (0, 5, 60)]), at=60)
    before = table.depths(100).depth
    landmark_move(table, 150.0)
    assert table.depths(100).depth == pytest.approx(before, rel=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
def test_values_too_large_to_pack_are_still_exact(engine):
    rows = [
        TieDay(2**62, -5, 3, Kind.MEETING, n=5000, seconds=2_000_000),
        TieDay(-5, 2**62, 3, Kind.LIKE),
        TieDay(7, 2**33, -700_000, Kind.MESSAGE),
    ]
    assert_same(by_pair(build(columns(rows), at=10, engine=engine), 10), readable(rows, 10))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_large_random_log_is_the_same_on_one_thread_and_many(engine):
    random = np.random.default_rng(7)
    total = 60_000
    log = Columns.of(
        random.zipf(1.3, total) % 500, random.integers(0, 500, total), random.integers(-500, 500, total),
        kind=random.integers(1, 15, total), seconds=random.integers(-3, 4, total).clip(0) * 700,
        share=random.choice([50, 100], total),
    )  # fmt: skip
    expected = in_order(build(log, at=450, engine="numpy"), 500)
    for threads in (1, 3):
        table = build(log, at=450, engine=engine, threads=threads)
        np.testing.assert_allclose(in_order(table, 500), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("late", [0, 9_000, 29_999])
def test_a_log_in_order_of_tie_but_for_one_row_is_seen_as_out_of_order(late):
    random = np.random.default_rng(11)
    total = 30_000
    a, b, day = (
        random.integers(0, 9, total),
        random.integers(90, 99, total),
        random.integers(0, 300, total),
    )
    log = Columns.of(
        a, b, day, seconds=random.integers(0, 2, total) * 900, kind=random.integers(1, 15, total)
    )
    log = log.take(np.lexsort((log.day, log.b, log.a)))
    log.a[late], log.b[late] = 4, 99
    expected = by_pair(build(log.take(random.permutation(total)), at=300, engine="numpy"), 300)
    for engine in ENGINES:
        assert_same(by_pair(build(log, at=300, engine=engine, threads=3), 300), expected)


def test_reading_before_the_last_day_is_refused():
    table = build(columns([TieDay(1, 2, 10, Kind.MESSAGE)]), at=20)
    with pytest.raises(ValueError, match="last day"):
        table.depths(9)


def test_unknown_kinds_and_unequal_columns_are_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        build(Columns.of([1], [2], [3], kind=[99]), at=5)
    with pytest.raises(ValueError, match="one length"):
        Columns.of([1, 2], [2, 3], [3])
