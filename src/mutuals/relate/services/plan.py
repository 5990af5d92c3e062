"""A person's plan: why, for whom, how many minutes a week, what they will do and what they will not."""

from collections.abc import Sequence

from django.db import transaction

from mutuals.people.models import Contact, Group
from mutuals.people.services.named import welcome_keep
from mutuals.relate.models import Plan, PlanFor
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

LONGEST = 5_000


def plan_save(
    *,
    actor: User,
    why: str,
    minutes: int | None,
    will: str,
    will_not: str,
    people: Sequence[Contact],
    groups: Sequence[Group],
    places: Sequence[str],
    shared: bool,
    now_ms: int,
) -> Plan:
    """Keeps the whole plan of a user in place of what it was; every part may be empty."""
    require(actor, "people_edit")
    with transaction.atomic():
        welcome_keep(actor=actor, why=why, minutes=minutes, now_ms=now_ms)
        values = {"will": will.strip()[:LONGEST], "will_not": will_not.strip()[:LONGEST], "shared": shared}
        found, _ = Plan.objects.update_or_create(user=actor, defaults={**values, "at": now_ms})
        PlanFor.objects.filter(plan=found).delete()
        PlanFor.objects.bulk_create([
            *(PlanFor(plan=found, contact=one) for one in people),
            *(PlanFor(plan=found, group=one) for one in groups),
            *(PlanFor(plan=found, place=one.strip()[:200]) for one in places if one.strip()),
        ])  # fmt: skip
        log_append(
            actor=actor, verb="plan_save", subject=str(actor.public_id),
            details={"minutes": minutes, "people": len(people), "groups": len(groups)},
        )  # fmt: skip
    return found
