"""Reads huge or damaged JSON piece by piece: one value of an array at a time, in memory that does not grow.

A JSON reader for exports must go on after a bad element and keep what came before a cut, which event parsers (ijson,
yajl) do not: they stop at the first bad byte. Values are decoded by the standard library's C scanner.
Grammar: RFC 8259, read tolerantly (a byte order mark, control characters in strings and a trailing `;` are allowed).
"""

import codecs
import re
import zlib
from collections.abc import Callable, Iterator
from json import JSONDecoder
from typing import Any, NamedTuple
from zipfile import BadZipFile

from mutuals.text.folding import clean

CHUNK = 1 << 18
# A whole small document in bytes; one value of a stream in characters, of which each may take four bytes.
LARGEST, LONGEST = 1 << 26, 1 << 24
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
_SPACE = re.compile(r"[ \t\r\n\x00\ufeff]*")
_NEXT = re.compile(r'[,\[]\s*\{\s*"([^"\\]{1,40})"\s*:')
_FIRST = re.compile(r'\{\s*"([^"\\]{1,40})"\s*:')
# What a cut can leave of a literal, of a number, of a pair of \\uXXXX escapes.
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_BEGUN = re.compile(r"\.?(?:[eE][+-]?)?")
_ESCAPE = 12
# Openings in a row, each perhaps with its name; and how far to leap over what is nested too deeply.
# (What fits is looked for before it is taken: https://github.com/python/cpython/issues/106052.)
_OPENINGS = re.compile(r'(?:(?=\s*+[\[{])\s*+[\[{]\s*+(?:(?="[^"\\]{1,40}"\s*+:)"[^"\\]*+"\s*+:)?+)++')
_LEAP, _LEAPS = 1 << 8, 1 << 16


class Bad(NamedTuple):
    """An element that could not be read, and the beginning of its text."""

    reason: str
    excerpt: str


class Cut(Exception):
    """The text ends in the middle of a value."""


class Malformed(Exception):
    """The text breaks the grammar; the message says how."""


class TooDeep(Malformed):
    """The value is nested too deeply."""


