"""Reads any table as a stream, row by row with the number of its line, as its shape has it. Pure but for the stream."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from mutuals.wire.csv_rows import COLUMNS, TOO_LONG, Cells, Row
from mutuals.wire.csv_shape import FALLBACK, Shape, cell_of


class Sheet:
    """The rows of a table of a known shape. A row with cells missing at its end is filled up, one with cells too many
    is wrong. `only` are the columns whose cells are wanted, the others stay empty."""

    def __init__(self, stream: BinaryIO, shape: Shape, *, only: Sequence[int] | None = None) -> None:
        errors = FALLBACK if shape.encoding == "utf-8-sig" else "replace"
        self._cells = Cells(stream, shape.encoding, errors, shape.delimiter)
        self._shape, self._only = shape, only

    @property
    def cut(self) -> bool:
        """Whether it ended too early, as far as read."""
        return self._cells.cut

    def rows(self) -> Iterator[Row]:
        """Every row below the header but empty ones."""
        skip = self._shape.skip + self._shape.header
        for line, cells in self._cells.rows():
            if not cells:
                yield Row(line, [], TOO_LONG)
            elif cells[0][:1].isalnum() or any(map(cell_of, cells)):
                if skip > 0:
                    skip -= 1
                elif (row := self._row(line, cells)) is not None:
                    yield row

    def _row(self, line: int, cells: list[str]) -> Row | None:
        size, ended = len(self._shape.names), self._cells.ended
        if len(cells) < size and not ended:
            self._cells.cut = True
            return None
        if len(cells) > size and any(map(cell_of, cells[size:])):
            return Row(line, [*map(cell_of, cells)], COLUMNS)
        return Row(line, self._clean(cells, size), open=self.cut and not ended)

    def _clean(self, cells: list[str], size: int) -> list[str]:
        if self._only is None:
            return [*map(cell_of, cells[:size]), *[""] * (size - len(cells))]
        found = [""] * size
        for at in self._only:
            if at < len(cells):
                found[at] = cell_of(cells[at])
        return found
