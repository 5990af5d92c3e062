"""Days of the year are read as people and files write them, and lie as far ahead as a calendar says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.dates import day_number, day_of_year, days_until, is_day_of_year

DAYS = st.dates(min_value=dt.date(1971, 1, 1), max_value=dt.date(2090, 1, 1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4 June", (6, 4, None)),
        ("4. Juni 1980", (6, 4, 1980)),
        ("June 4, 1980", (6, 4, 1980)),
        ("1st of March", (3, 1, None)),
        ("4.6.", (6, 4, None)),
        ("4/6/1980", (6, 4, 1980)),
        ("--06-04", (6, 4, None)),
        ("--0604", (6, 4, None)),
        ("1980-06-04", (6, 4, 1980)),
        ("19800604", (6, 4, 1980)),
        ("1604-06-04", (6, 4, None)),
        ("4 de junio de 1980", (6, 4, 1980)),
        ("15 août", (8, 15, None)),
        ("29 February", (2, 29, None)),
        ("31 June", None),
        ("30.2.", None),
        ("some day", None),
        ("4 xyz", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text, found) -> None:
    assert day_of_year(text) == found


@given(DAYS)
def test_what_is_written_is_read_back(day) -> None:
    assert day_of_year(day.isoformat()) == (day.month, day.day, day.year)
    assert day_of_year(f"{day:%d.%m.%Y}") == (day.month, day.day, day.year)
    assert day_of_year(f"{day.day} {day:%B}") == (day.month, day.day, None)
    assert day_number(day.isoformat()) == (day - dt.date(1970, 1, 1)).days


@given(DAYS, DAYS)
def test_a_day_of_the_year_comes_within_a_year_and_falls_on_itself(born, today) -> None:
    ahead = days_until(born.month, born.day, today=today)
    assert 0 <= ahead <= 366
    coming = today + dt.timedelta(days=ahead)
    assert (coming.month, coming.day) == (born.month, born.day) or (
        (born.month, born.day) == (2, 29) and (coming.month, coming.day) == (2, 28)
    )


def test_no_other_day_is_a_day_of_the_year() -> None:
    assert is_day_of_year(2, 29)
    assert not is_day_of_year(2, 30)
    assert not is_day_of_year(13, 1)
    assert day_number("1969-12-31") is None
    assert day_number("soon") is None
