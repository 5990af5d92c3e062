"""People as an address book keeps them, in the words that a viewer may see; some hundreds at a time, for exports."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_behind, families_of
from mutuals.people.selectors.contacts import groups_by_contact
from mutuals.people.selectors.told import contacts_seen
from mutuals.record.models import Fact
from mutuals.record.selectors.outgoing import uris_of
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User
from mutuals.wire.vcard_out import Card


def cards_of(viewer: User, *, people: Sequence[Contact]) -> list[Card]:
    """The cards of those of these contacts that the viewer may see, with all that was joined into them."""
    seen = contacts_seen(viewer, contacts=[one.pk for one in people])
    people = [one for one in people if one.pk in seen]
    family = families_of([one.pk for one in people])
    behind = actors_behind(family)
    uris = uris_of(viewer, theirs=set(behind))
    addresses: dict[int, list[str]] = defaultdict(list)
    for actor, uri in uris.items():
        addresses[behind[actor]].append(uri)
    for actor, url in rows_in("SELECT id, url FROM record_actor WHERE url <> '' AND id IN ({})", uris):
        addresses[behind[actor]].append(url)
    facts = _facts(viewer, behind)
    groups = groups_by_contact(viewer, [one.pk for one in people])
    return [_card(one, addresses[one.pk], facts[one.pk], groups.get(one.pk, [])) for one in people]


def _facts(viewer: User, behind: dict[int, int]) -> dict[int, dict[str, str]]:
    seen = Q(private=False) | Q(account__in=accounts_readable(viewer))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for actor, name, value in (
        Fact.objects.filter(seen, actor__in=behind).order_by("pk").values_list("actor", "name", "value")
    ):
        found[behind[actor]].setdefault(name, value)
    return found


def _card(contact: Contact, addresses: list[str], facts: dict[str, str], groups: list[Any]) -> Card:
    every = list(dict.fromkeys(addresses))
    return Card(
        uid=f"urn:uuid:{contact.public_id}", name=contact.name, kind=contact.kind,
        emails=tuple(one.removeprefix("mailto:") for one in every if one.startswith("mailto:")),
        phones=tuple(one.removeprefix("tel:") for one in every if one.startswith("tel:")),
        urls=tuple(one for one in every if one.startswith(("https:", "http:"))),
        ids=tuple(one for one in every if one.startswith(("did:", "acct:"))),
        born=facts.get("birthday", ""), employer=facts.get("employer", ""), job=facts.get("job", ""),
        groups=tuple(one.name for one in groups),
    )  # fmt: skip
