"""One row of a bare interaction log at a time: the exact rules, for whatever the fast path does not recognise."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from math import floor, isfinite
from typing import NamedTuple

from mutuals.record.kinds import Kind

KINDS = {kind.name.lower(): int(kind) for kind in Kind}
DAY_MS = 86_400_000
# The years that a date can have, 1 to 9999, in milliseconds.
FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
NEEDED, OPTIONAL = ("from", "to", "time"), ("kind", "duration")
MOST_SECONDS = 2**31 - 1
# What is stripped from a field; other spaces of Unicode belong to the name.
BLANKS = bytes(range(33)).decode()


class Row(NamedTuple):
    """One interaction: names, UTC milliseconds, kind, seconds."""

    sender: str
    receiver: str
    ms: int
    kind: int
    seconds: int


class Rejected(NamedTuple):
    """A row that could not be read: its line in the file (the header is line 1) and why."""

    line: int
    reason: str


def header(fields: Sequence[str]) -> dict[str, int]:
    """Return the column of each known name. ValueError when `from`, `to` or `time` is missing or one is double."""
    names = [field.strip(BLANKS).lower() for field in fields]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(f"the header lacks {', '.join(missing)}; it must be from,to,time[,kind,duration]")
    known = [name for name in names if name in NEEDED + OPTIONAL]
    if len(set(known)) < len(known):
        raise ValueError("the header names a column twice")
    return {name: names.index(name) for name in known}


def row_of(fields: Sequence[str], columns: dict[str, int], width: int) -> Row:
    """Return the row made of these fields. ValueError with the reason when it cannot be read."""
    if len(fields) <= max(columns[name] for name in NEEDED):
        raise ValueError(f"{len(fields)} fields where the header has {width}")
    if any(field.strip(BLANKS) for field in fields[width:]):
        raise ValueError(f"{len(fields)} fields where the header has {width}")
    values = {name: fields[i].strip(BLANKS) if i < len(fields) else "" for name, i in columns.items()}
    if not values["from"] or not values["to"]:
        raise ValueError("from or to is empty")
    return Row(
        values["from"],
        values["to"],
        moment_ms(values["time"]),
        kind_of(values.get("kind", "")),
        seconds_of(values.get("duration", "")),
    )


def moment_ms(text: str) -> int:
    """Return UTC milliseconds of unix seconds or an ISO 8601 date or time; without a zone it is taken as UTC.

    Raises ValueError for anything else and outside the years 1 to 9999.
    """
    try:
        seconds = float(text)
    except ValueError:
        return _iso_ms(text)
    if not isfinite(seconds) or not FIRST_MS <= seconds * 1000 <= LAST_MS:
        raise ValueError(f"time {text[:40]!r} lies outside the years 1 to 9999 (unix seconds are meant)")
    return floor(seconds * 1000 + 1e-6) if "." in text or "e" in text.lower() else int(seconds) * 1000


def _iso_ms(text: str) -> int:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"time {text[:40]!r} is neither ISO 8601 nor unix seconds") from None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    past = aware - datetime(1970, 1, 1, tzinfo=UTC)
    ms = (past.days * 86_400 + past.seconds) * 1000 + past.microseconds // 1000
    return min(max(ms, FIRST_MS), LAST_MS)


def kind_of(text: str) -> int:
    """Return the number of a kind, that of a message for none. ValueError when unknown."""
    if not text:
        return int(Kind.MESSAGE)
    if text.lower() not in KINDS:
        raise ValueError(f"unknown kind {text[:40]!r}")
    return KINDS[text.lower()]


def seconds_of(text: str) -> int:
    """Return whole seconds, 0 for none or below none (a missed call). ValueError for no number."""
    if not text:
        return 0
    try:
        seconds = float(text)
    except ValueError:
        raise ValueError(f"duration {text[:40]!r} is not a number of seconds") from None
    if not isfinite(seconds):
        raise ValueError(f"duration {text[:40]!r} is not a number of seconds")
    return int(min(max(seconds, 0.0), MOST_SECONDS))


def rows_read(
    text: str, columns: dict[str, int], *, width: int, delimiter: str, line: int
) -> Iterator[Row | Rejected]:
    """Read a text that begins at line `line` by the csv module; quoted fields may hold anything."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    while True:
        at = line + reader.line_num
        try:
            fields = next(reader)
            if any(field.strip(BLANKS) for field in fields):
                yield row_of(fields, columns, width)
        except StopIteration:
            return
        except (ValueError, csv.Error) as error:
            yield Rejected(at, str(error))
