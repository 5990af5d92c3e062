"""Meetings that were called off, and which of several words on a meeting is the last. Pure."""

import re

from mutuals.wire.ical_lines import Properties, first, word, words
from mutuals.wire.ical_times import Zones, ms_of

TALK = frozenset(("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER", "CANCEL", "ADD"))
"""What calendars are sent for that say of no meeting that it stands."""
Rank = tuple[int, int]
# What Outlook writes before the title of a meeting that was called off, and exports without a STATUS.
_CALLED_OFF = re.compile(
    r"(?:Cancell?ed|Abgesagt|Annulé|Annul[eé]e|Cancelad[oa]|Annullat[oa]|Geannuleerd|Aflyst|Avlyst|Inställt|Peruutettu|"
    r"Odwołane|Zrušeno|Отменено|Отменена|Скасовано|キャンセル済み|已取消|취소됨)[ \u00a0]?[:：]",
    re.IGNORECASE,
)


def called_off(found: Properties, method: str) -> bool:
    """Whether an entry says that its meeting is called off for everybody. A message without that status only says to
    some that they are no longer asked (RFC 5546 section 3.2.5)."""
    status = word(found, "STATUS")
    if method in TALK:
        return method == "CANCEL" and status == "CANCELLED"
    return status == "CANCELLED" or marked_off(found)


def marked_off(found: Properties) -> bool:
    """Whether the title alone says so."""
    return bool(_CALLED_OFF.match(words(found, "SUMMARY"))) and word(found, "STATUS") != "CONFIRMED"


def title_of(found: Properties) -> str:
    """The title as it was before the meeting was called off."""
    title = words(found, "SUMMARY")
    return _CALLED_OFF.sub("", title, count=1).strip() if marked_off(found) else title


def off_ms(found: Properties, zones: Zones, method: str) -> int:
    """When a meeting was called off by this entry; 0 where nothing tells. A message bears the moment at which it was
    sent; an entry of a calendar that at which it was changed, while DTSTAMP is there often when it was saved."""
    changed = ms_of(first(found, "LAST-MODIFIED"), zones)
    return changed or (ms_of(first(found, "DTSTAMP"), zones) if method == "CANCEL" else 0)


def rank(found: Properties, zones: Zones) -> Rank:
    """The place of a word on a meeting among others: the higher is the later (RFC 5546 section 2.1.5)."""
    said = word(found, "SEQUENCE")
    number = int(said) if said.isdecimal() and len(said) < 10 else 0
    return number, ms_of(first(found, "DTSTAMP"), zones)
