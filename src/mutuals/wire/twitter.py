"""Translates posts, likes and accounts of an X (Twitter) archive into ActivityStreams. Pure.

The shapes are those of `data/*.js` of archives since 2018 and of the monthly files before ("Grailbird"), which carry
the same names with numbers for ids and `text` for `full_text`; docs/words.md lists the ids made here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mutuals.as2 import (
    PUBLIC,
    UNKNOWN_TIME,
    Activity,
    Actor,
    Link,
    Object,
    Time,
)
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.twitter_account import Owner
from mutuals.wire.twitter_notes import Note
from mutuals.wire.twitter_values import (
    expand,
    handle_of,
    handle_uri,
    number_of,
    post_time,
    post_uri,
    snowflake_time,
    status_in,
    unescape,
    user_uri,
)

_RETWEET = re.compile(r"RT @(\w{1,20}): ?(.*)", re.DOTALL | re.ASCII)
_AT = re.compile(r"(?<![\w@/])@(\w{1,20})\b", re.ASCII)
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")
# What X writes for "no language" (und), for media, links, tags or short texts alone; and names ISO 639 has replaced.
_NO_LANGUAGE = frozenset({"und", "zxx", "qam", "qct", "qht", "qme", "qst", "art"})
_RENAMED = {"in": "id", "iw": "he", "ji": "yi"}

Items = list[Actor | Activity]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a post's text holds once links, mentions and media are put in their places."""

    content: str
    people: tuple[Actor, ...]
    tag: tuple[Link, ...]
    attachment: tuple[Link, ...]
    quote: str


def superseded(row: dict[str, Any]) -> bool:
    """Whether a later edit of this post exists: only the last version is kept."""
    versions = _versions(row)
    return bool(versions) and number_of(row, "id_str", "id") != versions[-1]


def post_items(row: dict[str, Any], owner: Owner, note: Note | None = None) -> Items:
    """One post: the people it names, then its Create, or an Announce for a retweet. `note` is its text when it is
    longer than the post's own field. Raises ValueError with a plain reason when the row is no post."""
    number = number_of(row, "id_str", "id", "tweet_id")
    if not number:
        raise ValueError("It has no post number.")
    published = post_time(row.get("created_at"), number)
    text = words_of(row.get("full_text")) or words_of(row.get("text"))
    original = part_of(row, "retweeted_status")
    shared = (
        None if number_of(row, "in_reply_to_status_id_str", "in_reply_to_status_id") else _RETWEET.match(text)
    )
    if shared or original:
        return _retweet(row, owner, number, published, shared, original)
    return _post(row, owner, number, published, text, note)


def note_items(note: Note, owner: Owner) -> Items:
    """A long text that no post of the archive belongs to, as a post of its own; raises ValueError without a number."""
    if not note.id:
        raise ValueError("It has no number.")
    row = {
        "id_str": note.post or note.id,
        "text": note.text,
        "created_at": note.published.ms,
    }
    return post_items(row, owner, note)


def _post(
    row: dict[str, Any],
    owner: Owner,
    number: str,
    published: Time,
    text: str,
    note: Note | None,
) -> Items:
    said = _said(row, text, number, published, note)
    answered = _answered(row, said.people, published)
    people, tag = list(said.people), list(said.tag)
    to: tuple[str, ...] = (owner.public,)
    if answered is not None and answered.id != owner.id:
        people = [answered, *(one for one in people if one.id != answered.id)]
        tag = [_mention(answered), *(one for one in tag if one.href != answered.id)]
        to = (answered.id, owner.public)
    group = number_of(row, "community_id_str", "community_id")
    room = (f"https://x.com/i/communities/{group}",) if group else ()
    replied = number_of(row, "in_reply_to_status_id_str", "in_reply_to_status_id")
    versions = _versions(row)
    thing = Object(
        id=post_uri(number),
        attributed_to=owner.id,
        content=said.content,
        url=f"https://x.com/{owner.handle}/status/{number}" if owner.handle else post_uri(number),
        language=_language(row),
        in_reply_to=post_uri(replied) if replied else "",
        quote_url=said.quote,
        to=to,
        audience=room,
        tag=tuple(tag),
        attachment=said.attachment,
        published=_first_published(versions, published),
        updated=published if len(versions) > 1 else UNKNOWN_TIME,
    )
    groups = [Actor(id=one, type="Group", url=one) for one in room]
    return [*people, *groups, _create(thing, owner)]


