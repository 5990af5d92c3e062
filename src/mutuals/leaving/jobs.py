"""What the worker does for this room: makes exports, goes on with erasures, tidies up."""

from typing import Any

from mutuals.leaving.services.erase import ERASE, erase_run
from mutuals.leaving.services.made import MAKE, TIDY, export_now, exports_tidy
from mutuals.team.models import User


def _make(payload: dict[str, Any]) -> None:
    found = User.objects.filter(public_id=payload["user"], is_active=True).first()
    if found is not None:
        export_now(actor=found)


def _tidy(payload: dict[str, Any]) -> None:
    exports_tidy()


JOBS = {MAKE: _make, ERASE: erase_run, TIDY: _tidy}
HEAVY = {MAKE, ERASE}
CRON = {TIDY: "40 3 * * *"}
