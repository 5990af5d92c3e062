"""How long a page's write waits while a large import runs: `note_add` in another process, twice a second.

`python -m benchmarks.import_latency [--lines 1000000]` imports a generated WhatsApp chat through the very code of
`mutuals import`, in a home of its own, and prints the median, the 95th percentile and the longest wait in ms.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Runs the import and the writer beside it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutuals-bench-") as name:
        folder = Path(name)
        os.environ |= {"MUTUALS_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": "mutuals.settings"}
        os.environ.pop("MUTUALS_DATABASE_URL", None)
        waits, took = _run(_chat(folder, given.lines))
    waits.sort()
    at = {share: waits[min(len(waits) - 1, int(share * len(waits)))] * 1000 for share in (0.5, 0.95, 0.99)}
    sys.stdout.write(
        f"{given.lines:,} lines in {took:.0f} s ({given.lines / took:,.0f}/s by the clock); {len(waits)} notes: "
        f"median {at[0.5]:.0f} ms, p95 {at[0.95]:.0f} ms, p99 {at[0.99]:.0f} ms, longest {waits[-1] * 1000:.0f} ms\n"
    )


def _run(path: Path) -> tuple[list[float], float]:
    from mutuals.team.home import prepare

    prepare()
    from mutuals.people.services.contacts import contact_add, note_add
    from mutuals.team.services.common import now_ms
    from mutuals.team.services.who import user_of

    owner = user_of(None)
    contact = contact_add(actor=owner, name="Somebody", now_ms=now_ms())
    command = [sys.executable, "-m", "mutuals", "import", str(path), "--json", "--dates", "dmy"]
    began, waits = time.perf_counter(), []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            before = time.perf_counter()
            note_add(actor=owner, contact=contact, text="a word", shared=False, now_ms=now_ms())
            waits.append(time.perf_counter() - before)
            time.sleep(random.uniform(0.1, 0.3))
    if running.returncode:
        raise SystemExit(f"The import failed with {running.returncode}.")
    return waits, time.perf_counter() - began


def _chat(folder: Path, lines: int) -> Path:
    rnd, path = random.Random(3), folder / "WhatsApp Chat with Ola.txt"
    words = [f"w{number}" for number in range(20_000)]
    with path.open("w") as out:
        at = 1_500_000_000
        for _ in range(lines):
            at += rnd.randrange(600)
            stamp = time.strftime("%d/%m/%Y, %H:%M", time.gmtime(at))
            out.write(
                f"{stamp} - {rnd.choice(('Mara', 'Ola'))}: {' '.join(rnd.choices(words, k=rnd.randint(2, 20)))}\n"
            )
    return path


if __name__ == "__main__":
    main()
