"""What the worker does for this room: reads imports, and looks into the inbox folder."""

from contextlib import suppress
from typing import Any

from mutuals.record.services.readings import readings_soon
from mutuals.sources.models import Import
from mutuals.sources.parcel import ParcelError
from mutuals.sources.services.imports import JOB, import_run
from mutuals.sources.services.inbox import LOOK, inbox_look, inbox_soon
from mutuals.team.services.common import now_ms


def _import(payload: dict[str, Any]) -> None:
    run = Import.objects.get(public_id=payload["import"])
    # What cannot be opened is said on the import itself; trying again would change nothing.
    with suppress(ParcelError):
        import_run(run, ask=True)
    readings_soon(now_ms=now_ms())
    inbox_soon()


def _inbox(payload: dict[str, Any]) -> None:
    inbox_look(payload)


JOBS = {JOB: _import, LOOK: _inbox}
HEAVY = {JOB}
CRON = {LOOK: "* * * * *"}
