"""Everybody, with how things stand between us: filtered, searched and sorted for the list."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from mutuals.people.models import Contact, Membership
from mutuals.people.selectors.actors import NOBODY, contacts_nobody, roots_of
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.circles import Circle
from mutuals.relate.models import Tie
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.selectors.standing import circles_around
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

Keys = NDArray[np.int64]
# What is no person stands apart, under this word.
NOBODIES = "nobody"
SORTS = ("circle", "drifting", "last", "name")
# So far a list of everybody is walked in its index; beyond, the whole order is read once and remembered.
SHALLOW = 500
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people are asked for: `words` looks in names, `group` is a group's public id, `circle` a word of a circle,
    "drifting", or "nobody" for what is no person; `unnamed` True gives only those of whom a file told nothing but a
    number, False leaves them out."""

    words: str = ""
    group: str = ""
    circle: str = ""
    unnamed: bool | None = None

    @property
    def everybody(self) -> bool:
        """Whether nothing narrows the list, but that numbers without a name may be left out."""
        return not (self.words or self.group or self.circle in (*_WORDS, "drifting", NOBODIES))


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
    end = None if limit is None else offset + limit
    if end is not None and end <= SHALLOW and here.mine is not None and wanted.everybody:
        keys = _first(viewer, here, wanted, sort, end)[offset:]
    else:
        keys = _ordered(viewer, here, wanted, sort)[offset:end].tolist()
    people = Contact.objects.in_bulk(keys)
    ties = ties_of(viewer, keys, here)
    return [PersonRow(people[one], ties.get(one)) for one in keys if one in people]


def people_count(viewer: User, wanted: Wanted, *, standing: Standing | None = None) -> int:
    """How many people `people_list` would give."""
    here = standing or standing_of(viewer)
    if not wanted.everybody:
        return len(_keys(viewer, here, wanted))

    def counted() -> int:
        return _found(viewer, here, wanted).count()

    return remembered(viewer, here, f"people {wanted}", counted)


def _first(viewer: User, here: Standing, wanted: Wanted, sort: str, end: int) -> list[int]:
    """The first of everybody: those with a tie in the order of their ties, then all others by name, each part walked
    in its own index and no farther than `end`."""
    found = _found(viewer, here, wanted)
    if sort == "name" or wanted.unnamed:
        return list(found.order_by("name_key", "pk").values_list("pk", flat=True)[:end])
    ties = _by(sort, ties_stored(viewer, here))
    seen = contacts_visible(viewer).filter(ours=False).exclude(kind__in=NOBODY)
    near = _near(viewer, here) if sort == "circle" else []
    # Nobody with a tie is left out for want of a name, so that `seen` is all that is asked of them.
    shown = set(seen.filter(pk__in=near).values_list("pk", flat=True)) if near else set()
    walked = ties.exclude(b__in=near) if near else ties
    first = [one for one in near if one in shown]
    first += walked.filter(Exists(seen.filter(pk=OuterRef("b")))).values_list("b", flat=True)[:end]
    if len(first) >= end:
        return first[:end]
    rest = found.filter(~Exists(ties.order_by().filter(b=OuterRef("pk")))).order_by("name_key", "pk")
    return first + list(rest.values_list("pk", flat=True)[: end - len(first)])


def _near(viewer: User, here: Standing) -> list[int]:
    """Those in a circle where the viewer says of some in which they are, the nearest first; else nobody, since the
    order by depth is theirs."""
    around = circles_around(viewer, here) or {}
    # They come the deepest first, and sorting keeps that within a circle.
    near = [one for one, circle in around.items() if circle is not Circle.NEW]
    return sorted(near, key=lambda one: _WORDS.index(around[one]))


