"""What was called off for everybody is taken back in its past times and no others; what else is no meeting stays."""

import pytest

from tests.sources.archives.test_ical import ME, NOW_MS, calendar, event, gone

BASE = "tag:ical.mutuals.invalid,2026:ical/event/an-entry-0001@x.example"
OFF = "STATUS:CANCELLED"
BEFORE = "LAST-MODIFIED:20220201T100000Z"


def times(*stamps):
    return {f"{BASE}/{one}" for one in stamps}


@pytest.mark.parametrize(
    ("method", "lines", "expected"),
    [
        ("", [OFF], {BASE}),
        ("PUBLISH", [OFF], {BASE}),
        ("CANCEL", [OFF], {BASE}),
        ("CANCEL", [], set()),
        ("REPLY", [OFF], set()),
        ("COUNTER", [OFF], set()),
        ("", ["SUMMARY:Canceled: Plan"], {BASE}),
        ("", ["SUMMARY:Canceled: Plan", "STATUS:CONFIRMED"], set()),
        ("", ["STATUS:TENTATIVE"], set()),
        ("", [], set()),
    ],
)
def test_only_what_is_called_off_as_a_whole_is_taken_back(method, lines, expected, tmp_path):
    found = calendar(tmp_path, event(*lines), head=[f"METHOD:{method}"] if method else [])
    assert gone(found) == expected
    assert found.files["a.ics"].items == len(found.things)
    if expected:
        assert not found.things
        assert found.files["a.ics"].note == "Left out: 1 cancelled."


@pytest.mark.parametrize("answer", ["DECLINED", "TENTATIVE", "NEEDS-ACTION"])
def test_what_i_did_not_come_to_is_left_out_and_not_taken_back(answer, tmp_path):
    mine = f"ATTENDEE;PARTSTAT={answer}:mailto:{ME}"
    found = calendar(tmp_path, event(mine, people=("ola@two.example",)))
    assert (found.things, gone(found)) == ({}, set())
    off = calendar(tmp_path, event(mine, OFF, people=("ola@two.example",)))
    assert gone(off) == (set() if answer == "DECLINED" else {BASE})


def test_what_names_nobody_was_never_told(tmp_path):
    assert gone(calendar(tmp_path, event(OFF, people=()))) == set()