def _create(thing: Object, owner: Owner) -> Activity:
    return Activity(
        id=f"{thing.id}#create",
        actor=owner.id,
        object=thing,
        published=thing.published,
        to=thing.to,
        cc=thing.cc,
    )


def _retweet(
    row: dict[str, Any],
    owner: Owner,
    number: str,
    published: Time,
    shared: re.Match[str] | None,
    original: dict[str, Any],
) -> Items:
    source = original or row
    text = (words_of(source.get("full_text")) or words_of(source.get("text"))) if original else ""
    said = _said(source, text or (shared[2] if shared else ""), number, published, None)
    user = part_of(original, "user")
    author = _author(user, shared[1] if shared else "", _said_people(row, published), published)
    first = number_of(original, "id_str", "id")
    uri = post_uri(number)
    thing = Object(
        id=f"{uri}#original",
        attributed_to=author.id if author else "",
        content=said.content,
        url=post_uri(first) if first else "",
        language=_language(source),
        quote_url=said.quote,
        to=(PUBLIC,),
        tag=tuple(one for one in said.tag if original or not author or one.href != author.id),
        attachment=said.attachment,
        published=post_time(original.get("created_at"), first) if original else UNKNOWN_TIME,
    )
    people = [
        *([author] if author else []),
        *(one for one in said.people if not author or one.id != author.id),
    ]
    activity = Activity(
        id=uri,
        type="Announce",
        actor=owner.id,
        object=thing,
        published=published,
        to=(owner.public,),
    )
    return [*people, activity]


def _author(user: dict[str, Any], handle: str, named: tuple[Actor, ...], known: Time) -> Actor | None:
    """Who wrote what was retweeted: the user said with it, else the mention that has the handle, else the handle."""
    number = number_of(user, "id_str", "id")
    if number:
        return _person(
            number,
            handle_of(user.get("screen_name")) or handle,
            words_of(user.get("name")),
            known,
        )
    for one in named:
        if one.preferred_username.lower() == handle.lower():
            return one
    return _person("", handle, "", known) if handle else None


def _answered(row: dict[str, Any], named: tuple[Actor, ...], known: Time) -> Actor | None:
    number = number_of(row, "in_reply_to_user_id_str", "in_reply_to_user_id")
    handle = handle_of(row.get("in_reply_to_screen_name"))
    if not number and not handle:
        return None
    uri = user_uri(number) if number else handle_uri(handle)
    for one in named:
        if one.id == uri or (not number and one.preferred_username.lower() == handle.lower()):
            return one
    return _person(number, handle, "", known)


def _said(row: dict[str, Any], text: str, number: str, known: Time, note: Note | None) -> _Said:
    content, links = unescape(text), list(_links(row))
    media = list(_media(row))
    if note is not None:
        content = note.text
    if links or media:
        content = expand(
            content, [*((one, full) for one, full in links if full), *((one, "") for one, _ in media)]
        )
    content = _without_self(content, number)
    quote, author = _quoted(row, content, number)
    people = _said_people(row, known, content, note)
    tags = [_mention(one) for one in people]
    if quote and author:
        tags.append(Link(href=quote, name=f"@{author}"))
    tags += _hashtags(row, content)
    return _Said(content.strip(), people, tuple(tags), tuple(link for _, link in media), quote)


def _without_self(content: str, number: str) -> str:
    """Drops the address of the post itself at its end, which only says that the text was cut."""
    head, _, last = content.rpartition(" ")
    return head if last.startswith("http") and status_in(last)[1] == number else content


