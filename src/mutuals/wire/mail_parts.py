"""A mail taken to pieces: heads, the text a person reads, and the names of what was attached.

A small reading of RFC 2045-2047 and RFC 2183 that never raises and decodes only what is kept: the heads that are
asked for and the first text, never an attachment.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mutuals.as2 import Link
from mutuals.wire.mail_codes import base64_of, head_of, param_of, text_of

MAX_TEXT_BYTES = 400_000
"""Encoded bytes of one text part that are looked at; far above the 20,000 characters that are kept."""
MAX_PARTS = 200
MAX_CALENDARS = 3
CALENDARS = frozenset(("text/calendar", "text/x-vcalendar", "application/ics"))
MAX_DEPTH = 8

READ = frozenset(
    "from to cc bcc subject date message-id in-reply-to references reply-to sender return-path received resent-from"
    " apparently-to delivered-to x-delivered-to x-original-to envelope-to x-envelope-to delivery-date x-message-id"
    " content-type content-transfer-encoding content-disposition mime-version x-mailer user-agent archived-at"
    " list-id list-post list-unsubscribe list-unsubscribe-post mailing-list x-mailing-list x-beenthere x-list x-ml-name"
    " precedence errors-to x-errors-to auto-submitted feedback-id x-campaign x-original-from x-original-sender"
    " x-mailfrom x-sender x-gmail-labels x-mozilla-status x-status x-imap".split()
)
"""The heads that anything here asks for; the others are passed over."""
_KEYS: dict[bytes, str] = {}

_LINE = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)")
_NAME = re.compile(rb"[!-9;-~]+[ \t]*")


class Heads:
    """The heads of one mail or part by lower-case name; values are text with encoded words left as they are."""

    __slots__ = ("_found",)

    def __init__(self, found: dict[str, list[bytes]]) -> None:
        self._found = found

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def any_of(self, names: frozenset[str]) -> bool:
        """Whether one of `names` occurs."""
        return not names.isdisjoint(self._found)

    def all(self, name: str) -> list[str]:
        """Every value of `name`, in order."""
        values = self._found.get(name)
        return [_said(value) for value in values] if values else []

    def first(self, name: str) -> str:
        """The first value of `name` that says something; ""."""
        values = self._found.get(name)
        if not values:
            return ""
        said = _said(values[0])
        return said if said or len(values) == 1 else next(filter(None, map(_said, values)), "")

    def joined(self, name: str, by: str = ", ") -> str:
        """All values of `name` as one: a head that is allowed once was met several times."""
        values = self._found.get(name)
        if not values:
            return ""
        return by.join(value for value in self.all(name) if value) if len(values) > 1 else self.first(name)


def _said(value: bytes) -> str:
    text = value.strip()
    return text.decode("ascii") if text.isascii() and b"\0" not in text else head_of(value).strip()


def split(raw: bytes, start: int = 0) -> tuple[bytes, int]:
    """The head block of a mail and where its body starts; the start is -1 when the heads have no end (cut off)."""
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return b"", raw.index(b"\n", start) + 1
    end, after = head_end(raw, start)
    return (raw[start:end], after) if after >= 0 else (raw[start:], -1)


def head_end(raw: bytes, start: int = 0) -> tuple[int, int]:
    """Where the heads end and the body starts, after the first blank line; (-1, -1) when there is none."""
    unix = raw.find(b"\n\n", start)
    dos = raw.find(b"\n\r\n", start, unix if unix >= 0 else len(raw))
    if dos >= 0:
        return dos, dos + 3
    return (unix, unix + 2) if unix >= 0 else (-1, -1)


def heads_of(block: bytes) -> Heads:
    """Reads a head block; a line that is no head (broken folding) continues the one before."""
    plain = block.replace(b"\r\n", b"\n").replace(b"\n\t", b"\t").replace(b"\n ", b" ")
    found: dict[str, list[bytes]] = {}
    for line in plain.rstrip(b"\n").split(b"\n"):
        name, colon, value = line.partition(b":")
        key = _KEYS.get(name)
        if key is None or not colon:
            if not colon or not _NAME.fullmatch(name):
                return _kept(_mended(plain))
            key = _key(name)
        if not key:
            continue
        if key in found:
            found[key].append(value)
        else:
            found[key] = [value]
    return Heads(found)


def _kept(pairs: list[tuple[bytes, bytes]]) -> Heads:
    found: dict[str, list[bytes]] = {}
    for name, value in pairs:
        if key := _key(name):
            found.setdefault(key, []).append(value)
    return Heads(found)


def _mended(plain: bytes) -> list[tuple[bytes, bytes]]:
    """The slow way, for heads with lines that are none: they belong to the head before."""
    pairs: list[tuple[bytes, bytes]] = []
    for line in plain.split(b"\n"):
        match = _LINE.fullmatch(line)
        if match:
            pairs.append((match[1], match[2]))
        elif pairs and line.strip() and not line.startswith((b">From ", b"From ")):
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + b" " + line.strip())
    return pairs


def _key(name: bytes) -> str:
    """The lower-case name of a head that is read here, "" for others."""
    key = name.decode("ascii").rstrip(" \t").lower()
    key = key if key in READ else ""
    if len(_KEYS) < 10_000:
        _KEYS[name] = key
    return key


@dataclass(slots=True)
class Body:
    """What a mail says: its text, or its HTML when there is no text, and what hangs on it, invitations (`calendars`,
    in UTF-8) among it. `cut` tells that a multipart never ended. `flowed` is RFC 3676's format (1, or 2 with DelSp)."""

    text: str = ""
    html: str = ""
    flowed: int = 0
    attached: list[Link] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    cut: bool = False


