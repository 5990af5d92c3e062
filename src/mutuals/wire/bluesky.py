"""Translates the records of a Bluesky repository to ActivityStreams.

Pure. Lexicons: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky. Times are the client's claim;
where there is none, the key of the record tells it (a TID, https://atproto.com/specs/tid). Places in a text are counted
in bytes of UTF-8.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from mutuals.as2 import PUBLIC, UNKNOWN_TIME, Activity, Actor, Link, Object, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.wire.dagcbor import Cid
from mutuals.wire.json_values import iso_time, part_of, rows_of, words_of

Items = list[Actor | Activity]
MAX_FACETS = 500
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,400}")
_AT = re.compile(
    r"at://(did:[a-z]+:[A-Za-z0-9._:%-]{1,400})/([A-Za-z0-9.-]{1,200})/([A-Za-z0-9._:~-]{1,512})"
)
_HANDLE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,10}[a-z][a-z0-9-]{0,62}")
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(rf"[234567abcdefghij][{_SORTABLE}]{{12}}")
_POST = "app.bsky.feed.post"


def did_of(value: object) -> str:
    """A DID; "" for anything else."""
    return value if isinstance(value, str) and _DID.fullmatch(value) else ""


def author_of(uri: str) -> str:
    """The DID in the address of a record, "" where there is none."""
    found = _AT.fullmatch(uri)
    return found[1] if found else ""


def tid_time(key: str) -> Time:
    """The moment in a TID: microseconds in the upper 53 of its 64 bits."""
    if not _TID.fullmatch(key):
        return UNKNOWN_TIME
    number = 0
    for sign in key:
        number = number << 5 | _SORTABLE.index(sign)
    ms = (number >> 10) // 1000
    return Time(ms, "ms") if 0 < ms < 1 << 43 else UNKNOWN_TIME


def time_of(record: dict[str, Any], key: str) -> Time:
    """When a record was made: as it says, else as its key does."""
    said = iso_time(record.get("createdAt"))
    return said if said.ms is not None else tid_time(key)


def record_items(collection: str, key: str, record: object, owner: str) -> Items | None:
    """The items of one record; None for a kind that tells nothing of people. Raises ValueError for one that is none."""
    reader = READERS.get(collection)
    if reader is None:
        return None
    if not isinstance(record, dict):
        raise ValueError("It is no record.")
    return reader(record, f"at://{owner}/{collection}/{key}", owner)


def _key_of(uri: str) -> str:
    return uri.rpartition("/")[2]


def _post(record: dict[str, Any], uri: str, owner: str) -> Items:
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError("It has no text.")
    people, tags = _facets(record, text)
    reply = part_of(record, "reply")
    parent = _subject(reply, "parent")
    root = _subject(reply, "root") or parent
    other = author_of(parent)
    to = (other, PUBLIC) if other and other != owner else (PUBLIC,)
    embed = part_of(record, "embed")
    thing = Object(
        id=uri,
        attributed_to=owner,
        content=clean(text),
        summary=", ".join(_warnings(record)),
        url=f"https://bsky.app/profile/{owner}/post/{_key_of(uri)}",
        language=_language(record),
        in_reply_to=parent,
        quote_url=_quoted(embed),
        context=root or uri,
        to=to,
        tag=tuple(tags),
        attachment=tuple(_attached(embed, owner)),
        published=time_of(record, _key_of(uri)),
    )
    create = Activity(id=f"{uri}#create", actor=owner, object=thing, published=thing.published, to=to)
    quoted = author_of(thing.quote_url)
    known = [Actor(id=one) for one in (other, quoted) if one and one != owner]
    return [*known, *people, create]


def _facets(record: dict[str, Any], text: str) -> tuple[list[Actor], list[Link]]:
    """The people and links that parts of a text stand for."""
    data = text.encode("utf-8", "replace")
    people: list[Actor] = []
    tags: list[Link] = []
    for facet in list(rows_of(record.get("facets")))[:MAX_FACETS]:
        written = _slice(data, part_of(facet, "index"))
        for feature in rows_of(facet.get("features")):
            kind = words_of(feature.get("$type")).rpartition("#")[2]
            if kind == "mention" and (did := did_of(feature.get("did"))):
                people.append(Actor(id=did, preferred_username=_handle(written)))
                tags.append(Link(did, "Mention", written))
            elif kind == "link" and (href := words_of(feature.get("uri"))):
                tags.append(Link(clean(href), "Link", written))
            elif kind == "tag" and (tag := clean(words_of(feature.get("tag")))):
                tags.append(Link(f"https://bsky.app/hashtag/{quote(tag, safe='')}", "Hashtag", f"#{tag}"))
    return people, list(dict.fromkeys(tags))


def _handle(written: str) -> str:
    """The handle that a mention was written as; "" for other words."""
    name = written.removeprefix("@").lower()
    return name if _HANDLE.fullmatch(name) else ""


def _slice(data: bytes, index: dict[str, Any]) -> str:
    """The text between two places in bytes; "" where they are none or lie within a character."""
    start, end = index.get("byteStart"), index.get("byteEnd")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(data):
        return ""
    try:
        return clean(data[start:end].decode())
    except UnicodeDecodeError:
        return ""


def _subject(record: dict[str, Any], name: str) -> str:
    """The address in a strong reference, "" where it is none."""
    uri = words_of(part_of(record, name).get("uri"))
    return uri if _AT.fullmatch(uri) else ""


def _language(record: dict[str, Any]) -> str:
    langs = record.get("langs")
    first = words_of(langs[0]) if isinstance(langs, list) and langs else ""
    return first.lower()[:16] if re.match(r"[A-Za-z]{2,3}(?:-|$)", first) else ""


def _warnings(record: dict[str, Any]) -> Iterator[str]:
    for row in rows_of(part_of(record, "labels").get("values")):
        if value := clean(words_of(row.get("val"))):
            yield value


def _quoted(embed: dict[str, Any]) -> str:
    """The post that is quoted; other records that can be embedded (feeds, lists) are none."""
    uri = _subject(embed, "record") or _subject(part_of(embed, "record"), "record")
    found = _AT.fullmatch(uri)
    return uri if found and found[2] == _POST else ""


def _attached(embed: dict[str, Any], owner: str) -> Iterator[Link]:
    media = part_of(embed, "media") or embed
    for row in rows_of(media.get("images")):
        yield _picture(row, part_of(row, "image"), owner)
    external = part_of(media, "external")
    if href := words_of(external.get("uri")):
        yield Link(clean(href), "Link", clean(words_of(external.get("title"))))
    if video := part_of(media, "video"):
        yield Link("", "Video", clean(words_of(media.get("alt"))), clean(words_of(video.get("mimeType"))))


def _picture(row: dict[str, Any], blob: dict[str, Any], owner: str) -> Link:
    return Link(
        _blob_url("feed_fullsize", blob, owner),
        "Image",
        clean(words_of(row.get("alt"))),
        clean(words_of(blob.get("mimeType"))),
    )


def _blob_url(size: str, blob: dict[str, Any], owner: str) -> str:
    ref = blob.get("ref")
    return f"https://cdn.bsky.app/img/{size}/plain/{owner}/{ref}@jpeg" if isinstance(ref, Cid) else ""


def _known_by_uri(record: dict[str, Any], owner: str) -> tuple[Items, Object]:
    uri = _subject(record, "subject")
    if not uri:
        raise ValueError("It does not say what it is about.")
    author = author_of(uri)
    return ([Actor(id=author)] if author != owner else []), Object(id=uri, attributed_to=author)


def _like(record: dict[str, Any], uri: str, owner: str) -> Items:
    people, thing = _known_by_uri(record, owner)
    when = time_of(record, _key_of(uri))
    return [*people, Activity(id=uri, type="Like", actor=owner, object=thing, published=when)]


def _repost(record: dict[str, Any], uri: str, owner: str) -> Items:
    people, thing = _known_by_uri(record, owner)
    when = time_of(record, _key_of(uri))
    act = Activity(id=uri, type="Announce", actor=owner, object=thing, published=when, to=(PUBLIC,))
    return [*people, act]


def _follow(record: dict[str, Any], uri: str, owner: str) -> Items:
    other = did_of(record.get("subject"))
    if not other:
        raise ValueError("It does not say who is followed.")
    when = time_of(record, _key_of(uri))
    return [Actor(id=other), Activity(id=uri, type="Follow", actor=owner, object=other, published=when)]


def _profile(record: dict[str, Any], uri: str, owner: str) -> Items:
    name, about = clean(words_of(record.get("displayName"))), clean(words_of(record.get("description")))
    return [
        Actor(
            id=owner,
            name=name,
            summary=about,
            url=f"https://bsky.app/profile/{owner}",
            icon=_blob_url("avatar", part_of(record, "avatar"), owner),
            published=iso_time(record.get("createdAt")),
        )
    ]


def list_name(record: object) -> str:
    """The name of a list that is a label for people; "" for lists of whom to mute or block."""
    if not isinstance(record, dict) or words_of(record.get("purpose")).endswith("#modlist"):
        return ""
    return clean(words_of(record.get("name"))).strip()


def labelled(record: object, names: dict[str, str]) -> Items:
    """Somebody in one of the owner's lists, whose names `names` has by their addresses."""
    if not isinstance(record, dict):
        raise ValueError("It is no record.")
    other, name = did_of(record.get("subject")), names.get(words_of(record.get("list")), "")
    return [Actor(id=other, attachment=(PropertyValue("label", name),))] if other and name else []


READERS: dict[str, Callable[[dict[str, Any], str, str], Items]] = {
    _POST: _post,
    "app.bsky.feed.like": _like,
    "app.bsky.feed.repost": _repost,
    "app.bsky.graph.follow": _follow,
    "app.bsky.actor.profile": _profile,
}
