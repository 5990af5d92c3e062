"""What all writes of the team room share."""

import time

from mutuals.team import permissions
from mutuals.team.models import User

DAY_MS = 86_400_000


class Refused(Exception):
    """This cannot be done as it stands; the message says why and what to do instead."""


def now_ms() -> int:
    """The moment, in milliseconds UTC."""
    return time.time_ns() // 1_000_000


def allow(actor: User | None, right: str) -> None:
    """Raises NotAllowed unless the actor's role holds the right; None is the installation itself, which may."""
    if actor is not None:
        permissions.require(actor, right)
