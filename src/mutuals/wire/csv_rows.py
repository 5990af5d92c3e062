"""Reads comma-separated tables as a stream: rows with the numbers of their lines, in flat memory whatever a line holds.

Pure but for the stream it is given. Grammar: RFC 4180; UTF-8 with or without a mark, or UTF-16 with one. A row that is
too long for its kind is told as such and the next goes on.
"""

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile

from mutuals.text.folding import clean

MAX_LINE = 1 << 20
UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_END = "\x1e end of the table \x1e"
_LONG = "\x1e too long \x1e"
TOO_LONG = "It is far too long for a row of this table."
COLUMNS = "It has too many or too few columns."


class Row(NamedTuple):
    """One row: the line where it ends, its cells in the order of the header; `wrong` says what is wrong with it;
    `open` that its last cell may be cut off."""

    line: int
    cells: list[str]
    wrong: str = ""
    open: bool = False


def encoding_of(head: bytes) -> str:
    """The encoding of a table by its first bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def header_of(head: bytes) -> list[str]:
    """The names of the columns in the first bytes of a table, as `Table` finds them; [] when these are none."""
    text = head.decode(encoding_of(head), "replace").replace("\0", "")
    try:
        cells = next(filter(any, csv.reader(io.StringIO(text, newline=""))), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells] if len(cells) > 1 else []


def first_rows(head: bytes, size: int, most: int = 20) -> list[list[str]]:
    """The first rows below the header, as far as they are whole in the first `size` bytes of a table."""
    text = head.decode(encoding_of(head), "replace").replace("\0", "")
    found = []
    try:
        for cells in csv.reader(io.StringIO(text, newline="")):
            found.append(cells)
            if len(found) > most:
                break
    except csv.Error:
        pass
    return found[1:-1] if len(found) <= most and len(head) >= size else found[1:]


class Cells:
    """The rows of a stream as cells, as they stand there. `cut` says that it ended too early, `ended` that the line
    read last has its end."""

    def __init__(self, stream: BinaryIO, encoding: str, errors: str, delimiter: str = ",") -> None:
        self.cut, self.ended = False, True
        self._stream, self._encoding, self._errors, self._delimiter = stream, encoding, errors, delimiter
        self._long = False

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Lines with their cells, the header among them; none for one that is too long."""
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self._long = False
                yield reader.line_num, []
                continue
            if cells and cells[-1].endswith(_END):
                # An open quote swallows the mark.
                self.cut = self.cut or len(cells) > 1 or cells[0] != _END
                return
            # The mark stands in place of a line, perhaps within a quoted cell.
            long, self._long = self._long, False
            yield reader.line_num, [] if long and any(_LONG in one for one in cells) else cells or [""]

    def _lines(self) -> Iterator[str]:
        try:
            text = io.TextIOWrapper(self._stream, self._encoding, self._errors, newline="")
            while line := text.readline(MAX_LINE):
                if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
                    _rest_of(text)
                    line, self._long = f"{_LONG}\n", True
                self.ended = line.endswith(("\n", "\r"))
                yield line.replace("\0", "") if "\0" in line else line
        except (*UNREADABLE, UnicodeError):
            self.cut = True
        if not self.ended:
            yield "\n"
            self.ended = False
        yield _END


def _rest_of(text: io.TextIOWrapper) -> None:
    """Passes over the rest of a line that is too long, a piece at a time."""
    while (piece := text.readline(MAX_LINE)) and not piece.endswith(("\n", "\r")):
        pass


class Table:
    """The rows of a table below its header, which is there once the first row was asked for; `cut` says that it ended
    too early."""

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        self.header: list[str] = []
        self._cells = Cells(stream, encoding_of(head), "replace")

    @property
    def cut(self) -> bool:
        """Whether it ended too early, as far as read."""
        return self._cells.cut

    def rows(self) -> Iterator[Row]:
        """Every row but empty ones. The last one is whole if it has all its columns, with or without a line break."""
        for line, cells in self._cells.rows():
            if not cells:
                yield Row(line, [], TOO_LONG)
            elif any(cells):
                yield from self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Iterator[Row]:
        size, ended = len(self.header), self._cells.ended
        if not size:
            self.header = [cell.strip() for cell in cells]
        elif len(cells) < size and not ended:
            self._cells.cut = True
        elif len(cells) < size or any(cells[size:]):
            yield Row(line, [clean(cell) for cell in cells], COLUMNS)
        else:
            yield Row(line, [clean(cell) for cell in cells[:size]], open=not ended)
