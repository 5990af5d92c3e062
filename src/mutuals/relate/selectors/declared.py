"""What people said of relationships: trust, strained, circle, step. One's own, and what others shared on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import families_of, tops_of
from mutuals.relate.circles import Circle
from mutuals.relate.declared import CIRCLE, STEP, TRUST, Trust, step_of
from mutuals.relate.models import Declaration
from mutuals.relate.rungs import Rung
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a relationship: by whom, why, what was reckoned `instead`, since when (ms) and until when."""

    id: str
    about: str
    says: str
    reason: str
    instead: str
    mine: bool
    by: str
    shared: bool
    at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Declared:
    """What is said of one relationship: by the viewer `now` (by what it is about), by `others` who shared it on
    purpose, and what the viewer said in the `past` and took back or replaced; the latest first."""

    now: dict[str, Said]
    others: tuple[Said, ...]
    past: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Overruled:
    """In which circle and on which step a viewer says that people are, by contact."""

    circles: dict[int, Circle]
    steps: dict[int, Rung]


def declarations_about(viewer: User, contact: Contact) -> Declared:
    """Everything that the viewer may read of what was said of a relationship."""
    seen = Q(user=viewer) | Q(shared=True, ended_at=None)
    rows = Declaration.objects.filter(seen, contact__in=families_of([contact.pk])).select_related("user")
    found = [_said(viewer, row) for row in rows.order_by("at", "pk")]
    return Declared(
        {one.about: one for one in found if one.mine and one.ended_at is None},
        tuple(one for one in reversed(found) if not one.mine),
        tuple(one for one in reversed(found) if one.mine and one.ended_at is not None),
    )


def declarations_of(viewer: User, contact: Contact) -> dict[str, Said]:
    """What the viewer says of a relationship now, by what it is about."""
    return declarations_about(viewer, contact).now


def overruled_by(viewer: User, *, at_ms: int | None = None) -> Overruled:
    """Where a viewer says people are, now or as they said at a moment (UTC milliseconds)."""
    rows = Declaration.objects.filter(user=viewer, about__in=(CIRCLE, STEP))
    if at_ms is None:
        rows = rows.filter(ended_at=None)
    else:
        rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=at_ms), at__lte=at_ms)
    found = list(rows.order_by("at", "pk").values_list("contact", "about", "says"))
    tops = tops_of({contact for contact, _, _ in found}) if found else {}
    return Overruled(
        {tops[one]: Circle(says) for one, about, says in found if about == CIRCLE},
        {tops[one]: step_of(says) for one, about, says in found if about == STEP},
    )


def trust_of(viewer: User, contacts: Iterable[int]) -> dict[int, Trust]:
    """How far the viewer says that they trust these people; nobody is in it of whom they said nothing."""
    family = families_of(contacts)
    rows = Declaration.objects.filter(user=viewer, about=TRUST, ended_at=None, contact__in=family)
    found = rows.order_by("at", "pk").values_list("contact", "says")
    return {family[contact]: Trust(says) for contact, says in found}


def _said(viewer: User, row: Declaration) -> Said:
    return Said(
        str(row.public_id), row.about, row.says, row.reason, row.instead, row.user_id == viewer.pk,
        row.user.name or row.user.username, row.shared, row.at, row.ended_at,
    )  # fmt: skip
