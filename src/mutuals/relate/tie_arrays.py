"""Ties on columns: the definition of `ties.py` for millions of tie days, with numpy, or numba where
installed.

A `Table` keeps each unordered tie's twelve states A_h relative to a landmark day L, by forward decay
(Cormode, Shkapenyuk, Srivastava & Xu 2009): A_h = sum m_u * 2^((u-L)/h), read at day t as 2^(-(t-L)/h) * A_h.
The last day of each tie stays *open*, so that later rows of the same day change its m_u exactly.
"""

from mutuals.record.kinds import Kind
from mutuals.relate.tie_build import build_ordered, build_partitioned
from mutuals.relate.tie_days import build_sorted, tie_days
from mutuals.relate.tie_table import (
    MAX_SPAN,
    NUMBA_FROM,
    Columns,
    Depths,
    Engine,
    Floats,
    H,
    Ints,
    Table,
    TieDays,
    balance,
    decay,
    kernels_for,
    landmark_move,
    reciprocity,
    weights,
)  # fmt: skip
from mutuals.relate.tie_update import states_add, table_replace
from mutuals.relate.ties import DEFAULTS, Parameters

__all__ = [
    "MAX_SPAN", "NUMBA_FROM", "Columns", "Depths", "Engine", "Floats", "H", "Ints", "Table", "TieDays",
    "balance", "build", "decay", "landmark_move", "reciprocity", "states_add", "table_replace", "tie_days",
    "weights",
]  # fmt: skip


def build(
    columns: Columns,
    *,
    at: float,
    parameters: Parameters = DEFAULTS,
    engine: Engine = "auto",
    threads: int = 2,
) -> Table:
    """Return the table of all ties from their tie days up to day `at`, which becomes the landmark.

    Rows after `at` and rows of an id with itself are left out. Rows already in order of (unordered pair, day) are
    recognised and taken in one pass. `engine` is for tests: "auto" takes numba where it is installed and worth
    loading. Raises ValueError for an unknown kind.
    """
    if len(columns.kind) and (columns.kind.max() > max(Kind) or columns.kind.min() < min(Kind)):
        raise ValueError("unknown kind of interaction")
    kernels = kernels_for(engine, len(columns.a))
    if kernels is None or not len(columns.a):
        return build_sorted(columns, at, parameters)
    table = build_ordered(columns, at, parameters, threads)
    if table is None:
        table = build_partitioned(kernels, columns, at, parameters, threads)
    return build_sorted(columns, at, parameters) if table is None else table
