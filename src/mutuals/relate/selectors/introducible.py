"""Which two of a viewer's people could be introduced: looked for in what that viewer may read, in the background."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, islice

import numpy as np
from django.db.models import Q

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_of, contact_roots, families_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.relate.circles import Circle
from mutuals.relate.introduced import State
from mutuals.relate.introductions import Known, active, between
from mutuals.relate.matching import Words
from mutuals.relate.models import Declaration, Introduction, Tie
from mutuals.relate.proposing import Person, Proposal
from mutuals.relate.proposing import proposals as proposed
from mutuals.relate.selectors.acquainted import known_around, links_among, pairs_acquainted
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_ours
from mutuals.relate.selectors.trust import strains_of
from mutuals.relate.selectors.writings import writings_of
from mutuals.team.models import User

Pair = tuple[int, int]
# Who stands between two: so many are named.
NAMED, LOOKED_AT = 6, 10
PART = 5_000


def proposals_found(viewer: User, now_ms: int) -> list[Proposal]:
    """Looks for the pairs anew: reads the ties and the latest words of everybody in the viewer's circles. Slow."""
    here = standing_of(viewer)
    rows = _introducible(viewer, here, now_ms)
    if here.current is None or len(rows) < 2:
        return []
    contacts = [row.pk for row in rows]
    apart = pairs_kept(viewer, contacts) | pairs_acquainted(viewer, contacts, actors_of(here.own))
    apart |= _namesakes(
        contacts, {(min(a, b), max(a, b)) for a, b, _ in links_among(viewer, contacts, standing=here)}
    )
    words = Words(writings_of(viewer, contacts, now_ms=now_ms))
    people = [Person(row.pk, row.circle) for row in rows]
    return proposed(people, words, near=_near(viewer, here, contacts), apart=apart, now_ms=now_ms)


def kept_apart(viewer: User, contacts: Collection[int]) -> set[int]:
    """Those of these contacts whom nobody is introduced to: left out of the reckoning, strained or guarded by the
    viewer's word or by what somebody shared."""
    families = families_of(contacts)
    seen = Q(user=viewer) | Q(shared=True)
    hard = Q(about="trust", says="guarded") | Q(about="strained", says="yes")
    rows = Declaration.objects.filter(seen & hard, contact__in=families, ended_at=None)
    out = Contact.objects.filter(pk__in=families, left_out_at__isnull=False)
    found = {*rows.values_list("contact", flat=True), *out.values_list("pk", flat=True)}
    return {families[one] for one in found}


def pairs_kept(viewer: User, contacts: Collection[int]) -> set[Pair]:
    """Pairs (a < b) of these contacts that are not proposed again, because the viewer decided of them, or asked."""
    families = families_of(contacts)
    rows = Introduction.objects.filter(user=viewer, a__in=families, b__in=families).exclude(
        state=State.PROPOSED
    )
    pairs = {(families[a], families[b]) for a, b in rows.values_list("a", "b")}
    return {(min(pair), max(pair)) for pair in pairs}


def seen_in_contact(viewer: User, introductions: Iterable[Introduction]) -> dict[int, int]:
    """Of these introductions those whose two were seen in contact, with the UTC day on which they last were."""
    here, waiting = standing_of(viewer), list(introductions)
    found, roots = {}, contact_roots()
    for row in waiting:
        low, high = sorted((roots.get(row.a_id, row.a_id), roots.get(row.b_id, row.b_id)))
        # A tie of two others is kept with the smaller first.
        tie = Tie.objects.filter(reckoning=here.current, a=low, b=high, ours=False).values("last_day").first()
        if tie is not None:
            found[row.pk] = int(tie["last_day"] or 0)
    return found


def _introducible(viewer: User, here: Standing, now_ms: int) -> list[TieRow]:
    """The viewer's people who may be introduced: in a circle, in touch within their own rhythm, no organisation, nobody
    who is kept apart, and nobody with whom it looks strained."""
    rows = [
        row
        for row in ties_ours(viewer, circled=True, standing=here)
        if row.kind == "person" and not row.drifting and row.circle is not Circle.NEW
    ]
    apart = kept_apart(viewer, [row.pk for row in rows])
    strains = strains_of(viewer, [row.pk for row in rows], now_ms=now_ms, standing=here)
    return [row for row in rows if row.pk not in apart and not strains[row.pk].strained]


def _namesakes(contacts: Sequence[int], known: set[Pair]) -> set[Pair]:
    """Known pairs, and those in which one has the name of somebody who knows the other: perhaps they are one person."""
    names = dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "name_key"))
    same: dict[str, list[int]] = defaultdict(list)
    for contact, name in names.items():
        same[name].append(contact)
    alike = {pair for some in same.values() for pair in combinations(sorted(some), 2)}
    wide = {(one, other) for a, b in known for one in same[names[a]] for other in same[names[b]]}
    return alike | {(min(pair), max(pair)) for pair in wide}


def _near(viewer: User, here: Standing, contacts: Sequence[int]) -> dict[Pair, tuple[float, tuple[int, ...]]]:
    """For pairs (a < b) of these contacts how much lies between them, and who, the nearest first."""
    known, people = known_around(viewer, contacts, standing=here)
    place = {one: at for at, one in enumerate(people)}
    lately = set(active(known, most=len(people)).tolist())
    chosen = sorted(one for one in contacts if place[one] in lately)
    if len(chosen) < 2:
        return {}
    matrix = between(known, np.array([place[one] for one in chosen], dtype=np.int64))
    links = _links(known)
    found = {}
    for i, j in np.argwhere(np.triu(matrix > 0, 1)).tolist():
        one, two = links[place[chosen[i]]], links[place[chosen[j]]]
        both = sorted(one.keys() & two.keys(), key=lambda z: (-min(one[z], two[z]), z))
        found[chosen[i], chosen[j]] = (float(matrix[i, j]), tuple(people[z] for z in both[:LOOKED_AT]))
    here_still = _seen(viewer, {one for _, who in found.values() for one in who})
    return {
        pair: (near, tuple(one for one in who if one in here_still)[:NAMED])
        for pair, (near, who) in found.items()
    }


def _seen(viewer: User, contacts: Collection[int]) -> set[int]:
    """Those of these contacts whom the viewer may see, asked in parts: there may be very many."""
    stream, found = iter(sorted(contacts)), set[int]()
    while part := list(islice(stream, PART)):
        found |= set(contacts_visible(viewer).filter(pk__in=part).values_list("pk", flat=True))
    return found


def _links(known: Known) -> dict[int, dict[int, float]]:
    links: dict[int, dict[int, float]] = {}
    for a, b, depth in zip(known.a.tolist(), known.b.tolist(), known.depth.tolist(), strict=True):
        links.setdefault(a, {})[b] = depth
        links.setdefault(b, {})[a] = depth
    return links
