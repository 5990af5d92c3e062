"""A user's plan as they see it, and the shared ones of their team."""

from dataclasses import dataclass
from typing import Any

from mutuals.people.models import Contact, Group, Membership, Welcome
from mutuals.people.selectors.actors import families_of, roots_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.relate.models import Plan, PlanFor
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan: whose, why, minutes a week (None: not said), for whom, what they will do and will not."""

    user: User
    why: str
    minutes: int | None
    will: str
    will_not: str
    people: tuple[Contact, ...]
    groups: tuple[Group, ...]
    places: tuple[str, ...]
    shared: bool
    said: bool


def plan_of(viewer: User) -> PlanView:
    """The viewer's own plan; empty where nothing was written yet."""
    return _view(viewer, viewer, Plan.objects.filter(user=viewer).first())


def plans_shared(viewer: User) -> list[PlanView]:
    """The plans that others of the team share."""
    rows = Plan.objects.filter(shared=True, user__is_active=True).exclude(user=viewer).select_related("user")
    return [_view(viewer, one.user, one) for one in rows.order_by("user__name", "pk")]


def planned_for(viewer: User) -> set[int]:
    """The contacts for whom the viewer's plan is: those named in it and the members of its groups, joins followed."""
    rows = list(PlanFor.objects.filter(plan__user=viewer).values_list("contact", "group"))
    people = {contact for contact, _ in rows if contact is not None}
    groups = [group for _, group in rows if group is not None]
    members = Membership.objects.filter(group__in=groups, group__deleted_at=None)
    people |= set(members.values_list("contact", flat=True))
    return set(roots_of(people)) | set(families_of(people))


def plan_document(plan: PlanView) -> dict[str, Any]:
    """A plan as `{user, why, minutes, people, groups, places, will, will_not, shared}`; people and groups by name."""
    return {
        "user": str(plan.user),
        "why": plan.why,
        "minutes": plan.minutes,
        "people": [one.name for one in plan.people],
        "groups": [one.name for one in plan.groups],
        "places": list(plan.places),
        "will": plan.will,
        "will_not": plan.will_not,
        "shared": plan.shared,
    }


def _view(viewer: User, user: User, plan: Plan | None) -> PlanView:
    said = Welcome.objects.filter(user=user).first()
    rows = list(plan.whom.select_related("group").order_by("pk")) if plan is not None else []
    roots = roots_of(one.contact_id for one in rows if one.contact_id is not None)
    people = contacts_visible(viewer).in_bulk(roots)
    return PlanView(
        user=user,
        why=said.why if said else "",
        minutes=said.minutes if said else None,
        will=plan.will if plan else "",
        will_not=plan.will_not if plan else "",
        people=tuple(people[one] for one in roots if one in people),
        groups=tuple(one.group for one in rows if one.group is not None and one.group.deleted_at is None),
        places=tuple(one.place for one in rows if one.place),
        shared=plan.shared if plan else False,
        said=plan is not None,
    )
