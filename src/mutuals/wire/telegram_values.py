"""Ids, peers, texts and moments as Telegram Desktop writes them. Pure.

Since 2021 a peer is a text (`user1`, `chat1`, `channel1`); before, a number whose upper half names the kind, and before
that a user's bare number (https://github.com/telegramdesktop/tdesktop, export/output). Times stand as a local date
and, since 2021, as unix seconds beside it, which together tell the zone.
"""

import re
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Link, Time
from mutuals.text.folding import clean
from mutuals.wire.json_values import midnight, part_of, rows_of, words_of

BASE = "tag:telegram.mutuals.invalid,2026:"
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_PEER = re.compile(r"(user|chat|channel)([0-9]{1,19})")
_LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")
_MOST = 1 << 63
_HALF = 1 << 32
_LATEST = 32_503_680_000  # the year 3000: larger numbers are no seconds
_HANGING = frozenset(
    "photo file media_type location_information place_name contact_information game_title invoice_information".split()
)
_KINDS = {"user": "user", "chat": "chat", "channel": "chat"}
_MEDIA = {
    "sticker": "Image",
    "animation": "Video",
    "video_file": "Video",
    "video_message": "Video",
    "voice_message": "Document",
    "audio_file": "Document",
}


class Peer(NamedTuple):
    """A person or a room by its number; `kind` is user or chat."""

    kind: str
    number: str

    @property
    def uri(self) -> str:
        """The id of the actor."""
        return f"{BASE}{self.kind}/{self.number}"


def number_of(value: object) -> str:
    """A whole number in decimal, also where it is written as text; "" for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -_MOST < value < _MOST else ""
    return value if isinstance(value, str) and _INTEGER.fullmatch(value) else ""


def peer_of(value: object, chat: str = "") -> Peer | None:
    """Who a `from_id` names; None when it names nobody. `chat` is the number of the chat that it stands in: an old
    number that equals it is that person's, whatever its upper half says."""
    if isinstance(value, str) and (peer := _written(value)):
        return peer
    digits = number_of(value)
    if not digits or digits.startswith("-") or digits == "0":
        return None
    kind, number = divmod(int(digits), _HALF)
    if digits == chat or kind not in (1, 2):
        return Peer("user", digits)
    return Peer("user" if kind == 1 else "chat", str(number))


@lru_cache(16_384)
def _written(text: str) -> Peer | None:
    match = _PEER.fullmatch(text)
    return Peer(_KINDS[match[1]], match[2]) if match else None


def local_id(scope: str, path: str) -> str:
    """An id that holds within one person's files (RFC 4151)."""
    return f"tag:{quote(scope, safe='')}.mutuals.invalid,2026:telegram/{path}"


def named(name: str, scope: str) -> str:
    """The local id of somebody of whom only the name is told."""
    return local_id(scope, f"name/{quote(name, safe='')}")


def handle_uri(handle: str) -> str:
    """The id of somebody of whom only the @handle is told."""
    return f"{BASE}username/{handle.lower()}"


def time_of(row: dict[str, Any], name: str, zone: tzinfo) -> Time:
    """The moment of a field `name` (local) and `name`_unixtime; `zone` reads the local time where it stands alone."""
    seconds, local = number_of(row.get(f"{name}_unixtime")), local_seconds(row.get(name))
    if seconds and 0 < int(seconds) < _LATEST:
        return Time(int(seconds) * 1000, "s", _offset(local, int(seconds)))
    return _in_zone(local, zone) if local else UNKNOWN_TIME


def near_time(value: object, near: Time, zone: tzinfo) -> Time:
    """The moment of a local date without seconds beside it, in the zone of something that happened near."""
    local = local_seconds(value)
    if local and near.zone is not None:
        return Time((local - near.zone * 60) * 1000, "s", near.zone)
    return _in_zone(local, zone) if local else UNKNOWN_TIME


