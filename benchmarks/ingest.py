"""How fast parsed items become committed interactions, beside a bare SQLite script and Django's bulk_create.

`python -m benchmarks.ingest [--items 1000000] [--only ours,whole]` runs each contender in a process of its own on a
fresh SQLite file and prints items a second (by the processor's time and by the clock; making the items is not counted),
the largest memory of the process, the size of the database, and the ratios. Compare within one run: other work on the
machine slows all contenders alike.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

CONTENDERS = {
    "bare": "a bare SQLite script (no index of words, no tie days, no edits, no second import)",
    "bulk": "Django's bulk_create, the same rows without index of words and tie days",
    "ours": "ingest without index of words and tie days",
    "whole": "ingest, everything",
}
BATCH = 4_000
SAMPLE = 40_000  # bulk_create is measured on this many: it is slow, and does not get faster


def main() -> None:
    """Runs the contenders and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--only", default=",".join(CONTENDERS))
    parser.add_argument("--child", default="")
    given = parser.parse_args()
    if given.child:
        sys.stdout.write(json.dumps(measure(given.child, given.items)) + "\n")
        return
    found = {name: _run(name, given.items) for name in given.only.split(",")}
    sys.stdout.write(
        f"{'contender':8}{'items':>12}{'items/s cpu':>13}{'items/s clock':>15}{'last tenth':>12}{'MB':>7}{'db MB':>8}\n"
    )
    for name, row in found.items():
        sys.stdout.write(
            f"{name:8}{row['items']:12,}{row['cpu']:13,.0f}{row['clock']:15,.0f}{row['last']:12,.0f}{row['rss']:7,.0f}"
            f"{row['size']:8,.0f}\n"
        )
    for one, other in (("ours", "bare"), ("ours", "bulk"), ("whole", "bare"), ("whole", "bulk")):
        if one in found and other in found:
            sys.stdout.write(f"{one} / {other}: {found[one]['cpu'] / found[other]['cpu']:.2f}\n")


def _run(name: str, items: int) -> dict[str, float]:
    count = min(items, SAMPLE) if name == "bulk" else items
    command = [sys.executable, "-m", "benchmarks.ingest", "--child", name, "--items", str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    sys.stderr.write(f"{name}: {done.stdout}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(name: str, count: int) -> dict[str, float]:
    """One contender in this process."""
    from benchmarks.world import items

    with tempfile.TemporaryDirectory(prefix="mutuals-bench-") as folder:
        writer = _writer(name, Path(folder))
        stream, cpu, clock, last = items(count), 0.0, 0.0, 0.0
        for start in range(0, count, BATCH):
            part = list(islice(stream, BATCH))
            before, began = time.process_time(), time.perf_counter()
            writer.write(part)
            spent = time.process_time() - before
            cpu, clock = cpu + spent, clock + time.perf_counter() - began
            last += spent if start >= count * 0.9 else 0.0
        return {
            "items": count,
            "cpu": count / cpu,
            "clock": count / clock,
            "last": 0.1 * count / last if last else 0.0,
            "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "size": sum(one.stat().st_size for one in Path(folder).glob("*.db")) / 2**20,
        }


def _writer(name: str, folder: Path):  # type: ignore[no-untyped-def]
    from benchmarks.ingest_peers import Bare, Bulk

    if name == "bare":
        return Bare(folder)
    os.environ |= {"MUTUALS_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "mutuals.settings"}
    os.environ.pop("MUTUALS_DATABASE_URL", None)
    from mutuals.team.home import prepare

    prepare()
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import Ingest

    account = account_for(network="bench", holder=None)
    if name == "bulk":
        return Bulk(folder, account=account.pk, days=False)
    return Ingest(account=account, now_ms=1_800_000_000_000, index=name == "whole", days=name == "whole")


if __name__ == "__main__":
    main()
