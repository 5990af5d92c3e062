"""How fast and in how much memory each reader reads an archive of any size, and whether it finds all that is in it.

`python -m benchmarks.readers [--only whatsapp,telegram] [--megabytes 1024]` writes one archive of each format after
the other, reads it in a process of its own through the parcel, the sorting and the reader that the product uses,
without a database, and removes it. It prints what was understood a second of processor time, the largest memory of that
process and what of it there was before reading, and ends with 1 if a count is not the one that was written.
Things are told apart by their ids: a reader that gave one twice would be caught too, but for a thousandth.
"""

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import readers_books as books
from benchmarks import readers_shapes as shapes
from benchmarks import readers_trees as trees
from mutuals.as2 import Activity, Actor, Collection

BATCH = 4_000  # things held at once, as an import does between two commits
BITS = 1 << 25  # of the sketch that counts ids: 4 MB
NOW_MS = 1_790_000_000_000
SHAPES: dict[str, Callable[[Path, int], int]] = {
    one.__name__: one
    for one in (
        *(shapes.whatsapp, shapes.telegram, shapes.signal, shapes.discord, shapes.slack, shapes.facebook),
        *(shapes.instagram, shapes.irc, shapes.linkedin, shapes.reddit, shapes.youtube, shapes.twitter),
        *(shapes.mastodon, trees.bluesky, books.mail, books.ical, trees.monica_json, trees.monica_sql),
        *(books.csv_log, books.csv_people, books.vcard, books.google_contacts),
    )
}
PEOPLE = frozenset(("csv_people", "vcard", "google_contacts"))
"""Those that hold people and not what they did."""


def main() -> None:
    """Writes, reads and removes one archive after the other; prints a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=64)
    parser.add_argument("--only", default=",".join(SHAPES))
    parser.add_argument("--child", default="")
    given = parser.parse_args()
    if given.child:
        sys.stdout.write(json.dumps(measured(Path(given.child))) + "\n")
        return
    print(
        f"{'reader':18}{'MB':>7}{'things':>12}{'things/s':>10}{'MB/s':>7}{'memory':>8}{'before':>8}{'s':>7}"
    )
    wrong = [name for name in given.only.split(",") if not _one(name, given.megabytes << 20)]
    if wrong:
        sys.exit(f"Not what was written: {', '.join(wrong)}.")


def _one(name: str, size: int) -> bool:
    """One format; tells whether the reader found what was written."""
    with tempfile.TemporaryDirectory(prefix="mutuals-bench-") as folder:
        brought = Path(folder) / "brought"
        brought.mkdir()
        count = SHAPES[name](brought, size)
        megabytes = sum(one.stat().st_size for one in brought.rglob("*") if one.is_file()) / 2**20
        began = time.perf_counter()
        command = [sys.executable, "-m", "benchmarks.readers", "--child", str(brought)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        took = time.perf_counter() - began
    kind = "people" if name in PEOPLE else "activities"
    read = found["counts"].get(kind, 0)
    print(
        f"{name:18}{megabytes:7,.0f}{read:12,}{read / found['cpu']:10,.0f}{megabytes / found['cpu']:7.1f}"
        f"{found['peak']:8,.0f}{found['before']:8,.0f}{took:7,.0f}",
        flush=True,
    )
    good = read == count and abs(found["different"][kind] - count) <= max(1.0, count / 1000)
    if not good or found["counts"].get("rejected", 0):
        print(f"  {count:,} were written; found {found}", flush=True)
    return good and not found["counts"].get("rejected", 0)


def measured(path: Path) -> dict[str, Any]:
    """What reading a parcel gives and costs, in this process."""
    from mutuals.sources.discover import archives, sort_out
    from mutuals.sources.parcel import OpenedParcel
    from mutuals.sources.seam import Answers, FileReport, Rejected

    readers = {one.info.name: one for one in archives()}
    names = {FileReport: "reports", Rejected: "rejected", Activity: "activities", Collection: "collections"}
    counts: Counter[str] = Counter()
    sketches = {"activities": Sketch(), "people": Sketch()}
    before = peak()
    began = time.process_time()
    with tempfile.TemporaryDirectory(prefix="mutuals-spool-") as spool:
        parcel = OpenedParcel(path, spool=Path(spool))
        claims, unknown = sort_out(parcel, readers.values())
        counts["unknown"] = len(unknown)
        for claim in claims:
            stream = readers[claim.format].read(parcel, claim, Answers(dates="dmy", now_ms=NOW_MS))
            for chunk in _chunks(stream):
                for thing in chunk:
                    kind = "people" if _is_person(thing) else names.get(type(thing), "other")
                    counts[kind] += 1
                    if kind in sketches:
                        sketches[kind].add(thing.id)  # type: ignore[attr-defined]
    return {
        "cpu": time.process_time() - began,
        "peak": peak(),
        "before": before,
        "counts": counts,
        "formats": sorted({claim.format for claim in claims}),
        "different": {name: round(one.count()) for name, one in sketches.items()},
    }


def _chunks(stream: Iterator[Any]) -> Iterator[list[Any]]:
    """The stream in batches, made without looking for circles of garbage, as an import reads."""
    while True:
        gc.disable()
        chunk = list(islice(stream, BATCH))
        gc.enable()
        if not chunk:
            return
        yield chunk


def _is_person(thing: object) -> bool:
    """Whether a thing is one of the people of a made address book, who are known by their address."""
    return isinstance(thing, Actor) and thing.id.endswith("@bench.example")


class Sketch:
    """How many different ids there are, in flat memory: linear counting (Whang and others 1990)."""

    def __init__(self) -> None:
        self._bits = bytearray(BITS >> 3)

    def add(self, text: str) -> None:
        """Takes in an id."""
        at = hash(text) % BITS
        self._bits[at >> 3] |= 1 << (at & 7)

    def count(self) -> float:
        """The number of different ones, exact to some hundredths of a percent."""
        empty = BITS - int.from_bytes(self._bits, "big").bit_count()
        return -BITS * math.log(empty / BITS) if empty else math.inf


def peak() -> float:
    """The largest memory of this process so far in MB, not that of the one it was forked from."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
