"""Translates the tables of YouTube in Google Takeout: comments, words in live chats, subscriptions.

Pure. Names of files and columns are in the person's language, so that columns are told by what stands in them wherever
their English names do not; the order is that of https://support.google.com/accounts/answer/3024190.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from mutuals.as2 import PUBLIC, Activity, Actor, Link, Object
from mutuals.text.folding import clean
from mutuals.wire.json_values import iso_time, words_of

Kind = Literal["comments", "subscriptions"]
Items = list[Actor | Activity]
HOME = "https://www.youtube.com"
MAX_SEGMENTS = 5_000
_CHANNEL = re.compile(r"UC[\w-]{1,40}", re.ASCII)
_WHOLE_CHANNEL = re.compile(r"UC[\w-]{22}", re.ASCII)
_CHANNEL_URL = re.compile(r"https?://\S+/channel/UC[\w-]+\S*", re.ASCII)
_HANDLE = re.compile(r"@?([\w.-]{3,60})")
_COMMENT = re.compile(r"Ug[\w-]{20,40}(?:\.[\w-]{1,60})?", re.ASCII)
_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_KEY = re.compile(r"[\w.=%-]{1,300}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_RUNS = re.compile(r'\s*\{\s*"')
_ENGLISH = {
    "comment id": "id", "live chat id": "id", "channel id": "channel", "comment create timestamp": "time",
    "live chat create timestamp": "time", "parent comment id": "parent", "post id": "post", "video id": "video",
    "comment text": "text", "live chat text": "text", "top-level comment id": "top",
}  # fmt: skip


class Columns(NamedTuple):
    """What a table holds, and for each meaning the number of its column."""

    kind: Kind
    at: dict[str, int]


def columns_of(header: list[str], rows: list[list[str]]) -> Columns | None:
    """The columns of a table, by their English names or else by its first rows; None for other tables."""
    names = [_ENGLISH.get(name.strip().lower(), "") for name in header]
    if {"id", "channel", "time", "text"} <= set(names):
        return Columns("comments", {name: at for at, name in enumerate(names) if name})
    if [name.strip().lower() for name in header] == ["channel id", "channel url", "channel title"]:
        return Columns("subscriptions", {"channel": 0, "title": 2})
    rows = [row for row in rows if len(row) == len(header)]
    if not rows:
        return None
    if len(header) == 3 and _most(rows, 0, _WHOLE_CHANNEL) and _most(rows, 1, _CHANNEL_URL):
        return Columns("subscriptions", {"channel": 0, "title": 2})
    if len(header) > 5 and _most(rows, 1, _WHOLE_CHANNEL) and _most(rows, 2, _TIME) and _most(rows, 0, _KEY):
        return Columns("comments", _told_apart(rows, len(header)))
    return None


def _most(rows: list[list[str]], at: int, pattern: re.Pattern[str], *, empty: bool = False) -> bool:
    """Whether most rows fit; a damaged one among them changes nothing."""
    fit = sum(bool(pattern.fullmatch(row[at].strip()) or (empty and not row[at].strip())) for row in rows)
    return fit * 2 > len(rows)


def _told_apart(rows: list[list[str]], size: int) -> dict[str, int]:
    """The columns behind the time by the layouts that there were, as far as what stands in them agrees."""
    text = max(range(3, size), key=lambda at: sum(_RUNS.match(row[at]) is not None for row in rows))
    if not any(_RUNS.match(row[text]) for row in rows):
        text = 7 if size == 9 else size - 1
    layout = {"parent": 4, "post": 5, "video": 6} if size > 7 else {"parent": 4, "video": size - 2}
    shapes = {"parent": _COMMENT, "post": _COMMENT, "video": _VIDEO}
    fitting = {
        name: at for name, at in layout.items() if at != text and _most(rows, at, shapes[name], empty=True)
    }
    return {"id": 0, "channel": 1, "time": 2, "text": text, **fitting}


def channel(key: str, name: str = "") -> Actor:
    """A channel by its id."""
    uri = f"{HOME}/channel/{key}"
    return Actor(id=uri, name=name, url=uri)


def channel_in(text: str) -> str:
    """The id of a channel in what a person wrote of themselves; "" for none."""
    found = re.search(r"(?:^|/channel/)(UC[\w-]{22})(?:$|[/?#])", text.strip(), re.ASCII)
    return found[1] if found else ""


def comment_items(cells: list[str], at: dict[str, int]) -> Items:
    """A comment of the owner, by the columns of its table; raises ValueError for a row that is none."""
    own = {name: cells[place].strip() for name, place in at.items()}
    if not _CHANNEL.fullmatch(own["channel"]) or not _KEY.fullmatch(own["id"]):
        raise ValueError("It does not say whose comment it is.")
    about = _about(own)
    above = own["id"].partition(".")[0] if own["id"].startswith("Ug") and "." in own["id"] else ""
    parent = own.get("parent") or above
    content, tags = words_and_links(cells[at["text"]])
    writer = channel(own["channel"])
    people = [_mentioned(link) for link in tags if link.type == "Mention"]
    published = iso_time(own["time"])
    thing = Object(
        id=_comment(about, own["id"]),
        attributed_to=writer.id,
        content=content,
        url=_comment(about, own["id"]),
        in_reply_to=_comment(about, parent) if _KEY.fullmatch(parent) else about,
        context=about,
        to=(PUBLIC,),
        tag=tuple(tags),
        published=published,
    )
    create = Activity(
        id=f"{thing.id}#create", actor=writer.id, object=thing, published=published, to=thing.to
    )
    return [writer, *people, create]


def _mentioned(link: Link) -> Actor:
    handle = _HANDLE.fullmatch(link.name.strip())
    return Actor(id=link.href, preferred_username=handle[1] if handle else "")


def _about(own: dict[str, str]) -> str:
    """The video or post under which something was said."""
    video, post = own.get("video", ""), own.get("post", "")
    if video:
        return f"{HOME}/watch?v={quote(video, safe='')}"
    return f"{HOME}/post/{quote(post, safe='')}" if post else f"{HOME}/comment"


def _comment(about: str, key: str) -> str:
    return f"{about}{'&' if '?' in about else '?'}lc={quote(key, safe='')}"


def words_and_links(text: str) -> tuple[str, list[Link]]:
    """The words of a comment, and what parts of them link to. Text is plain, or runs of JSON: `{"text":"a"},{...}`,
    before 2024 `{"takeoutSegments":[...]}`."""
    if not _RUNS.match(text):
        return clean(text), []
    try:
        found = json.loads(f"[{text}]")
    except (ValueError, RecursionError):
        return clean(text), []
    runs = list(_runs(found))[:MAX_SEGMENTS]
    links = [link for run in runs if (link := _link(run))]
    return clean("".join(words_of(run.get("text")) for run in runs)), list(dict.fromkeys(links))


def _runs(found: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for one in found:
        inner = one.get("takeoutSegments") if isinstance(one, dict) else None
        if isinstance(inner, list):
            yield from (run for run in inner if isinstance(run, dict))
        elif isinstance(one, dict):
            yield one


def _link(run: dict[str, Any]) -> Link | None:
    """What a run links to: an address, another video, or somebody's channel."""
    written = clean(words_of(run.get("text")))
    for name, value in run.items():
        target = (
            next((one for one in value.values() if isinstance(one, str)), "")
            if isinstance(value, dict)
            else ""
        )
        if _WHOLE_CHANNEL.fullmatch(target):
            return Link(f"{HOME}/channel/{target}", "Mention", written)
        if re.match(r"https?://\S+$", target):
            return Link(clean(target), "Link", written)
        if name == "videoLink" and _VIDEO.fullmatch(target):
            return Link(f"{HOME}/watch?v={target}", "Link", written)
    return None


def subscription(cells: list[str], at: dict[str, int]) -> Actor:
    """A channel that the owner follows; raises ValueError for a row that names none."""
    key = cells[at["channel"]].strip()
    if not _CHANNEL.fullmatch(key):
        raise ValueError("It names no channel.")
    return channel(key, clean(cells[at["title"]]).strip())
