"""Speed of the tie table beside Polars and DuckDB: `python -m benchmarks.ties_speed`, see `--help`.

Every contender does the whole job on the same columns in memory: unordered ties, days collapsed to the largest
weight per direction (calls and meetings by their seconds), six decays in two directions, days active, first and
last day, count. The log is heavy-tailed and in order of time; then the same log in order of (tie, day). Peers
use both cores and the best of several ways to write the query; the fastest of all runs counts, and the results
are compared. At the end 10,000 new events join the table in memory.
"""

import argparse
import os
import time

import duckdb
import numpy as np
import polars as pl

from mutuals.record.kinds import CO_PRESENCE, Kind
from mutuals.relate.tie_arrays import Columns, build, states_add, weights
from mutuals.relate.ties import DEFAULTS, HALF_LIVES

RUNS = (3, 1)  # below and above two million rows
THREADS = os.cpu_count() or 2
LAST = 18_000
FIELDS = ("a", "b", "day", "kind", "n", "seconds", "share")
TOGETHER = ", ".join(str(int(k)) for k in CO_PRESENCE)


def made(rows, seed=3):
    """A log in order of day: a few people and ties have most of it, as in every real one."""
    random = np.random.default_rng(seed)
    people = max(1000, rows // 50)
    busy = (people * random.power(0.35, rows)).astype(np.int64)
    known = 1 + (random.pareto(1.1, rows) * 3).astype(np.int64) % 400
    other = (busy * 7919 + known * known * 104_729) % people
    other += other == busy
    swap = random.uniform(size=rows) < 0.45
    a, b = np.where(swap, other, busy), np.where(swap, busy, other)
    kinds = [Kind.MESSAGE, Kind.REPLY, Kind.EMAIL, Kind.LIKE, Kind.SHARE, Kind.CALL, Kind.MEETING]
    kind = random.choice(kinds, rows, p=[0.4, 0.2, 0.15, 0.12, 0.08, 0.03, 0.02])
    timed = (kind == Kind.CALL) | (kind == Kind.MEETING)
    seconds = np.where(timed, random.integers(0, 7200, rows), 0)
    day = np.sort((LAST - 3650 * random.power(0.6, rows)).astype(np.int32))
    share = np.where((kind == Kind.EMAIL) & (random.uniform(size=rows) < 0.3), 50, 100)
    return Columns.of(a, b, day, kind=kind, seconds=seconds, share=share)


def clustered(log):
    """The same log in order of (tie, day)."""
    return log.take(np.lexsort((log.day, np.maximum(log.a, log.b), np.minimum(log.a, log.b))))


def polars_ways(log, in_order):
    """Functions that do the whole job in Polars, in memory and streaming."""
    frame = pl.DataFrame(dict(zip(FIELDS, log, strict=True))).with_columns(
        key=pl.min_horizontal("a", "b") * (1 << 32) + pl.max_horizontal("a", "b")
    )
    if in_order:
        frame = frame.with_columns(pl.col("key").set_sorted())
    plain, _ = weights(DEFAULTS)
    powers = pl.DataFrame({"day": np.arange(LAST - 3651, LAST + 1, dtype=np.int32)}).with_columns(
        (2.0 ** ((pl.col("day") - LAST) / h)).alias(f"p{i}") for i, h in enumerate(HALF_LIVES)
    )
    table = pl.DataFrame({"kind": np.arange(len(plain), dtype=np.uint8), "plain": plain / 100.0})

    def query():
        key = (
            pl.col("key")
            if in_order
            else pl.min_horizontal("a", "b") * (1 << 32) + pl.max_horizontal("a", "b")
        )
        together, back = pl.col("kind").is_in([int(k) for k in CO_PRESENCE]), pl.col("a") > pl.col("b")
        timed = (pl.col("seconds") > 0) & (together | (pl.col("kind") == int(Kind.CALL)))
        weight = pl.when(timed).then(0.0).otherwise(pl.col("plain") * pl.col("share"))
        length = pl.when(timed).then(pl.col("seconds") * (pl.col("share") / 100.0)).otherwise(0.0)
        rows = (
            frame.lazy()
            .join(table.lazy(), on="kind")
            .select(
                key.alias("key"),
                "day",
                "n",
                "kind",
                back=back,
                together=together,
                weight=weight,
                length=length,
            )
        )

        def only(column, condition):
            return pl.when(condition).then(pl.col(column)).otherwise(0.0)

        back, together = pl.col("back"), pl.col("together")
        days = rows.group_by("key", "day").agg(
            pl.col("n").sum(),
            only("weight", ~back | together).max().alias("o"),
            only("weight", back | together).max().alias("i"),
            only("length", (pl.col("kind") == int(Kind.CALL)) & ~back).sum().alias("co"),
            only("length", (pl.col("kind") == int(Kind.CALL)) & back).sum().alias("ci"),
            only("length", pl.col("kind") == int(Kind.MEETING)).sum().alias("meet"),
            only("length", pl.col("kind") == int(Kind.EVENT)).sum().alias("event"),
        )

        def by_length(column, kind):
            rule = DEFAULTS.timed[kind]
            return (pl.col(column) / (60.0 * rule.unit)).clip(upper_bound=rule.cap) * rule.weight

        shared = (by_length("meet", Kind.MEETING), by_length("event", Kind.EVENT))
        weighed = days.join(powers.lazy(), on="day").with_columns(
            o=pl.max_horizontal("o", by_length("co", Kind.CALL), *shared),
            i=pl.max_horizontal("i", by_length("ci", Kind.CALL), *shared),
        )
        sums = [(pl.col(s) * pl.col(f"p{h}")).sum().alias(f"{s}{h}") for s in "oi" for h in range(6)]
        return weighed.group_by("key").agg(
            *sums,
            pl.len().alias("days"),
            first=pl.col("day").min(),
            last=pl.col("day").max(),
            count=pl.col("n").sum(),
        )

    def in_memory():
        return query().collect()

    def streaming():
        return query().collect(engine="streaming")

    return {
        "Polars in memory": in_memory,
        "Polars streaming": streaming,
    }, lambda f: f.select("o3", "i5", "days").sum().row(0)


def duckdb_ways(log, in_order):
    """Functions that do the whole job in DuckDB, with powers from a table or computed."""
    link = duckdb.connect()
    link.execute(f"SET threads = {THREADS}; SET preserve_insertion_order = {'true' if in_order else 'false'}")
    frame = pl.DataFrame(dict(zip(FIELDS, log, strict=True)))  # noqa: F841 - DuckDB finds it by its name
    link.execute("CREATE TABLE log AS SELECT * FROM frame")
    plain, _ = weights(DEFAULTS)
    powers = ", ".join(f"pow(2.0, (d - {LAST}) / {h}) AS p{i}" for i, h in enumerate(HALF_LIVES))
    link.execute(
        f"CREATE TABLE powers AS SELECT d::INTEGER AS day, {powers} FROM range({LAST - 3651}, {LAST + 1}) t(d)"
    )
    cases = " ".join(f"WHEN {int(k)} THEN {plain[k] / 100.0}" for k in Kind)

    def least(column, kind):
        rule = DEFAULTS.timed[kind]
        return f"{rule.weight} * least({rule.cap}, {column} / {60.0 * rule.unit})"

    shared = f"{least('meet', Kind.MEETING)}, {least('event', Kind.EVENT)}"
    timed = f"(seconds > 0 AND kind IN ({int(Kind.CALL)}, {TOGETHER}))"
    weight = f"share * CASE kind {cases} END"
    days = f"""
        SELECT least(a, b) * 4294967296 + greatest(a, b) AS key, day, sum(n) AS n,
            max(CASE WHEN NOT {timed} AND (a < b OR kind IN ({TOGETHER})) THEN {weight} ELSE 0 END) AS o,
            max(CASE WHEN NOT {timed} AND (a > b OR kind IN ({TOGETHER})) THEN {weight} ELSE 0 END) AS i,
            sum(CASE WHEN kind = {int(Kind.CALL)} AND a < b THEN seconds * share / 100.0 ELSE 0 END) AS co,
            sum(CASE WHEN kind = {int(Kind.CALL)} AND a > b THEN seconds * share / 100.0 ELSE 0 END) AS ci,
            sum(CASE WHEN kind = {int(Kind.MEETING)} THEN seconds * share / 100.0 ELSE 0 END) AS meet,
            sum(CASE WHEN kind = {int(Kind.EVENT)} THEN seconds * share / 100.0 ELSE 0 END) AS event
        FROM log WHERE a <> b GROUP BY ALL"""
    weighed = f"""
        SELECT key, day, n, greatest(o, {least("co", Kind.CALL)}, {shared}) AS o,
            greatest(i, {least("ci", Kind.CALL)}, {shared}) AS i FROM ({days})"""

    def run(power, join):
        sums = ", ".join(
            f"sum({s} * {power.format(h=h, i=i)}) AS {s}{i}" for s in "oi" for i, h in enumerate(HALF_LIVES)
        )
        link.execute(
            f"CREATE OR REPLACE TEMP TABLE ties AS SELECT key, {sums}, count(*) AS days, min(day) AS first, "
            f"max(day) AS last, sum(n) AS count FROM ({weighed}) {join} GROUP BY key"
        )
        return link

    ways = {
        "DuckDB, powers joined": lambda: run("p{i}", "JOIN powers USING (day)"),
        "DuckDB, powers computed": lambda: run(
            f"exp2((day - {LAST}) / {{h}})" if has_exp2(link) else f"pow(2.0, (day - {LAST}) / {{h}})", ""
        ),
    }
    return ways, lambda link: link.execute("SELECT sum(o3), sum(i5), sum(days) FROM ties").fetchone()


def has_exp2(link):
    """Whether this DuckDB has exp2."""
    return bool(
        link.execute("SELECT count(*) FROM duckdb_functions() WHERE function_name = 'exp2'").fetchone()[0]
    )


def best(function, runs):
    """The least wall-clock and the least processor time of some runs in seconds, and the last result."""
    times = []
    for _ in range(runs):
        result = None
        start = time.perf_counter(), time.process_time()
        result = function()
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return tuple(np.min(times, axis=0)), result


def compare(title, log, in_order):
    """Print times and the ratio of ours to the better peer."""
    runs = RUNS[len(log.a) >= 2_000_000]
    seconds, table = best(lambda: build(log, at=LAST, engine="numba", threads=THREADS), 2 * runs)
    ours = (table.states[:, 0, 3].sum(), table.states[:, 1, 5].sum(), table.days_active.sum())
    times = {"ours, numba": seconds}
    if len(log.a) < 2_000_000:
        times["ours, numpy alone"], _ = best(lambda: build(log, at=LAST, engine="numpy"), runs)
    peers = {}
    for make in (polars_ways, duckdb_ways):
        ways, totals = make(log, in_order)
        for name, way in ways.items():
            peers[name], result = best(way, 2 * runs)
            np.testing.assert_allclose(np.array(totals(result), float), np.array(ours, float), rtol=1e-9)
    print(f"\n{title}: {len(log.a):,} interactions, {len(table):,} ties")
    for name, (wall, cpu) in (times | peers).items():
        print(f"  {name:<24} {wall:7.3f} s, processor {cpu:7.3f} s", end="")
        print(f"   {wall / seconds[0]:5.1f} x, {cpu / seconds[1]:5.1f} x ours" if name in peers else "")
    wall, cpu = (
        min(column) / s for column, s in zip(zip(*peers.values(), strict=True), seconds, strict=True)
    )
    print(f"  the better peer takes {wall:.1f} times as long, {cpu:.1f} times the processor", flush=True)
    return table


def update(table, rows=10_000, batches=30):
    """Print the time in which 10,000 new events join the table."""
    random = np.random.default_rng(5)
    times = []
    for i in range(batches):
        old = random.integers(0, len(table), rows)
        fresh = random.uniform(size=rows) < 0.02
        a, b = table.a[old], np.where(fresh, table.b[old] + 10_000_000 + i * rows, table.b[old])
        day = np.full(rows, LAST + 1 + i // 3)
        new = Columns.of(a, b, day, kind=random.choice([Kind.MESSAGE, Kind.REPLY, Kind.LIKE], rows))
        start = time.thread_time()
        late = states_add(table, new, engine="numba")
        times.append(time.thread_time() - start)
        assert not len(late.a)
    first, best_ms, median_ms = (1e3 * float(v) for v in (times[0], min(times), np.median(times)))
    print(
        f"\n10,000 new events into {len(table):,} ties: processor time best {best_ms:.2f} ms, "
        f"median {median_ms:.2f} ms; the first, which makes the index of pairs, {first:.0f} ms"
    )


def main():
    """Measure at each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=int, nargs="*", help="rows of the logs; 1000000 and 10000000 by default")
    sizes = parser.parse_args().rows or [1_000_000, 10_000_000]
    print(f"polars {pl.__version__}, duckdb {duckdb.__version__}, {THREADS} threads", end="")
    print(f", best of {2 * RUNS[0]} runs of each, {2 * RUNS[1]} from 2M rows on")
    build(made(1000), at=LAST, engine="numba")
    build(clustered(made(1000)), at=LAST, engine="numba")
    for rows in sizes:
        log = made(rows)
        table = compare("in order of time", log, in_order=False)
        compare("in order of tie and day", clustered(log), in_order=True)
    update(table)


if __name__ == "__main__":
    main()
