"""Translates actors, outbox entries and likes of Mastodon and its relatives (Pleroma, Akkoma, GoToSocial, Pixelfed,
Misskey, PeerTube) into the travelling words. Pure.

Shapes: https://docs.joinmastodon.org/spec/activitypub/, https://www.w3.org/TR/activitystreams-vocabulary/.
Ids stay as given; a Create is named by its object, since live reading learns no other name for it.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Literal, cast

from mutuals.as2 import PUBLIC, UNKNOWN_TIME, Activity, Actor, Link, Object, PropertyValue
from mutuals.text.html import plain
from mutuals.wire.json_values import iso_time, part_of, rows_of, words_of
from mutuals.wire.mastodon_values import (
    acct_of,
    author_in,
    handle_in,
    host_of,
    is_person,
    kind_of_media,
    person,
    ref,
    refs,
    type_of,
)

ObjectType = Literal["Note", "Article", "Question", "ChatMessage"]
Items = list[Activity | Actor]
_TYPES: dict[str, ObjectType] = {
    "Note": "Note",
    "Article": "Article",
    "Page": "Article",
    "Question": "Question",
    "ChatMessage": "ChatMessage",
    "Event": "Note",
    "Video": "Note",
    "Image": "Note",
    "Audio": "Note",
    "Document": "Note",
}
_ACTORS: dict[str, Literal["Person", "Group", "Organization", "Service", "Application"]] = {
    "Person": "Person",
    "Group": "Group",
    "Organization": "Organization",
    "Service": "Service",
    "Application": "Application",
}
_QUOTES = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
_PLAIN_TYPES = frozenset({"text/plain", "text/markdown", "text/x.misskeymarkdown"})


def actor_of(row: dict[str, Any]) -> Actor:
    """An actor document; its fields are public facts. Raises ValueError when it has no id or is no actor."""
    uri, kind = ref(row.get("id")), type_of(row)
    if not uri or kind not in _ACTORS:
        raise ValueError("It is no account.")
    name = words_of(row.get("preferredUsername"))
    facts = (
        (plain(words_of(one.get("name"))), plain(words_of(one.get("value"))))
        for one in rows_of(row.get("attachment"))
    )
    return Actor(
        id=uri,
        type=_ACTORS[kind],
        name=plain(words_of(row.get("name"))),
        preferred_username=f"{name}@{host_of(uri)}" if name else handle_in(uri),
        summary=plain(words_of(row.get("summary"))),
        url=_page(row.get("url")),
        icon=_page(part_of(row, "icon").get("url")),
        attachment=tuple(
            PropertyValue(name, value, private=False) for name, value in facts if name and value
        ),
        published=iso_time(row.get("published")),
        updated=iso_time(row.get("updated")),
    )


def entry_items(row: dict[str, Any], owner: str) -> Items:
    """One entry of an outbox: the people it names, then what was done; [] for what happens between servers and for
    votes in polls. `owner` is the actor id of the outbox. Raises ValueError with a plain reason."""
    kind = type_of(row)
    if not kind:
        raise ValueError("It has no type.")
    if kind in _TYPES:
        row, kind = {"type": "Create", "object": row}, "Create"
    act = _ACTS.get(kind)
    actor = ref(row.get("actor")) or owner
    return _once([*([person(actor)] if actor != owner else []), *act(row, actor)]) if act else []


def like_items(value: object, owner: str) -> Items:
    """One entry of likes.json, mostly an address alone: when it was liked is not said. Raises ValueError."""
    uri = ref(value)
    if isinstance(value, dict) and type_of(value) in ("Like", "EmojiReact"):
        uri = ref(value.get("object"))
    if not uri:
        raise ValueError("It is no address of a post.")
    author = author_in(uri)
    like = Activity(
        id=f"{owner}#likes/{hashlib.sha256(uri.encode()).hexdigest()[:32]}",
        type="Like",
        actor=owner,
        object=Object(id=uri, attributed_to=author),
    )
    return [*([person(author)] if author else []), like]


def _create(row: dict[str, Any], actor: str) -> Iterator[Activity | Actor]:
    yield from _told(row, actor, "Create")


def _update(row: dict[str, Any], actor: str) -> Iterator[Activity | Actor]:
    changed = part_of(row, "object")
    if type_of(changed) in _ACTORS:
        yield actor_of(changed)
    elif changed:
        yield from _told(row, actor, "Update")
    else:
        raise ValueError("It does not say what was changed.")


def _told(row: dict[str, Any], actor: str, kind: Literal["Create", "Update"]) -> Iterator[Activity | Actor]:
    """A post, or a new version of it; a vote in a poll is none."""
    body = part_of(row, "object")
    if _is_vote(body):
        return
    if body:
        thing = object_of(body, actor, row)
        yield from _people(body, thing, actor)
    else:
        thing = Object(id=_needed(row), attributed_to=actor, to=refs(row.get("to")), cc=refs(row.get("cc")))
    changed = ref(row.get("id")) or f"{thing.id}#updates/{words_of(body.get('updated'))}"
    moment = iso_time(row.get("published"))
    yield Activity(
        id=f"{thing.id}#create" if kind == "Create" else changed,
        type=kind,
        actor=actor,
        object=thing,
        published=(thing.published if moment.ms is None else moment) if kind == "Create" else moment,
        to=thing.to,
        cc=thing.cc,
    )


def _announce(row: dict[str, Any], actor: str) -> Iterator[Activity | Actor]:
    to, cc = refs(row.get("to")), refs(row.get("cc"))
    uri, body = _needed(row), part_of(row, "object")
    shown = (PUBLIC,) if PUBLIC in (*to, *cc) else ()
    if type_of(body) in _TYPES and len(body) > 2:
        thing = object_of(body, ref(body.get("attributedTo")), {})
        yield from _people(body, thing, actor)
    else:
        author = next((one for one in (*cc, *to) if is_person(one) and one != actor), "") or author_in(uri)
        thing = Object(id=uri, attributed_to=author, to=shown)
    if thing.attributed_to and thing.attributed_to != actor:
        yield person(thing.attributed_to)
    yield Activity(
        id=_name(row, uri, "announce"),
        type="Announce",
        actor=actor,
        object=thing,
        published=iso_time(row.get("published")),
        to=to,
        cc=cc,
    )


def _like(row: dict[str, Any], actor: str) -> Iterator[Activity | Actor]:
    uri = _needed(row)
    author = author_in(uri)
    if author:
        yield person(author)
    yield Activity(
        id=_name(row, uri, "like"),
        type="Like",
        actor=actor,
        object=Object(id=uri, attributed_to=author),
        published=iso_time(row.get("published")),
        to=refs(row.get("to")),
        cc=refs(row.get("cc")),
        summary=words_of(row.get("content")),
    )


def _plain_act(row: dict[str, Any], actor: str) -> Iterator[Activity | Actor]:
    """Delete, Undo, Follow, Join, Leave: what they are about is known by its id."""
    kind = cast(Literal["Delete", "Undo", "Follow", "Join", "Leave"], type_of(row))
    uri = _needed(row)
    if kind in ("Follow", "Join", "Leave"):
        yield person(uri)
    yield Activity(
        id=_name(row, uri, kind.lower()), type=kind, actor=actor, object=uri, published=iso_time(row.get("published")),
        to=refs(row.get("to")), cc=refs(row.get("cc")),
    )  # fmt: skip


_ACTS = {
    "Create": _create,
    "Update": _update,
    "Announce": _announce,
    "Like": _like,
    "EmojiReact": _like,
    "Delete": _plain_act,
    "Undo": _plain_act,
    "Follow": _plain_act,
    "Join": _plain_act,
    "Leave": _plain_act,
}


def object_of(row: dict[str, Any], actor: str, around: dict[str, Any]) -> Object:
    """A post as it stands in an activity `around` it (whose addressees count when it names none itself); raises
    ValueError when it has no id."""
    uri = ref(row.get("id"))
    if not uri:
        raise ValueError("It has no id.")
    own = row.get("to") is not None or row.get("cc") is not None
    published, updated = iso_time(row.get("published")), iso_time(row.get("updated"))
    tags = list(rows_of(row.get("tag")))
    return Object(
        id=uri,
        type=_TYPES.get(type_of(row), "Note"),
        attributed_to=ref(row.get("attributedTo")) or actor,
        content=_content(row),
        name=plain(words_of(row["name"])) if row.get("name") else "",
        summary=plain(words_of(row["summary"])) if row.get("summary") else "",
        url=_page(row.get("url")),
        language=_language(row),
        in_reply_to=ref(row.get("inReplyTo")),
        quote_url=_quoted(row, tags),
        context=ref(row.get("conversation")) or ref(row.get("context")),
        to=refs(row.get("to") if own else around.get("to")),
        cc=refs(row.get("cc") if own else around.get("cc")),
        audience=refs(row.get("audience")),
        tag=tuple(link for link in map(_tag, tags) if link),
        attachment=tuple(_attached(row)),
        published=iso_time(around.get("published")) if published.ms is None else published,
        updated=updated if updated.ms != published.ms else UNKNOWN_TIME,
    )


def _people(row: dict[str, Any], thing: Object, actor: str) -> Iterator[Actor]:
    """Whom a post names: by mentions with their handles, then by its addressees and author."""
    for one in rows_of(row.get("tag")):
        uri = ref(one.get("href"))
        if type_of(one) == "Mention" and uri:
            yield Actor(id=uri, preferred_username=acct_of(one.get("name"), host_of(uri)) or handle_in(uri))
    for uri in thing.audience:
        yield Actor(id=uri, type="Group", preferred_username=handle_in(uri))
    named = (thing.attributed_to, *thing.to, *thing.cc)
    yield from (person(uri) for uri in named if is_person(uri) and uri != actor and uri not in thing.audience)


def _once(items: Items) -> Items:
    """Each actor once, as it was first told."""
    seen: set[str] = set()
    kept: Items = []
    for item in items:
        if isinstance(item, Activity) or item.id not in seen:
            kept.append(item)
        if isinstance(item, Actor):
            seen.add(item.id)
    return kept


def _tag(row: dict[str, Any]) -> Link | None:
    kind, uri, name = type_of(row), ref(row.get("href")), words_of(row.get("name"))
    if kind == "Mention" and uri:
        acct = acct_of(name, host_of(uri)) or handle_in(uri)
        return Link(href=uri, type="Mention", name=f"@{acct}" if acct else "")
    return Link(href=uri, type="Hashtag", name=name) if kind == "Hashtag" and (uri or name) else None


def _attached(row: dict[str, Any]) -> Iterator[Link]:
    """Pictures and the like; within an archive their addresses are paths of its own, which lead nowhere."""
    for one in rows_of(row.get("attachment")):
        if type_of(one) != "PropertyValue":
            yield Link(
                _page(one.get("url") or one.get("href")),
                kind_of_media(one),
                plain(words_of(one.get("name") or one.get("summary"))),
                words_of(one.get("mediaType")),
            )
    if type_of(row) in ("Video", "Image", "Audio", "Document"):
        yield Link(
            _page(row.get("url")),
            kind_of_media(row),
            plain(words_of(row.get("name"))),
            words_of(row.get("mediaType")),
        )


def _content(row: dict[str, Any]) -> str:
    text = words_of(row.get("content")) or next(
        (one for one in part_of(row, "contentMap").values() if isinstance(one, str)), ""
    )
    said = text.strip() if words_of(row.get("mediaType")) in _PLAIN_TYPES else plain(text)
    choices = [plain(words_of(one.get("name"))) for one in rows_of(row.get("oneOf") or row.get("anyOf"))]
    return "\n".join((said, *choices)).strip() if choices else said


def _language(row: dict[str, Any]) -> str:
    """The language whose text is the content; of several translations none is guessed."""
    known, content = part_of(row, "contentMap"), row.get("content")
    exact = [name for name, text in known.items() if text == content]
    return (
        exact[0]
        if len(exact) == 1
        else next(iter(known))
        if len(known) == 1
        else words_of(row.get("language"))
    )


def _quoted(row: dict[str, Any], tags: list[dict[str, Any]]) -> str:
    """The quoted post: FEP-044f, its forerunners, or an object link (FEP-e232)."""
    said = next((found for found in (ref(row.get(name)) for name in _QUOTES) if found), "")
    links = (
        ref(one.get("href"))
        for one in tags
        if type_of(one) == "Link" and "json" in words_of(one.get("mediaType"))
    )
    return said or next(links, "")


def _page(value: object) -> str:
    """An address on the web; of several (PeerTube) the page rather than the files."""
    some = value if isinstance(value, list) else [value]
    pages = [one for one in some if isinstance(one, dict) and one.get("mediaType") == "text/html"]
    found = (ref(one) for one in (*pages, *some))
    return next((one for one in found if one.startswith(("https://", "http://"))), "")


def _is_vote(row: dict[str, Any]) -> bool:
    """A vote in a poll: a name and what it answers, no content (as Mastodon sends it)."""
    return (
        bool(row.get("name") and row.get("inReplyTo") and not row.get("content")) and type_of(row) == "Note"
    )


def _needed(row: dict[str, Any]) -> str:
    uri = ref(row.get("object"))
    if not uri:
        raise ValueError("It does not say what it is about.")
    return uri


def _name(row: dict[str, Any], uri: str, kind: str) -> str:
    return ref(row.get("id")) or f"{uri}#{kind}"
