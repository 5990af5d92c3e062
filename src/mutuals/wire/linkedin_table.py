"""Reads a table of LinkedIn's export as a stream: lines before its header are passed over, columns go by their names.

Flat memory whatever stands in it. A last line without its line break is whole when it has all its columns (exports of
2026 end so); it was cut off when it has not, or when a quote stays open. Grammar: RFC 4180, and for some files quotes
that are escaped by a backslash.
"""

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile

from mutuals.text.folding import clean

LINE = 1 << 20
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_END = "\x1e end of the table \x1e"
_CODECS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Row(NamedTuple):
    """One line of a table: its number, its cells by the names of their columns in small letters; `wrong` says what
    is wrong with it."""

    line: int
    cells: dict[str, str]
    wrong: str = ""


class Table:
    """The rows of one table; `cut` is True once it ended too early."""

    def __init__(self, raw: BinaryIO, header: frozenset[str], *, backslash: bool = False) -> None:
        self.cut = False
        self._raw, self._wanted = raw, header
        self._escape = "\\" if backslash else None
        self._ended = True

    def rows(self) -> Iterator[Row]:
        """Every row below the header; none when there is no header."""
        reader = csv.reader(self._lines(), escapechar=self._escape)
        header: list[str] = []
        told = False
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                if not told:
                    yield Row(line, {}, "It is far too long for one line of this table.")
                told = not self._ended
                continue
            told = False
            if cells and cells[-1].endswith(_END):
                self.cut = self.cut or len(cells) > 1 or cells[0] != _END
                return
            if header:
                yield from self._row(line, cells, header)
            elif self._wanted <= set(named := [_column(cell) for cell in cells]):
                header = named

    def _row(self, line: int, cells: list[str], header: list[str]) -> Iterator[Row]:
        extra = cells[len(header) :]
        if cells and len(cells) < len(header) and not self._ended:
            self.cut = True
        elif not any(cells):
            return
        elif len(cells) < len(header) or any(extra):
            yield Row(line, _paired(header, cells), "It has too many or too few columns.")
        else:
            yield Row(line, _paired(header, cells))

    def _lines(self) -> Iterator[str]:
        """Lines in pieces of bounded length; behind the last one a mark, which an open quote would swallow."""
        try:
            head = self._raw.read(2)
            rest = _Before(head, self._raw)
            text = io.TextIOWrapper(
                io.BufferedReader(rest, 1 << 16), _CODECS.get(head, "utf-8-sig"), "replace", newline=""
            )
            while piece := text.readline(LINE):
                self._ended = piece.endswith(("\n", "\r"))
                yield clean(piece)
        except _UNREADABLE:
            self.cut = True
        yield _END


class _Before(io.RawIOBase):
    """A stream with a few bytes put back before it."""

    def __init__(self, head: bytes, raw: BinaryIO) -> None:
        super().__init__()
        self._head, self._raw = head, raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head or self._raw.read(len(buffer))
        self._head = b""
        buffer[: len(data)] = data
        return len(data)


def header_of(head: bytes) -> list[tuple[str, ...]]:
    """The first lines of a file as possible headers: cells in small letters."""
    codec = _CODECS.get(head[:2], "utf-8-sig")
    lines = head.decode(codec, "replace").splitlines()[:20]
    found = []
    for line in lines:
        try:
            cells = next(csv.reader([line[:4_000]]), [])
        except csv.Error:
            continue
        found.append(tuple(_column(cell) for cell in cells))
    return found


def _column(cell: str) -> str:
    return cell.strip().strip('"').lower()


def _paired(header: list[str], cells: list[str]) -> dict[str, str]:
    """Cells by column; of columns with the same name the last that says something."""
    row = dict(zip(header, map(str.strip, cells), strict=False))
    if len(row) < len(cells):
        row |= {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return row
