"""Ties and people as documents: the schemas of `mutuals ties`, `people` and `contact` with `--json`."""

import datetime as dt
from typing import Any

from mutuals.people.models import Contact, Join
from mutuals.people.selectors.actors import contacts_left_out
from mutuals.people.selectors.aims import aims_of
from mutuals.people.selectors.contacts import (
    Identity,
    facts_of,
    groups_by_contact,
    identities,
    joins_of,
    notes_of,
)
from mutuals.people.selectors.occasions import occasions_of
from mutuals.people.selectors.promises import promises_of
from mutuals.relate.selectors.declared import Said, declarations_of
from mutuals.relate.selectors.introductions import IntroductionRow
from mutuals.relate.selectors.lists import listed_between
from mutuals.relate.selectors.matching import HelperRow
from mutuals.relate.selectors.people import PersonRow
from mutuals.relate.selectors.person import days_between, steps_of
from mutuals.relate.selectors.ties import TieRow, date_of, rung_word, tie_of
from mutuals.team.models import User


def tie_document(row: TieRow) -> dict[str, Any]:
    """One tie: `{contact, name, circle, depth, probability_28d, rung, reciprocity, balance, days_active, last,
    usual_gap_days, trend, networks}`; `last` is an ISO date (UTC)."""
    return {
        "contact": row.contact,
        "name": row.name,
        "circle": str(row.circle),
        "depth": row.depth,
        "probability_28d": row.chance,
        "rung": row.step,
        "reciprocity": row.reciprocity,
        "balance": row.balance,
        "days_active": row.days_active,
        "last": row.last,
        "usual_gap_days": row.usual_gap,
        "trend": row.trend,
        "networks": list(row.networks),
    }


def person_document(row: PersonRow) -> dict[str, Any]:
    """One line of the list of people: `{contact, name, kind, groups, circle, depth, last, drifting, networks}`."""
    tie = row.tie
    return {
        "contact": row.public_id,
        "name": row.name,
        "kind": row.contact.kind,
        "groups": list(row.groups),
        "circle": str(tie.circle) if tie else None,
        "depth": tie.depth if tie else None,
        "last": tie.last if tie else None,
        "drifting": row.drifting,
        "networks": list(tie.networks) if tie else [],
    }


def _kept(viewer: User, contact: Contact, today: int) -> dict[str, Any]:
    """What people keep of somebody: notes, promises, aims and days to remember."""
    return {
        "notes": [
            {
                "text": one.text,
                "about": one.about or None,
                "through": one.through.name if one.through else None,
                "at": _moment(one.at),
                "shared": one.shared,
            }
            for one in notes_of(viewer, contact)
        ],
        "promises": [
            {
                "promise": str(one.public_id),
                "text": one.text,
                "ours": one.ours,
                "due": None if one.due is None else date_of(one.due),
                "kept": _moment(one.kept_at),
                "let_go": _moment(one.dropped_at),
            }
            for one in promises_of(viewer, contact, today=today)
        ],
        "aims": [
            {
                "aim": str(one.public_id),
                "text": one.text,
                "at": _moment(one.at),
                "came_true": _moment(one.true_at),
            }
            for one in aims_of(viewer, contact, today=today)
        ],
        "occasions": [
            {"title": one.title, "month": one.month, "day": one.day, "year": one.year, "in_days": one.ahead}
            for one in occasions_of(viewer, contact, today=today)
        ],
    }


def contact_document(viewer: User, contact: Contact, *, at_day: int | None, today: int) -> dict[str, Any]:
    """One person whole: the tie's fields (null where there is none), kind, groups, `identities` with evidence, joins,
    facts, lists of ours that they are in, notes, promises, aims and occasions that the viewer may read, what the viewer
    says over what was reckoned, whether they are left out of the reckoning, steps with dates, and the latest days with
    what each adds to the depth."""
    tie = tie_of(viewer, contact, at_day=at_day)
    empty = dict.fromkeys(tie_fields())
    day = at_day if at_day is not None else today
    return {
        **(tie_document(tie) if tie else empty),
        "contact": str(contact.public_id),
        "name": contact.name,
        "kind": contact.kind,
        "named": contact.named,
        "groups": [one.name for one in groups_by_contact(viewer, [contact.pk]).get(contact.pk, [])],
        "identities": [
            {
                "network": one.network,
                "address": one.address,
                "name": one.name,
                "uri": one.uri,
                **_decided(one),
            }
            for one in identities(viewer, contact)
        ],
        "joins": [
            {"name": one.gone.name, "contact": str(one.gone.public_id), **_decided(one)}
            for one in joins_of(viewer, contact)
        ],
        "facts": [{"name": one.name, "value": one.value} for one in facts_of(viewer, contact)],
        "lists": [
            {"list": one.name, "network": one.network, "since": one.since or None}
            for one in listed_between(viewer, contact)
        ],
        **_kept(viewer, contact, today),
        "said": [_said(one) for one in declarations_of(viewer, contact).values()],
        "left_out": contact.pk in contacts_left_out(),
        "rungs": [
            {"rung": rung_word(int(one.rung)), "at": _moment(one.at_ms), "events": len(one.evidence)}
            for one in steps_of(viewer, contact)
        ],
        "days": [
            {"day": date_of(one.day), "out": one.out, "in": one.into, "adds": one.adds}
            for one in days_between(viewer, contact, at_day=day, limit=50)
        ],
    }


def _said(one: Said) -> dict[str, Any]:
    """What the viewer says over what was reckoned, and why."""
    return {
        "about": one.about,
        "says": one.says,
        "instead": one.instead or None,
        "reason": one.reason,
        "at": _moment(one.at),
        "shared": one.shared,
    }


def _decided(one: Identity | Join) -> dict[str, Any]:
    """Why two belong together, how surely, who decided it and when."""
    return {
        "evidence": one.evidence,
        "confidence": one.confidence,
        "decided_by": one.decided_by,
        "since": _moment(one.at),
    }


def tie_fields() -> tuple[str, ...]:
    """The names of a tie's fields, in the order they are documented."""
    return (
        "contact",
        "name",
        "circle",
        "depth",
        "probability_28d",
        "rung",
        "reciprocity",
        "balance",
        "days_active",
        "last",
        "usual_gap_days",
        "trend",
        "networks",
    )


def _moment(at: int | None) -> dt.datetime | None:
    try:
        return None if at is None else dt.datetime.fromtimestamp(at / 1000, dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None


def introduction_document(row: IntroductionRow) -> dict[str, Any]:
    """One pair that should know each other, with the reason and what that rests on."""
    return {
        "id": row.public_id,
        "state": row.row.state,
        "a": {"contact": str(row.a.public_id), "name": row.a.name},
        "b": {"contact": str(row.b.public_id), "name": row.b.name},
        "reason": row.why,
        "evidence": {
            "posts": [one.post for one in row.posts],
            "between": [str(one.public_id) for one in row.between],
            "parts": row.row.facts.get("parts", {}),
        },
        "notes": {"a": row.row.note_a, "b": row.row.note_b} if row.row.note_a else None,
    }


def helper_document(row: HelperRow) -> dict[str, Any]:
    """Somebody who could help, with the reason and the posts that say so."""
    return {
        "contact": str(row.contact.public_id),
        "name": row.contact.name,
        "reason": row.why,
        "fit": row.fit,
        "evidence": [{"post": post, "words": words} for post, words in row.posts],
    }
