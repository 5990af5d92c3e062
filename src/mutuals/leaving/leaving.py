"""What this room itself keeps of a person: exports that were made while they were here."""

from mutuals.leaving.services.made import exports_remove
from mutuals.team.leavers import Erasing


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Removes every export that lies in the home: it is a copy of what is erased."""
    exports_remove()
