"""Everybody, with how things stand between us: filtered, searched and sorted for the list."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When

from mutuals.people.models import Contact, Membership
from mutuals.people.selectors.actors import roots_of
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.circles import Circle
from mutuals.relate.models import Tie
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.selectors.ties import (
    CIRCLED,
    Standing,
    TieRow,
    remembered,
    standing_of,
    ties_of,
    ties_stored,
)
from mutuals.team.models import User
from mutuals.text.names import key

SORTS = ("circle", "drifting", "last", "name")
# Of whom a file told a number and nothing more: followers in an archive of X. As a range, so that an index finds it.
LISTED = 2_000
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people are asked for: `words` looks in names, `group` is a group's public id, `circle` a word of a circle
    or "drifting"; `unnamed` True gives only those of whom a file told nothing but a number, False leaves them out."""

    words: str = ""
    group: str = ""
    circle: str = ""
    unnamed: bool | None = None


def people_list(
    viewer: User,
    wanted: Wanted | None = None,
    *,
    words: str = "",
    sort: str = "circle",
    offset: int = 0,
    limit: int | None = None,
    standing: Standing | None = None,
) -> list[PersonRow]:
    """The people a viewer may see, in the wanted order; `words` is short for `Wanted(words)`."""
    wanted = wanted or Wanted(words)
    here = standing or standing_of(viewer)
    found, inside = _found(viewer, here, wanted)
    end = None if limit is None else offset + limit
    if sort == "name" or wanted.unnamed:
        people = list(found.order_by("name_key", "pk")[offset:end])
    else:
        ties = ties_stored(viewer, here) if inside is None else ties_stored(viewer, here).filter(b__in=inside)
        people = _by_tie(here, found, ties, sort, offset, end)
    ties_with = ties_of(viewer, [one.pk for one in people], here)
    return [PersonRow(one, ties_with.get(one.pk)) for one in people]


def people_count(viewer: User, wanted: Wanted, *, standing: Standing | None = None) -> int:
    """How many people `people_list` would give."""
    here = standing or standing_of(viewer)

    def counted() -> int:
        return _found(viewer, here, wanted)[0].count()

    return remembered(viewer, here, f"people {wanted}", counted)


def _by_tie(
    here: Standing, found: QuerySet[Contact], ties: QuerySet[Tie], sort: str, offset: int, end: int | None
) -> list[Contact]:
    """Those with a tie in the order of their ties, then everybody else by name: each part from its own index."""
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


def _found(viewer: User, here: Standing, wanted: Wanted) -> tuple[QuerySet[Contact], list[int] | None]:
    """Who is wanted, and their keys where those are few enough to be listed."""
    found, inside = contacts_visible(viewer).filter(ours=False), None
    if wanted.words:
        found = found.filter(name_key__contains=key(wanted.words))
    if wanted.group:
        members = Membership.objects.filter(group__public_id=wanted.group, group__deleted_at=None)
        roots = roots_of(members.values_list("contact", flat=True))
        found = found.filter(pk__in=roots)
    if wanted.circle == "drifting":
        late = ties_stored(viewer, here).annotate(over=_over(here)).filter(usual_gap__gt=0, over__gt=DRIFTING)
        found = found.filter(pk__in=late.order_by().values("b"))
    elif wanted.circle in _WORDS:
        circle = (
            ties_stored(viewer, here).filter(circle=_WORDS.index(wanted.circle)).values_list("b", flat=True)
        )
        known = wanted.circle != Circle.NEW and here.mine is not None
        found = found.filter(pk__in=list(circle[:CIRCLED]) if known else circle.order_by())
    if wanted.unnamed is not None:
        alone = NAMELESS & ~Exists(ties_stored(viewer, here).order_by().filter(b=OuterRef("pk")))
        found = found.filter(alone if wanted.unnamed else ~alone)
    if wanted.words or wanted.group or wanted.circle in _WORDS:
        inside = list(found.values_list("pk", flat=True)[: LISTED + 1])
        if len(inside) > LISTED:
            inside = None
    return found, inside


def _over(here: Standing) -> Case:
    """How many usual gaps a tie has been quiet; 0 where no gap is known."""
    silence = Value(float(here.today)) - F("last_day")
    quiet = Case(When(usual_gap__gt=0, then=silence / F("usual_gap")), default=Value(0.0))
    quiet.output_field = FloatField()
    return quiet


_WORDS = [str(word) for word in Circle]
