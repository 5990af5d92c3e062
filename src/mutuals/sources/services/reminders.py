"""Reminders to fetch what a network was asked for."""

from mutuals.sources.models import Reminder
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require

DAY_MS = 86_400_000


def reminder_add(*, actor: User, format: str, now_ms: int, days: int = 2) -> Reminder:
    """A reminder in so many days; the one that is open for the same network when there is one."""
    require(actor, "import_run")
    found = Reminder.objects.filter(user=actor, format=format, done_at=None).first()
    return found or Reminder.objects.create(
        user=actor, format=format, asked_at=now_ms, due_at=now_ms + days * DAY_MS
    )


def reminder_done(*, actor: User, reminder: Reminder, now_ms: int) -> None:
    """Puts one's own reminder away."""
    if reminder.user_id != actor.pk:
        raise NotAllowed("import_run")
    Reminder.objects.filter(pk=reminder.pk, done_at=None).update(done_at=now_ms)
