"""vCard text to properties: lines unfolded as bytes, quoted-printable soft breaks, parameters, escapes; bounded.

Sources: RFC 6350 sections 3.2-3.4 and 6 (4.0), RFC 2426 (3.0), the vCard 2.1 specification of versit (1996).
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mutuals.wire.mail_codes import base64_of, text_of

MAX_VALUE = 65_536
"""Bytes kept of one property; a note has room, a picture has not."""
TOO_LONG = f"This line is longer than {MAX_VALUE:,} bytes; what stands behind them is left out."
MAX_TOLD = 100
MAX_PARAMS = 2_000
PICTURES = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))

_BEGINS = re.compile(rb"[ \t]*(?:[\w.-]+\.)?BEGIN[ \t]*:[ \t]*VCARD\s*", re.IGNORECASE)
_ENDS = re.compile(rb"[ \t]*(?:[\w.-]+\.)?END[ \t]*:[ \t]*VCARD\s*", re.IGNORECASE)
_FOLD = (b" ", b"\t")
_PICTURE = re.compile(rb"[ \t]*(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
_AGENT = re.compile(rb"[ \t]*AGENT[^:]*:\s*", re.IGNORECASE)
_NAME = re.compile(rb"(?:([\w-]+)\.)?([A-Za-z][\w-]*)(?=[;:])")
_PARAM = re.compile(r';\s*([\w-]+)\s*(?:=\s*((?:"[^"]*"|[^;:"])*))?')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class Property:
    """One property: its group (`item1`) and name, upper-case parameter names with their values, the raw value."""

    group: str
    name: str
    params: dict[str, list[str]]
    value: str

    @property
    def types(self) -> set[str]:
        """The TYPE values and, as 2.1 writes them, bare ones; lower case."""
        return {one.lower() for one in self.params.get("TYPE", ())}


@dataclass(slots=True)
class RawCard:
    """The properties of one card, the 1-based line where it begins, whether its END came, and the lines that were too
    long (TOO_LONG), each with how it begins."""

    line: int
    properties: list[Property]
    ended: bool = False
    long: list[tuple[int, str]] = field(default_factory=list)


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Physical lines without their ends (CRLF, LF or CR); of one longer than MAX_VALUE only the beginning, a byte
    more than that, by which it is told."""
    held = b""
    for chunk in chunks:
        data = held + chunk
        data, held = (data[:-1], b"\r") if data.endswith(b"\r") else (data, b"")
        *lines, rest = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        yield from (line[: MAX_VALUE + 1] for line in lines)
        held = rest[: MAX_VALUE + 1] + held
    if held.strip(b"\r"):
        yield held.strip(b"\r")


def cards_of(lines: Iterable[bytes]) -> Iterator[RawCard]:
    """The cards of a file. A card inside another (AGENT) is told by its name alone; a BEGIN where an END was
    forgotten starts the next card."""
    card: RawCard | None = None
    inside = introduced = False
    for number, line, long in _unfolded(lines):
        if _BEGINS.fullmatch(line):
            inside = introduced
            if card and not inside:
                yield card
            card = card if inside else RawCard(number, [])
        elif _ENDS.fullmatch(line) and card and not inside:
            card.ended = True
            yield card
            card = None
        elif _ENDS.fullmatch(line):
            inside = False
        elif card:
            _add(card, line, inside=inside)
            _tell(card, number, line, long=long)
        introduced = card is not None and bool(_AGENT.fullmatch(line))
    if card:
        yield card


def split_value(value: str, mark: str) -> list[str]:
    """The parts of a structured value between unescaped `mark`s, unescaped."""
    if mark not in value:
        return [unescaped(value)]
    return [unescaped(part) for part in re.split(rf"(?<!\\)(?:\\\\)*{re.escape(mark)}", value)]


