"""Repetition rules and zones of calendars, against an independent reader and against the time zone data."""

import json
from datetime import datetime, timedelta
from importlib.util import find_spec
from zoneinfo import ZoneInfo

import pytest

from mutuals.wire.ical_lines import Part
from mutuals.wire.ical_rules import Budget, parse, times
from mutuals.wire.ical_zones import _WINDOWS, defined, named
from tests.wire.make_ical_rules import HERE, MOST, end_of, oracle, rule

PAIRS = json.loads(HERE.read_text())


def first_times(text, start):
    found = []
    for one in times(start, parse(text), end=end_of(text, start), budget=Budget(10**7)):
        found.append(one)
        if len(found) == MOST:
            break
    return found


def test_rules_give_the_times_that_dateutil_gave():
    wrong = []
    for text, start, expected in PAIRS:
        found = first_times(text, datetime.fromisoformat(start))
        if [f"{one:%Y%m%dT%H%M%S}" for one in found] != expected:
            wrong.append((text, start))
    assert wrong == []
    assert len(PAIRS) > 400
    assert sum(bool(expected) for *_, expected in PAIRS) > 300


if find_spec("dateutil"):  # a peer of the benchmarks' environment; what it gave is frozen in the pairs above

    @pytest.mark.parametrize("seed", range(10_000, 10_060))
    def test_rules_give_the_times_that_dateutil_gives(seed):
        text, start = rule(seed)
        try:
            expected = oracle(text, start)
        except (TimeoutError, ValueError):  # It takes too long, or refuses the rule.
            return
        assert first_times(text, start) == expected, text


def test_what_dateutil_reads_otherwise_is_read_as_the_standard_says():
    start = datetime(2024, 1, 3, 9)  # noqa: DTZ001
    both = first_times("FREQ=MONTHLY;BYDAY=1MO,FR;COUNT=6", start)
    assert [one.day for one in both] == [5, 12, 19, 26, 2, 5]
    second = first_times("FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=2;COUNT=2", start)
    assert [one.day for one in second] == [4, 11]


@pytest.mark.parametrize(
    "text",
    ["", "FREQ=OFTEN", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;BYHOUR=25", "FREQ=YEARLY;BYDAY=XX",
     "FREQ=YEARLY;BYMONTHDAY=0", "W1 MO #10", "FREQ=DAILY;INTERVAL=99999999999999999999", "FREQ=YEARLY;BYMONTH=１"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


def test_a_budget_ends_a_rule():
    start = datetime(2000, 1, 1)  # noqa: DTZ001
    budget = Budget(1_000)
    found = list(times(start, parse("FREQ=SECONDLY"), end=start + timedelta(9_000), budget=budget))
    assert len(found) < 1_000
    assert budget.left < 0


def test_every_name_of_windows_is_a_zone():
    assert len(_WINDOWS) > 130
    assert [name for name, zone in _WINDOWS.items() if ZoneInfo(zone).key != zone] == []
    assert all(named(f"{name} Standard Time") for name in _WINDOWS)


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        (
            "Europe/Berlin",
            (
                ("STANDARD", "+0200", "+0100", "10", "-1SU", "03"),
                ("DAYLIGHT", "+0100", "+0200", "3", "-1SU", "02"),
            ),
        ),
        (
            "America/New_York",
            (
                ("STANDARD", "-0400", "-0500", "11", "1SU", "02"),
                ("DAYLIGHT", "-0500", "-0400", "3", "2SU", "02"),
            ),
        ),
        (
            "Australia/Sydney",
            (
                ("STANDARD", "+1100", "+1000", "4", "1SU", "03"),
                ("DAYLIGHT", "+1000", "+1100", "10", "1SU", "02"),
            ),
        ),
    ],
)
def test_a_defined_zone_is_as_the_zone_of_its_rules(zone, rules):
    lines = ["TZID:x"]
    for kind, before, after, month, day, hour in rules:
        lines += [f"BEGIN:{kind}", f"DTSTART:20070101T{hour}0000", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}",
                  f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={day}", f"END:{kind}"]  # fmt: skip
    found = defined(Part("VTIMEZONE", 1, [bytearray(one.encode()) for one in lines]), Budget(10**6))
    truth = ZoneInfo(zone)
    wall = datetime(2009, 1, 1, 12)  # noqa: DTZ001
    for _ in range(3_000):
        assert found.seconds(wall) == truth.utcoffset(wall).total_seconds(), wall
        wall += timedelta(days=1, hours=7 * (wall.day % 2))
