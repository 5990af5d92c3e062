"""Calendars: whatever the program, the zone, the series, the container or the cut, who met whom is what was written."""

import random
import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Activity, Actor, Checkpoint
from mutuals.sources.archives.ical import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_ical import LAYOUTS, NOW, Maker
from tests.sources.archives.mangle import damaged

NOW_MS = int(NOW.timestamp()) * 1000
ME = "mara@one.example"
REASON = re.compile(r"([\d,]+) ([^\d.]+?)(?=, \d|\.)")


def items_of(path, tmp_path, me=(ME,), **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**{"now_ms": NOW_MS, "me": me, **answers}))


def gone(found):
    """What was taken back."""
    return {one.removesuffix("#delete") for one in found.activities if one.endswith("#delete")}


def agree(found, truth, off):
    meets, left, broken = truth
    assert set(found.things) == set(meets)
    assert (gone(found), found.kinds["Delete"]) == (off, len(off))
    for uri, meet in meets.items():
        thing = found.things[uri]
        assert thing.type == "Event"
        assert (thing.attributed_to, tuple(sorted(thing.to))) == (meet.host, meet.others), uri
        assert (thing.published.ms, thing.duration) == (meet.ms, meet.seconds), uri
        assert thing.published.grain == ("day" if meet.day else "min")
    assert {one.name.rpartition("/")[2] for one in found.files.values() if one.status == "broken"} == broken
    for name, reasons in left.items():
        report = next(one for one in found.files.values() if one.name.rpartition("/")[2] == name)
        said = re.search(r"Left out: (.*)", report.note)
        told = Counter({why: int(number) for number, why in REASON.findall(said[1] if said else "")})
        assert told - Counter({"to-dos and journal entries": 10**6}) == reasons, (name, report.note)


@pytest.mark.parametrize("seed", range(40))
def test_every_program_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 5], events=4 + seed, year=2012 + seed % 12).make()
    path = maker.write(tmp_path, container=("folder", "zip")[seed // 5 % 2])
    found = count(items_of(path, tmp_path))
    agree(found, maker.truth(), maker.gone())
    assert not found.rejected
    assert sum(one.items for one in found.files.values()) == len(found.posts)
    assert [one.actor for one in found.mine] in ([f"mailto:{ME}"], [])
    meets = maker.truth()[0].values()
    assert found.actors == {one for meet in meets for one in (meet.host, *meet.others)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, events=6).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        if len(maker.files) > 1:
            found = count(items_of(maker.write(tmp_path / str(at), missing={name}), tmp_path))
            agree(found, maker.truth(missing={name}), maker.gone(missing={name}))


@pytest.mark.parametrize("seed", range(40))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(100 + seed, LAYOUTS[seed % 5], events=9).make()
    cuts = {}
    for name in r.sample(sorted(maker.files), min(2, len(maker.files))):
        cuts[name] = r.randrange(maker.files[name].head, len(maker.files[name].data))
    found = count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path))
    agree(found, maker.truth(cuts=cuts), maker.gone(cuts=cuts))
    assert {one.reason for one in found.rejected} <= {"This entry is cut off."}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_damaged_files_never_raise(tmp_path_factory, seed):
    r = random.Random(seed)
    folder = tmp_path_factory.mktemp("damaged")
    maker = Maker(seed, LAYOUTS[seed % 5], events=3).make()
    for file in maker.files.values():
        data = damaged(bytes(file.data), r)
        rows = data.split(b"\n")
        for _ in range(r.randrange(8)):
            at = r.randrange(len(rows))
            rows[at] = r.choice((
                b"", rows[r.randrange(len(rows))], b"END:VEVENT", b"BEGIN:VEVENT", b"DTSTART:20220230T101010Z",
                b"\xff\xfe",
                b"DTSTART;TZID=Nowhere/None:99991231T235959", b"RRULE:FREQ=YEARLY;BYDAY=9MO", b"ORGANIZER:",
                b"END:VALARM",
                b"RRULE:FREQ=SECONDLY", b"RECURRENCE-ID:00000000T000000", b"DURATION:P999999W", b"BEGIN:STANDARD",
                b"DTEND:16011231", b"ATTENDEE;CN=:urn:uuid:x", b"EXDATE:,,,,",
                b"RDATE;VALUE=PERIOD:20200101T000000Z/PT1H",
            ))  # fmt: skip
        file.data = bytearray(b"\n".join(rows))
    found = count(items_of(maker.write(folder), folder))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, "apple", events=400).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) >= 2


