"""Addresses and dates as LinkedIn's exports write them. Pure.

A profile's address names a person; it comes with and without a scheme, in capitals, percent-encoded or not, with a
language behind it. Dates come in a form of their own in every file.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qs, quote, unquote, urlsplit

from mutuals.as2 import UNKNOWN_TIME, Time
from mutuals.text.folding import clean
from mutuals.wire.json_values import iso_time, midnight

HOME = "https://www.linkedin.com"
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,4}\.)?linkedin\.com/(?:comm/)?(in|pub|company|school|showcase)/([^/?#\s]+)",
    re.IGNORECASE,
)
# Ids of members who have no address of their own; these tell capitals from small letters.
_NUMBERED = re.compile(r"AC[ow]AA[\w-]{10,}")
_URN = re.compile(r"urn:li:[A-Za-z]+:[^\s?#&/\"]+")
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})")
_NUMERIC = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AP]M)?)?", re.I
)
_LONG = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (?:UTC|GMT) (\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)")
_LONGEST = 60


@lru_cache(maxsize=16_384)
def profile_uri(text: str) -> str:
    """The one address of a profile or company page; "" when the text is none."""
    found = _PROFILE.match(text.strip())
    slug = clean(unquote(found[2], errors="replace")).strip() if found else ""
    if not found or not slug:
        return ""
    if not _NUMBERED.fullmatch(slug):
        slug = unicodedata.normalize("NFC", slug).lower()
    kind = "in" if found[1].lower() == "pub" else found[1].lower()
    return f"{HOME}/{kind}/{quote(slug, safe='')}"


@lru_cache(maxsize=16_384)
def profile_uris(text: str) -> tuple[str, ...]:
    """The addresses in a list that is joined by commas, each once."""
    some = (profile_uri(one) for one in re.split(r"[,;\s]+(?=\S*linkedin\.)", text.strip())) if text else ()
    return tuple(dict.fromkeys(one for one in some if one))


@lru_cache(maxsize=16_384)
def handle_in(uri: str) -> str:
    """The name that an address gives a person; "" for the number of a member."""
    slug = unquote(uri.rpartition("/")[2])
    return "" if _NUMBERED.fullmatch(slug) else slug


@lru_cache(maxsize=4_096)
def thing_uri(text: str) -> str:
    """The id of a post or comment by its link; "" when the text is no link."""
    word = clean(text).strip()
    if not re.match(r"https?://\S", word):
        return ""
    try:
        parts = urlsplit(word)
        comment = parse_qs(parts.query).get("commentUrn", [""])[0]
    except ValueError:
        return ""
    path = unquote(parts.path, errors="replace")
    urn = _URN.search(path)
    if urn and "linkedin." in parts.netloc.lower():
        post = f"{HOME}/feed/update/{quote(urn[0], safe=':(),')}"
    else:
        told = parts.query if "linkedin." not in parts.netloc.lower() else ""
        query = f"?{quote(told, safe='=&%:(),')}" if told else ""
        post = (
            f"https://{quote(parts.netloc.lower(), safe=':@')}{quote(path.rstrip('/'), safe='/:(),@')}{query}"
        )
    return f"{post}?commentUrn={quote(comment, safe=':(),')}" if comment else post


@lru_cache(maxsize=4_096)
def time_of(text: str) -> Time:
    """A moment in any of the forms; what names no zone is taken as UTC; unknown for anything else."""
    word = " ".join(text.split())
    if not word or len(word) > _LONGEST:
        return UNKNOWN_TIME
    try:
        return _iso(word) if word[:4].isdigit() else _named(word) or _numeric(word) or UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME


def _iso(word: str) -> Time:
    day = _ISO_DAY.fullmatch(word)
    if day:
        return Time(midnight(int(day[1]), int(day[2]), int(day[3])), "day")
    word = re.sub(r" (?:UTC|GMT)$", "", word)
    return iso_time(word.replace("/", "-") if re.match(r"\d{4}/", word) else word)


def _named(word: str) -> Time | None:
    """12 Mar 2021, 4-Apr-21, and Wed Jun 24 12:43:42 UTC 2026."""
    long, short = _LONG.fullmatch(word), _DAY.fullmatch(word)
    if long and long[1].lower() in _MONTHS:
        ms = midnight(int(long[6]), _MONTHS[long[1].lower()], int(long[2]))
        return Time(ms + _clock(int(long[3]), int(long[4]), int(long[5])), "s")
    if short and short[2][:3].lower() in _MONTHS:
        return Time(midnight(_year(short[3]), _MONTHS[short[2][:3].lower()], int(short[1])), "day")
    return None


def _numeric(word: str) -> Time | None:
    """2/14/26, 9:30 AM: the month first, as everywhere in these files, unless it cannot be one."""
    found = _NUMERIC.fullmatch(word)
    if not found:
        return None
    month, day, year, hour, minute, second, half = found.groups()
    if int(month) > 12:
        month, day = day, month
    start = midnight(_year(year), int(month), int(day))
    if hour is None:
        return Time(start, "day")
    hours = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    return Time(start + _clock(hours, int(minute), int(second or 0)), "s" if second else "min")


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _clock(hour: int, minute: int, second: int) -> int:
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError("no such time")
    return ((hour * 60 + minute) * 60 + second) * 1000
