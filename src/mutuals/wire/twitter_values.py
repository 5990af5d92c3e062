"""Ids, times and texts as X (Twitter) writes them, of any vintage. Pure.

Ids are numbers of 64 bits and stay strings. Times: https://docs.x.com/resources/fundamentals/x-ids tells how an id
holds the moment of its making (milliseconds since 2010-11-04T01:42:54.657Z in its upper 42 bits).
"""

import html
import re
from collections.abc import Iterable
from typing import Any

from mutuals.as2 import UNKNOWN_TIME, Time
from mutuals.wire.days import settled
from mutuals.wire.json_values import iso_time, midnight, words_of

SNOWFLAKE_EPOCH = 1_288_834_974_657
FIRST_SNOWFLAKE = 30_000_000_000
# Exports of before 2019 give no time of day for what was posted earlier than this: midnight then means the day.
_TIMED_SINCE = 1_288_915_200_000
_MONTHS = {
    name: at
    for at, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_HANDLE = re.compile(r"\w{1,20}", re.ASCII)
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?(i/web|\w{1,20})/status(?:es)?/(\d{1,20})(?=$|[?#])",
    re.IGNORECASE | re.ASCII,
)


def user_uri(number: str) -> str:
    """The actor id of an account by its number, which never changes."""
    return f"https://x.com/i/user/{number}"


def handle_uri(handle: str) -> str:
    """The actor id of an account that is known by its handle alone."""
    return f"https://x.com/{handle.lower()}"


def post_uri(number: str) -> str:
    """The object id of a post."""
    return f"https://x.com/i/status/{number}"


def number_of(row: dict[str, Any], *names: str) -> str:
    """The first field that holds an id, as a string; "" for none, 0, -1 (a closed account) and what is no number."""
    for name in names:
        value = row.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            if value.isdigit() and value != "0" and len(value) < 21 and value.isascii():
                return value
        elif isinstance(value, int) and value > 0 and value is not True:
            return str(value)
    return ""


def handle_of(value: object) -> str:
    """A handle without its @; "" for what can be none."""
    word = words_of(value).strip().removeprefix("@")
    return word if _HANDLE.fullmatch(word) else ""


def unescape(text: str) -> str:
    """Undoes X's escaping (&amp; &lt; &gt;) once, so that what was typed as `&amp;lt;` stays `&lt;`."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def expand(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Replaces short links by what they stand for; the longest first, since one may begin another."""
    known = list(pairs)
    if len(known) > 1:
        known.sort(key=lambda pair: -len(pair[0]))
    for short, full in known:
        if short:
            text = text.replace(short, full)
    return text


def status_in(url: str) -> tuple[str, str]:
    """(handle, post number) of the address of a post on X; ("", "") for other addresses, handle "" when unsaid."""
    match = _STATUS.match(url)
    if match is None:
        return "", ""
    return ("" if "/" in match[1] or match[1].lower() == "i" else match[1]), match[2]


def snowflake_time(number: str) -> Time:
    """When a post was made, by its number; unknown for numbers given before November 2010."""
    value = int(number) if number.isdigit() else 0
    return Time((value >> 22) + SNOWFLAKE_EPOCH) if FIRST_SNOWFLAKE < value < 1 << 63 else UNKNOWN_TIME


def post_time(created: object, number: str) -> Time:
    """When a post was made: by what is written, to the millisecond where the number agrees with it."""
    said, known = parse_time(created), snowflake_time(number)
    if said.ms is None or (known.ms is not None and known.ms // 1000 == said.ms // 1000):
        return known if said.ms is None else Time(known.ms, "ms", said.zone)
    if said.ms < _TIMED_SINCE and said.ms % 86_400_000 == 0:
        return Time(said.ms, "day", None)
    return said


def parse_time(value: object) -> Time:
    """Reads `Tue Jun 03 19:32:20 +0000 2025`, ISO 8601 with T or a space, and seconds or milliseconds since 1970."""
    text = words_of(value).strip() if not isinstance(value, int) else str(value)
    try:
        if text[:1].isalpha():
            return _classic(text)
        if text.isascii() and text.isdigit() and 9 <= len(text) <= 13:
            return Time(int(text), "ms") if len(text) > 11 else Time(int(text) * 1000, "s")
        return iso_time(text)
    except (ValueError, KeyError, OverflowError):
        return UNKNOWN_TIME


def _classic(text: str) -> Time:
    _, month, day, clock, offset, year = text.split()
    hour, minute, second = clock.split(":")
    zone = 0 if offset == "+0000" else int(offset[:3]) * 60 + int(offset[0] + offset[3:5])
    ms = midnight(int(year), _MONTHS[month], int(day))
    ms += (int(hour) * 3600 + int(minute) * 60 + int(second) - zone * 60) * 1000
    return settled(ms, "s", zone or None)
