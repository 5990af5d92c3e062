"""Splits an mbox into raw mails as a stream: mboxo, mboxrd, mboxcl and mboxcl2, with LF or CRLF.

Sources: RFC 4155; https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml (the four kinds); Mozilla's
and Eudora's separators as met. Memory is bounded: of a mail larger than `cap` the first `cap` bytes are kept.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile

from mutuals.wire.mail_parts import head_end

CAP = 4 * 2**20
CHUNK = 2**18
HEAD_LOOK = 4096

_STRONG = re.compile(rb"From .*?\d{1,2}:\d\d(?::\d\d)?.*\b\d{4}|From \S+ +\w{3},? .*\d{4}")
_WEAK = re.compile(rb"From [ \t-]*|From \S+@\S+[ \t]*|From MAILER-DAEMON[ \t]*")
_HEAD = re.compile(rb">?From |[!-9;-~]+[ \t]*:")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail of an mbox: what stood after `From `, its bytes without that line and with `>From ` unquoted, the
    1-based line where it starts and its whole size in bytes."""

    envelope: str
    data: bytes
    line: int
    size: int


def starts(head: bytes) -> bool:
    """Whether a file that begins with `head` is an mbox: a separator, then heads."""
    text = re.sub(rb"^(?:\xef\xbb\xbf)?\s*", b"", head[:HEAD_LOOK])
    first, _, rest = text.partition(b"\n")
    line = first.rstrip(b"\r")
    return bool(_STRONG.match(line) or _WEAK.fullmatch(line)) and (bool(_HEAD.match(rest)) or not rest)


class Mbox:
    """Iterates over the mails of one mbox stream; `broken` says afterwards how the file ended badly, or ""."""

    def __init__(self, stream: BinaryIO, *, cap: int = CAP) -> None:
        self.broken = ""
        self._stream, self._cap = stream, cap
        self._buffer = b""
        self._start = 0  # where the current mail begins in the buffer
        self._kept = b""
        self._size = 0
        self._line = 1
        self._ended = False

    def __iter__(self) -> Iterator[RawMail]:
        self._skip_preamble()
        if self._start >= len(self._buffer):
            self.broken = self.broken or "No mail begins in this file."
        while self._start < len(self._buffer):
            yield self._take(self._next_separator())

    def _skip_preamble(self) -> None:
        """Blank lines or a byte order mark before the first separator."""
        self._more()
        start = re.match(rb"(?:\xef\xbb\xbf)?\s*", self._buffer)
        self._start = start.end() if start else 0
        self._line += self._buffer.count(b"\n", 0, self._start)

    def _more(self) -> bool:
        """Reads on; False at the end, also when what carries the file is cut off."""
        if self._ended:
            return False
        try:
            chunk = self._stream.read1(CHUNK) if hasattr(self._stream, "read1") else self._stream.read(CHUNK)
        except (OSError, EOFError, BadZipFile, zlib.error) as error:
            chunk, self.broken = b"", f"The file cannot be read to its end ({error})."
        self._ended = not chunk
        self._buffer += chunk
        return bool(chunk)

    def _next_separator(self) -> int:
        """Where in the buffer the next mail begins (or the end of the file), reading on as needed."""
        self._buffer, self._start = (
            (self._buffer, self._start) if self._start < CHUNK else (self._buffer[self._start :], 0)
        )
        scan = self._after_length()
        while True:
            at = self._buffer.find(b"\nFrom ", scan)
            if at < 0:
                scan = max(len(self._buffer) - 5, self._start)
                if not self._more():
                    return self._finish()
                scan = self._let_go(scan)
            elif self._verified(at):
                return at + 1
            else:
                scan = at + 1

    def _finish(self) -> int:
        if not self._buffer.endswith(b"\n") and not self.broken:
            self.broken = "The last mail ends in the middle of a line; the file seems to be cut off."
        return len(self._buffer)

    def _let_go(self, scan: int) -> int:
        """Drops what a huge mail holds beyond the cap; keeps a tail in which a separator may have begun."""
        if len(self._buffer) - self._start <= self._cap + CHUNK:
            return scan
        self._kept = self._kept or self._buffer[self._start : self._start + self._cap]
        cut = max(scan - 1024, self._start)
        self._size += cut - self._start
        self._line += self._buffer.count(b"\n", self._start, cut)
        self._buffer, self._start = self._buffer[cut:], 0
        return scan - cut

    def _after_length(self) -> int:
        """Where to start looking: after the body that Content-Length announces, if a mail or the end is there."""
        end, body = head_end(self._buffer, self._start)
        while end < 0 and len(self._buffer) - self._start < CHUNK and self._more():
            end, body = head_end(self._buffer, self._start)
        length = _content_length(self._buffer, self._start, end) if end >= 0 else 0
        if not length or length > self._cap:
            return self._start
        jump = body + length
        while len(self._buffer) < jump + 1024 and self._more():
            pass
        rest = self._buffer[jump : jump + 8].lstrip(b"\r\n")
        if jump > len(self._buffer) or not (rest.startswith(b"From ") or (not rest and self._ended)):
            return self._start
        return max(jump - 1, self._start)

    def _verified(self, at: int) -> bool:
        """Whether the `From ` line after the newline at `at` separates mails, and is not somebody's sentence."""
        while (
            self._buffer.count(b"\n", at + 1, at + 2048) < 2
            and len(self._buffer) < at + 2048
            and self._more()
        ):
            pass
        first, _, rest = self._buffer[at + 1 : at + 2048].partition(b"\n")
        line = first.rstrip(b"\r")
        blank = at == 0 or self._buffer[at - 1 : at] == b"\n" or self._buffer[at - 2 : at] == b"\n\r"
        if blank and self._ended and self._buffer.find(b"\n", at + 1) < 0:
            return True  # the file is cut off in the middle of a separator
        if not (_STRONG.match(line) or (blank and _WEAK.fullmatch(line))):
            return False
        return bool(_HEAD.match(rest)) or (not rest and self._ended)

    def _take(self, end: int) -> RawMail:
        """Hands out the current mail, which ends in the buffer at `end`."""
        raw = self._kept or self._buffer[self._start : end]
        size, line = self._size + end - self._start, self._line
        self._line += self._buffer.count(b"\n", self._start, end)
        self._start, self._kept, self._size = end, b"", 0
        first, _, data = raw.partition(b"\n") if raw.startswith(b"From ") else (b"", b"", raw)
        if b"\n>From " in data or b"\n>>" in data:
            data = _QUOTED.sub(rb"\1", data)
        return RawMail(first[5:].decode("latin-1").strip(), data, line, size)


def _content_length(raw: bytes, start: int, end: int) -> int:
    """What Content-Length says in the heads between `start` and `end`; 0 when there is none."""
    match = (
        _LENGTH.search(raw, start, end + 1)
        if raw.find(b"ontent-Len", start, end) >= 0 or raw.find(b"ontent-len", start, end) >= 0
        else None
    )
    return int(match[1]) if match else 0