def _ordered(viewer: User, here: Standing, wanted: Wanted, sort: str) -> Keys:
    """All that are wanted, as `_first` orders them."""
    keys = _keys(viewer, here, wanted)
    if sort == "name" or wanted.unnamed:
        return keys

    def walked() -> Keys:
        found = _by(sort, ties_stored(viewer, here)).values_list("b", flat=True)
        # In the team's view several of us may have a tie with one.
        return np.fromiter(dict.fromkeys(found.iterator(chunk_size=20_000)), dtype=np.int64)

    tied = remembered(viewer, here, f"tied {sort}", walked)
    near = _near(viewer, here) if sort == "circle" else []
    if near:
        tied = np.concatenate([np.array(near, dtype=np.int64), tied[~np.isin(tied, near)]])
    return np.concatenate([tied[np.isin(tied, keys)], keys[~np.isin(keys, tied)]])


def _keys(viewer: User, here: Standing, wanted: Wanted) -> Keys:
    """All that are wanted, by name; remembered, so that the second page of a search does not search again."""

    def read() -> Keys:
        rows = _found(viewer, here, wanted).order_by("name_key", "pk").values_list("pk", flat=True)
        return np.fromiter(rows.iterator(chunk_size=20_000), dtype=np.int64)

    return remembered(viewer, here, f"keys {wanted}", read)


def _by(sort: str, ties: QuerySet[Tie]) -> QuerySet[Tie]:
    if sort == "drifting":
        return ties.filter(over__isnull=False).order_by("-over", "-depth", "b")
    return ties.order_by(*["-last_day"] * (sort == "last"), "-depth", "b")


def with_groups(viewer: User, rows: list[PersonRow]) -> list[PersonRow]:
    """The same lines with the names of their groups."""
    groups = groups_by_contact(viewer, [row.contact.pk for row in rows])
    return [
        PersonRow(row.contact, row.tie, tuple(one.name for one in groups.get(row.contact.pk, ())))
        for row in rows
    ]


def _found(viewer: User, here: Standing, wanted: Wanted) -> QuerySet[Contact]:
    """Who is wanted."""
    found = contacts_visible(viewer).filter(ours=False)
    nobody = wanted.circle == NOBODIES
    found = found.filter(pk__in=contacts_nobody()) if nobody else found.exclude(kind__in=NOBODY)
    if wanted.words:
        found = found.filter(name_key__contains=key(wanted.words))
    if wanted.group:
        members = Membership.objects.filter(group__public_id=wanted.group, group__deleted_at=None)
        found = found.filter(pk__in=roots_of(members.values_list("contact", flat=True)))
    if wanted.circle == "drifting":
        found = found.filter(
            pk__in=ties_stored(viewer, here).order_by().filter(over__gt=DRIFTING).values("b")
        )
    elif wanted.circle in _WORDS:
        around = circles_around(viewer, here)
        found = _in_circle(found, here, ties_stored(viewer, here), wanted.circle, around)
    if wanted.unnamed is not None:
        alone = NAMELESS & ~Exists(ties_stored(viewer, here).order_by().filter(b=OuterRef("pk")))
        found = found.filter(alone if wanted.unnamed else ~alone)
    return found


def _in_circle(
    found: QuerySet[Contact],
    here: Standing,
    ties: QuerySet[Tie],
    word: str,
    around: Mapping[int, Circle] | None,
) -> QuerySet[Contact]:
    """Those of `found` in one circle: of one of us whoever is in any is among the deepest, or was said to be
    (`around`), and all others are new."""
    circle = _WORDS.index(word)
    if around is not None:
        deepest = {one: _WORDS.index(near) for one, near in around.items()}
    elif here.mine is None:
        return found.filter(pk__in=ties.order_by().filter(circle=circle).values("b"))
    else:
        deepest = dict(ties.values_list("b", "circle")[:CIRCLED])
    inside = [contact for contact, one in deepest.items() if one == circle]
    if word != Circle.NEW:
        return found.filter(pk__in=inside)
    others = [contact for contact in deepest if contact not in inside]
    return found.filter(Exists(ties.order_by().filter(b=OuterRef("pk")))).exclude(pk__in=others)


_WORDS = [str(word) for word in Circle]