def unescaped(value: str) -> str:
    """Undoes backslash escapes (RFC 6350 section 3.4)."""
    if "\\" not in value:
        return value.strip()
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _unfolded(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Logical lines with the number of their first physical one and whether they are too long, which of a picture
    nobody needs to know. Bytes are joined before they are decoded, since a fold may cut a character in two."""
    parts: list[bytes] = []
    start, soft, quoted, room, long, picture = 0, False, False, 0, False, False
    for number, line in enumerate(lines, 1):
        if soft or (parts and (line[:1] in _FOLD or not _opens(line))):
            if room > 0 and soft:
                parts[-1] = parts[-1][:-1]
                parts.append(line.lstrip(b"\t"))
            elif room > 0:
                parts.append(line[1:] if line[:1] in _FOLD else line)
            long = long or (room <= len(line) and not picture)
        else:
            if parts:
                yield start, b"".join(parts), long
            parts, start = [line], number
            quoted, picture = _quoted_printable(line), bool(_PICTURE.match(line))
            room, long = 0 if picture else MAX_VALUE, len(line) > MAX_VALUE and not picture
        room -= len(line)
        soft = quoted and line.endswith(b"=")
    if parts:
        yield start, b"".join(parts), long


def _opens(line: bytes) -> bool:
    """Whether a line begins a property; blank lines and stray base64 do not."""
    return bool(_NAME.match(line.lstrip()))


def _quoted_printable(line: bytes) -> bool:
    """Whether a property's value is quoted-printable, so that a `=` at a line's end lets it go on in the next."""
    return b"PRINTABLE" in line.upper() and b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


def _tell(card: RawCard, number: int, line: bytes, *, long: bool) -> None:
    """Notes a line that is too long."""
    if long and len(card.long) < MAX_TOLD:
        card.long.append((number, line[:60].decode("utf-8", "replace")))


def _add(card: RawCard, line: bytes, *, inside: bool) -> None:
    found = _property(line.strip())
    if not found:
        return
    if inside:
        agent = card.properties[-1]
        agent.value = agent.value or (found.value if found.name == "FN" else "")
    elif found.name not in PICTURES:
        card.properties.append(found)


def _property(line: bytes) -> Property | None:
    name = _NAME.match(line)
    if not name:
        return None
    head, value = _parted(line, name.end())
    params = _params(head.decode("utf-8", "replace"))
    group = name[1].decode("ascii", "replace").lower() if name[1] else ""
    upper = name[2].decode("ascii", "replace").upper()
    return Property(group, upper, params, "" if upper in PICTURES else _decoded(value[:MAX_VALUE], params))


def _parted(line: bytes, start: int) -> tuple[bytes, bytes]:
    """Parameters and value, at the first colon outside quotes."""
    at = line.find(b":", start, start + MAX_PARAMS)
    while at >= 0 and line.count(b'"', start, at) % 2:
        at = line.find(b":", at + 1, start + MAX_PARAMS)
    at = at if at >= 0 else line.find(b":", start)
    return (line[start:at], line[at + 1 :]) if at >= 0 else (line[start:], b"")


def _params(head: str) -> dict[str, list[str]]:
    """Parameters by upper-case name; a bare one (2.1) is an encoding or a type."""
    found: dict[str, list[str]] = {}
    for name, value in _PARAM.findall(head):
        if value:
            parts = [part.strip(' "') for part in value.replace('"', "").split(",")]
            found.setdefault(name.upper(), []).extend(parts)
        elif name.upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"):
            found.setdefault("ENCODING", []).append(name)
        else:
            found.setdefault("TYPE", []).append(name)
    return found


def _decoded(value: bytes, params: dict[str, list[str]]) -> str:
    coded = params.get("ENCODING", [""])[0].upper()
    if coded == "QUOTED-PRINTABLE":
        value = binascii.a2b_qp(value)
    elif coded in ("B", "BASE64"):
        value = base64_of(value)
    return text_of(value, params.get("CHARSET", [""])[0]).replace("\0", "")