# One calendar, by hand


def event(*lines, people=("ola@two.example", ME), start="20220301T100000Z", uid="an-entry-0001@x.example"):
    guests = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in people]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        *([f"DTSTART:{start}"] if start else []),
        *guests,
        *lines,
        "END:VEVENT",
    ]


def calendar(tmp_path, *events, head=(), name="a.ics", encoding="utf-8", **answers):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        *head,
        *(line for one in events for line in one),
        "END:VCALENDAR",
        "",
    ]
    (tmp_path / "one").mkdir(exist_ok=True)
    (tmp_path / "one" / name).write_bytes("\r\n".join(lines).encode(encoding))
    return count(items_of(tmp_path / "one", tmp_path, **answers))


def starts(found):
    return sorted(thing.published.ms for thing in found.things.values())


def test_an_invitation_that_nobody_answered_is_a_meeting_where_answers_are_not_kept(tmp_path):
    silent = ["ORGANIZER:mailto:mara@one.example", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ola@two.example"]
    found = calendar(tmp_path, event(*silent, people=()))
    assert [one.to for one in found.things.values()] == [("mailto:ola@two.example",)]
    asked = ["ORGANIZER:mailto:ola@two.example", f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME}"]
    assert not calendar(tmp_path, event(*asked, people=())).things


@pytest.mark.parametrize("host", [ME, "ola@two.example"])
def test_who_invites_need_not_answer(host, tmp_path):
    lines = [f"ORGANIZER:mailto:{host}", f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{host}"]
    others = tuple({ME, "ola@two.example"} - {host})
    (thing,) = calendar(tmp_path, event(*lines, people=others)).things.values()
    assert (thing.attributed_to, thing.to) == (f"mailto:{host}", (f"mailto:{others[0]}",))


def test_answers_and_cancellations_that_came_as_mails_are_heard(tmp_path):
    asked = ["ORGANIZER:mailto:ola@two.example", f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME}"]
    invited = event(*asked, people=(), uid="asked-and-answered@x")
    off = event("ORGANIZER:mailto:ola@two.example", uid="called-off-again@x")
    reply = event(uid="asked-and-answered@x", people=(ME,))
    folder = tmp_path / "one"
    for name, method, one in (
        ("1", "REQUEST", invited),
        ("2", "REPLY", reply),
        ("3", "REQUEST", off),
        ("4", "CANCEL", off),
    ):
        found = calendar(tmp_path, one, head=[f"METHOD:{method}"], name=f"{name}.ics")
    assert [one.rpartition("/")[2] for one in found.things] == ["asked-and-answered@x"]
    notes = [found.files[f"{name}.ics"].note for name in "234"]
    assert notes == [
        "Left out: 1 answers to invitations.",
        "Left out: 1 cancelled.",
        "Left out: 1 answers to invitations.",
    ]
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize("title", ["Canceled: Plan", "Abgesagt: Plan", "Annulé : Plan"])
def test_what_outlook_marks_as_called_off_by_its_title_is_no_meeting(title, tmp_path):
    found = calendar(
        tmp_path, event(f"SUMMARY:{title}"), event("SUMMARY:Cancelled flights", uid="an-entry-0002@x")
    )
    assert [one.name for one in found.things.values()] == ["Cancelled flights"]
    assert found.files["a.ics"].note == "Left out: 1 cancelled."


def test_who_is_no_person_did_not_meet_anybody(tmp_path):
    robots = ["ORGANIZER;CN=Team:mailto:c_88@group.calendar.google.com", "ATTENDEE;CUTYPE=GROUP:mailto:all@x.example",
              "ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@x.example", "ATTENDEE:mailto:noreply@x.example",
              "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:boss@x.example"]  # fmt: skip
    found = calendar(tmp_path, event(*robots))
    assert [(one.attributed_to, one.to) for one in found.things.values()] == [
        (f"mailto:{ME}", ("mailto:ola@two.example",))
    ]
    assert found.actors == {f"mailto:{ME}", "mailto:ola@two.example"}


def test_people_are_known_by_whatever_names_them(tmp_path):
    people = [
        "ATTENDEE;CN=Ana;EMAIL=Ana@X.example:/aMTQ/principal/",
        "ATTENDEE;CN=Bo Li:invalid:nomail",
        "ATTENDEE:tel:+32471000002",
        "ATTENDEE;CN=\"Lee^nSr, ^'Jo^'\":MAILTO:/O=EXCH/CN=JO",
        "ATTENDEE:urn:uuid:7",
    ]
    found = calendar(tmp_path, event(*people, people=(ME,)))
    local = "tag:owner.mutuals.invalid,2026:ical/name/"
    (thing,) = found.things.values()
    assert set(thing.to) >= {"mailto:ana@x.example", f"{local}Bo%20Li", "tel:+32471000002"}
    assert len(thing.to) == 4


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("W. Europe Standard Time", 9),
        ('"Eastern Standard Time"', 15),
        ("/mozilla.org/20050126_1/Europe/Berlin", 9),
        ("tzone://Microsoft/Utc", 10),
        ("(UTC+05:30) Chennai, Kolkata", 4.5),
        ("GMT-0300", 13),
        ("Nowhere we know", 1),
    ],
)
def test_zones_with_odd_names_are_understood(zone, hour, tmp_path):
    found = calendar(tmp_path, event(f"DTSTART;TZID={zone}:20220301T100000", start=""), zone="Asia/Tokyo")
    assert starts(found) == [int(1_646_092_800_000 + hour * 3_600_000)]