def test_a_series_is_taken_back_at_each_time_that_is_past_and_not_excepted(tmp_path):
    lines = [OFF, BEFORE, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20220308T100000Z"]
    found = calendar(tmp_path, event(*lines), now_ms=1_647_000_000_000 + 5 * 86_400_000)
    assert gone(found) == times("20220301T100000Z", "20220315T100000Z")
    assert found.files["a.ics"].note == "Left out: 1 cancelled."


def test_people_met_until_their_series_was_called_off(tmp_path):
    lines = [OFF, "LAST-MODIFIED:20220312T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4"]
    moved = event("RECURRENCE-ID:20220308T100000Z", start="20220308T150000Z")
    found = calendar(tmp_path, event(*lines), moved)
    assert set(found.things) == times("20220301T100000Z", "20220308T100000Z")
    assert gone(found) == times("20220315T100000Z", "20220322T100000Z")
    assert found.files["a.ics"].note == "Left out: 1 cancelled."


def test_of_a_series_that_was_called_off_at_an_unknown_moment_nothing_is_told_or_taken_back(tmp_path):
    moved = event("RECURRENCE-ID:20220308T100000Z", start="20220308T150000Z")
    found = calendar(tmp_path, event(OFF, "RRULE:FREQ=WEEKLY;COUNT=4"), moved)
    assert (set(found.things), gone(found)) == (set(), set())
    assert found.files["a.ics"].note == "Left out: 2 cancelled."


def test_one_time_of_a_series_goes_alone(tmp_path):
    series = event("RRULE:FREQ=DAILY;COUNT=3")
    found = calendar(tmp_path, series, event("RECURRENCE-ID:20220302T100000Z", OFF, start="20220302T100000Z"))
    assert gone(found) == times("20220302T100000Z")
    assert set(found.things) == times("20220301T100000Z", "20220303T100000Z")


def test_what_is_still_to_come_was_never_told(tmp_path):
    for lines, start in (([], "20990301T100000Z"), (["RRULE:FREQ=DAILY;COUNT=9"], "20990301T100000Z")):
        found = calendar(tmp_path, event(OFF, *lines, start=start))
        assert (gone(found), found.files["a.ics"].note) == (set(), "Left out: 1 cancelled.")
    moved = event("RECURRENCE-ID:20220302T100000Z", OFF, start="20990302T100000Z")
    assert gone(calendar(tmp_path, moved)) == times("20220302T100000Z"), "it was told at its first hour"


def test_a_cancellation_needs_no_date(tmp_path):
    found = calendar(tmp_path, event(OFF, start=""), head=["METHOD:CANCEL"])
    assert (gone(found), found.rejected) == ({BASE}, [])
    again = event(OFF, "RECURRENCE-ID:20220302T100000Z", start="")
    assert gone(calendar(tmp_path, again, head=["METHOD:CANCEL"])) == times("20220302T100000Z")
    late = event(OFF, "RECURRENCE-ID:20990302T100000Z", start="")
    assert gone(calendar(tmp_path, late, head=["METHOD:CANCEL"])) == set()
    unknown = calendar(tmp_path, event(OFF, start="", uid="7"), head=["METHOD:CANCEL"])
    assert (gone(unknown), [one.reason for one in unknown.rejected]) == (set(), ["It has no date."])


def test_a_cancellation_without_a_rule_takes_the_times_of_the_series_that_stands_beside_it(tmp_path):
    calendar(tmp_path, event("RRULE:FREQ=DAILY;COUNT=3", "SEQUENCE:0"), name="a.ics")
    found = calendar(
        tmp_path, event(OFF, BEFORE, "SEQUENCE:1", start=""), head=["METHOD:CANCEL"], name="b.ics"
    )
    assert not found.things
    assert gone(found) == {BASE} | times("20220301T100000Z", "20220302T100000Z", "20220303T100000Z")


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("method", ["", "CANCEL"])
@pytest.mark.parametrize(
    "mark", [("SEQUENCE:1", "SEQUENCE:2"), ("DTSTAMP:20220201T100000Z", "DTSTAMP:20220202T100000Z")]
)
def test_the_last_word_counts_in_whatever_order_the_files_lie(mark, method, names, tmp_path):
    head = [f"METHOD:{method}"] if method else []
    off, stands = (f"{one}.ics" for one in names)
    calendar(tmp_path, event(OFF, mark[0]), head=head, name=off)
    found = calendar(tmp_path, event(mark[1]), name=stands)
    assert (set(found.things), gone(found)) == ({BASE}, set())
    calendar(tmp_path, event(OFF, mark[1]), head=head, name=off)
    found = calendar(tmp_path, event(mark[0]), name=stands)
    assert (set(found.things), gone(found)) == (set(), {BASE})


@pytest.mark.parametrize("names", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_a_time_that_was_called_off_and_held_after_all_is_held(names, tmp_path):
    again = "RECURRENCE-ID:20220302T100000Z"
    rows = (
        event("RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:0"),
        event(again, OFF, "SEQUENCE:1", start="20220302T100000Z"),
        event(again, "SEQUENCE:2", start="20220302T120000Z"),
    )
    for name, one in zip(names, rows, strict=True):
        found = calendar(tmp_path, one, name=f"{name}.ics")
    assert (set(found.things), gone(found)) == (times("20220301T100000Z", "20220302T100000Z"), set())


def test_short_ids_are_called_off_alone_and_by_the_id_that_they_had(tmp_path):
    told = calendar(tmp_path, event("SUMMARY:Plan", uid="1"), event("SUMMARY:Tea", uid="1"))
    plan = next(uri for uri, one in told.things.items() if one.name == "Plan")
    found = calendar(tmp_path, event("SUMMARY:Abgesagt: Plan", uid="1"), event("SUMMARY:Tea", uid="1"))
    assert gone(found) == {plan}
    assert [one.name for one in found.things.values()] == ["Tea"]


def test_a_hostile_series_that_was_called_off_keeps_its_measure(tmp_path):
    rows = [
        event(
            OFF,
            "LAST-MODIFIED:19890101T100000Z",
            "RRULE:FREQ=MINUTELY;INTERVAL=5",
            start="19900101T100000Z",
            uid=f"an-entry-{one}@x.example",
        )
        for one in range(20)
    ]
    found = calendar(tmp_path, *rows, now_ms=NOW_MS)
    assert 0 < len(gone(found)) <= 12_000
    assert (found.things, found.files["a.ics"].items) == ({}, 0)
    assert found.files["a.ics"].note == "Left out: 20 cancelled."
