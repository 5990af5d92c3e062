"""What the worker does for this room: makes the first look anew when the ties are others."""

from typing import Any

from mutuals.measure.models import FirstLook
from mutuals.measure.services.first_look import look_holds, look_make
from mutuals.relate.selectors.ties import standing_of
from mutuals.sources.selectors.imports import import_running
from mutuals.team.services.common import now_ms

LOOK = "measure.first_look"


def _looks(payload: dict[str, Any]) -> None:
    """Makes the looks anew that somebody opened before; not while files are read, when all changes every second."""
    if import_running():
        return
    for found in FirstLook.objects.select_related("user").order_by("pk"):
        here = standing_of(found.user)
        if tuple(found.scopes) != here.eyes.scopes or not look_holds(found, here, now_ms=now_ms()):
            look_make(found.user, now_ms=now_ms())


JOBS = {LOOK: _looks}
CRON = {LOOK: "* * * * *"}
