"""Ties by the compiled loops of `tie_kernels`, on several threads."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import accumulate, pairwise
from math import floor
from typing import Any

import numpy as np

from mutuals.relate.tie_table import (
    Columns,
    Ints,
    Table,
    cells,
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
        out = cells(table)
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


def build_ordered(columns: Columns, at: float, parameters: Parameters, threads: int) -> Table | None:
    """Return the table from rows in order of (pair, day); None when they are not in order."""
    loops = importlib.import_module("mutuals.relate.tie_ordered")
    day_at, (a, b, day, kind, _, seconds, _) = floor(min(at, np.iinfo(np.int32).max)), columns
    edges = [loops.tie_start(a, b, start) for start, _ in _chunks(len(a), threads)]
    chunks = [pair for pair in pairwise([*edges, len(a)]) if pair[0] < pair[1]]
    marks = np.empty(len(a) + 1, np.uint8)
    marks[-1] = loops.NEW_DAY | loops.NEW_TIE
    with ThreadPoolExecutor(threads) as pool:
        run, seen = partial(_run, pool), (a, b, day, kind, seconds, day_at)
        surveys = run(loops.survey_ordered, [(*seen, *c, marks) for c in chunks])
        ties, first_days, last_days, disordered, left_out = zip(*surveys, strict=True)
        if any(disordered):
            return None
        if any(left_out):
            kept = columns.take((a != b) & (day <= day_at))
            return (
                build_ordered(kept, at, parameters, threads)
                if len(kept.a)
                else table_empty(0, at, parameters)
            )
        table, day0 = table_empty(sum(ties), at, parameters), min(first_days)
        fixed = (day0, powers_by_day(day0, max(last_days), at), *weights_sided(parameters), *cells(table))
        offsets = accumulate(ties[:-1], initial=0)
        run(
            loops.fill_ordered,
            [(*columns, marks, *c, t, *fixed) for c, t in zip(chunks, offsets, strict=True)],
        )
    return table


def _chunks(total: int, parts: int) -> list[tuple[int, int]]:
    edges = [total * i // parts for i in range(parts + 1)]
    return [(start, stop) for start, stop in pairwise(edges) if start < stop]


def _run(pool: ThreadPoolExecutor, function: Any, calls: list[tuple[Any, ...]]) -> list[Any]:
    return [job.result() for job in [pool.submit(function, *call) for call in calls]]