def test_a_zone_that_a_file_defines_itself_has_its_summer_times(tmp_path):
    zone = ["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T030000",
            "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"]  # fmt: skip
    at = [f"DTSTART;TZID=Customized Time Zone:2022{one}T120000" for one in ("0326", "0327", "1029", "1030")]
    events = [event(one, start="", uid=f"an-entry-000{number}@x") for number, one in enumerate(at)]
    found = calendar(tmp_path, *events, zone)
    hours = [(one - 1_640_995_200_000) // 3_600_000 % 24 for one in starts(found)]
    assert hours == [11, 10, 10, 11]


def test_a_series_keeps_its_hour_when_the_clocks_change(tmp_path):
    lines = ["DTSTART;TZID=Europe/Brussels:20220320T090000", "RRULE:FREQ=WEEKLY;COUNT=3"]
    found = calendar(tmp_path, event(*lines, start=""))
    assert [one.rpartition("/")[2] for one in sorted(found.things)] == [
        "20220320T080000Z", "20220327T070000Z", "20220403T070000Z",
    ]  # fmt: skip
    assert {one.context for one in found.things.values()} == {
        "tag:ical.mutuals.invalid,2026:ical/event/an-entry-0001@x.example"
    }


def test_a_series_without_end_ends_where_the_calendar_was_last_kept(tmp_path):
    forever = ["RRULE:FREQ=DAILY", "DTSTAMP:20220310T100000Z"]
    kept = calendar(tmp_path, event(*forever), head=["METHOD:PUBLISH"])
    assert len(kept.things) == 10
    assert (
        kept.files["a.ics"].note == "Left out: 1 series that go on, whose next times a later export brings."
    )
    assert len(calendar(tmp_path, event(*forever)).things) == 10 + 92
    assert len(calendar(tmp_path, event("RRULE:FREQ=DAILY"), now_ms=1_646_992_800_000).things) == 11


def test_what_is_to_come_is_no_event_until_a_later_import(tmp_path):
    two = (event(), event(start="20220401T100000Z", uid="an-entry-0002@x.example"))
    early = calendar(tmp_path, *two, now_ms=1_646_992_800_000)
    assert len(early.things) == 1
    assert early.files["a.ics"].note == "Still to come: 1, shown under In person."
    late = calendar(tmp_path, *two)
    assert set(early.things) < set(late.things)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=SECONDLY;COUNT=999999999",
        "FREQ=DAILY;BYSETPOS=366",
    ],
)
def test_endless_rules_end_soon(rule, tmp_path):
    before = time.process_time()
    events = [
        event(f"RRULE:{rule}", start="19700301T100000Z", uid=f"an-entry-{one:04}@x") for one in range(6)
    ]
    found = calendar(tmp_path, *events)
    assert len(found.things) <= 5_000 * 6
    assert time.process_time() - before < 20
    assert "more often than people meet" in found.files["a.ics"].note or len(found.things) == 6


