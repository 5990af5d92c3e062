"""One reminder as an iCalendar file (RFC 5545). Pure."""

import datetime as dt


def event(*, uid: str, title: str, at_ms: int, made_ms: int, text: str) -> str:
    """A half-hour event with an alarm at its beginning; times in milliseconds UTC."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mutuals//EN", "BEGIN:VEVENT", f"UID:{uid}@mutuals.invalid",
        f"DTSTAMP:{_stamp(made_ms)}", f"DTSTART:{_stamp(at_ms)}", "DURATION:PT30M", f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(text)}", "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(title)}",
        "TRIGGER:PT0M", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _stamp(ms: int) -> str:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, as RFC 5545 section 3.1 wants; cut between characters."""
    found, rest = [], line
    while len(rest.encode()) > 75:
        size = 74
        while len(rest[:size].encode()) > 74:
            size -= 1
        found.append(rest[:size])
        rest = " " + rest[size:]
    return [*found, rest]
