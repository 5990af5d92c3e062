"""Today as a calendar that other programs subscribe to (RFC 5545): all-day entries, nothing that rings. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# RFC 5545 section 3.1: lines of at most 75 octets, folded by a break and a blank.
FOLD = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """One all-day entry: an id that stays, the day, what it says and why."""

    uid: str
    day: date
    summary: str
    description: str


def calendar(entries: Iterable[Entry], *, name: str, now_ms: int) -> str:
    """The calendar as text with CRLF line ends."""
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mutuals//Today//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]  # fmt: skip
    for one in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escaped(one.summary)}",
            f"DESCRIPTION:{escaped(one.description)}", "TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text value (RFC 5545 section 3.3.11): control characters gone, what has a meaning marked."""
    kept = "".join(one for one in text if one >= " " or one in "\n\t")
    marked = kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return marked.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never within a character."""
    parts, current, size = [], "", 0
    for one in line:
        width = len(one.encode())
        if size + width > FOLD:
            parts.append(current)
            current, size = " ", 1
        current, size = current + one, size + width
    return "\r\n".join([*parts, current])
