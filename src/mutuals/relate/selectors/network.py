"""Who knows whom among a viewer's people: the picture's people, communities and bridges, and ways to somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.models import Tie
from mutuals.relate.network import Bridge, Way, bridges, communities, thinned, ways
from mutuals.relate.network import Tie as Link
from mutuals.relate.selectors.acquainted import links_among, links_of
from mutuals.relate.selectors.ties import Standing, TieRow, remembered, standing_of, ties_ours
from mutuals.team.models import User

# So many faces a picture holds.
MOST = 90
LINES = 190
WAYS = 6
# Of people two steps away the strongest are looked at.
MIDDLE = 60
# A community bears the name of a group when so many of it are in it.
NAMED_BY = 0.6


@dataclass(frozen=True, slots=True)
class Community:
    """People who know one another: the best connected first, and what they are called ("" where no group fits)."""

    people: tuple[TieRow, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Network:
    """The viewer's people who know others of them: communities, the lines between them, who bridges; and how many more
    know nobody else here, as far as was heard."""

    communities: tuple[Community, ...]
    lines: tuple[Link, ...]
    bridges: tuple[Bridge, ...]
    alone: int
    knows: dict[int, int]


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way to somebody: through whom, ours first, each with how close they are to us where they are."""

    people: tuple[Contact, ...]
    tie: TieRow | None
    strength: float


def network_of(viewer: User, *, standing: Standing | None = None) -> Network:
    """Who knows whom among the people in the viewer's circles; remembered for a minute."""
    here = standing or standing_of(viewer)
    return remembered(viewer, here, "network", lambda: _network(viewer, here))


def _network(viewer: User, here: Standing) -> Network:
    # Whoever asked to be left out has no tie, and so is in no picture.
    rows = {row.pk: row for row in ties_ours(viewer, circled=True, standing=here)}
    links = links_among(viewer, list(rows), standing=here) if here.current is not None else []
    connected = {one for link in links for one in (link.a, link.b)}
    chosen = set(sorted(connected, key=lambda one: (rows[one].rank or 0, one))[:MOST])
    links = [link for link in links if link.a in chosen and link.b in chosen]
    groups = communities(links)
    names = groups_by_contact(viewer, chosen)
    found = tuple(
        Community(
            tuple(rows[one] for one in group), _name([[g.name for g in names.get(one, ())] for one in group])
        )
        for group in groups
    )
    knows: dict[int, int] = {}
    for link in links:
        for one in (link.a, link.b):
            knows[one] = knows.get(one, 0) + 1
    lines = tuple(thinned(links, most=LINES))
    return Network(found, lines, tuple(bridges(links, groups)), len(rows) - len(connected), knows)


def ways_to(
    viewer: User, contact: Contact, *, limit: int = WAYS, standing: Standing | None = None
) -> list[WayRow]:
    """Who could introduce the viewer to somebody: people they know who know them, else through one more; the strongest
    chain first."""
    here = standing or standing_of(viewer)
    if here.current is None:
        return []
    near = {row.pk: row for row in ties_ours(viewer, circled=True, standing=here) if row.pk != contact.pk}
    theirs = links_of(viewer, contact, standing=here)
    found = ways({one: row.depth for one, row in near.items()}, theirs, limit=limit)
    if len(found) < limit:
        strangers = [one for one in theirs if one not in near][:MIDDLE]
        middle = _middle(here, strangers, list(near)) if strangers else []
        found = ways({one: row.depth for one, row in near.items()}, theirs, middle, limit=limit)
    return _shown(viewer, found, near)


def _middle(here: Standing, strangers: Sequence[int], near: Sequence[int]) -> list[Link]:
    ties = Tie.objects.filter(reckoning=here.current, ours=False)
    rows = [
        *ties.filter(b__in=strangers, a__in=near).values_list("a", "b", "depth"),
        *ties.filter(a__in=strangers, b__in=near).values_list("a", "b", "depth"),
    ]
    return [Link(*row) for row in sorted(rows)]


def _shown(viewer: User, found: Sequence[Way], near: dict[int, TieRow]) -> list[WayRow]:
    people = {
        one.pk: one
        for one in contacts_visible(viewer).filter(pk__in={p for way in found for p in way.through})
    }
    return [
        WayRow(tuple(people[one] for one in way.through), near.get(way.through[0]), way.strength)
        for way in found
        if all(one in people for one in way.through)
    ]


def _name(groups: Sequence[Sequence[str]]) -> str:
    """The group that most of a community are in, where most are."""
    count: dict[str, int] = {}
    for some in groups:
        for name in some:
            count[name] = count.get(name, 0) + 1
    best = max(sorted(count), key=lambda name: count[name], default="")
    return best if best and count[best] >= max(2, NAMED_BY * len(groups)) else ""
