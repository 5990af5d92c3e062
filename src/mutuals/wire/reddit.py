"""Translates the rows of Reddit's data export to ActivityStreams.

Pure. Rows come as their cells by the names of the columns in small letters. People are `https://www.reddit.com/user/NAME`
in small letters, communities `https://www.reddit.com/r/NAME`; posts and comments are their permalinks, in one form.
"""

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from mutuals.as2 import PUBLIC, UNKNOWN_TIME, Activity, Actor, Link, Object, PropertyValue, Time
from mutuals.wire.json_values import iso_time

Cells = dict[str, str]
Items = list[Actor | Activity]
Kind = Literal["posts", "comments", "messages", "chat", "votes", "statistics", "friends"]
HOME = "https://www.reddit.com"
_PERMALINK = re.compile(
    r"(?:https?://(?:[\w-]+\.)?reddit\.com)?/(r|u|user)/([\w.-]{1,64})/comments/([A-Za-z0-9]{1,16})"
    r"(?:/([^/?#\s\x00-\x1f\x7f]*))?(?:/([A-Za-z0-9]{1,16}))?/?(?:[?#].*)?"
)
_MESSAGE = re.compile(r"(?:https?://(?:[\w-]+\.)?reddit\.com)?/message/messages/([A-Za-z0-9_]{1,24})/?")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_THING = re.compile(r"(?:t([1-5])_)?([A-Za-z0-9]{1,16})")
_GONE = frozenset(("[deleted]", "[removed]", "[removed by reddit]", "[deleted by user]"))
_HEADERS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("posts", frozenset(("id", "permalink", "date", "subreddit", "title", "body"))),
    ("comments", frozenset(("id", "permalink", "date", "subreddit", "link", "parent", "body"))),
    ("messages", frozenset(("id", "date", "from", "to", "subject", "body", "thread_id"))),
    ("chat", frozenset(("message_id", "created_at", "username", "message", "channel_url"))),
    ("votes", frozenset(("id", "permalink", "direction"))),
    ("statistics", frozenset(("statistic", "value"))),
    ("friends", frozenset(("username", "note"))),
)
SURE: frozenset[Kind] = frozenset(("posts", "comments", "messages", "chat", "votes"))
"""Kinds whose columns nobody else has."""


def kind_of(header: list[str]) -> Kind | None:
    """What a table holds, by its columns."""
    have = {name.lower() for name in header}
    for kind, columns in _HEADERS:
        if columns <= have and (kind in SURE or columns == have):
            return kind
    return None


def named(text: str) -> str:
    """The name of an account ("u/Ola", "/user/ola", "Ola"), as written; "" for none and for deleted ones."""
    name = re.sub(r"^(?:https?://(?:[\w-]+\.)?reddit\.com)?/?(?:u|user)/", "", text.strip()).strip("/")
    return name if _NAME.fullmatch(name) else ""


def person(name: str) -> Actor:
    """An account by its name."""
    uri = f"{HOME}/user/{name.lower()}"
    return Actor(id=uri, preferred_username=name, url=uri)


def community(text: str) -> Actor | None:
    """A subreddit by its name ("r/garden", "#garden", "garden"); None for none, and for the page of a person."""
    name = re.sub(r"^(?:/?r/|#)", "", text.strip()).strip("/").lower()
    if not _NAME.fullmatch(name) or name.startswith("u_"):
        return None
    uri = f"{HOME}/r/{name}"
    return Actor(id=uri, type="Group", name=f"r/{name}", url=uri)


def permalink(text: str) -> str:
    """The address of a post or comment in its one form; "" where there is none."""
    found = _PERMALINK.fullmatch(text.strip())
    if found is None:
        return ""
    kind, place, post, slug, comment = found.groups()
    start = f"{HOME}/{'r' if kind == 'r' else 'user'}/{place.lower()}/comments/{post.lower()}/"
    if comment:
        return f"{start}{slug or '_'}/{comment.lower()}/"
    return f"{start}{slug}/" if slug else start


def time_of(text: str) -> Time:
    """`2023-05-01 12:00:00 UTC`, with or without parts of a second, and ISO 8601."""
    return iso_time(text.strip().removesuffix(" UTC"))


def _words(text: str) -> str:
    return "" if text.strip().lower() in _GONE else text


def post_items(cells: Cells, me: str) -> Items:
    """A post of the owner; raises ValueError for a row that is none."""
    uri = permalink(cells["permalink"])
    if not uri and _THING.fullmatch(cells["id"]):
        uri = permalink(f"/r/{cells['subreddit']}/comments/{cells['id'].rpartition('_')[2]}/")
    if not uri:
        raise ValueError("It has no address.")
    url = cells.get("url", "").strip()
    elsewhere = url.startswith(("http://", "https://")) and permalink(url) != uri
    thing = _said(uri, cells, me)
    return _published(thing, cells, name=_words(cells["title"]), links=(Link(url),) if elsewhere else ())


def comment_items(cells: Cells, me: str) -> Items:
    """A comment of the owner; raises ValueError for a row that is none."""
    linked, own = _THING.fullmatch(cells["link"]), _THING.fullmatch(cells["id"])
    post = permalink(f"/r/{cells['subreddit']}/comments/{linked[2]}/" if linked else cells["link"])
    uri = permalink(cells["permalink"])
    if not uri and post and own:
        uri = _comment_on(post, own[2])
    if not uri:
        raise ValueError("It has no address.")
    post = post or permalink(uri[: uri.rstrip("/").rindex("/")])
    thing = _said(uri, cells, me)
    return _published(thing, cells, answers=_answered(cells["parent"], post), context=post)


