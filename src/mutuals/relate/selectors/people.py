"""Everybody, with how things stand between us: filtered, searched and sorted for the list."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, FloatField, OuterRef, QuerySet, Subquery, Value, When

from mutuals.people.models import Contact, Membership
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.circles import Circle
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.selectors.ties import TieRow, ties_of, ties_stored, today_of
from mutuals.team.models import User
from mutuals.text.names import key

SORTS = ("circle", "drifting", "last", "name")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list: the contact and the viewer's tie with it, if there is one."""

    contact: Contact
    tie: TieRow | None
    groups: tuple[str, ...] = ()

    @property
    def public_id(self) -> str:
        """The contact's public id."""
        return str(self.contact.public_id)

    @property
    def name(self) -> str:
        """The contact's name."""
        return self.contact.name

    @property
    def drifting(self) -> bool:
        """Whether the tie is quiet beyond its rhythm."""
        return self.tie is not None and self.tie.drifting


def people_list(
    viewer: User,
    *,
    words: str = "",
    sort: str = "circle",
    group: str = "",
    circle: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> list[PersonRow]:
    """The people a viewer may see, in the wanted order; `words` looks in names, `group` is a group's public id."""
    found = _found(viewer, words, group, circle).order_by(*_ORDERS.get(sort, _ORDERS["circle"]))
    people = list(found[offset : None if limit is None else offset + limit])
    ties = ties_of(viewer, [one.pk for one in people])
    return [PersonRow(one, ties.get(one.pk)) for one in people]


def people_count(viewer: User, *, words: str = "", group: str = "", circle: str = "") -> int:
    """How many people `people_list` would give."""
    return _found(viewer, words, group, circle).count()


def with_groups(viewer: User, rows: list[PersonRow]) -> list[PersonRow]:
    """The same lines with the names of their groups."""
    groups = groups_by_contact(viewer, [row.contact.pk for row in rows])
    return [
        PersonRow(row.contact, row.tie, tuple(one.name for one in groups.get(row.contact.pk, ())))
        for row in rows
    ]


def _found(viewer: User, words: str, group: str, circle: str) -> QuerySet[Contact]:
    tie = ties_stored(viewer).filter(b=OuterRef("pk"))
    found = contacts_visible(viewer).filter(ours=False)
    found = found.annotate(
        tie_depth=Subquery(tie.values("depth")[:1]),
        tie_last=Subquery(tie.values("last_day")[:1]),
        tie_over=Subquery(tie.annotate(over=_over(viewer)).values("over")[:1]),
    )
    if words:
        found = found.filter(name_key__contains=key(words))
    if group:
        inside = Membership.objects.filter(group__public_id=group, group__deleted_at=None)
        found = found.filter(Exists(inside.filter(contact=OuterRef("pk"))))
    if circle == "drifting":
        found = found.filter(tie_over__gt=DRIFTING)
    elif circle in _WORDS:
        found = found.filter(Exists(tie.filter(circle=_WORDS.index(circle))))
    return found


def _over(viewer: User) -> Case:
    """How many usual gaps a tie has been quiet; 0 where no gap is known."""
    silence = Value(float(today_of(viewer))) - F("last_day")
    quiet = Case(When(usual_gap__gt=0, then=silence / F("usual_gap")), default=Value(0.0))
    quiet.output_field = FloatField()
    return quiet


_WORDS = [str(word) for word in Circle]
_DEEPEST = F("tie_depth").desc(nulls_last=True)
_ORDERS = {
    "circle": (_DEEPEST, "name_key", "pk"),
    "drifting": (F("tie_over").desc(nulls_last=True), "name_key", "pk"),
    "last": (F("tie_last").desc(nulls_last=True), "name_key", "pk"),
    "name": ("name_key", "pk"),
}
