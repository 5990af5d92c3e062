"""Tells the files of a Mastodon archive and its tables apart by their first bytes, and whose they are. Pure."""

import csv
import re
from collections.abc import Iterable

from mutuals.wire.mastodon_values import acct_of, ref

_ACTOR = re.compile(rb'"(?:preferredUsername|inbox|outbox)"\s*:')
_ACTOR_TYPE = re.compile(rb'"type"\s*:\s*"(?:Person|Group|Organization|Service|Application)"')
_LIST = re.compile(rb'"orderedItems"\s*:|"type"\s*:\s*"OrderedCollection(?:Page)?"')
_LIST_ID = re.compile(rb'"id"\s*:\s*"(?:[^"]*/)?(outbox|likes|bookmarks)(?:\.json)?"')
_ACT = re.compile(
    rb'"(?:type)"\s*:\s*"(?:Create|Announce|Update|Delete|Undo|Like|Follow|EmojiReact)"|"actor"\s*:\s*"http'
)
_WHO = re.compile(rb'"actor"\s*:\s*"(https?://[^"\s]+)"')
_HEADER = b"account address"
# Where people have mail and no account: what looks like both is not taken for an account there.
_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com proton.me protonmail.com "
    "gmx.de gmx.net gmx.at web.de mail.ru qq.com 163.com posteo.de fastmail.com aol.com".split()
)
PRIVATE = {
    "bookmarks": "What you bookmarked stays with you.",
    "blocked": "Whom you blocked or muted stays with you.",
}


def kind_of(name: str, head: bytes) -> str:
    """What a file is: actor, outbox, likes, followers, following, lists; bookmarks or blocked (both private); "" for
    anything else. Contents tell; the name only where two tables look the same."""
    stem = name.lower().rpartition("/")[2]
    if stem.endswith(".csv"):
        return _table_kind(stem, head)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")) or not stem.endswith(
        (".json", ".jsonld", "outbox", "likes", "actor")
    ):
        return ""
    if _LIST.search(head):
        return _list_kind(stem, head)
    if _ACTOR.search(head) and _ACTOR_TYPE.search(head):
        return "actor"
    return "actor" if stem == "actor.json" and b"activitystreams" in head else ""


def first_actor(head: bytes) -> str:
    """The actor id of the first entry of an outbox; "" when it is not among the first bytes."""
    found = _WHO.search(head)
    return ref(found[1].decode("utf-8", "replace")) if found else ""


def is_header(cells: list[str]) -> bool:
    """Whether a row of a table names its columns."""
    return bool(cells) and cells[0].strip().lower() == _HEADER.decode()


def owner_in_answers(me: Iterable[str]) -> tuple[str, bool]:
    """(actor id, whether it is sure) of the account that the person named: `@user@host`, its address on the web, or
    `user@host` unless people have mail there; ("", False) for none."""
    words = [one.strip() for one in me]
    for word in words:
        web = re.fullmatch(r"https?://([^/\s]+)/@([^/\s@]+)/?", word)
        if web:
            return f"acct:{web[2]}@{web[1]}".lower(), True
        if re.match(r"https?://[^/\s]+/\S*(?:users|u|profile|accounts)/", word):
            return ref(word), bool(ref(word))
        if word.startswith(("@", "acct:")) and acct_of(word):
            return f"acct:{acct_of(word)}", True
    for word in words:
        acct = acct_of(word)
        if acct and acct.partition("@")[2] not in _MAIL:
            return f"acct:{acct}", False
    return "", False


def _list_kind(stem: str, head: bytes) -> str:
    said = _LIST_ID.search(head)
    if said:
        return said[1].decode()
    for kind in ("outbox", "likes", "bookmarks"):
        if kind.rstrip("s") in stem:
            return kind
    return "outbox" if _ACT.search(head) else ""


def _table_kind(stem: str, head: bytes) -> str:
    lines = head.decode("utf-8-sig", "replace").splitlines() or [""]
    cells = [cell.strip() for cell in next(csv.reader(lines[:1]), [""])] or [""]
    header = [cell.lower() for cell in cells]
    if "show boosts" in header:
        return "following"
    if "hide notifications" in header:
        return "blocked"
    if "bookmark" in stem and header[0].startswith("http"):
        return "bookmarks"
    named = header[0] == _HEADER.decode()
    if "list" in stem and len(cells) == 2 and acct_of(cells[1]) and not named:
        return "lists"
    if not named and not acct_of(cells[0]):
        return "blocked" if re.search(r"block\w*domain|domain\w*block", stem) else ""
    names = (("block", "blocked"), ("mute", "blocked"), ("follower", "followers"), ("follow", "following"))
    return next((kind for part, kind in names if part in stem), "")
