"""What the worker does for this room: makes the sample world when somebody wants to look around."""

import datetime as dt
from typing import Any

from mutuals.around.services.world import world_make

MAKE = "around.make"


def _make(payload: dict[str, Any]) -> None:
    world_make(dt.datetime.now(dt.UTC).date())


JOBS = {MAKE: _make}
HEAVY = {MAKE}