def hostile(series, title="Sync"):
    """Series of every five minutes, as short as they can be written."""
    return [
        event(
            "RRULE:FREQ=MINUTELY;INTERVAL=5",
            f"SUMMARY:{number} {title}",
            start="19900101T100000Z",
            uid=f"an-entry-{number}@x.example",
        )
        for number in range(series)
    ]


@pytest.mark.parametrize("title", ["Sync", "x" * 2_000])
def test_a_few_kilobytes_of_endless_series_stay_small_and_are_told_of(title, tmp_path):
    before = time.process_time()
    found = calendar(tmp_path, *hostile(20, title))
    assert time.process_time() - before < 10
    assert len(found.posts) <= 12_000
    assert sum(len(one.id) + len(one.name) + len(one.content) for one in found.things.values()) < 3_000_000
    note = found.files["a.ics"].note
    assert "and 17 more series repeat more often than people meet" in note
    assert f'"0 {title[:50]}' in note


def test_a_crowd_that_meets_for_ever_is_taken_at_fewer_times(tmp_path):
    many = [f"p{number}@two.example" for number in range(480)]
    one = event("RRULE:FREQ=DAILY", people=(*many, ME), start="19900101T100000Z")
    found = calendar(tmp_path, [*one[:-1], f"ORGANIZER:mailto:{ME}", one[-1]])
    assert sum(len(thing.to) for thing in found.things.values()) <= 480 * 600
    assert "repeats more often" in found.files["a.ics"].note


def test_many_small_files_have_one_measure_together(tmp_path):
    (tmp_path / "one").mkdir()
    for number, one in enumerate(hostile(60)):
        lines = ("BEGIN:VCALENDAR", *one, "END:VCALENDAR", "")
        (tmp_path / "one" / f"{number:02}.ics").write_text("\r\n".join(lines))
    found = count(items_of(tmp_path / "one", tmp_path))
    assert len(found.posts) <= 10_000 + 60 * 100
    assert all("only the first times" in one.note for one in found.files.values())


def test_ten_years_of_daily_and_weekly_series_are_read_whole(tmp_path):
    sizes = (3_600, 3_500, 1_000, 900)
    some = [
        event(
            f"RRULE:FREQ=DAILY;COUNT={times}",
            "SUMMARY:Standup of those who look after the bakery",
            "LOCATION:The long table on the second floor",
            start="20120106T090000Z",
            uid=f"an-entry-{times}@x.example",
        )
        for times in sizes
    ]
    found = calendar(tmp_path, *some)
    assert len(found.posts) == sum(sizes)
    assert "only the first" not in found.files["a.ics"].note


def test_lines_and_entries_that_are_too_long_are_told_with_their_number(tmp_path):
    folded = ["DESCRIPTION:x", *[" " + "y" * 70] * 1_000]
    found = calendar(
        tmp_path,
        event("SUMMARY:Oak", "DESCRIPTION:" + "a" * 70_000),
        event("SUMMARY:Elm", *folded, uid="an-entry-0002@x"),
        event(
            "SUMMARY:Ash",
            *[f"URL:https://{one}.example/{'z' * 60_000}" for one in range(20)],
            uid="an-entry-0003@x",
        ),
        event("SUMMARY:Fir", "ATTACH:" + "A" * 90_000, uid="an-entry-0004@x"),
    )
    assert [(one.line, one.excerpt) for one in found.rejected] == [(9, "Oak"), (17, "Elm"), (1043, "Ash")]
    assert ["bytes" in one.reason for one in found.rejected] == [True, True, False]
    assert {one.name for one in found.things.values()} == {"Oak", "Elm", "Ash", "Fir"}


def test_a_rule_that_cannot_be_read_gives_its_first_time_and_says_so(tmp_path):
    found = calendar(tmp_path, event("RRULE:W1 MO #10"))
    assert len(found.things) == 1
    (bad,) = found.rejected
    assert (bad.line, bad.reason.partition(",")[0]) == (3, "How it is repeated cannot be read")


