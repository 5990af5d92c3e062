"""What looking back keeps of a person: nothing of its own; what was made while they were here is made anew."""

from mutuals.measure.models import FirstLook
from mutuals.team.leavers import Erasing


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Forgets the looks as they were made, which name people and posts by their keys."""
    FirstLook.objects.all().delete()
