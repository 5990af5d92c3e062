"""Who knows whom among the people of a viewer, as far as the viewer may see: ties among others, shared rooms and
tables."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

import numpy as np
from django.db.models import Count, Q

from mutuals.people.models import Contact, EncounterWith, Group, Membership, Note
from mutuals.people.selectors.actors import actors_behind, families_of
from mutuals.record.kinds import CO_PRESENCE
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.relate.introductions import Known
from mutuals.relate.models import Tie
from mutuals.relate.network import Tie as Link
from mutuals.relate.selectors.ties import Standing, standing_of
from mutuals.team.models import User
from mutuals.text.names import key

Pair = tuple[int, int]
# In a room or at a table of at most so many people one knows each other.
ROOM, TABLE = 40, 25
# A group that somebody made of so few is one in which all know each other: a family, a choir, a shift.
SMALL_GROUP = 12
# Of somebody who is in touch with very many the deepest ties are looked at.
DEEPEST = 400

_FIELDS = ("a", "b", "depth", "first_day", "last_day")
_CHATS = (
    "SELECT m.chat, m.actor FROM record_chatmember m JOIN record_chat c ON c.key = m.chat WHERE m.actor IN ({}) "
    "AND EXISTS (SELECT 1 FROM record_chatmember o WHERE o.chat = m.chat AND o.actor IN (MINE))"
)
_MET = (
    "SELECT post, OTHER FROM record_interaction WHERE OTHER IN ({}) AND SIDE IN (MINE) AND kind IN (KINDS) "
    "AND scope IN (SCOPES) AND post IS NOT NULL"
)


def links_among(viewer: User, contacts: Collection[int], *, standing: Standing | None = None) -> list[Link]:
    """The ties among these contacts, none of whom is one of us."""
    here = standing or standing_of(viewer)
    rows = Tie.objects.filter(reckoning=here.current, ours=False, b__in=contacts, a__in=contacts)
    return [Link(*row) for row in rows.values_list("a", "b", "depth").order_by("a", "b")]


def links_of(
    viewer: User, contact: Contact, *, limit: int = DEEPEST, standing: Standing | None = None
) -> dict[int, float]:
    """Whom a contact knows besides us, the deepest first, with the depth of the tie."""
    here = standing or standing_of(viewer)
    ties, contact_id = Tie.objects.filter(reckoning=here.current, ours=False), contact.pk
    # Sorted here: asked for an order, SQLite would walk all ties in it to find those of one.
    found = [*ties.filter(b=contact_id).order_by().values_list("a", "depth")]
    found += [*ties.filter(a=contact_id).order_by().values_list("b", "depth")]
    return dict(sorted(found, key=lambda row: (-row[1], row[0]))[:limit])


def known_around(
    viewer: User, contacts: Collection[int], *, standing: Standing | None = None
) -> tuple[Known, list[int]]:
    """Who knows whom around these contacts, with who stands for each row number; we ourselves are left out."""
    here = standing or standing_of(viewer)
    ties = Tie.objects.filter(reckoning=here.current, ours=False)
    rows = {
        *ties.filter(b__in=contacts).values_list(*_FIELDS),
        *ties.filter(a__in=contacts).values_list(*_FIELDS),
    }
    people = sorted({one for row in rows for one in row[:2]} | set(contacts))
    place = {one: at for at, one in enumerate(people)}
    ordered = sorted(rows)
    ends = np.array([(place[a], place[b]) for a, b, *_ in ordered], dtype=np.int64).reshape(-1, 2)
    low, high = np.minimum(ends[:, 0], ends[:, 1]), np.maximum(ends[:, 0], ends[:, 1])
    depth = np.array([row[2] for row in ordered], dtype=np.float64)
    days = np.array([(row[3] or 0, row[4] or 0) for row in ordered], dtype=np.int64).reshape(-1, 2)
    return Known(low, high, depth, days[:, 0], days[:, 1], len(people), here.today), people


def pairs_acquainted(viewer: User, contacts: Collection[int], mine: Collection[int]) -> set[Pair]:
    """Pairs (a < b) of these contacts who surely know each other though nothing between them was heard: in a room or
    at a table with us (`mine` are our actors), in a small group, met through one another, or of one family name."""
    families = families_of(contacts)
    behind = actors_behind(families)
    found = _in_groups(_rooms(behind, mine), ROOM) | _in_groups(_tables(viewer, behind, mine), TABLE)
    found |= _in_groups(_small_groups(families), SMALL_GROUP)
    return (
        found
        | _through(viewer, families)
        | _in_groups(_encounters(viewer, families), TABLE)
        | _relatives(contacts)
    )


def _rooms(behind: Mapping[int, int], mine: Collection[int]) -> Iterable[Collection[int]]:
    rows = rows_in(_CHATS.replace("MINE", _listed(mine)), behind)
    return _gathered((chat, behind[actor]) for chat, actor in rows)


def _tables(viewer: User, behind: Mapping[int, int], mine: Collection[int]) -> Iterable[Collection[int]]:
    kinds, scopes = _listed(map(int, CO_PRESENCE)), _listed(scopes_readable(viewer))
    base = _MET.replace("MINE", _listed(mine)).replace("KINDS", kinds).replace("SCOPES", scopes)
    rows = rows_in(base.replace("OTHER", "b").replace("SIDE", "a"), behind)
    rows += rows_in(base.replace("OTHER", "a").replace("SIDE", "b"), behind)
    return _gathered((post, behind[actor]) for post, actor in rows)


def _small_groups(families: Mapping[int, int]) -> Iterable[Collection[int]]:
    """Groups with few people in all, also such as are not among these contacts."""
    small = (
        Group.objects.filter(deleted_at=None).annotate(size=Count("members")).filter(size__lte=SMALL_GROUP)
    )
    rows = Membership.objects.filter(group__in=small.values("pk"), contact__in=families)
    return _gathered((group, families[contact]) for group, contact in rows.values_list("group", "contact"))


def _encounters(viewer: User, families: Mapping[int, int]) -> Iterable[Collection[int]]:
    seen = Q(encounter__author=viewer) | Q(encounter__shared=True)
    rows = EncounterWith.objects.filter(seen, contact__in=families, encounter__undone_at=None)
    return _gathered((one, families[contact]) for one, contact in rows.values_list("encounter", "contact"))


def _through(viewer: User, families: Mapping[int, int]) -> set[Pair]:
    """Who was met, or heard of us, through whom, as the viewer noted it or somebody shared it."""
    notes = Note.objects.filter(
        Q(author=viewer) | Q(shared=True),
        contact__in=families,
        through__in=families,
        about__in=("met", "heard"),
    )
    return {
        _pair(families[one], families[other])
        for one, other in notes.values_list("contact", "through")
        if families[one] != families[other]
    }


def _relatives(contacts: Collection[int]) -> set[Pair]:
    """Whoever bears one family name is taken for related: to introduce brothers is worse than to miss two strangers."""
    groups: dict[str, list[int]] = defaultdict(list)
    for contact, name in Contact.objects.filter(pk__in=contacts).values_list("pk", "name"):
        words = key(name).split()
        if len(words) > 1 and len(words[-1]) > 2:
            groups[words[-1]].append(contact)
    return _in_groups(groups.values(), ROOM)


def _gathered(rows: Iterable[Pair]) -> list[set[int]]:
    groups: dict[int, set[int]] = defaultdict(set)
    for group, contact in rows:
        groups[group].add(contact)
    return list(groups.values())


def _in_groups(groups: Iterable[Collection[int]], most: int) -> set[Pair]:
    return {_pair(*pair) for group in groups if len(group) <= most for pair in combinations(set(group), 2)}


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in numbers) or "0"
