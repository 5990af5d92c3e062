"""What this room gives to somebody who leaves, and what it knows of a person."""

from collections.abc import Iterator
from typing import Any

from mutuals.people.models import Contact, Match
from mutuals.people.selectors.told import contacts_taken, rows_told
from mutuals.people.services.kept import CONTACT, MODELS, kind_of
from mutuals.record.selectors.outgoing import uris_of
from mutuals.team.leavers import Documents
from mutuals.team.models import User

_STEP = 1_000


def everything_export(*, viewer: User) -> Iterator[Documents]:
    """Contacts with why each actor is theirs, then everything that was written about them."""
    contacts = contacts_taken(viewer)
    yield Documents(f"own/{CONTACT}.jsonl", _contacts(viewer, contacts))
    for model in MODELS:
        yield Documents(f"own/{kind_of(model)}.jsonl", rows_told(viewer, model=model, contacts=contacts))


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
