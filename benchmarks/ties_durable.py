"""How long 10,000 new events take to become stored ties in SQLite: `python -m benchmarks.ties_durable [--people N]`.

A record of one owner and so many people, whose ties are reckoned, gets a new act of today with 10,000 of them. Timed
are the tie days and dirty pairs as ingestion writes them, then the worker's whole refresh (every tie of the view is
reckoned anew and swapped in: that is what a reader waits for), and, as a floor that the product does not take, the same
10,000 rows of ties changed in place and the same states put into a table that has no other index. Each is committed;
the least of several runs, but the refresh once.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

EVENTS, RUNS = 10_000, 5
DAY_MS = 86_400_000
STATES = 160  # bytes: twelve states, the open day, days and counts of one tie


def timed(name: str, function: Callable[[], Any], runs: int = RUNS) -> None:
    """Prints the least wall-clock and processor time of some runs."""
    walls, processor = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        function()
        walls.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
    sys.stdout.write(f"  {name:44} {min(walls) * 1e3:8.0f} ms, processor {min(processor) * 1e3:8.0f} ms\n")
    sys.stdout.flush()


def days_write(people: list[int], account: int, day: int) -> None:
    """Writes a mail of the owner to each of these actors as ingestion does: tie days and dirty pairs."""
    from django.db import transaction

    from benchmarks.pages import ME
    from mutuals.record.kinds import Kind
    from mutuals.record.models import TieDay
    from mutuals.record.services.bulk import rows_merge
    from mutuals.record.services.interactions import pairs_dirty

    rows = [(ME, one, day, int(Kind.EMAIL), account, 1, 0, 100) for one in sorted(people)]
    columns = ["a", "b", "day", "kind", "scope", "n", "seconds", "share"]
    with transaction.atomic():
        rows_merge(TieDay, columns, rows, on="a, b, day, kind, scope", do="n = mine.n + new.n")
        pairs_dirty((ME, one) for one in people)


def ties_change(chosen: list[int]) -> None:
    """Changes these rows of ties in place: depth, states, days and last day."""
    from django.db import transaction

    from mutuals.record.services.bulk import rows_execute

    sql = (
        "UPDATE relate_tie SET depth = depth + 0.01, depth_out = depth_out + 0.01, states = %s, "
        "days_active = days_active + 1, last_day = last_day + 1, last_out = last_day WHERE id = %s"
    )
    with transaction.atomic():
        rows_execute(sql, [(os.urandom(96), one) for one in sorted(chosen)])


def states_merge(chosen: list[int]) -> None:
    """Puts the states of these pairs into a bare table."""
    from django.db import transaction

    from mutuals.record.services.bulk import rows_execute

    sql = "INSERT INTO bare_state VALUES (1, %s, %s) ON CONFLICT (a, b) DO UPDATE SET state = excluded.state"
    with transaction.atomic():
        rows_execute(sql, [(one, os.urandom(STATES)) for one in sorted(chosen)])


def measure(people: int, days: int) -> None:
    """Makes the world and prints the times."""
    from django.db import connection

    from benchmarks.pages import world
    from mutuals.record.models import TieDay
    from mutuals.relate.models import Reckoning, Tie
    from mutuals.relate.services.ties import ties_refresh

    world(people, days, 0)
    now, draw = int(time.time() * 1000), random.Random(7)
    account = TieDay.objects.values_list("scope", flat=True)[0]
    sys.stdout.write(
        f"{EVENTS:,} new events, {Tie.objects.count():,} ties, {TieDay.objects.count():,} tie days\n"
    )
    chosen = draw.sample(range(2, people + 2), EVENTS)
    timed("tie days and dirty pairs", lambda: days_write(chosen, account, now // DAY_MS))
    timed("the changed ties looked up and rewritten", lambda: ties_refresh(now_ms=now), runs=1)
    Reckoning.objects.update(version="old")
    timed("every tie reckoned anew and swapped in", lambda: ties_refresh(now_ms=now), runs=1)
    ids = list(Tie.objects.values_list("pk", flat=True))
    timed("floor: the rows changed in place", lambda: ties_change(draw.sample(ids, EVENTS)))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare_state (a INTEGER, b INTEGER, state BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID"
        )
    states_merge(ids)
    timed("floor: states alone, no other index", lambda: states_merge(draw.sample(ids, EVENTS)))


def main() -> None:
    """Measures in a folder of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUTUALS_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")
        from mutuals.team.home import prepare

        prepare()
        measure(given.people, given.days)


if __name__ == "__main__":
    main()
