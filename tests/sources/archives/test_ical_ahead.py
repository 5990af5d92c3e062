"""What calendars have ahead is told aside: what is agreed, of series the next times, and what is no longer to come."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuals.sources.archives.ical import archive
from mutuals.sources.coming import COMING
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Kept

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ME, ANA, KAI = "mara@one.example", "ana@two.example", "kai@two.example"
ENTRY = "tag:ical.mutuals.invalid,2026:ical/event/"


def entry(at, *more, uid="lunch-0001@one.example", yes=(ANA,), mine="ACCEPTED"):
    """One entry that begins at a time in UTC."""
    guests = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in yes]
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{at:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "SUMMARY:Lunch",
        "LOCATION:Café Nord", f"ORGANIZER:mailto:{ANA}", f"ATTENDEE;PARTSTAT={mine}:mailto:{ME}", *guests, *more,
        "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def read(folder, *entries, head=(), now=NOW):
    """The documents by their entry, and the note of the report."""
    path = folder / "a.ics"
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *entries, "END:VCALENDAR", ""])
    path.write_text(text, encoding="utf-8", newline="")
    parcel = OpenedParcel(path, spool=folder / "spool")
    found, note = {}, ""
    for claim in archive.find(parcel):
        given = Answers(now_ms=int(now.timestamp()) * 1000, me=(ME,))
        for item in archive.read(parcel, claim, given):
            if isinstance(item, Kept) and item.kind == COMING:
                document = json.loads(item.document)
                found[document["entry"].removeprefix(ENTRY)] = document
            note = item.note if isinstance(item, FileReport) else note
    return found, note


def test_a_meeting_to_come_is_told_with_its_people_its_time_and_its_place(tmp_path):
    found, note = read(tmp_path, entry(NOW + timedelta(days=3, hours=3)))
    (one,) = found["lunch-0001@one.example"]["told"]
    assert (one["title"], one["place"], one["seconds"]) == ("Lunch", "Café Nord", 3600)
    at = NOW + timedelta(days=3, hours=3)
    assert (one["at"], one["day"]) == (int(at.timestamp() * 1000), int(at.timestamp()) // 86_400)
    assert set(one["people"]) == {f"mailto:{ME}", f"mailto:{ANA}"}
    assert note == "Still to come: 1, shown under In person."


@pytest.mark.parametrize("start", ["DTSTART;TZID=Asia/Tokyo:20261201T003000", "DTSTART:20261130T153000Z"])
def test_the_moment_is_told_in_whatever_zone_it_is_written(tmp_path, start):
    at = entry(NOW).replace(f"DTSTART:{NOW:%Y%m%dT%H%M%SZ}", start)
    (one,) = read(tmp_path, at)[0]["lunch-0001@one.example"]["told"]
    assert datetime.fromtimestamp(one["at"] / 1000, UTC).isoformat() == "2026-11-30T15:30:00+00:00"


def test_of_a_whole_day_only_the_day_is_told(tmp_path):
    at = entry(NOW).replace(f"DTSTART:{NOW:%Y%m%dT%H%M%SZ}", "DTSTART;VALUE=DATE:20261201")
    (one,) = read(tmp_path, at.replace("DURATION:PT1H", "DURATION:P1D"))[0]["lunch-0001@one.example"]["told"]
    assert one["at"] is None
    assert datetime.fromtimestamp(one["day"] * 86_400, UTC).date().isoformat() == "2026-12-01"


@pytest.mark.parametrize(
    ("more", "mine"),
    [
        (("STATUS:CANCELLED",), "ACCEPTED"),
        (("STATUS:TENTATIVE",), "ACCEPTED"),
        ((), "DECLINED"),
        ((), "TENTATIVE"),
        ((), "NEEDS-ACTION"),
    ],
)
def test_what_is_called_off_or_not_gone_to_is_said_to_be_no_longer(tmp_path, more, mine):
    found, note = read(tmp_path, entry(NOW + timedelta(days=3), *more, mine=mine))
    assert [one["told"] for one in found.values()] == [[]]
    assert "Still to come" not in note


def test_what_one_has_alone_or_far_ahead_is_not_told(tmp_path):
    alone = entry(NOW + timedelta(days=3), yes=()).replace(
        f"ORGANIZER:mailto:{ANA}", f"ORGANIZER:mailto:{ME}"
    )
    far = entry(NOW + timedelta(days=500), uid="other-0001@one.example")
    found, note = read(tmp_path, alone, far)
    assert [one["told"] for one in found.values()] == [[], []]
    assert note == "Left out: 1 more than a year ahead, 1 with nobody else."


def test_each_word_says_where_it_stands_among_others(tmp_path):
    more = ("SEQUENCE:3", "DTSTAMP:20261101T100000Z", "LAST-MODIFIED:20261102T100000Z")
    one = read(tmp_path, entry(NOW + timedelta(days=3), *more))[0]["lunch-0001@one.example"]
    stamp, changed = (int(datetime(2026, 11, day, 10, tzinfo=UTC).timestamp() * 1000) for day in (1, 2))
    assert (one["rank"], one["updated"], one["reach"]) == ([3, stamp], changed, "all")


def test_of_a_series_the_next_three_times_are_told_and_those_that_moved_stand_by_themselves(tmp_path):
    first = NOW - timedelta(days=20) + timedelta(hours=1)
    moved, out = first + timedelta(days=28), first + timedelta(days=21)
    series = entry(first, "RRULE:FREQ=WEEKLY", f"EXDATE:{out:%Y%m%dT%H%M%SZ}")
    one = entry(moved + timedelta(hours=5), f"RECURRENCE-ID:{moved:%Y%m%dT%H%M%SZ}")
    found, note = read(tmp_path, series, one)
    stamps = [row["id"].rpartition("/")[2] for row in found["lunch-0001@one.example"]["told"]]
    assert stamps == [f"{first + timedelta(days=days):%Y%m%dT%H%M%SZ}" for days in (35, 42, 49)]
    assert [one.rpartition("/")[2] for one in found["lunch-0001@one.example"]["elsewhere"]] == [
        f"{moved:%Y%m%dT%H%M%SZ}"
    ]
    (alone,) = found[f"lunch-0001@one.example/{moved:%Y%m%dT%H%M%SZ}"]["told"]
    assert alone["at"] == int((moved + timedelta(hours=5)).timestamp() * 1000)
    assert "Still to come: 4, shown under In person." in note


def test_a_calendar_that_nobody_kept_for_long_says_nothing_of_its_series(tmp_path):
    old = f"{NOW - timedelta(days=60):%Y%m%dT%H%M%SZ}"
    stamp = (f"DTSTAMP:{old}", f"LAST-MODIFIED:{old}")
    series = entry(NOW - timedelta(days=90), "RRULE:FREQ=WEEKLY", *stamp)
    once = entry(NOW + timedelta(days=9), *stamp, uid="wedding-0001@one.example")
    found, _ = read(tmp_path, series, once, head=["METHOD:PUBLISH"])
    assert set(found) == {"wedding-0001@one.example"}


@settings(max_examples=60, deadline=None)
@given(
    every=st.integers(1, 40),
    times=st.integers(1, 60),
    back=st.integers(-60, 400),
    taken=st.sets(st.integers(0, 59)),
)
def test_the_next_times_are_those_of_the_calendar_itself(tmp_path_factory, every, times, back, taken):
    first = NOW - timedelta(days=back, hours=2)
    all_ = [first + timedelta(days=every * number) for number in range(times)]
    out = ",".join(f"{all_[one]:%Y%m%dT%H%M%SZ}" for one in sorted(taken) if one < times)
    more = [f"RRULE:FREQ=DAILY;INTERVAL={every};COUNT={times}", *([f"EXDATE:{out}"] if out else [])]
    found, _ = read(tmp_path_factory.mktemp("calendar"), entry(first, *more))
    told = [one["id"].rpartition("/")[2] for document in found.values() for one in document["told"]]
    ahead = [
        at for number, at in enumerate(all_) if number not in taken and NOW < at <= NOW + timedelta(days=92)
    ]
    assert told == [f"{at:%Y%m%dT%H%M%SZ}" for at in ahead[:3]]
