"""The ledger of two as a document: the schema of `mutuals ledger` with `--json`."""

import datetime as dt
from typing import Any

from mutuals.people.models import Contact
from mutuals.record.kinds import ActName
from mutuals.relate import ledger_words as words
from mutuals.relate.selectors.ledger import ledger_entries, ledger_of
from mutuals.relate.selectors.person import sides_of
from mutuals.team.models import User


def ledger_document(viewer: User, contact: Contact, *, limit: int | None = None) -> dict[str, Any]:
    """`{contact, name, says, given, taken, share, acts, entries}`: `given` and `taken` weighed, `share` 0 to 1 or null,
    `acts` as `{act, you, they}`, `entries` the latest first as `{act, by, at, says, because, confidence, post, text}`;
    `by` is you or they, `post` a key of 16 digits or "". All empty for whoever is left out of the reckoning."""
    sides = sides_of(viewer, contact)
    view = ledger_of(viewer, contact, sides=sides)
    document: dict[str, Any] = {"contact": str(contact.public_id), "name": contact.name}
    if view is None:
        return document | {
            "says": "Left out of the reckoning.", "given": 0.0, "taken": 0.0, "share": None, "acts": [], "entries": [],
        }  # fmt: skip
    most = view.total if limit is None else limit
    entries = ledger_entries(viewer, contact, limit=most, sides=sides) if most else []
    return document | {
        "says": words.balance_words(view.balance),
        "given": view.balance.given,
        "taken": view.balance.taken,
        "share": view.balance.share,
        "acts": [
            {"act": act.name.lower(), "you": _n(view.counts, act, True), "they": _n(view.counts, act, False)}
            for act in ActName
            if (act, True) in view.counts or (act, False) in view.counts
        ],
        "entries": [
            {
                "act": one.act.name.lower(),
                "by": "you" if one.ours else "they",
                "at": _moment(one.at),
                "says": words.did(one.act, ours=one.ours, name=contact.name, kind=one.kind),
                "because": words.because(one, str(viewer.public_id)),
                "confidence": one.confidence,
                "post": one.key,
                "text": one.text or (one.post.content if one.post else ""),
            }
            for one in entries
        ],
    }


def _moment(at: int | None) -> dt.datetime | None:
    try:
        return None if at is None else dt.datetime.fromtimestamp(at / 1000, dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _n(counts: Any, act: ActName, ours: bool) -> int:
    return counts[act, ours].n if (act, ours) in counts else 0
