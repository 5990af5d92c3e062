"""Reads any table as a stream, row by row with the number of its line, in flat memory whatever a line holds.

Pure but for the stream it is given.
"""

import csv
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile

from mutuals.wire.csv_rows import COLUMNS, MAX_LINE, TOO_LONG, Row
from mutuals.wire.csv_shape import FALLBACK, Shape, cell_of

UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_END = "\x1e end of the table \x1e"
_LONG = "\x1e too long \x1e"


class Sheet:
    """The rows of a table of a known shape; `cut` says that it ended too early. A row with cells missing at its end is
    filled up, one with cells too many is wrong."""

    def __init__(self, stream: BinaryIO, shape: Shape) -> None:
        self.cut = False
        self._stream, self._shape = stream, shape
        self._ended = True

    def rows(self) -> Iterator[Row]:
        """Every row below the header but empty ones."""
        skip = self._shape.skip + self._shape.header
        for line, cells in self._parsed():
            if not cells:
                yield Row(line, [], TOO_LONG)
            elif any(cells):
                if skip > 0:
                    skip -= 1
                else:
                    yield from self._row(line, cells)

    def _parsed(self) -> Iterator[tuple[int, list[str]]]:
        """Lines with their cells; none for one that is too long."""
        reader = csv.reader(self._lines(), delimiter=self._shape.delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield reader.line_num, []
                continue
            if cells and cells[-1].endswith(_END):
                # An open quote swallows the mark.
                self.cut = self.cut or len(cells) > 1 or cells[0] != _END
                return
            yield (
                reader.line_num,
                [] if cells and cells[-1].endswith(_LONG) else [*map(cell_of, cells)] or [""],
            )

    def _row(self, line: int, cells: list[str]) -> Iterator[Row]:
        size = len(self._shape.names)
        if len(cells) < size and not self._ended:
            self.cut = True
        elif any(cells[size:]):
            yield Row(line, cells, COLUMNS)
        else:
            yield Row(line, [*cells[:size], *[""] * (size - len(cells))], open=self.cut and not self._ended)

    def _lines(self) -> Iterator[str]:
        errors = FALLBACK if self._shape.encoding == "utf-8-sig" else "replace"
        try:
            text = io.TextIOWrapper(self._stream, self._shape.encoding, errors, newline="")
            while line := text.readline(MAX_LINE):
                if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
                    _rest_of(text)
                    line = f"{_LONG}\n"
                self._ended = line.endswith(("\n", "\r"))
                yield line.replace("\0", "")
        except (*UNREADABLE, UnicodeError):
            self.cut = True
        if not self._ended:
            yield "\n"
            self._ended = False
        yield _END


def _rest_of(text: io.TextIOWrapper) -> None:
    """Passes over the rest of a line that is too long, a piece at a time."""
    while (piece := text.readline(MAX_LINE)) and not piece.endswith(("\n", "\r")):
        pass
