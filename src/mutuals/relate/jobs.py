"""What the worker does for this room: keeps ties and the cards of Today fresh, a second behind the record."""

import time
from typing import Any

from mutuals.people.selectors.actors import contacts_named
from mutuals.relate.services.introductions import introductions_refresh
from mutuals.relate.services.ledger import ledgers_due, ledgers_refresh
from mutuals.relate.services.nudges import nudges_follow
from mutuals.relate.services.ties import ties_due, ties_follow
from mutuals.sources.selectors.imports import import_running
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add
from mutuals.team.services.log import log_last, log_persons, log_tells

TIES = "relate.ties"
# While files are read, ties are shown a little later, so that reading is not held up.
PAUSE_MS, PAUSE_READING_MS = 1_000, 6_000
INTRODUCTIONS = "relate.introductions"
# Who should know each other changes slowly: looked for again so long after anything changed, and every night.
LATER_MS = 300_000


def _ties(payload: dict[str, Any]) -> None:
    """Ties follow the record; cards follow the ties, and what people wrote down of somebody, which the log names."""
    started, entry = time.monotonic(), log_last()
    if ties_due(now_ms=now_ms()) or payload.get("all"):
        changed = ties_follow(now_ms=now_ms())
        if changed.contacts is None or changed.contacts:
            nudges_follow(now_ms=now_ms(), contacts=changed.contacts)
            job_add(name=INTRODUCTIONS, payload={}, due_ms=now_ms() + LATER_MS, key=INTRODUCTIONS)
    if "log" not in payload or log_tells("weights", since=payload["log"]):
        nudges_follow(now_ms=now_ms())
    elif entry > payload["log"]:
        written = contacts_named(log_persons(since=payload["log"]))
        nudges_follow(now_ms=now_ms(), contacts=written)
    if ledgers_due(now_ms=now_ms()):
        ledgers_refresh(now_ms=now_ms())
    pause = PAUSE_READING_MS if import_running() else PAUSE_MS
    took = int((time.monotonic() - started) * 1000)
    job_add(name=TIES, payload={"log": entry}, due_ms=now_ms() + max(pause, 2 * took), key=TIES)


def _introductions(payload: dict[str, Any]) -> None:
    introductions_refresh(now_ms=now_ms())


JOBS = {TIES: _ties, INTRODUCTIONS: _introductions}
HEAVY = {INTRODUCTIONS}
CRON = {TIES: "* * * * *", INTRODUCTIONS: "20 4 * * *"}
