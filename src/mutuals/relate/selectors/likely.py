"""Whom a moment was probably with: the people of the viewer's latest moments and meetings, then the closest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_behind, actors_of, families_of, kept_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.people.selectors.moments import people_lately
from mutuals.record.kinds import SHARED
from mutuals.relate.asked import is_id
from mutuals.relate.likely import likely
from mutuals.relate.selectors.ties import Standing, standing_of, ties_ours
from mutuals.relate.services.pairs import pair_days
from mutuals.team.models import User
from mutuals.text.names import key

# So many of the deepest ties are looked at, and so many days back.
CLOSEST = 60
WINDOW = 90


def people_likely(
    viewer: User, *, today: int, limit: int = 8, standing: Standing | None = None
) -> list[Contact]:
    """Those whom a moment of now is most likely with, the likeliest first; whoever there is where little is known."""
    here = standing or standing_of(viewer)
    ties = ties_ours(viewer, limit=CLOSEST, standing=here)
    lately = list(dict.fromkeys(kept_of(people_lately(viewer)).values()))
    named = Contact.objects.filter(holder=viewer, named__isnull=False, merged_into=None).values_list(
        "pk", flat=True
    )
    depths = {**dict.fromkeys([*named, *lately], 0.0), **{row.pk: row.depth for row in ties}}
    days = _together(here, depths, today)
    order = likely(days, depths, today=today, lately=lately)
    visible = contacts_visible(viewer).filter(ours=False)
    people = {one.pk: one for one in visible.filter(pk__in=order[: 4 * limit])}
    found = [people[one] for one in order if one in people][:limit]
    if len(found) < limit:
        rest = visible.exclude(pk__in=[one.pk for one in found]).order_by("-pk")
        found += rest[: limit - len(found)]
    return found


def people_called(viewer: User, words: str, *, limit: int = 8) -> list[Contact]:
    """Those whose name begins with some words, or has a part that does, by name; the whole name first."""
    wanted = key(words)
    if not wanted:
        return []
    visible = contacts_visible(viewer).filter(ours=False)
    first = list(visible.filter(name_key__startswith=wanted).order_by("name_key", "pk")[:limit])
    if len(first) < limit:
        taken = [one.pk for one in first]
        inside = visible.filter(name_key__contains=f" {wanted}").exclude(pk__in=taken)
        first += inside.order_by("name_key", "pk")[: limit - len(first)]
    return first


def people_chosen(viewer: User, public_ids: Sequence[str]) -> list[Contact]:
    """The people with these public ids whom the viewer may know of, in this order, each once."""
    wanted = [one for one in dict.fromkeys(public_ids) if is_id(one)][:100]
    found = {
        str(one.public_id): one for one in contacts_visible(viewer).filter(ours=False, public_id__in=wanted)
    }
    return [found[one] for one in wanted if one in found]


def _together(here: Standing, people: Iterable[int], today: int) -> dict[int, set[int]]:
    """The days lately on which each of these was met or talked to."""
    theirs, mine = actors_behind(families_of(people)), actors_of(here.own)
    rows = pair_days(here.eyes.scopes, mine, theirs, since=today - WINDOW, until=today, kinds=SHARED)
    days: dict[int, set[int]] = defaultdict(set)
    for actor, day, *_ in rows:
        days[theirs[actor]].add(day)
    return days
