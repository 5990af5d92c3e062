"""People and interactions as tables, for an export: some hundreds at a time."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import roots_by_actor
from mutuals.people.selectors.cards import cards_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.kinds import Grain, Kind
from mutuals.record.selectors.outgoing import interactions_out, uris_of
from mutuals.relate.selectors.ties import standing_of, ties_of
from mutuals.team.models import User
from mutuals.wire.vcard_out import Card

_STEP = 500
CONTACT_COLUMNS = (
    "id", "name", "kind", "groups", "emails", "phones", "addresses", "circle", "depth", "last_contact",
    "born", "employer",
)  # fmt: skip
INTERACTION_COLUMNS = (
    "time", "exact_to", "kind", "from", "from_id", "to", "to_id", "minutes", "from_address", "to_address",
)  # fmt: skip


def people(viewer: User) -> Iterator[tuple[Any, ...]]:
    """A row for everybody whom the viewer may see, as CONTACT_COLUMNS says."""
    here = standing_of(viewer)
    for some, found in _cards(viewer):
        ties = ties_of(viewer, [one.pk for one in some], here)
        for contact, card in zip(some, found, strict=True):
            tie = ties.get(contact.pk)
            yield (
                contact.public_id, contact.name, contact.kind, "; ".join(card.groups), " ".join(card.emails),
                " ".join(card.phones), " ".join((*card.urls, *card.ids)), str(tie.circle) if tie else "",
                round(tie.depth, 3) if tie else "", tie.last.isoformat() if tie else "", card.born, card.employer,
            )  # fmt: skip


def cards(viewer: User) -> Iterator[Card]:
    """Everybody whom the viewer may see, as an address book keeps them."""
    for _, found in _cards(viewer):
        yield from found


def _cards(viewer: User) -> Iterator[tuple[list[Contact], list[Card]]]:
    last = 0
    while True:
        seen = contacts_visible(viewer).filter(ours=False, pk__gt=last).order_by("pk")
        some = list(seen[:_STEP])
        if not some:
            return
        last = some[-1].pk
        yield some, cards_of(viewer, people=some)


def interactions(viewer: User) -> Iterator[tuple[Any, ...]]:
    """A row for every interaction that the viewer may know of, as INTERACTION_COLUMNS says."""
    rows: list[tuple[Any, ...]] = []
    for row in interactions_out(viewer):
        rows.append(row)
        if len(rows) == 4 * _STEP:
            yield from _told(viewer, rows)
            rows = []
    yield from _told(viewer, rows)


def _told(viewer: User, rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    actors = {actor for row in rows for actor in row[1:3]}
    uris, behind = uris_of(viewer, theirs=actors), roots_by_actor(actors)
    names = {
        pk: (name, str(public))
        for pk, name, public in Contact.objects.filter(pk__in=set(behind.values())).values_list(
            "pk", "name", "public_id"
        )
    }
    nobody = ("", "")
    for _, a, b, kind, at, grain, _, seconds, _, _, _, _ in rows:
        if a in uris and b in uris:
            one, other = names.get(behind.get(a, 0), nobody), names.get(behind.get(b, 0), nobody)
            yield (
                _moment(at), Grain(grain).name.lower() if at is not None else "", Kind(kind).name.lower(), *one, *other,
                round(seconds / 60) or "", uris[a], uris[b],
            )  # fmt: skip


def _moment(at: int | None) -> str:
    if at is None:
        return ""
    try:
        return (
            dt.datetime.fromtimestamp(at / 1000, dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        )
    except (OverflowError, ValueError, OSError):
        return ""
