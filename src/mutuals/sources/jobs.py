"""What the worker does for this room: reads imports."""

from typing import Any

from mutuals.sources.models import Import
from mutuals.sources.parcel import ParcelError
from mutuals.sources.services.imports import JOB, import_run


def _import(payload: dict[str, Any]) -> None:
    run = Import.objects.get(public_id=payload["import"])
    try:
        import_run(run, ask=True)
    except ParcelError:
        return  # said on the import itself; trying again would change nothing


JOBS = {JOB: _import}
HEAVY = {JOB}