@lru_cache(4096)
def _seconds(text: str) -> int:
    match = _LOCAL.fullmatch(text)
    try:
        if match is None or int(match[4]) > 23 or int(match[5]) > 59:
            return 0
        day = midnight(int(match[1]), int(match[2]), int(match[3])) // 1000
    except ValueError:
        return 0
    return day + int(match[4]) * 3600 + int(match[5]) * 60 + int(match[6] or 0)


def local_seconds(value: object) -> int:
    """A local date and time as if it were UTC, in seconds; 0 when there is none."""
    found = _seconds(value) if isinstance(value, str) and len(value) < 30 else 0
    return found if 0 < found < _LATEST else 0


def _offset(local: int, seconds: int) -> int | None:
    minutes = round((local - seconds) / 60) if local else 15 * 60
    return minutes if abs(minutes) <= 14 * 60 else None


def _in_zone(local: int, zone: tzinfo) -> Time:
    offset = _offset_at(local // 900, zone)
    return Time((local - offset * 60) * 1000, "s", offset)


@lru_cache(8192)
def _offset_at(quarter: int, zone: tzinfo) -> int:
    """The minutes that a zone is ahead in a quarter of an hour of its own time; clocks change on quarters."""
    day, rest = divmod(quarter, 96)
    moment = datetime.fromordinal(day + 719_163).replace(hour=rest // 4, minute=rest % 4 * 15, tzinfo=zone)
    offset = moment.utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


def text_of(row: dict[str, Any]) -> str:
    """The words of a message: a text, or a list of texts and entities."""
    text = row.get("text")
    found = text if isinstance(text, str) else "".join(map(_piece, text if isinstance(text, list) else ()))
    if not found and isinstance(entities := row.get("text_entities"), list):
        found = "".join(map(_piece, entities))
    return clean(found or _poll(part_of(row, "poll"))).strip()


def _piece(value: object) -> str:
    return value if isinstance(value, str) else words_of(value.get("text")) if isinstance(value, dict) else ""


def _poll(poll: dict[str, Any]) -> str:
    options = [words_of(one.get("text")) for one in rows_of(poll.get("answers"))]
    return "\n".join([words_of(poll.get("question")), *(f"– {one}" for one in options if one)]).strip()


def entities_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What is marked in the words of a message: mentions, links, hashtags."""
    text = row.get("text")
    if isinstance(text, str) and text:
        entities = row.get("text_entities")
        # What a plain text says is nothing but plain.
        return list(rows_of(entities)) if isinstance(entities, list) and len(entities) > 1 else []
    return list(rows_of(text)) or list(rows_of(row.get("text_entities")))


def media_of(row: dict[str, Any]) -> tuple[Link, ...]:
    """What hangs on a message: a picture, sticker, file, place, contact or game."""
    if _HANGING.isdisjoint(row):
        return ()
    found = []
    if "photo" in row:
        found.append(Link("", "Image", "", ""))
    elif "file" in row or "media_type" in row:
        found.append(_file(row))
    place = part_of(row, "location_information")
    if place or words_of(row.get("place_name")):
        where = ",".join(
            str(place.get(one)) for one in ("latitude", "longitude") if _is_number(place.get(one))
        )
        found.append(Link(f"geo:{where}" if "," in where else "", "Link", words_of(row.get("place_name"))))
    contact = part_of(row, "contact_information")
    if contact:
        found.append(Link("", "Document", full_name(contact), "text/vcard"))
    title = words_of(row.get("game_title")) or words_of(part_of(row, "invoice_information").get("title"))
    return (*found, Link("", "Link", title)) if title else tuple(found)


def _file(row: dict[str, Any]) -> Link:
    kind = _MEDIA.get(words_of(row.get("media_type")), "Document")
    name = words_of(row.get("file_name")) or words_of(row.get("sticker_emoji")) or words_of(row.get("title"))
    return Link("", kind, clean(name), clean(words_of(row.get("mime_type"))))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180


def full_name(row: dict[str, Any]) -> str:
    """First and last name as one."""
    parts = (words_of(row.get(one)).strip() for one in ("first_name", "last_name"))
    return clean(" ".join(one for one in parts if one))
