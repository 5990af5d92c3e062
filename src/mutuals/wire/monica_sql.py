"""MySQL inserts as Monica writes them, row by row in bounded memory; strings are escaped as PHP's `addslashes` does.

Grammar: `INSERT [IGNORE] INTO table (columns) VALUES (...), (...);`, see `monica`. What PHP takes for a number stands
without quotes, also `+32470000000` and `007`, so that all values are kept as text. Pure.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

CHUNK = 1 << 18
MAX_ROW = 1 << 23
_INSERT = re.compile(
    r"(?:^|(?<=[\n;]))[ \t]*INSERT\s+(?:IGNORE\s+)?INTO\s+(?:`?\w+`?\.)?[`\"]?(\w{1,64})[`\"]?\s*"
    r"(\([^()']{0,4000}\)\s*)?VALUES(?=[\s(])",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*\(((?:[^()']++|'(?:[^'\\]++|\\.|'')*+')*+)\)\s*([,;])", re.DOTALL)
_LAST = re.compile(r"\s*\(((?:[^()']++|'(?:[^'\\]++|\\.|'')*+')*+)\)\s*", re.DOTALL)
_VALUE = re.compile(r"\s*+(?:'((?:[^'\\]++|\\.|'')*+)'\s*|([^,']*+))(?:,|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)
_SPECIAL = {"n": "\n", "r": "\r", "t": "\t", "0": "", "Z": ""}
_HEAD = 6_000


class Insert(NamedTuple):
    """One row of a table with its 1-based line; `problem` says what is wrong with it, `excerpt` how it begins."""

    table: str
    line: int
    row: dict[str, str | None]
    problem: str = ""
    excerpt: str = ""


class Inserts:
    """The rows of a file in order; afterwards `cut` says whether it ended in the middle of one."""

    def __init__(
        self, read: Callable[[int], bytes], errors: tuple[type[Exception], ...] = (OSError, EOFError)
    ) -> None:
        self.cut = False
        self._read, self._errors = read, errors
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._text, self._at, self._line = "", 0, 1
        self._ended = self._opened = False
        self._first = True

    def __iter__(self) -> Iterator[Insert]:
        while match := self._next():
            columns = [one.strip().strip('`"') for one in (match[2] or "").strip().strip("()").split(",")]
            table = match[1].lower()
            self._move(match.end())
            yield from self._rows(table, columns if match[2] else [])
        # Since 2.13 a file says at its beginning what it takes back at its end.
        self.cut = self.cut or (self._opened and "FOREIGN_KEY_CHECKS=1" not in self._text)

    def _next(self) -> re.Match[str] | None:
        """The next INSERT; None at the end."""
        while True:
            match = _INSERT.search(self._text, self._at)
            if match and (match.end() < len(self._text) or self._ended):
                return match
            if self._ended:
                return None
            start = match.start() if match else max(self._at, len(self._text) - _HEAD)
            self._move(start)
            self._more()

    def _rows(self, table: str, columns: list[str]) -> Iterator[Insert]:
        while True:
            match = _ROW.match(self._text, self._at)
            if match is None:
                if self._may_go_on():
                    self._more()
                    continue
                yield from self._unfinished(table, columns)
                return
            yield self._row(table, columns, match)
            if match[2] == ";":
                return

    def _may_go_on(self) -> bool:
        """Whether more text may complete the row."""
        rest = self._text[self._at : self._at + 200].lstrip()
        return not self._ended and (not rest or rest[0] == "(") and len(self._text) - self._at < MAX_ROW

    def _unfinished(self, table: str, columns: list[str]) -> Iterator[Insert]:
        """What is no whole row: the last one of a file that is cut behind it, a cut one, or a broken one."""
        match = _LAST.fullmatch(self._text, self._at) if self._ended else None
        over = self._ended and (match is not None or _INSERT.search(self._text, self._at) is None)
        self.cut = self.cut or over
        if match:
            yield self._row(table, columns, match)
            return
        rest = self._text[self._at : self._at + 200].strip()
        if rest:
            why = "This row is cut off." if over else "This row cannot be read."
            yield Insert(table, self._line, {}, why, rest)

    def _row(self, table: str, columns: list[str], match: re.Match[str]) -> Insert:
        self._move(match.start(1))
        line, values = self._line, _values(match[1]) if columns else []
        self._move(match.end())
        if len(values) != len(columns):
            return Insert(table, line, {}, "It has another number of values than columns.", match[1][:200])
        return Insert(table, line, dict(zip(columns, values, strict=True)))

    def _move(self, at: int) -> None:
        self._line += self._text.count("\n", self._at, at)
        self._at = at

    def _more(self) -> None:
        rest = self._text[self._at :]
        try:
            data = self._read(max(CHUNK, len(rest)))
        except self._errors:
            data, self.cut = b"", True
        self._ended = not data
        new = self._decode(data, self._ended)
        if self._first:
            new, self._first = new.removeprefix("\ufeff"), False
            self._opened = "FOREIGN_KEY_CHECKS=0" in new[:2_000]
        # A search that looks behind itself must see what stands there.
        self._text, self._at = rest + new.replace("\r\n", "\n"), 0


def _values(inner: str) -> list[str | None]:
    """The values of a row as text; None for NULL."""
    found: list[str | None] = []
    at, size = 0, len(inner)
    while at <= size and (match := _VALUE.match(inner, at)):
        quoted, bare = match.groups()
        if quoted is not None:
            found.append(_ESCAPE.sub(_plain, quoted) if "\\" in quoted or "''" in quoted else quoted)
        else:
            word = bare.strip()
            found.append(None if word.upper() == "NULL" else word)
        at = match.end()
        if at >= size and not match[0].endswith(","):
            break
    return found


def _plain(match: re.Match[str]) -> str:
    return _SPECIAL.get(match[1], match[1]) if match[1] is not None else "'"
