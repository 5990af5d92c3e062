"""Pages by number and by key: every row once, nothing twice, whatever the address says."""

from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui.paging import by_key, by_number, read, written


def cut(rows):
    return lambda offset, size: rows[offset : offset + size]


@given(st.integers(0, 60), st.integers(1, 9))
def test_following_the_numbers_shows_every_row_once(total, size) -> None:
    rows, found, number = list(range(total)), [], 1
    while True:
        page = by_number(cut(rows), total=total, number=number, size=size, query={"q": "na"})
        found += page.rows
        if not page.later:
            break
        number = int(parse_qs(page.later[1:])["page"][0])
        assert parse_qs(page.later[1:])["q"] == ["na"]
    assert found == rows


@given(st.integers(-5, 100), st.integers(0, 30))
def test_a_number_outside_the_list_shows_the_nearest_page(number, total) -> None:
    page = by_number(cut(list(range(total))), total=total, number=number, size=10, query={})
    assert page.rows or total == 0
    assert (page.first, page.last) == ((page.rows[0] + 1, page.rows[-1] + 1) if page.rows else (0, 0))


@given(st.lists(st.tuples(st.integers(), st.integers()), unique=True, max_size=40), st.integers(1, 7))
def test_following_the_keys_shows_every_row_once(rows, size) -> None:
    rows, found, after = sorted(rows, reverse=True), [], None
    while True:
        rest = [row for row in rows if after is None or row < after]
        page = by_key(
            rest[: size + 1], size=size, key=lambda row: row, query={"only": "met"}, begun=after is not None
        )
        found += page.rows
        assert bool(page.earlier) == (after is not None)
        if not page.later:
            break
        after = read(parse_qs(page.later[1:])["after"][0])
    assert found == rows


@given(st.lists(st.integers() | st.text(), max_size=4))
def test_a_key_comes_back_from_its_address(key) -> None:
    assert read(written(key)) == tuple(key)


@given(st.text(max_size=30))
def test_anything_else_is_no_key(text) -> None:
    key = read(text)
    assert key is None or read(written(key)) == key


def test_a_key_holds_only_plain_parts() -> None:
    assert read(written([1])) == (1,)
    assert read("W1tdXQ") is None  # [[]]
    assert read("W3RydWVd") is None  # [true]
