"""What a viewer may see of imports: their own."""

from mutuals.sources.models import Import, ImportQuestion, ImportState, Reminder
from mutuals.team.models import User


def imports_of(viewer: User) -> list[Import]:
    """The imports of a viewer, the newest first."""
    return list(Import.objects.filter(user=viewer).order_by("-created_at", "-pk"))


def import_get(viewer: User, public_id: str) -> Import:
    """One import of the viewer's own; raises Import.DoesNotExist."""
    return Import.objects.get(user=viewer, public_id=public_id)


def questions_open(viewer: User) -> list[ImportQuestion]:
    """What only the viewer can say about their files."""
    return list(
        ImportQuestion.objects.filter(run__user=viewer, answer="").select_related("run").order_by("pk")
    )


def reminders_of(viewer: User) -> list[Reminder]:
    """What a viewer asked a network for and has not fetched."""
    return list(Reminder.objects.filter(user=viewer, done_at=None).order_by("due_at"))


def import_running() -> bool:
    """Whether files are being read now; tells nothing of whose."""
    return Import.objects.filter(state=ImportState.READING).exists()
