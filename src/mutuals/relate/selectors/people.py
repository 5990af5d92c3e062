"""Everybody, with how things stand between us: filtered, searched and sorted for the list."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When

from mutuals.people.models import Contact, Membership
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.circles import Circle
from mutuals.relate.models import Tie
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_of, ties_stored
from mutuals.team.models import User
from mutuals.text.names import key

SORTS = ("circle", "drifting", "last", "name")
# Of whom a file told a number and nothing more: followers in an archive of X. As a range, so that an index finds it.
NAMELESS = Q(name_set=False, holder=None, name_key__gte="x account ", name_key__lt="x account!")


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
    unnamed: bool | None = None,
    offset: int = 0,
    limit: int | None = None,
    standing: Standing | None = None,
) -> list[PersonRow]:
    """The people a viewer may see, in the wanted order; `words` looks in names, `group` is a group's public id.

    `unnamed`: True gives only those of whom a file told nothing but a number, False leaves them out.
    """
    here = standing or standing_of(viewer)
    found = _found(viewer, here, words, group, circle, unnamed)
    end = None if limit is None else offset + limit
    if sort == "name":
        people = list(found.order_by("name_key", "pk")[offset:end])
    else:
        people = _by_tie(here, found, sort, offset, end)
    ties = ties_of(viewer, [one.pk for one in people], here)
    return [PersonRow(one, ties.get(one.pk)) for one in people]


def people_count(
    viewer: User,
    *,
    words: str = "",
    group: str = "",
    circle: str = "",
    unnamed: bool | None = None,
    standing: Standing | None = None,
) -> int:
    """How many people `people_list` would give."""
    here = standing or standing_of(viewer)
    if unnamed and not Contact.objects.filter(NAMELESS).exists():
        return 0
    return _found(viewer, here, words, group, circle, unnamed).count()


def _by_tie(
    here: Standing, found: QuerySet[Contact], sort: str, offset: int, end: int | None
) -> list[Contact]:
    """Those with a tie in the order of their ties, then everybody else by name: each part from its own index."""
    ties = ties_stored(here)
    if sort == "drifting":
        ties = ties.filter(usual_gap__gt=0).order_by(_over(here).desc(), "-depth", "b")
    else:
        ties = ties.order_by("-last_day" if sort == "last" else "-depth", "-depth", "b")
    tied = ties.filter(Exists(found.filter(pk=OuterRef("b")))).values_list("b", flat=True)
    alone = here.mine is not None
    first = _once(tied, offset, end, alone=alone)
    wanted = None if end is None else end - offset - len(first)
    people = Contact.objects.in_bulk(first)
    chosen = [people[number] for number in first]
    if wanted == 0:
        return chosen
    before = len(first) + offset if first or not offset else len(_once(tied, 0, None, alone=alone))
    start = max(0, offset - before)
    rest = found.filter(~Exists(ties.order_by().filter(b=OuterRef("pk")))).order_by("name_key", "pk")
    return chosen + list(rest[start : None if wanted is None else start + wanted])


def _once(tied: QuerySet[Tie, int], offset: int, end: int | None, *, alone: bool) -> list[int]:
    """The contacts from `offset` to `end`, each once: in the team's view several of us may have a tie with one."""
    return list(tied[offset:end]) if alone else list(dict.fromkeys(tied))[offset:end]


def with_groups(viewer: User, rows: list[PersonRow]) -> list[PersonRow]:
    """The same lines with the names of their groups."""
    groups = groups_by_contact(viewer, [row.contact.pk for row in rows])
    return [
        PersonRow(row.contact, row.tie, tuple(one.name for one in groups.get(row.contact.pk, ())))
        for row in rows
    ]


def _found(
    viewer: User, here: Standing, words: str, group: str, circle: str, unnamed: bool | None
) -> QuerySet[Contact]:
    found = contacts_visible(viewer).filter(ours=False)
    ties = ties_stored(here)
    if words:
        found = found.filter(name_key__contains=key(words))
    if group:
        inside = Membership.objects.filter(group__public_id=group, group__deleted_at=None)
        found = found.filter(pk__in=list(inside.values_list("contact", flat=True)))
    if circle == "drifting":
        late = ties.annotate(over=_over(here)).filter(usual_gap__gt=0, over__gt=DRIFTING)
        found = found.filter(pk__in=late.order_by().values("b"))
    elif circle in _WORDS:
        found = found.filter(pk__in=ties.filter(circle=_WORDS.index(circle)).order_by().values("b"))
    if unnamed is not None:
        alone = NAMELESS & ~Exists(ties.order_by().filter(b=OuterRef("pk")))
        found = found.filter(alone if unnamed else ~alone)
    return found


def _over(here: Standing) -> Case:
    """How many usual gaps a tie has been quiet; 0 where no gap is known."""
    silence = Value(float(here.today)) - F("last_day")
    quiet = Case(When(usual_gap__gt=0, then=silence / F("usual_gap")), default=Value(0.0))
    quiet.output_field = FloatField()
    return quiet


_WORDS = [str(word) for word in Circle]
