"""Ids, references and account addresses as Mastodon and its relatives write them. Pure.

ActivityPub allows a reference to be a string, an object, or a list of either: https://www.w3.org/TR/activitypub/
"""

import re
from functools import lru_cache
from typing import Any

from mutuals.as2 import PUBLIC, Actor
from mutuals.wire.json_values import words_of

_ABSOLUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):[^\s\x00-\x1f\x7f]+")
_USER = re.compile(
    r"https?://([^/\s]+)/(?:(?:users|u|profile|accounts|channel|video-channels|c)/|@)([^/\s@]+)/?"
)
_STATUS = re.compile(r"(https?://[^/\s]+(?:/ap)?/users/[^/\s]+)/statuses/[^/\s]+")
_ACCT = re.compile(r"[^@\s\x00-\x1f\x7f/:,;\"<>()]+@[^@\s\x00-\x1f\x7f/,;\"<>()]+")
# Some servers name people by made-up keys in their addresses; these are no handles.
_KEY = re.compile(r"\d+|(?=\w*\d)(?:[0-9a-z]{10}|[0-9a-z]{16}|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f-]{32,36})")
_PUBLIC = frozenset({PUBLIC, "as:Public", "Public"})
_LISTS = ("/followers", "/following", "/collections/followers", "/subscribers")


def ref(value: object) -> str:
    """The id that a reference names: a string, the `id` or `href` of an object, the first of a list; "" for none."""
    if isinstance(value, str):
        return _absolute(value)
    if value is None:
        return ""
    if isinstance(value, list):
        return next((found for found in map(ref, value) if found), "")
    if isinstance(value, dict):
        value = value.get("id") or value.get("href")
    return _absolute(value) if isinstance(value, str) else ""


# Authors, followers and Public come again in every post.
@lru_cache(maxsize=16_384)
def _absolute(text: str) -> str:
    word = text.strip()
    found = _ABSOLUTE.fullmatch(word)
    # RFC 3986 3.1: the scheme is the same in capitals, and written small.
    return word if found and found[1].islower() else found[1].lower() + word[len(found[1]) :] if found else ""


def refs(value: object) -> tuple[str, ...]:
    """All ids in a reference, each once, every spelling of Public as one."""
    if value is None:
        return ()
    some = value if isinstance(value, list) else [value]
    found = dict.fromkeys([PUBLIC if isinstance(one, str) and one in _PUBLIC else ref(one) for one in some])
    found.pop("", None)
    return tuple(found)


def type_of(row: dict[str, Any]) -> str:
    """The type of a thing; of several the first, "" for none."""
    kind = row.get("type")
    return words_of(kind[0] if isinstance(kind, list) and kind else kind)


def is_person(uri: str) -> bool:
    """Whether an id in an address can be an actor: neither Public nor somebody's list."""
    return bool(uri) and uri != PUBLIC and not uri.endswith(_LISTS)


@lru_cache(maxsize=16_384)
def host_of(uri: str) -> str:
    """The host in an id, in lower case."""
    found = re.match(r"https?://([^/\s]+)", uri)
    return found[1].lower() if found else ""


@lru_cache(maxsize=16_384)
def handle_in(uri: str) -> str:
    """`user@host` as far as an actor's id tells it; "" when it does not."""
    found = _USER.fullmatch(uri)
    return f"{found[2]}@{found[1].lower()}" if found and not _KEY.fullmatch(found[2]) else ""


def author_in(uri: str) -> str:
    """The actor id within the id of a post (`/users/{name}/statuses/`); "" when there is none."""
    found = _STATUS.match(uri)
    return found[1] if found else ""


def acct_of(text: object, host: str = "") -> str:
    """`user@host` in lower case, without a leading @; `host` completes an account of one's own server; "" if none."""
    return _acct(text, host) if isinstance(text, str) else ""


@lru_cache(maxsize=16_384)
def _acct(text: str, host: str) -> str:
    word = text.strip().removeprefix("acct:").removeprefix("@").lower()
    if word and "@" not in word and host:
        word = f"{word}@{host}"
    return word if _ACCT.fullmatch(word) else ""


def acct_actor(acct: str, known: dict[str, str]) -> Actor:
    """An account that is known by its address: with its id where a mention told it, else `acct:`."""
    return Actor(id=known.get(acct) or f"acct:{acct}", preferred_username=acct)


@lru_cache(maxsize=16_384)
def person(uri: str) -> Actor:
    """An actor that is known by its id alone."""
    return Actor(id=uri, preferred_username=handle_in(uri))


def kind_of_media(row: dict[str, Any]) -> str:
    """Image, Video, Document or Link: by the media type, else by the attachment's own type."""
    media, kind = words_of(row.get("mediaType")), type_of(row)
    for name in ("Image", "Video"):
        if media.startswith(name.lower() + "/") or (not media and kind == name):
            return name
    return "Link" if kind in ("Link", "Page", "Card") else "Document"
