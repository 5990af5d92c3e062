"""What the worker does for this room: removes for good whoever was put away more than 30 days ago."""

from typing import Any

from mutuals.people.services.contacts import contacts_purge
from mutuals.team.services.common import now_ms

PURGE = "people.purge"


def _purge(payload: dict[str, Any]) -> None:
    contacts_purge(now_ms=now_ms())


JOBS = {PURGE: _purge}
CRON = {PURGE: "20 3 * * *"}
