"""What the worker does for this room: has posts read, in a process of its own, whenever some wait to be."""

import time
from collections.abc import Callable
from typing import Any

from mutuals.record.services.reader import reader_load, reader_wanted
from mutuals.record.services.readings import JOB, reading_problem, readings_make, readings_wait
from mutuals.record.services.turns import Turns, holder_name
from mutuals.team.models import Job
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add

DUE = "record.readings_due"
# A job that ran already when it was looked so long ago waits for this one to end.
PATIENCE_S = 2.0
_started: list[bool] = []


def _due(payload: dict[str, Any]) -> None:
    """Has what waits read; and once after each start, since the model may be another than the last time."""
    if reader_wanted() and (not _started or readings_wait()):
        _started.append(True)
        job_add(name=JOB, payload={}, due_ms=now_ms(), key=JOB)


def _read(payload: dict[str, Any]) -> None:
    """Reads what waits; goes on later where another job waits for its turn."""
    if not reader_wanted():
        return
    try:
        reader = reader_load()
    except ImportError as error:
        # The tier is not installed: that is said where readings are explained, and trying again changes nothing.
        reading_problem(str(error), now_ms=now_ms())
        return
    readings_make(reader, turns=Turns(holder_name("readings"), now_ms), clock=now_ms, stop=others_wait())
    if readings_wait():
        job_add(name=JOB, payload={}, due_ms=now_ms() + 1_000, key=JOB)


def others_wait() -> Callable[[], bool]:
    """Says whether some other job has been claimed for so long that it must be waiting for this one to end."""
    seen: set[int] = set()
    looked = time.monotonic()

    def waits() -> bool:
        nonlocal seen, looked
        if time.monotonic() - looked < PATIENCE_S:
            return False
        others = Job.objects.filter(state=Job.RUNNING).exclude(name=JOB)
        now = set(others.values_list("pk", flat=True))
        found, seen, looked = bool(seen & now), now, time.monotonic()
        return found

    return waits


JOBS = {JOB: _read, DUE: _due}
HEAVY = {JOB}
CRON = {DUE: "* * * * *"}