class JsonStream:
    """A cursor over JSON text that comes from `read(size)`.

    `begins` names the first keys that an element of the arrays read here can have: after a bad element reading goes
    on at the next object that begins with one of them and that `fits` accepts (things within an element may begin
    alike). `cut` is True once the text ended too early.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        begins: frozenset[str] = frozenset(),
        fits: Callable[[Any], bool] | None = None,
    ) -> None:
        self.cut = False
        self._read, self._begins, self._fits = read, begins, fits
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._scan: Callable[[str, int], tuple[Any, int]] = JSONDecoder(strict=False).raw_decode
        self._text, self._at, self._ended = "", 0, False
        self._before = 0  # characters that are read and dropped
        self._leap = _LEAP

    def seek(self, mark: str) -> bool:
        """Moves to the first `mark` (one character); False when the text ends before."""
        while (found := self._text.find(mark, self._at)) < 0:
            self._at = len(self._text)
            if not self._more():
                return False
        self._at = found
        return True

    def peek(self) -> str:
        """The next character that is not white space; "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """Decodes the whole next value; raises Cut or Malformed and then stays where it was."""
        self.peek()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except RecursionError:
                raise TooDeep("It is nested too deeply.") from None
            except ValueError as error:
                self._grow(error)
                continue
            if isinstance(value, int | float) and _BEGUN.fullmatch(self._text, end) and self._more():
                continue  # a number may go on in the next chunk
            start, self._at = self._at, end
            return storable(value) if _is_suspect(self._text, start, end) else value

    def elements(self, stop: str = "") -> Iterator[Any]:
        """Decodes the elements of an array one by one; `Bad` stands for what could not be read. When the next thing
        that can be read is an object that begins with the name `stop`, the array is left there."""
        for _ in self.places():
            try:
                value = self.value()
                self._leap = _LEAP
            except Cut:
                self.cut = True
                return
            except Malformed as error:
                value = self.skip_bad(error, self._begins | {stop} if stop else self._begins)
            yield value
            if stop and isinstance(value, Bad) and self.stands_at(stop):
                return

    def places(self) -> Iterator[None]:
        """Stops at the start of each element of an array, which the caller then reads; raises Malformed when no array
        stands there."""
        try:
            self._expect("[")
            while (here := self.peek()) != "]":
                if here == ",":
                    self._at += 1
                elif not here:
                    raise Cut
                else:
                    yield
            self._at += 1
        except Cut:
            self.cut = True

    def members(self) -> Iterator[str]:
        """The keys of an object, the cursor before each value, which the caller must read; raises Cut, Malformed."""
        self._expect("{")
        while (here := self.peek()) != "}":
            if here == ",":
                self._at += 1
                continue
            key = self.value()
            if not isinstance(key, str):
                raise Malformed("A name was expected.")
            self._expect(":")
            yield key
        self._at += 1

    def skip_bad(self, error: Malformed, begins: frozenset[str] | None = None) -> Bad:
        """Goes on behind an unreadable element, at one that begins with a name in `begins`; says what was left."""
        excerpt = self._text[self._at : self._at + 200]
        names = self._begins if begins is None else begins
        self._step_over(error)
        while not self._find_element(names):
            self._at = max(self._at, len(self._text) - 100)
            if not self._more():
                # It was the last element: what closes the array stands at the end of the text.
                close = self._text.rfind("]", self._at)
                self._at = close if close >= 0 else len(self._text)
                break
        return Bad(str(error), excerpt)

    def stands_at(self, name: str) -> bool:
        """Whether the next value is an object whose first key is `name`."""
        self.peek()
        match = _FIRST.match(self._text, self._at)
        return match is not None and match.group(1) == name

    def _find_element(self, names: frozenset[str]) -> bool:
        while match := _NEXT.search(self._text, self._at):
            self._at = match.start() + 1
            if match.group(1) in names and self._fits_here():
                return True
        return False

    def _fits_here(self) -> bool:
        """Whether what comes next is an element and not something within one; what the text cuts short may be one."""
        if self._fits is None:
            return True
        self.peek()
        start = self._before + self._at
        try:
            value = self.value()
            self._at = start - self._before
            return self._fits(value)
        except Cut:
            return True
        except Malformed as error:
            self._step_over(error)
            return False

    def _step_over(self, error: Malformed) -> None:
        """Moves behind what could not be read. To find out that something is nested too deeply takes long, and so would
        every thing within it: over these ever longer leaps are made."""
        if isinstance(error, TooDeep):
            run = _OPENINGS.match(self._text, self._at)
            self._at = min(max(run.end() if run else 0, self._at + self._leap), len(self._text))
            self._leap = min(2 * self._leap, _LEAPS)
        else:
            self._at += 1

    def _expect(self, mark: str) -> None:
        here = self.peek()
        if not here:
            raise Cut
        if here != mark:
            raise Malformed(f"{mark} was expected, {here} stands there.")
        self._at += 1

    def _grow(self, error: ValueError) -> None:
        """Reads on when a value is not all there yet; else tells a cut text from a malformed one."""
        if not self._is_unfinished(error):
            raise Malformed(str(error).partition(":")[0] + ".") from None
        if len(self._text) - self._at > LONGEST:
            raise Malformed("It is far too long for one entry.") from None
        if not self._more():
            raise Cut from None

    def _is_unfinished(self, error: ValueError) -> bool:
        """Whether what stands from the error to the end of the text may be the beginning of something right."""
        says, at = str(error), getattr(error, "pos", self._at)
        if says.startswith("Unterminated") or (
            says.startswith("Invalid") and at >= len(self._text) - _ESCAPE
        ):
            return True
        rest = self._text[at : at + 80].strip()
        return _BEGUN.fullmatch(rest) is not None or any(word.startswith(rest) for word in _LITERALS)

    def _more(self) -> bool:
        """Appends the next chunk, in steps that double for long values so that decoding again stays cheap."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        try:
            data = self._read(max(CHUNK, len(rest)))
        except (OSError, EOFError, BadZipFile, zlib.error):
            data = b""
            self.cut = True
        self._ended = not data
        self._before += self._at
        self._text, self._at = rest + self._decode(data, self._ended), 0
        return True


def assigned(read: Callable[[int], bytes]) -> Any:
    """The value of a small script or JSON document: what stands from the first `{` or `[` on; None if unreadable."""
    data = read(LARGEST).decode("utf-8-sig", "replace")
    start = re.search(r"[\[{]", data)
    if start is None:
        return None
    try:
        return storable(JSONDecoder(strict=False).raw_decode(data, start.start())[0])
    except (ValueError, RecursionError):
        return None


def storable(value: Any) -> Any:
    """A decoded value whose texts hold no NUL and no half of a surrogate pair, which no database takes."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    return {clean(key): storable(one) for key, one in value.items()} if isinstance(value, dict) else value


def _is_suspect(text: str, start: int, end: int) -> bool:
    """Whether there may be such a text: a surrogate escaped, NUL escaped or bare."""
    if text.find("\\u0000", start, end) >= 0 or text.find("\0", start, end) >= 0:
        return True
    if text.find("\\ud", start, end) < 0 and text.find("\\uD", start, end) < 0:
        return False
    # Emoji are written as pairs, which the decoder joins; an escaped backslash could make half of one look whole.
    return text.find("\\\\u", start, end) >= 0 or _HALF.search(text, start, end) is not None