def body_of(heads: Heads, raw: bytes, start: int) -> Body:
    """Finds the text and the attachments in `raw[start:]`."""
    body = Body()
    _part(body, heads, raw, start, len(raw), 0, root=True)
    return body


def _part(
    body: Body,
    heads: Heads,
    raw: bytes,
    start: int,
    end: int,
    depth: int,
    *,
    root: bool = False,
) -> None:
    said = heads.first("content-type")
    kind = said.split(";")[0].strip().lower() or "text/plain"
    if kind in CALENDARS and len(body.calendars) < MAX_CALENDARS:
        data = decoded(
            raw[start : min(end, start + MAX_TEXT_BYTES)], heads.first("content-transfer-encoding")
        )
        body.calendars.append(text_of(data, param_of(said, "charset")).encode("utf-8", "replace"))
    boundary = param_of(said, "boundary") if kind.startswith("multipart/") else ""
    if boundary and depth < MAX_DEPTH:
        _multipart(body, kind, boundary.encode("utf-8", "replace"), raw, start, end, depth)
    elif _is_text(kind, heads, root=root):
        _text(body, kind, said, heads, raw[start : min(end, start + MAX_TEXT_BYTES)])
    else:
        name = param_of(heads.first("content-disposition"), "filename") or param_of(said, "name")
        if kind not in (
            "application/pgp-signature",
            "application/pkcs7-signature",
            "application/pgp-encrypted",
        ):
            body.attached.append(Link("", "Document", name[:200], kind[:100]))


def _is_text(kind: str, heads: Heads, *, root: bool) -> bool:
    if heads.first("content-disposition").lower().startswith("attachment") and not root:
        return False
    if kind in ("text/plain", "text/html", "text"):
        return True
    return root and ((kind.startswith("text/") and kind != "text/calendar") or "/" not in kind)


def _multipart(body: Body, kind: str, mark: bytes, raw: bytes, start: int, end: int, depth: int) -> None:
    count = 0
    for first, last, closed in _between(raw, mark, start, end):
        body.cut = body.cut or not closed
        block, inside = split(raw[first:last])
        heads = heads_of(block) if inside >= 0 else heads_of(b"")
        _part(body, heads, raw, first + max(inside, 0), last, depth + 1)
        count += 1
        if count >= MAX_PARTS or (kind == "multipart/signed" and count == 1):
            return
    if not count:
        _text(
            body,
            "text/plain",
            "",
            heads_of(b""),
            raw[start : min(end, start + MAX_TEXT_BYTES)],
        )


def _between(raw: bytes, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it was closed, of each part between `--mark` lines (RFC 2046 section 5.1.1)."""
    line = b"--" + mark
    at = _mark(raw, line, start, end)
    while at >= 0:
        after = at + len(line)
        if raw[after : after + 2] == b"--":
            return
        first = raw.find(b"\n", after, end) + 1
        if not first:
            return
        at = _mark(raw, line, first - 1, end)
        yield first, (at if at >= 0 else end), at >= 0


def _mark(raw: bytes, line: bytes, start: int, end: int) -> int:
    """Where the next boundary line begins; -1 when there is none."""
    if raw.startswith(line, start, end):
        return start
    at = raw.find(b"\n" + line, start, end)
    return at + 1 if at >= 0 else -1


def _text(body: Body, kind: str, said: str, heads: Heads, data: bytes) -> None:
    """Takes a text part: the first of its kind is what the person wrote, further plain ones go on with it."""
    html = kind == "text/html"
    if html and body.html:
        return
    data = decoded(data, heads.first("content-transfer-encoding"))
    text = text_of(data, param_of(said, "charset")).replace("\r\n", "\n").replace("\r", "\n")
    if html:
        body.html = text
    elif not body.text.strip():
        body.text = text
        body.flowed = _flowed(said)
    elif len(body.text) < MAX_TEXT_BYTES:
        body.text += "\n" + text


def decoded(data: bytes, encoding: str) -> bytes:
    """Undoes a Content-Transfer-Encoding; an unknown one is taken as it stands."""
    word = encoding.strip().lower()
    if word.startswith("quoted"):
        return binascii.a2b_qp(data)
    if word.startswith(("base64", "b64")):
        return base64_of(data)
    return data


def _flowed(said: str) -> int:
    if param_of(said, "format").lower() != "flowed":
        return 0
    return 2 if param_of(said, "delsp").lower() == "yes" else 1
