"""Rows of tables: both kinds of table read them by one reader, whatever a line holds."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.wire.csv_rows import COLUMNS, MAX_LINE, TOO_LONG, Table, header_of
from mutuals.wire.csv_shape import Shape
from mutuals.wire.csv_sheet import Sheet

SHAPE = Shape("utf-8-sig", ",", 0, True, ("name", "note"))
CELLS = st.text(st.characters(codec="utf-8", exclude_characters='\0\r\x1e="'), max_size=20).map(str.strip)


def in_table(data):
    table = Table(io.BytesIO(data), data[:65_536])
    return list(table.rows()), table.cut


def in_sheet(data, **more):
    sheet = Sheet(io.BytesIO(data), SHAPE, **more)
    return list(sheet.rows()), sheet.cut


@pytest.mark.parametrize("read", [in_table, in_sheet])
@pytest.mark.parametrize(
    "long", [b"a" * MAX_LINE * 2, b"a," * MAX_LINE, b'a,"one\n' + b"b" * MAX_LINE + b'\nend"']
)
def test_a_line_that_is_far_too_long_is_told_once_and_the_next_is_read(read, long):
    rows, cut = read(b"name,note\nOla,before\n" + long + b"\nMara,after\n")
    assert [one.wrong for one in rows] == ["", TOO_LONG, ""]
    assert [one.cells for one in rows if not one.wrong] == [["Ola", "before"], ["Mara", "after"]]
    assert rows[-1].line == 4 + long.count(b"\n")
    assert not cut


@pytest.mark.parametrize("read", [in_table, in_sheet])
def test_an_open_quote_cuts_a_table_and_what_stands_before_is_kept(read):
    rows, cut = read(b'name,note\nOla,x\nMara,"never closed\nand on\n')
    assert [one.cells for one in rows] == [["Ola", "x"]]
    assert cut


@pytest.mark.parametrize("read", [in_table, in_sheet])
def test_a_row_with_cells_too_many_is_wrong(read):
    rows, _ = read(b"name,note\nOla,x,y\nMara,z\n")
    assert [(one.cells, one.wrong) for one in rows] == [(["Ola", "x", "y"], COLUMNS), (["Mara", "z"], "")]


def test_cells_that_nobody_wants_stay_empty():
    assert in_sheet(b"name,note\nOla,x\n,y\n", only=(1,))[0] == [
        (2, ["", "x"], "", False),
        (3, ["", "y"], "", False),
    ]


@given(st.lists(st.tuples(CELLS, CELLS).filter(any), max_size=20))
def test_both_kinds_of_table_read_the_same_rows(made):
    lines = [",".join('"' + cell + '"' for cell in row) for row in made]
    data = "\n".join(["name,note", *lines, ""]).encode()
    rows, cut = in_table(data)
    assert in_sheet(data) == (rows, cut)
    assert [tuple(one.cells) for one in rows] == made


@given(st.text(alphabet='ab," \r\n\0\x0b\x85\u2028', max_size=30), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_what_is_told_of_a_header_is_what_the_table_has(text, encoding):
    data = text.encode(encoding)
    table = Table(io.BytesIO(data), data)
    list(table.rows())
    told = header_of(data)
    assert told == table.header or (told == [] and len(table.header) < 2) or table.cut
