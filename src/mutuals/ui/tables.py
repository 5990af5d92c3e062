"""A plain table under a picture: `{% include "ui/parts/table.html" %}` draws one of these as `table`."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: numbers stand right; `url` sorts by it, `sorted` is "ascending", "descending" or empty."""

    title: str
    number: bool = False
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text (escaped unless marked safe), and the address of the events behind it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of as many cells as there are columns; the chosen one is tinted."""

    cells: tuple[Cell, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what readers hear it called."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    classes: str = ""

    def paired(self) -> Iterator[tuple[Row, list[tuple[Column, Cell]]]]:
        """Yields each row with its cells beside their columns; raises ValueError where they do not match."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))
