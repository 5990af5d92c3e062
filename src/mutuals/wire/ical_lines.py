"""iCalendar text to components: lines unfolded as bytes, alarms left out, properties with their parameters; bounded.

Sources: RFC 5545 sections 3.1 and 3.2, RFC 6868 (`^n` in parameters), and what programs write instead.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mutuals.wire.mail_codes import text_of

MAX_LINE = 65_536
"""Bytes kept of one property, folds and all."""
MAX_PART = 1 << 20
"""Bytes kept of one component; the people of a mass event, or a file that hangs on it, are cut there."""
TOO_LONG = f"This line is longer than {MAX_LINE:,} bytes; what stands behind them is left out."
TOO_MUCH = "This entry is longer than a megabyte; what stands from this line on is left out."
MAX_TOLD = 100
KEPT = ("VEVENT", "VTIMEZONE")

_FOLDS = (b" ", b"\t")
_MARKS = (b"BEG", b"END")
_NAMES = frozenset(
    (
        "UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SUMMARY LOCATION DESCRIPTION STATUS TRANSP "
        "ORGANIZER ATTENDEE LAST-MODIFIED DTSTAMP CREATED METHOD TZID TZOFFSETFROM TZOFFSETTO X-LIC-LOCATION "
        "X-WR-CALNAME X-WR-TIMEZONE X-OWNER X-MICROSOFT-CDO-ALLDAYEVENT BEGIN END "
        "SEQUENCE URL CONFERENCE X-GOOGLE-CONFERENCE X-MICROSOFT-SKYPETEAMSMEETINGURL "
        "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK X-MICROSOFT-ONLINEMEETINGCONFLINK"
    ).split()
)
_HEADS = frozenset(one[:3].encode() for one in _NAMES)
"""How the properties that mean something here begin."""
SURVEYED = _HEADS - {b"DES", b"LOC", b"DTE", b"DUR", b"TRA", b"EXD", b"URL", b"CON", b"X-G", b"X-M"}
"""The same of those that tell something of other entries, or of a zone."""
_PROPERTY = re.compile(r'^([A-Za-z-]++)((?:;(?:[^:"\n]++|"[^"\n]*+")*+)?):([^\n]*+)$', re.MULTILINE)
_PARAM = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|[^;:"]*)')
_CARET = re.compile(r"\^([n'^])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "'": '"', "^": "^"}


class Property(NamedTuple):
    """The parameters of a property as they stand, with the `;` before each, and its raw value."""

    params: str
    value: str


Properties = dict[str, list[Property]]


@dataclass(slots=True)
class Part:
    """A component, or the head of a calendar (`VCALENDAR`), or where one is over (`END`).

    Of components that are not in KEPT there are no lines. `line` is the 1-based line where it begins; `ended` says
    whether its END came. `long` are the lines of which only the beginning is kept, each with the reason.
    """

    kind: str
    line: int
    lines: list[bytearray] = field(default_factory=list)
    ended: bool = False
    long: list[tuple[int, str]] = field(default_factory=list)


def parts(lines: Iterable[bytes], heads: frozenset[bytes] = _HEADS) -> Iterator[Part]:
    """The components of a file in order. A BEGIN where an END was forgotten starts the next; at the end of the file
    comes what had begun, not ended. Of others than the properties that begin with `heads` (three letters) nothing is
    kept."""
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        head = line[:3].upper()
        if head[:1] in _FOLDS:
            reader.fold(line)
        elif head in _MARKS and (mark := _mark(line)):
            yield from reader.marked(number, *mark, line)
        elif head in heads:
            reader.line(number, line)
        elif head:
            reader.row = None
    yield from reader.over()


class _Reader:
    """The state between lines; `row` is the property that may go on in the next line."""

    def __init__(self) -> None:
        self.row: bytearray | None = None
        self._part: Part | None = None
        self._inside: list[str] = []
        self._left = MAX_PART
        self._row_line = 0

    def line(self, number: int, line: bytes) -> None:
        """A property that begins."""
        part, self.row, self._row_line = self._part, None, number
        skipped = part is None or (self._inside and part.kind != "VTIMEZONE")
        if skipped or line[:6].upper() == b"ATTACH":
            return
        if self._left <= 0:
            self._tell(TOO_MUCH)
            return
        self._add(line)
        if len(line) > MAX_LINE:
            self._tell(TOO_LONG)

    def fold(self, line: bytes) -> None:
        """A property that goes on."""
        if self.row is not None and len(self.row) < MAX_LINE:
            self.row += line[1:]
            self._left -= len(line)
        elif self.row is not None:
            self._tell(TOO_LONG)

    def marked(self, number: int, begins: bool, kind: str, line: bytes) -> Iterator[Part]:
        """A BEGIN or an END."""
        self.row, part = None, self._part
        within = part is not None and part.kind in KEPT
        if begins and within and kind not in ("VCALENDAR", *KEPT):
            self._inside = [*self._inside[:99], kind]
            self._mark_kept(line)
        elif begins:
            yield from self.over()
            self._part, self._left = Part(kind, number), MAX_PART
        elif self._inside and kind == self._inside[-1]:
            self._inside.pop()
            self._mark_kept(line)
        else:
            yield from self._end(number, kind)

    def over(self) -> Iterator[Part]:
        """What had begun; nothing inside it stays open."""
        if self._part is not None:
            yield self._part
        self._part, self._inside, self.row = None, [], None

    def _tell(self, reason: str) -> None:
        """Notes that something is left out of a part, once for a line and once for all that is too much."""
        long = self._part.long if self._part is not None else []
        said = any(one == reason and (at == self._row_line or one == TOO_MUCH) for at, one in long)
        if not said and len(long) < MAX_TOLD:
            long.append((self._row_line, reason))

    def _mark_kept(self, line: bytes) -> None:
        """The parts of a time zone are told apart by their marks."""
        if self._part is not None and self._part.kind == "VTIMEZONE" and self._left > 0:
            self._add(line)
            self.row = None

    def _add(self, line: bytes) -> None:
        self.row = bytearray(line)
        self._left -= len(line)
        if self._part is not None:
            self._part.lines.append(self.row)

    def _end(self, number: int, kind: str) -> Iterator[Part]:
        mine = self._part is not None and self._part.kind == kind
        if mine and self._part is not None:
            self._part.ended = True
        if mine or kind == "VCALENDAR":
            yield from self.over()
        if kind == "VCALENDAR":
            yield Part("END", number, ended=True)


def _mark(line: bytes) -> tuple[bool, str] | None:
    """Whether a line is a BEGIN (True) or an END (False), and of what."""
    name, colon, kind = line[:80].upper().partition(b":")
    name = name.strip()
    if not colon or name not in (b"BEGIN", b"END"):
        return None
    return name == b"BEGIN", kind.strip().decode("ascii", "replace")


def properties(part: Part) -> Properties:
    """The properties of a component that mean something here, by upper-case name, in their order."""
    found: Properties = {}
    for name, one in rows(part):
        found.setdefault(name, []).append(one)
    return found


def rows(part: Part) -> Iterator[tuple[str, Property]]:
    """The same in one row, with BEGIN and END, for a component that holds others."""
    for name, params, value in _PROPERTY.findall(_text(part.lines)):
        upper = name.upper()
        if upper in _NAMES:
            yield upper, Property(params, value)


def _text(lines: list[bytearray]) -> str:
    data = b"\n".join(lines)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\n".join(text_of(bytes(line), "").replace("\n", " ") for line in lines)
    return text.replace("\r", "").replace("\0", "")


def params_of(params: str) -> dict[str, str]:
    """The parameters by upper-case name, the first of equal ones."""
    found: dict[str, str] = {}
    for name, value in _PARAM.findall(params):
        plain = value.strip().strip('"')
        found.setdefault(
            name.upper(), _CARET.sub(lambda one: _PLAIN[one[1]], plain) if "^" in plain else plain
        )
    return found


def first(found: Properties, name: str) -> Property | None:
    """The first property of a name."""
    some = found.get(name)
    return some[0] if some else None


def word(found: Properties, name: str) -> str:
    """The first value of a name in upper case; ""."""
    one = first(found, name)
    return one.value.strip().upper() if one else ""


def words(found: Properties, name: str) -> str:
    """The first text of a name, unescaped (RFC 5545 section 3.3.11); quoted-printable of vCalendar 1.0 decoded."""
    one = first(found, name)
    if one is None:
        return ""
    value = one.value
    if "PRINTABLE" in one.params.upper():
        charset = params_of(one.params).get("CHARSET", "")
        value = text_of(binascii.a2b_qp(value.encode("utf-8", "replace")), charset)
    if "\\" in value:
        value = _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return value.replace("\0", "").strip()
