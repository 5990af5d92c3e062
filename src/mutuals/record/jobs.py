"""What the worker does for this room, each in a process of its own: has posts read whenever some wait to be, and finds
who answers whom in chats, apart from taking them in."""

import time
from collections.abc import Callable
from typing import Any

from mutuals.record.services.answers import answers_due, answers_find
from mutuals.record.services.reader import reader_load, reader_wanted
from mutuals.record.services.readings import JOB, reading_problem, readings_make, readings_wait
from mutuals.record.services.turns import Turns, holder_name
from mutuals.team.models import Job
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add

DUE = "record.readings_due"
LOOK, ANSWERS = "record.answers_look", "record.answers"
# How long chats are read in one go: other heavy work waits.
LONGEST_S = 30
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


def _look(payload: dict[str, Any]) -> None:
    if answers_due():
        job_add(name=ANSWERS, payload={}, due_ms=now_ms(), key=ANSWERS)


def _answers(payload: dict[str, Any]) -> None:
    end = time.monotonic() + LONGEST_S
    turns = Turns(holder_name("answers"), now_ms)
    if answers_find(now_ms=now_ms(), turns=turns, enough=lambda: time.monotonic() > end):
        job_add(name=ANSWERS, payload={}, due_ms=now_ms() + 1_000, key=ANSWERS)


JOBS = {JOB: _read, DUE: _due, LOOK: _look, ANSWERS: _answers}
HEAVY = {JOB, ANSWERS}
CRON = {DUE: "* * * * *", LOOK: "* * * * *"}