def _answered(parent: str, post: str) -> str:
    """What a comment answers: another comment, else the post."""
    found = _THING.fullmatch(parent.strip())
    if found is None or found[1] == "3" or f"/comments/{found[2].lower()}/" in post:
        return post
    return _comment_on(post, found[2]) if post else ""


def _comment_on(post: str, number: str) -> str:
    """The address of a comment, as the post it stands under has it."""
    slug = "" if post.count("/") > 7 else "_/"
    return f"{post}{slug}{number.lower()}/"


def _said(uri: str, cells: Cells, me: str) -> Object:
    return Object(id=uri, attributed_to=me, content=_words(cells["body"]), published=time_of(cells["date"]))


def _published(
    said: Object,
    cells: Cells,
    *,
    name: str = "",
    links: tuple[Link, ...] = (),
    answers: str = "",
    context: str = "",
) -> Items:
    place = community(cells["subreddit"])
    thing = Object(
        id=said.id,
        attributed_to=said.attributed_to,
        name=name,
        content=said.content,
        url=said.id,
        in_reply_to=answers,
        context=context or said.id,
        to=(PUBLIC,),
        audience=(place.id,) if place else (),
        attachment=links,
        published=said.published,
    )
    return [*([place] if place else []), _create(thing)]


def _create(thing: Object) -> Activity:
    return Activity(
        id=f"{thing.id}#create",
        actor=thing.attributed_to,
        object=thing,
        published=thing.published,
        to=thing.to,
    )


def message_items(cells: Cells) -> Items:
    """A private message between two accounts, or with the moderators of a community; raises ValueError for a row that
    does not say between whom."""
    sender, receiver = _party(cells["from"]), _party(cells["to"])
    number = _THING.fullmatch(cells["id"].strip())
    found = _MESSAGE.fullmatch(cells.get("permalink", "").strip())
    key = found[1] if found else number[2] if number else ""
    if sender is None or receiver is None or not key:
        raise ValueError("It does not say between whom it was.")
    thread = cells["thread_id"].strip() or key
    thing = Object(
        id=f"{HOME}/message/messages/{key}",
        type="ChatMessage",
        attributed_to=sender.id,
        name=cells["subject"],
        content=_words(cells["body"]),
        context=f"{HOME}/message/messages/{quote(thread, safe='')}#thread",
        to=(receiver.id,),
        published=time_of(cells["date"]),
    )
    return [sender, receiver, _create(thing)]


def _party(text: str) -> Actor | None:
    if re.match(r"\s*(?:/?r/|#)", text):
        return community(text)
    name = named(text)
    return person(name) if name else None


def room_id(cells: Cells) -> str:
    """The id of the chat of a row; raises ValueError when it is not told."""
    text = cells["channel_url"].strip()
    if not text:
        raise ValueError("It does not say in which chat it was.")
    return (
        text
        if re.fullmatch(r"https://[^\s\x00-\x1f\x7f]+", text)
        else f"{HOME}/chat/room/{quote(text, safe='')}"
    )


def chat_items(cells: Cells, others: tuple[str, ...], room: Actor | None) -> Items:
    """A message of a chat: in a `room`, or to the `others` (ids) of a talk of two; raises ValueError for a row that
    does not say who wrote it."""
    name, key = named(cells["username"]), cells["message_id"].strip()
    if not name or not key:
        raise ValueError("It does not say who wrote it.")
    sender, parent = person(name), cells.get("thread_parent_message_id", "").strip()
    thing = Object(
        id=_chat_id(key),
        type="ChatMessage",
        attributed_to=sender.id,
        content=_words(cells["message"]),
        in_reply_to=_chat_id(parent) if parent else "",
        context=room.id if room else room_id(cells),
        to=(room.id,) if room else tuple(one for one in others if one != sender.id),
        audience=(room.id,) if room else (),
        published=time_of(cells["created_at"]),
    )
    return [sender, _create(thing)]


def _chat_id(key: str) -> str:
    return f"{HOME}/chat/message/{quote(key, safe='')}"


def vote_items(cells: Cells, me: str) -> Items:
    """An upvote as a Like; [] for any other vote. Raises ValueError for a row without an address."""
    uri = permalink(cells["permalink"])
    if not uri:
        raise ValueError("It has no address.")
    if cells["direction"].strip().lower() not in ("up", "1"):
        return []
    key = quote(cells["id"].strip() or uri, safe="")
    return [
        Activity(
            id=f"{me}#upvote/{key}", type="Like", actor=me, object=Object(id=uri), published=UNKNOWN_TIME
        )
    ]


def friend_of(cells: Cells) -> Actor:
    """Somebody in the owner's list of friends, with the note on them; raises ValueError for nobody."""
    name, note = named(cells["username"]), cells["note"].strip()
    if not name:
        raise ValueError("It names nobody.")
    one = person(name)
    facts = (PropertyValue("note", note),) if note else ()
    return Actor(id=one.id, preferred_username=name, url=one.url, attachment=facts)


WRITERS: dict[str, Callable[[Cells, str], Items]] = {
    "posts": post_items,
    "comments": comment_items,
    "messages": lambda cells, _: message_items(cells),
    "votes": vote_items,
}
