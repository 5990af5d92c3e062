"""Our own export: the words of `as2` written as ActivityStreams 2.0 JSON, and read back exactly. Pure.

The JSON is ActivityStreams 2.0 as other programs read it (camelCase, ISO 8601 times); what only we say stands beside it
under names that the context `urn:mutuals:terms` explains (docs/leaving.md). `at` and `edited` are the exact forms of
`published` and `updated`: [milliseconds, grain, zone in minutes].

Specification: https://www.w3.org/TR/activitystreams-core/, https://www.w3.org/TR/activitystreams-vocabulary/.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast, get_args

from mutuals.as2 import (
    UNKNOWN_TIME,
    Activity,
    Actor,
    Collection,
    GrainName,
    Link,
    Object,
    PropertyValue,
    Time,
)
from mutuals.text.tokens import clean
from mutuals.wire.days import settled
from mutuals.wire.lengths import lasted

FORMAT, VERSION = "mutuals-export", 1
TERMS = "urn:mutuals:terms"
CONTEXT = ["https://www.w3.org/ns/activitystreams", TERMS]
GRAINS: tuple[GrainName, ...] = get_args(GrainName)
ACTORS = ("Person", "Group", "Organization", "Service", "Application")
OBJECTS = ("Note", "Article", "Question", "ChatMessage", "Event")
ACTIVITIES = ("Create", "Update", "Delete", "Announce", "Like", "Follow", "Undo", "Join", "Leave")
LISTS = ("followers", "following", "members", "contacts")
IN_TEXT = ("Mention", "Hashtag")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s\x00-\x20]+")
_CROWD = "/followers"
# What a post is, where its AS2 type does not say it: `list_mail` goes to a list, whoever else is named.
LIST_MAIL = "list_mail"

# What `context.json` of an export says of our own names.
TERMS_DOCUMENT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "mutuals": "urn:mutuals:terms#",
        "at": {"@id": "mutuals:at", "@type": "@json"},
        "edited": {"@id": "mutuals:edited", "@type": "@json"},
        "said_at": {"@id": "mutuals:said_at", "@type": "@json"},
        "medium": "mutuals:medium",
        "private": "mutuals:private",
        "gone": {"@id": "mutuals:gone", "@type": "@id", "@container": "@set"},
        "complete": "mutuals:complete",
        "list": "mutuals:list",
        "kind": "mutuals:kind",
        "share": "mutuals:share",
        "seconds": "mutuals:seconds",
        "document": {"@id": "mutuals:document", "@type": "@json"},
        "quoteUrl": {"@id": "as:quoteUrl", "@type": "@id"},
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "ChatMessage": "http://litepub.social/ns#ChatMessage",
        "PropertyValue": "http://schema.org/PropertyValue",
        "value": "http://schema.org/value",
    }
}


def actor_out(actor: Actor) -> dict[str, Any]:
    """An actor as JSON."""
    facts = [
        {"type": "PropertyValue", "name": one.name, "value": one.value, "private": one.private}
        for one in actor.attachment
    ]
    return {
        "@context": CONTEXT, "type": actor.type, "id": actor.id,
        **_filled(
            name=actor.name, preferredUsername=actor.preferred_username, summary=actor.summary, url=actor.url,
            icon=actor.icon, alsoKnownAs=list(actor.also_known_as), attachment=facts,
        ),
        **_times(actor.published, actor.updated),
    }  # fmt: skip


def actor_in(row: dict[str, Any]) -> Actor:
    """An actor again; raises ValueError for what is none."""
    return Actor(
        id=_id(row.get("id")), type=_one_of(row.get("type"), ACTORS), name=_text(row.get("name")),
        preferred_username=_text(row.get("preferredUsername")), summary=_text(row.get("summary")),
        url=_text(row.get("url")), icon=_text(row.get("icon")),
        also_known_as=_ids(row.get("alsoKnownAs")),
        attachment=tuple(
            PropertyValue(_text(one.get("name")), _text(one.get("value")), one.get("private") is not False)
            for one in _rows(row.get("attachment"))
        ),
        published=_time(row.get("at")), updated=_time(row.get("edited")),
    )  # fmt: skip


def object_out(thing: Object, *, medium: str = "") -> dict[str, Any]:
    """A post as JSON, without a context of its own."""
    links = [
        {"type": one.type, **_filled(href=one.href, name=one.name, mediaType=one.media_type)}
        for one in (*thing.tag, *thing.attachment)
    ]
    return {
        "type": thing.type, "id": thing.id,
        **_filled(
            attributedTo=thing.attributed_to, name=thing.name, summary=thing.summary, content=thing.content,
            url=thing.url, language=thing.language, inReplyTo=thing.in_reply_to, quoteUrl=thing.quote_url,
            context=thing.context, to=list(thing.to), cc=list(thing.cc), audience=list(thing.audience),
            tag=[one for one in links if one["type"] in IN_TEXT],
            attachment=[one for one in links if one["type"] not in IN_TEXT],
            medium=medium,
        ),
        **_times(thing.published, thing.updated),
        **({"duration": f"PT{thing.duration}S", "seconds": thing.duration} if thing.duration else {}),
    }  # fmt: skip


def object_in(row: dict[str, Any]) -> Object:
    """A post again; raises ValueError for what is none."""
    author, seconds = _id(row.get("attributedTo"), missing=True), row.get("seconds")
    audience = _ids(row.get("audience"))
    if row.get("medium") == LIST_MAIL and not audience:
        # Which list it was is not kept; that it was one decides whom it addresses.
        audience = (author,) if author else ()
    return Object(
        id=_id(row.get("id")), type=_one_of(row.get("type"), OBJECTS), attributed_to=author,
        content=_text(row.get("content")), name=_text(row.get("name")), summary=_text(row.get("summary")),
        url=_text(row.get("url")), language=_text(row.get("language"))[:16],
        in_reply_to=_id(row.get("inReplyTo"), missing=True), quote_url=_id(row.get("quoteUrl"), missing=True),
        context=_id(row.get("context"), missing=True), to=_ids(row.get("to")), cc=_ids(row.get("cc")),
        audience=audience, tag=_links(row.get("tag")), attachment=_links(row.get("attachment")),
        published=_time(row.get("at")), updated=_time(row.get("edited")),
        duration=lasted(seconds),
    )  # fmt: skip


def activity_out(act: Activity, *, medium: str = "") -> dict[str, Any]:
    """An activity as JSON."""
    about = object_out(act.object, medium=medium) if isinstance(act.object, Object) else act.object
    return {
        "@context": CONTEXT, "type": act.type, "id": act.id,
        **_filled(actor=act.actor, object=about, to=list(act.to), cc=list(act.cc), summary=act.summary),
        **_times(act.published, UNKNOWN_TIME),
    }  # fmt: skip


def activity_in(row: dict[str, Any]) -> Activity:
    """An activity again; raises ValueError for what is none."""
    kind, about = _one_of(row.get("type"), ACTIVITIES), row.get("object")
    thing: Object | str = object_in(about) if isinstance(about, dict) else _id(about)
    if kind == "Create":
        if not isinstance(thing, Object):
            raise ValueError("It creates nothing.")
        return Activity(
            id=f"{thing.id}#create", actor=thing.attributed_to, object=thing, published=thing.published
        )
    return Activity(
        id=_id(row.get("id")), type=kind, actor=_id(row.get("actor"), missing=True), object=thing,
        published=_time(row.get("at")), to=_ids(row.get("to")), cc=_ids(row.get("cc")),
        summary=_text(row.get("summary")),
    )  # fmt: skip


def collection_out(found: Collection, *, gone: tuple[str, ...] = ()) -> dict[str, Any]:
    """A whole list as JSON; `gone` were in it once."""
    return {
        "@context": CONTEXT, "type": "Collection", "id": found.id, "list": found.name,
        "attributedTo": found.attributed_to, "totalItems": len(found.items), "items": list(found.items),
        "complete": found.complete, **_filled(gone=list(gone)),
    }  # fmt: skip


def collections_in(row: dict[str, Any]) -> list[Collection]:
    """A list again, as one or two: with all who ever were in it where some are gone, then as it is."""
    name = _one_of(row.get("list"), LISTS)
    items, gone = _ids(row.get("items")), _ids(row.get("gone"))
    owner, whole = _id(row.get("attributedTo")), row.get("complete") is True
    here = Collection(id=_id(row.get("id")), name=name, attributed_to=owner, items=items, complete=whole)
    if not gone:
        return [here]
    ever = Collection(id=here.id, name=name, attributed_to=owner, items=(*items, *gone), complete=False)
    return [ever, Collection(id=here.id, name=name, attributed_to=owner, items=items, complete=True)]


# What somebody noted by hand, as the activity that fits best: people are together at an Event, something is Offered.
_GIVEN = ("gift", "card")


def noted_out(*, a: str, b: str, kind: str, published: Time, seconds: int, share: int) -> dict[str, Any]:
    """An interaction noted by hand as JSON."""
    exact = {"kind": kind, "seconds": seconds, "share": share, **_times(published, UNKNOWN_TIME)}
    if kind in _GIVEN:
        return {
            "@context": CONTEXT, "type": "Offer", "actor": a, "target": b,
            "object": {"type": "Object", "name": kind}, **exact,
        }  # fmt: skip
    place = [{"type": "VirtualLocation"}] if kind == "call" else []
    event = {
        "type": "Event", "name": kind, **_filled(attachment=place), **({"duration": f"PT{seconds}S"} if seconds else {})
    }  # fmt: skip
    return {"@context": CONTEXT, "type": "Join", "actor": a, "target": b, "object": event, **exact}


def noted_in(row: dict[str, Any]) -> tuple[str, str, str, Time, int, int]:
    """It again: a, b, kind, time, seconds, share; raises ValueError for what is none."""
    seconds, share = row.get("seconds"), row.get("share")
    return (
        _id(row.get("actor")), _id(row.get("target")), _text(row.get("kind"))[:12], _time(row.get("at")),
        lasted(seconds),
        share if type(share) is int and 0 < share <= 100 else 100,
    )  # fmt: skip


def handle_out(*, actor: str, value: str, since: int | None, until: int | None) -> dict[str, Any]:
    """A handle by which an actor was known, with since when and until when."""
    return {"actor": actor, "handle": value, "since": since, "until": until}


def handle_in(row: dict[str, Any]) -> tuple[str, str, int | None, int | None]:
    """It again: actor, handle, since, until; raises ValueError for what is none."""
    value = _text(row.get("handle"))
    if not value:
        raise ValueError("It names no handle.")
    return _id(row.get("actor")), value, _moment(row.get("since")), _moment(row.get("until"))


def times_out(time: Time) -> str:
    """A moment as ISO 8601 in its own zone; "" where it is unknown or no calendar has it."""
    if time.ms is None or settled(time.ms, time.grain, time.zone).ms is None:
        return ""
    zone = UTC if time.zone is None else timezone(timedelta(minutes=time.zone))
    try:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=time.ms)
        text = moment.astimezone(zone).isoformat(timespec="milliseconds" if time.ms % 1000 else "seconds")
    except (OverflowError, ValueError):
        return ""
    return text.replace("+00:00", "Z")


def _times(published: Time, updated: Time) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, exact, time in (("published", "at", published), ("updated", "edited", updated)):
        if time.ms is not None:
            found |= _filled(**{name: times_out(time)}) | {exact: list(time)}
    return found


def _time(value: object) -> Time:
    if not (isinstance(value, list) and len(value) == 3 and type(value[0]) is int and value[1] in GRAINS[:4]):
        return UNKNOWN_TIME
    zone = value[2] if type(value[2]) is int else None
    return settled(value[0], cast(GrainName, value[1]), zone)


def _moment(value: object) -> int | None:
    """Milliseconds as a database holds them."""
    return value if type(value) is int and abs(value) < 1 << 62 else None


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _rows(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _id(value: object, *, missing: bool = False) -> str:
    text = _text(value)
    if not text and missing:
        return ""
    if not _ABSOLUTE.fullmatch(text):
        raise ValueError(f"{text[:80]!r} is no absolute id.")
    return text


def _ids(value: object) -> tuple[str, ...]:
    return tuple(_id(one) for one in value) if isinstance(value, list) else ()


def _links(value: object) -> tuple[Link, ...]:
    return tuple(
        Link(
            _text(one.get("href")),
            _text(one.get("type")) or "Link",
            _text(one.get("name")),
            _text(one.get("mediaType")),
        )
        for one in _rows(value)
    )


def _one_of(value: object, choices: tuple[str, ...]) -> Any:
    if value not in choices:
        raise ValueError(f"{str(value)[:40]!r} is none of {', '.join(choices)}.")
    return value
