"""New tie days join a table in memory."""

import importlib
from typing import Any

import numpy as np

from mutuals.relate.tie_table import (
    MAX_SPAN,
    ROW,
    Columns,
    Engine,
    Ints,
    Table,
    cells,
    kernels_for,
    landmark_move,
    powers_by_day,
    weights_sided,
)  # fmt: skip


def states_add(table: Table, columns: Columns, *, engine: Engine = "auto") -> Columns:
    """Add new tie days to `table` in place; return the rows that could not be added.

    A row is added exactly when it lies on or after its tie's last day. Rows older than that come back: their
    ties must be built again from all their days (a few thousand rows), by `build` and `table_replace`. Rows
    must be new acts, not new totals of a day already counted. Moves the landmark when needed.
    """
    if np.any(columns.a == columns.b):
        columns = columns.take(columns.a != columns.b)
    if not len(columns.a):
        return columns
    if np.any(columns.day[1:] < columns.day[:-1]):
        columns = columns.take(np.argsort(columns.day, kind="stable"))
    if columns.day[-1] - table.landmark > MAX_SPAN:
        landmark_move(table, float(columns.day[-1]))
    kernels, late = _loops(engine, len(table)), np.zeros(len(columns.a), bool)
    _index_ready(table, len(columns.a), kernels)
    day0 = int(columns.day[0])
    powers = powers_by_day(day0, int(columns.day[-1]), table.landmark)
    fixed = (*columns, day0, powers, *weights_sided(table.parameters), *cells(table), late)
    if kernels is None:
        rows = _rows_find(table, np.minimum(columns.a, columns.b), np.maximum(columns.a, columns.b), None)
        _plain_apply()(0, len(rows), rows, *fixed)
    else:
        rows = np.empty(len(columns.a), np.int64)
        table.size, _ = kernels.join_rows(table.index, table.size, rows, *fixed)
    return columns.take(np.flatnonzero(late))


def table_replace(table: Table, other: Table) -> None:
    """Put the ties of `other` in the place of those of the same pairs in `table`, in place; new ones are
    added.
    """
    landmark_move(other, table.landmark)
    rows = _rows_find(table, other.a, other.b, _loops("auto", len(table)))
    table.rows[rows] = other.rows[: other.size]


def _rows_find(table: Table, low: Ints, high: Ints, kernels: Any) -> Ints:
    """The row of each pair, new ties being added behind."""
    _index_ready(table, len(low), kernels)
    rows = np.empty(len(low), np.int64)
    if kernels is not None:
        words = cells(table)[1]
        table.size = kernels.index_find(table.index, words, table.size, low, high, 0, len(low), rows)
        return rows
    for i, pair in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        row = rows[i] = table.index.setdefault(pair, table.size)
        if row == table.size:
            table.rows["a"][row], table.rows["b"][row] = pair
            table.size += 1
    return rows


def _index_ready(table: Table, more: int, kernels: Any) -> None:
    """Make room for `more` ties, and the index of pairs that is kept with the table."""
    _reserve(table, table.size + more)
    if kernels is None:
        if not isinstance(table.index, dict):
            pairs = zip(table.a.tolist(), table.b.tolist(), strict=True)
            table.index = dict(zip(pairs, range(table.size), strict=True))
    elif not isinstance(table.index, np.ndarray) or len(table.index) < 2 * (table.size + more):
        table.index = np.zeros(1 << (3 * (table.size + more)).bit_length(), np.int32)
        kernels.index_add(table.index, cells(table)[1], 0, table.size)


def _reserve(table: Table, size: int) -> None:
    """Make room for `size` ties, by half as much again so that growing is rare."""
    if size > len(table.rows):
        rows = np.zeros(max(size, len(table.rows) * 3 // 2), ROW)
        rows[: table.size] = table.rows[: table.size]
        table.rows = rows


def _loops(engine: Engine, size: int) -> Any:
    """The compiled loops of updating, or None where numpy does as well."""
    return None if kernels_for(engine, size) is None else importlib.import_module("mutuals.relate.tie_join")


def _plain_apply() -> Any:
    """The loop uncompiled, whether or not numba is there."""
    loops = importlib.import_module("mutuals.relate.tie_join")
    return getattr(loops.apply_rows, "py_func", loops.apply_rows)
