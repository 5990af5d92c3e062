"""What the worker does for this room: removes for good whoever was put away more than 30 days ago, and looks for people
who are one, each night and whenever something new was brought."""

from typing import Any

from mutuals.people.services.alike import LIKENESSES
from mutuals.people.services.contacts import contacts_purge
from mutuals.people.services.likenesses import likenesses_due, likenesses_refresh
from mutuals.sources.selectors.imports import import_running
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add

PURGE, LOOK = "people.purge", "people.likenesses_due"


def _purge(payload: dict[str, Any]) -> None:
    contacts_purge(now_ms=now_ms())


def _due(payload: dict[str, Any]) -> None:
    """Asks for a look where there is something new; not while files are read, when there is every second."""
    if not import_running() and likenesses_due(now_ms=now_ms()):
        job_add(name=LIKENESSES, payload={}, due_ms=now_ms(), key=LIKENESSES)


def _likenesses(payload: dict[str, Any]) -> None:
    likenesses_refresh(now_ms=now_ms())


JOBS = {PURGE: _purge, LOOK: _due, LIKENESSES: _likenesses}
HEAVY = {LIKENESSES}
CRON = {PURGE: "20 3 * * *", LIKENESSES: "40 3 * * *", LOOK: "* * * * *"}