def test_entries_without_a_date_are_rejected_with_their_line(tmp_path):
    wrong = event("DTSTART:20220231T100000Z", "SUMMARY:Never", start="", uid="an-entry-0002@x.example")
    found = calendar(tmp_path, event(), wrong, event("SUMMARY:x", start="", uid="an-entry-0003@x.example"))
    assert [(one.line, one.reason, one.excerpt) for one in found.rejected] == [
        (9, "There is no such date.", "Never; 20220231T100000Z"),
        (16, "It has no date.", "x"),
    ]
    assert len(found.things) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_wrong_encodings_are_read(encoding, tmp_path):
    found = calendar(tmp_path, event("SUMMARY:Café und Grüße"), encoding=encoding)
    assert [one.name for one in found.things.values()] == ["Café und Grüße"]


def test_several_calendars_may_stand_in_one_file(tmp_path):
    other = event(uid="an-entry-0002@x.example", start="20220302T100000")
    found = calendar(
        tmp_path, event(), ["END:VCALENDAR", "BEGIN:VCALENDAR", "X-WR-TIMEZONE:Asia/Tokyo"], other
    )
    assert starts(found) == [1_646_128_800_000, 1_646_182_800_000]
    assert found.files["a.ics"].status == "understood"


def test_the_calendar_named_by_an_address_is_whose_it_is(tmp_path):
    found = calendar(tmp_path, event(), head=[f"X-WR-CALNAME:{ME}"], me=())
    assert [(one.actor, one.sure) for one in found.mine] == [(f"mailto:{ME}", True)]
    declined = event(f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}", people=("ola@two.example", "bo@x.example"))
    assert not calendar(tmp_path, declined, head=[f"X-WR-CALNAME:{ME}"], me=()).things
    assert calendar(tmp_path, declined, head=["X-WR-CALNAME:Club"], me=()).things


def test_who_is_in_every_meeting_is_guessed_and_else_asked(tmp_path):
    events = [event(uid=f"an-entry-{one:04}@x.example", people=(f"p{one}@x.example", ME)) for one in range(6)]
    found = calendar(tmp_path, *events, me=())
    assert [(one.actor, one.sure) for one in found.mine] == [(f"mailto:{ME}", False)]
    two = calendar(tmp_path, event("ATTENDEE;CN=Mara:mailto:mara@one.example"), me=())
    assert not two.mine
    assert {one for one, _ in two.questions[0].choices} == {"mailto:ola@two.example", f"mailto:{ME}"}


def test_short_ids_stay_within_the_files_of_one_person(tmp_path):
    found = calendar(tmp_path, event(uid="1"), event(uid="1", start="20220302T100000Z"))
    assert len(found.things) == 2
    assert all(one.startswith("tag:owner.mutuals.invalid,2026:ical/event/") for one in found.things)


def test_days_are_days_in_whatever_zone(tmp_path):
    found = calendar(
        tmp_path,
        event("DTSTART;VALUE=DATE:20220301", "RRULE:FREQ=DAILY;COUNT=2", start=""),
        zone="Asia/Tokyo",
    )
    assert starts(found) == [1_646_092_800_000, 1_646_179_200_000]
    assert sorted(one.rpartition("/")[2] for one in found.things) == ["20220301", "20220302"]


def test_other_files_are_not_taken(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "fake.ics").write_text("DTSTART:20220301\nEND:VCALENDAR\n")
    (tmp_path / "a" / "card.vcf").write_text("BEGIN:VCARD\nFN:Ana\nEND:VCARD\n")
    (tmp_path / "a" / "real.txt").write_text("\n begin:vcalendar\nend:vcalendar\n")
    (claim,) = archive.find(OpenedParcel(tmp_path / "a", spool=tmp_path / "spool"))
    assert claim.files == ("real.txt",)


def test_reading_takes_time_in_proportion_to_what_is_there(tmp_path):
    """A file that is one line of folds, and an entry that a file hangs on, are passed over in bounded memory."""
    lines = event("ATTACH;ENCODING=BASE64:QUJD", *[" " + "QUJD" * 15] * 60_000, "SUMMARY:" + "x" * 3_000_000)
    before = time.process_time()
    found = calendar(tmp_path, lines)
    assert [len(one.name) for one in found.things.values()] == [500]
    assert time.process_time() - before < 5
    assert all(isinstance(one, FileReport) for one in found.files.values())


def test_items_are_people_before_meetings(tmp_path):
    seen = set()
    for item in items_of(Maker(3, "outlook", events=20).make().write(tmp_path), tmp_path):
        if isinstance(item, Actor):
            seen.add(item.id)
        elif isinstance(item, Activity) and item.type == "Create":
            assert {item.actor, *item.to} <= seen