def _said_people(
    row: dict[str, Any], known: Time, content: str = "", note: Note | None = None
) -> tuple[Actor, ...]:
    """The people that a post mentions, each once: by its entities, else (older exports) by the @handles in it."""
    found: dict[str, Actor] = {}
    entities = row.get("entities")
    for one in rows_of(part_of(row, "entities").get("user_mentions")):
        number, handle = number_of(one, "id_str", "id"), handle_of(one.get("screen_name"))
        if number or handle:
            actor = _person(number, handle, words_of(one.get("name")), known)
            found.setdefault(actor.id, actor)
    names = note.mentions if note else () if isinstance(entities, dict) else tuple(_AT.findall(content))
    if not names:
        return tuple(found.values())
    have = {one.preferred_username.lower() for one in found.values()}
    replied = handle_of(row.get("in_reply_to_screen_name")).lower()
    for handle in dict.fromkeys(name for name in names if name.lower() not in have):
        known_number = number_of(row, "in_reply_to_user_id_str", "in_reply_to_user_id")
        actor = _person(known_number if handle.lower() == replied else "", handle, "", known)
        found.setdefault(actor.id, actor)
    return tuple(found.values())


def _person(number: str, handle: str, name: str, known: Time) -> Actor:
    return Actor(
        id=user_uri(number) if number else handle_uri(handle),
        name=name,
        preferred_username=handle,
        url=f"https://x.com/{handle}" if handle else "",
        updated=known if handle or name else UNKNOWN_TIME,
    )


def _mention(actor: Actor) -> Link:
    name = f"@{actor.preferred_username}" if actor.preferred_username else actor.name
    return Link(href=actor.id, type="Mention", name=name)


def _hashtags(row: dict[str, Any], content: str) -> Iterator[Link]:
    entities = row.get("entities")
    said = [words_of(one.get("text")) for one in rows_of(part_of(row, "entities").get("hashtags"))]
    for text in dict.fromkeys(said if isinstance(entities, dict) else _HASHTAG.findall(content)):
        if text:
            yield Link(href=f"https://x.com/hashtag/{text}", type="Hashtag", name=f"#{text}")


def _links(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in rows_of(part_of(row, "entities").get("urls")):
        yield words_of(one.get("url")), words_of(one.get("expanded_url"))


def _media(row: dict[str, Any]) -> Iterator[tuple[str, Link]]:
    """The short link that stands in the text, and the picture or video that it stands for."""
    extended = part_of(row, "extended_entities").get("media")
    for one in rows_of(extended or part_of(row, "entities").get("media")):
        kind = words_of(one.get("type"))
        href = words_of(one.get("media_url_https")) or words_of(one.get("media_url"))
        best = max(rows_of(part_of(one, "video_info").get("variants")), key=_bitrate, default={})
        href, moving = words_of(best.get("url")) or href, kind in ("video", "animated_gif")
        alt = words_of(one.get("ext_alt_text")) or words_of(one.get("alt_text"))
        media_type = words_of(best.get("content_type"))
        link = Link(href, "Video" if moving else "Image", unescape(alt), media_type)
        yield words_of(one.get("url")), link


def _bitrate(variant: dict[str, Any]) -> int:
    rate = str(variant.get("bitrate", "0"))
    return int(rate) if rate.isdigit() else 0


def _quoted(row: dict[str, Any], content: str, number: str) -> tuple[str, str]:
    """(URI of the quoted post, its author's handle): said outright, else the post whose address ends the text."""
    said = number_of(row, "quoted_status_id_str", "quoted_status_id")
    last = content.rstrip().rpartition(" ")[2].rpartition("\n")[2]
    permalink = words_of(part_of(row, "quoted_status_permalink").get("expanded"))
    for address in (permalink, last) if permalink or "/status" in last else ():
        handle, other = status_in(address)
        if other and other != number and (not said or said == other):
            return post_uri(other), handle
    return (post_uri(said), "") if said else ("", "")


def _language(row: dict[str, Any]) -> str:
    code = words_of(row.get("lang"))
    return "" if code in _NO_LANGUAGE else _RENAMED.get(code, code)


def _versions(row: dict[str, Any]) -> list[str]:
    info = part_of(row, "edit_info")
    if not info:
        return []
    control = part_of(info, "initial") or part_of(part_of(info, "edit"), "editControlInitial")
    listed = control.get("editTweetIds")
    return [str(one) for one in listed] if isinstance(listed, list) else []


def _first_published(versions: list[str], published: Time) -> Time:
    first = snowflake_time(versions[0]) if len(versions) > 1 else UNKNOWN_TIME
    return published if first.ms is None else first
