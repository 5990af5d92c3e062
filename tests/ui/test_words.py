"""Numbers, dates and lists as the pages say them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui import words

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(0, 0, "0"), (148, 0, "148"), (1284, 0, "1,284"), (61907, 0, "61,907"), (-1234.5, 1, "−1,234.5")],
)
def test_numbers(value, decimals, written) -> None:
    assert words.number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.94, "94 %"), (1, "100 %"), (0.001, "under 1 %"), (0.999, "over 99 %"), (0.006, "1 %")],
)
def test_percents_never_round_a_doubt_away(share, written) -> None:
    assert words.percent(share).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (121, "121st")],
)
def test_ordinals(value, written) -> None:
    assert words.ordinal(value) == written


@pytest.mark.parametrize(
    ("people", "limit", "written"),
    [
        ([], 0, ""),
        (["Amara"], 0, "Amara"),
        (["Amara", "Jun"], 0, "Amara and Jun"),
        (["Amara", "Jun", "Thabo"], 0, "Amara, Jun and Thabo"),
        (["Amara", "Jun", "Thabo", "Fatou"], 2, "Amara, Jun and 2 more"),
        (["Amara", "Jun"], 2, "Amara and Jun"),
    ],
)
def test_lists_of_names(people, limit, written) -> None:
    assert words.names(people, limit) == written


@pytest.mark.parametrize(
    ("passed", "written"),
    [
        (0, "today"), (1, "yesterday"), (2, "2 days ago"), (40, "40 days ago"), (89, "89 days ago"),
        (152, "5 months ago"), (800, "2 years ago"), (-1, "tomorrow"), (-3, "in 3 days"),
    ],
)  # fmt: skip
def test_how_long_ago(passed, written) -> None:
    assert words.ago(TODAY - timedelta(days=passed), TODAY) == written


def test_a_moment_falls_on_the_day_of_its_place() -> None:
    moment = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    auckland = timezone(timedelta(hours=13))
    assert words.ago(moment, TODAY, UTC) == "yesterday"
    assert words.ago(moment, TODAY, auckland) == "today"
    assert words.ago(int(moment.timestamp() * 1000), TODAY, auckland) == "today"


def test_days_are_written_long_and_short() -> None:
    assert words.long_day(TODAY) == "12 March 2026"
    assert words.short_day(TODAY, TODAY) == "12 Mar"
    assert words.short_day(date(2024, 3, 11), TODAY) == "11 Mar 2024"
    assert words.clock(datetime(2026, 3, 10, 18, 42, tzinfo=UTC)) == "10 March 2026, 18:42"


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_ago_says_past_and_future_rightly(then, today) -> None:
    said = words.ago(then, today)
    assert said.endswith(" ago") == ((today - then).days > 1)
    assert said.startswith("in ") == ((today - then).days < -1)


@pytest.mark.parametrize(
    ("count", "written"), [(0.2, "1 day"), (1, "1 day"), (12.4, "12 days"), (800, "2 years")]
)
def test_lengths_of_time(count, written) -> None:
    assert words.days(count) == written
