"""New tie days join a table in memory."""

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.tie_table import (
    MAX_SPAN,
    Columns,
    Engine,
    Ints,
    Table,
    columns_out,
    kernels_for,
    landmark_move,
    powers_by_day,
    weights,
)  # fmt: skip


def states_add(table: Table, columns: Columns, *, engine: Engine = "auto") -> Columns:
    """Add new tie days to `table` in place; return the rows that could not be added.

    A row is added exactly when it lies on or after its tie's last day. Rows older than that come back: their
    ties must be built again from all their days (a few thousand rows), by `build` and `table_replace`. Rows
    must be new acts, not new totals of a day already counted. Moves the landmark when needed.
    """
    columns = columns.take(columns.a != columns.b)
    if not len(columns.a):
        return columns
    if np.any(columns.day[1:] < columns.day[:-1]):
        columns = columns.take(np.argsort(columns.day, kind="stable"))
    if columns.day[-1] - table.landmark > MAX_SPAN:
        landmark_move(table, float(columns.day[-1]))
    kernels = kernels_for(engine, len(table))
    rows = _rows_find(
        table,
        np.minimum(columns.a, columns.b),
        np.maximum(columns.a, columns.b),
        kernels,
    )
    return columns.take(_rows_apply(table, columns, rows, kernels))


def table_replace(table: Table, other: Table) -> None:
    """Put the ties of `other` in the place of those of the same pairs in `table`, in place; new ones are
    added.
    """
    landmark_move(other, table.landmark)
    rows = _rows_find(table, other.a, other.b, kernels_for("auto", len(table)))
    for name in ("states", "opened", "active", "firsts", "lasts", "counts"):
        getattr(table, name)[rows] = getattr(other, name)[: other.size]


def _rows_find(table: Table, low: Ints, high: Ints, kernels: Any) -> Ints:
    """The row of each pair, new ties being added behind; the index is kept with the table."""
    _reserve(table, table.size + len(low))
    rows = np.empty(len(low), np.int64)
    if kernels is None:
        if not isinstance(table.index, dict):
            table.index = dict(
                zip(
                    zip(table.a.tolist(), table.b.tolist(), strict=True),
                    range(table.size),
                    strict=True,
                )
            )
        for i, pair in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            row = rows[i] = table.index.setdefault(pair, table.size)
            if row == table.size:
                table.a_ids[row], table.b_ids[row] = pair
                table.size += 1
        return rows
    if not isinstance(table.index, np.ndarray) or len(table.index) < 2 * (table.size + len(low)):
        table.index = np.zeros(1 << (3 * (table.size + len(low))).bit_length(), np.int64)
        kernels.index_add(table.index, table.a_ids, table.b_ids, 0, table.size)
    table.size = int(kernels.index_find(table.index, table.a_ids, table.b_ids, table.size, low, high, rows))
    return rows


def _reserve(table: Table, size: int) -> None:
    """Make room for `size` ties, by half as much again so that growing is rare."""
    have = len(table.a_ids)
    if size <= have:
        return
    for name in (
        "a_ids",
        "b_ids",
        "states",
        "opened",
        "active",
        "firsts",
        "lasts",
        "counts",
    ):
        old = getattr(table, name)
        new = np.zeros((max(size, have * 3 // 2), *old.shape[1:]), old.dtype)
        new[:have] = old
        setattr(table, name, new)


def _rows_apply(table: Table, columns: Columns, rows: Ints, kernels: Any) -> NDArray[np.bool_]:
    """Add rows, in order of day, to their ties; return which came too late."""
    late = np.zeros(len(rows), bool)
    day0 = int(columns.day[0])
    function = kernels.apply_rows if kernels else _plain_apply()
    function(
        rows, (columns.a > columns.b).astype(np.int64), columns.day, columns.kind, columns.n, columns.seconds,
        columns.share, day0, powers_by_day(day0, int(columns.day[-1]), table.landmark), *weights(table.parameters),
        *columns_out(table), late,
    )  # fmt: skip
    return late


def _plain_apply() -> Any:
    """The loop uncompiled, whether or not numba is there."""
    kernels = importlib.import_module("mutuals.relate.tie_kernels")
    return getattr(kernels.apply_rows, "py_func", kernels.apply_rows)
