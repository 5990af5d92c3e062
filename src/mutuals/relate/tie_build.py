"""Ties by the compiled loops of `tie_kernels`, on several threads."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from math import floor
from typing import Any

import numpy as np

from mutuals.relate.tie_table import (
    Columns,
    Ints,
    Table,
    columns_out,
    powers_by_day,
    table_empty,
    weights_sided,
)  # fmt: skip
from mutuals.relate.ties import Parameters


def build_partitioned(
    kernels: Any, columns: Columns, at: float, parameters: Parameters, threads: int
) -> Table | None:
    """Return the table by partitions of pairs; None when a value is too large for the packed rows."""
    total, day_at = len(columns.a), floor(min(at, np.iinfo(np.int32).max))
    bits = max(2, min(11, (total // 24_000).bit_length()))
    chunks = _chunks(total, threads)
    counts, ranges = (
        np.zeros((len(chunks), 1 << bits), np.int64),
        np.zeros((len(chunks), 9), np.int64),
    )
    with ThreadPoolExecutor(threads) as pool:
        run = partial(_run, pool)
        run(
            kernels.survey,
            [(*columns, day_at, bits, *c, counts[i], ranges[i]) for i, c in enumerate(chunks)],
        )
        if not counts.any():
            return table_empty(0, at, parameters)
        low, high = ranges.min(axis=0), ranges.max(axis=0)
        if not _fits(kernels, low, high):
            return None
        day0 = int(low[2])
        bounds = np.concatenate([[0], counts.sum(axis=0).cumsum()])
        places = bounds[:-1] + counts.cumsum(axis=0) - counts
        packed = np.empty((bounds[-1], 2), np.uint64)
        run(
            kernels.scatter,
            [(*columns, day_at, day0, bits, *c, places[i], packed) for i, c in enumerate(chunks)],
        )
        sizes, found = np.empty(bounds[-1], np.int32), np.zeros(1 << bits, np.int64)
        parts = _chunks(1 << bits, 4 * threads)
        run(kernels.group_ties, [(packed, bounds, *c, sizes, found) for c in parts])
        offsets = np.concatenate([[0], found.cumsum()])
        table = table_empty(int(offsets[-1]), at, parameters)
        fixed = (day0, powers_by_day(day0, int(high[3]), at), *weights_sided(parameters))
        out = (table.a_ids, table.b_ids, *columns_out(table))
        run(kernels.fill_packed, [(packed, bounds, sizes, offsets, *c, *fixed, *out) for c in parts])
    return table


def _fits(kernels: Any, low: Ints, high: Ints) -> bool:
    """Whether the extremes found by `survey` fit into the bits of a packed row."""
    return bool(
        low[0] >= 0
        and low[8] >= 0
        and high[1] < kernels.MAX_ID
        and high[3] - low[2] < kernels.MAX_DAYS
        and high[4] < kernels.MAX_N
        and high[5] < kernels.MAX_SECONDS
        and high[6] < kernels.MAX_SHARE
    )


def build_clustered(kernels: Any, columns: Columns, at: float, parameters: Parameters, threads: int) -> Table:
    """Return the table from rows in order of (pair, day); ValueError when days are out of order."""
    day_at = floor(min(at, np.iinfo(np.int32).max))
    starts = np.empty(len(columns.a) + 1, np.int64)
    chunks = _chunks(len(columns.a), threads)
    with ThreadPoolExecutor(threads) as pool:
        surveys = _run(pool, kernels.survey_clustered, [(*columns[:3], day_at, *c, starts) for c in chunks])
        ties, first_days, last_days, left_out, disordered = zip(*surveys, strict=True)
        if any(left_out):
            kept = columns.take((columns.a != columns.b) & (columns.day <= day_at))
            if not len(kept.a):
                return table_empty(0, at, parameters)
            return build_clustered(kernels, kept, at, parameters, threads)
        if any(disordered):
            raise ValueError("rows promised as clustered are not in order of day within a tie")
        parts = [starts[start : start + found] for (start, _), found in zip(chunks, ties, strict=True)]
        starts = np.concatenate([*parts, [len(columns.a)]])
        table = table_empty(len(starts) - 1, at, parameters)
        powers = powers_by_day(min(first_days), max(last_days), at)
        fixed = (min(first_days), powers, *weights_sided(parameters))
        out = (table.a_ids, table.b_ids, *columns_out(table))
        _run(
            pool,
            kernels.fill_clustered,
            [(*columns, starts, *c, *fixed, *out) for c in _chunks(len(table), threads)],
        )
    return table


def _chunks(total: int, parts: int) -> list[tuple[int, int]]:
    edges = [total * i // parts for i in range(parts + 1)]
    return [(start, stop) for start, stop in pairwise(edges) if start < stop]


def _run(pool: ThreadPoolExecutor, function: Any, calls: list[tuple[Any, ...]]) -> list[Any]:
    return [job.result() for job in [pool.submit(function, *call) for call in calls]]
