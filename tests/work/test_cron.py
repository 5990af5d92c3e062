"""When a cron line comes due, against a minute-by-minute search that reads each field by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.work.cron import BadCron, next_ms


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text + "+00:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("line", "after", "due"),
    [
        ("* * * * *", "2026-03-01T10:00:00", "2026-03-01T10:01:00"),
        ("* * * * *", "2026-03-01T10:00:59", "2026-03-01T10:01:00"),
        ("30 3 * * *", "2026-03-01T03:30:00", "2026-03-02T03:30:00"),
        ("30 3 * * *", "2026-03-01T03:29:59", "2026-03-01T03:30:00"),
        ("*/20 9-10 * * *", "2026-03-01T09:41:00", "2026-03-01T10:00:00"),
        ("5/20 * * * *", "2026-03-01T09:26:00", "2026-03-01T09:45:00"),
        ("0 0 1 1 *", "2026-01-01T00:00:00", "2027-01-01T00:00:00"),
        ("0 12 * * 0", "2026-03-02T00:00:00", "2026-03-08T12:00:00"),
        ("0 12 * * 7", "2026-03-02T00:00:00", "2026-03-08T12:00:00"),
        ("0 12 * * 6-7", "2026-03-02T00:00:00", "2026-03-07T12:00:00"),
        ("0 0 13 * 5", "2026-03-02T00:00:00", "2026-03-06T00:00:00"),
        ("0 0 29 2 *", "2026-03-01T00:00:00", "2028-02-29T00:00:00"),
        ("1,2,59 23 31 * *", "2026-04-01T00:00:00", "2026-05-31T23:01:00"),
    ],
)
def test_the_next_moment_is_the_first_later_one(line: str, after: str, due: str) -> None:
    assert next_ms(line, ms(after)) == ms(due)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "-1 * * * *",
        "1- * * * *",
        "*/ * * * *",
        "1,,2 * * * *",
        "٣ * * * *",
        "0 0 31 2 *",
    ],
)
def test_a_line_that_means_nothing_is_refused(line: str) -> None:
    with pytest.raises(BadCron):
        next_ms(line, ms("2026-01-01T00:00:00"))


def numbers(low: int, high: int) -> st.SearchStrategy[tuple[str, frozenset[int]]]:
    """A field as text with the numbers it stands for."""
    pick = st.lists(st.integers(low, high), min_size=1, max_size=4)
    span = st.tuples(st.integers(low, high), st.integers(low, high)).map(sorted)
    step = st.integers(2, 30)
    return st.one_of(
        st.just(("*", frozenset(range(low, high + 1)))),
        pick.map(lambda few: (",".join(map(str, few)), frozenset(few))),
        span.map(lambda two: (f"{two[0]}-{two[1]}", frozenset(range(two[0], two[1] + 1)))),
        step.map(lambda by: (f"*/{by}", frozenset(n for n in range(low, high + 1) if (n - low) % by == 0))),
    )


@given(
    minute=numbers(0, 59),
    hour=numbers(0, 23),
    weekday=numbers(0, 6),
    start=st.integers(1_600_000_000, 1_900_000_000),
)
def test_it_agrees_with_looking_at_every_minute_of_a_week(minute, hour, weekday, start) -> None:
    line = f"{minute[0]} {hour[0]} * * {weekday[0]}"
    moment = datetime.fromtimestamp(start, UTC).replace(second=0)
    for _ in range(8 * 24 * 60):
        moment += timedelta(minutes=1)
        sunday_first = (moment.weekday() + 1) % 7
        if moment.minute in minute[1] and moment.hour in hour[1] and sunday_first in weekday[1]:
            break
    assert next_ms(line, start * 1000) == int(moment.timestamp() * 1000)
