"""What this room gives to somebody who leaves, and what it knows of a person."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q

from mutuals.people.models import (
    Aim,
    Contact,
    Encounter,
    EncounterWith,
    Join,
    Likeness,
    Match,
    Membership,
    Note,
    Occasion,
    Promise,
)
from mutuals.people.selectors.contacts import identities
from mutuals.people.selectors.told import (
    contact_columns,
    contacts_taken,
    documents_of,
    rows_about,
    rows_told,
)
from mutuals.people.services.kept import CONTACT, MODELS, kind_of, rows_naming
from mutuals.record.selectors.outgoing import uris_of
from mutuals.team.leavers import Documents, Erasing, Part, Person
from mutuals.team.models import User

_STEP = 1_000


def everything_export(*, viewer: User) -> Iterator[Documents]:
    """Contacts with why each actor is theirs, then everything that was written about them."""
    contacts = contacts_taken(viewer)
    yield Documents(f"own/{CONTACT}.jsonl", _contacts(viewer, contacts))
    for model in MODELS:
        yield Documents(f"own/{kind_of(model)}.jsonl", rows_told(viewer, model=model, known=contacts))


def _contacts(viewer: User, contacts: dict[int, str]) -> Iterator[dict[str, Any]]:
    keys = sorted(contacts)
    for start in range(0, len(keys), _STEP):
        some = keys[start : start + _STEP]
        matches = list(Match.objects.filter(contact__in=some, ended_at=None).order_by("pk"))
        uris = uris_of(viewer, theirs={one.actor for one in matches})
        for one in Contact.objects.filter(pk__in=some).order_by("pk"):
            mine = [match for match in matches if match.contact_id == one.pk and match.actor in uris]
            yield contact_document(viewer, one, contacts) | {
                "matches": [
                    {
                        "actor": uris[match.actor], "evidence": match.evidence, "confidence": match.confidence,
                        "decided_by": match.decided_by, "at": match.at,
                    }
                    for match in mine
                ]
            }  # fmt: skip


def contact_document(viewer: User, contact: Contact, contacts: dict[int, str]) -> dict[str, Any]:
    """A contact as it stands in an export; `yours` says that its holder is the one who exported it."""
    return {
        "public_id": contact.public_id, "name": contact.name, "name_set": contact.name_set, "kind": contact.kind,
        "kind_set": contact.kind_set, "left_out_at": contact.left_out_at, "ours": contact.ours,
        "yours": contact.holder_id == viewer.pk, "named": contact.named if contact.holder_id == viewer.pk else None,
        "joined_into": contacts.get(contact.merged_into_id or 0), "created_at": contact.created_at,
    }  # fmt: skip


TITLES: dict[type[Model], str] = {
    Note: "Notes", Promise: "Promises", Aim: "What they are trying to do", Occasion: "Days to remember",
    EncounterWith: "Moments", Membership: "Groups", Join: "Why these are one person",
}  # fmt: skip


def person_export(*, viewer: User, person: Person, everything: bool, quick: bool) -> Iterator[Part]:
    """How they are called, why we think that this is them, and what was written about them."""
    contacts = dict(zip(person.contacts, person.public_ids, strict=True))
    rows = list(Contact.objects.filter(pk__in=person.contacts).order_by("pk"))
    yield Part("contact", "Who this is", len(rows), (contact_document(viewer, one, contacts) for one in rows))
    mine = identities(viewer, rows[0], actors_known=person.actors) if rows else []
    yield Part(
        "matches", "Why these addresses are theirs", len(mine),
        ({"id": one.uri, "why": one.evidence, "sure": one.confidence, "decided_by": one.decided_by} for one in mine),
    )  # fmt: skip
    for model, title in TITLES.items():
        found = list(rows_about(viewer, model=model, known=contacts))
        told = documents_of(viewer, rows=found, known=contacts)
        if model is EncounterWith:
            told = documents_of(viewer, rows=[one.encounter for one in found], known=contacts)
        elif model is Membership:
            told = iter([{"group": one.group.name} for one in found])
        yield Part(kind_of(model), title, len(found), told)


def person_count(*, person: Person, quick: bool) -> dict[str, int]:
    """How many things were written about them, by whomever."""
    return {kind_of(model): rows_naming(model, contacts=person.contacts).count() for model in TITLES}


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Takes the contacts with all that hangs on them, in this room and those above; a moment goes with the last of
    those who were there."""
    with transaction.atomic():
        moments = Encounter.objects.filter(people__contact__in=erasing.contacts)
        alone = moments.exclude(people__in=EncounterWith.objects.exclude(contact__in=erasing.contacts))
        Encounter.objects.filter(pk__in=list(alone.values_list("pk", flat=True))).delete()
        for model in apps.get_models():
            # What names them beside somebody else goes too, where it has no meaning without them; a note on another
            # person stays, and no longer says through whom they came.
            if model not in (Contact, Note) and contact_columns(model):
                rows_naming(model, contacts=erasing.contacts).delete()
        Contact.objects.filter(pk__in=erasing.contacts).update(merged_into=None)
        Contact.objects.filter(pk__in=erasing.contacts).delete()
        Likeness.objects.filter(Q(a__in=erasing.contacts) | Q(b__in=erasing.contacts)).delete()
