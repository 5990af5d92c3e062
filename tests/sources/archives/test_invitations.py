"""Invitations in mails are the meetings of the calendar: one event by whichever, none for what was called off."""

import base64
import random
from datetime import UTC, datetime

import pytest

from mutuals.as2 import Activity
from mutuals.sources.archives.ical import archive as ical
from mutuals.sources.archives.mail import archive
from tests.sources.archives.checked import reading
from tests.sources.archives.counted import count
from tests.sources.archives.mangle import damaged

NOW_MS = int(datetime(2024, 6, 1, tzinfo=UTC).timestamp() * 1000)
ME, OLA = "mara@one.example", "ola@two.example"
ASKED = [f"ORGANIZER:mailto:{OLA}", f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME}"]
SAID_YES = [f"ORGANIZER:mailto:{OLA}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}"]
EVENT = "tag:ical.mutuals.invalid,2026:ical/event/planting-2024@two.example"


def entry(
    *lines, uid="planting-2024@two.example", start="20240301T100000Z", sequence=0, stamp="20240201T080000Z"
):
    return [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", "DURATION:PT1H", "SUMMARY:Planting", f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}", *lines, "END:VEVENT",
    ]  # fmt: skip


def calendar(method, *entries):
    head = [f"METHOD:{method}"] if method else []
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        *head,
        *(line for one in entries for line in one),
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def mail(number, text, method, sender=OLA, to=ME):
    body = base64.encodebytes(text.encode()).decode()
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Planting {number}\r\nMessage-ID: <{number}@two.example>\r\n"
        f"Delivered-To: {ME}\r\nDate: Thu, 1 Feb 2024 08:0{number}:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\nYou are invited.\r\n"
        f'--x\r\nContent-Type: text/calendar; charset="utf-8"; method={method}\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n--x--\r\n"
    )


@pytest.fixture
def read(tmp_path):
    """Reads these (method, entries) as mails in this order, the entries maybe behind a sender; gives what was
    counted."""

    def of(*messages, me=(ME,), **more):
        (tmp_path / "mails").mkdir()
        for number, (method, *entries) in enumerate(messages):
            sender, to = (ME, OLA) if method == "REPLY" else (OLA, ME)
            if isinstance(entries[0], str):
                sender, *entries = entries
            text = mail(number, calendar(method, *entries), method, sender, to)
            (tmp_path / "mails" / f"{number}.eml").write_text(text, newline="")
        return count(reading(archive)(tmp_path / "mails", tmp_path, now_ms=NOW_MS, me=me, **more))

    return of


def events(found):
    return {uri: one for uri, one in found.things.items() if one.type == "Event"}


def gone(found):
    return {one.removesuffix("#delete") for one in found.activities if one.endswith("#delete")}


def noted(found):
    return " ".join(one.note for one in found.files.values())


def test_an_invitation_that_was_accepted_is_the_event_of_the_calendar(read, tmp_path):
    found = read(("REQUEST", entry(*ASKED)), ("REPLY", entry(*SAID_YES)))
    assert list(events(found)) == [EVENT]
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "a.ics").write_text(calendar("", entry(*SAID_YES)))
    theirs = count(reading(ical)(tmp_path / "calendars", tmp_path, now_ms=NOW_MS, me=(ME,)))
    assert list(theirs.things) == [EVENT]
    one, other = events(found)[EVENT], theirs.things[EVENT]
    assert (one.published, one.duration, one.name) == (other.published, other.duration, other.name)
    assert (
        (one.attributed_to, one.to) == (other.attributed_to, other.to) == (f"mailto:{OLA}", (f"mailto:{ME}",))
    )
    assert len(found.posts) == 3, "the mails stay mails"


def test_an_invitation_without_an_answer_of_mine_is_no_meeting(read):
    found = read(("REQUEST", entry(*ASKED)))
    assert events(found) == {}
    assert (
        "1 that you did not answer"
        in found.files["mails/0.eml" if "mails/0.eml" in found.files else "0.eml"].note
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_was_called_off_is_no_moment_in_whatever_order_the_mails_lie(order, read):
    some = [
        ("REQUEST", entry(*SAID_YES)),
        ("REPLY", entry(*SAID_YES)),
        ("CANCEL", entry(*SAID_YES, "STATUS:CANCELLED", sequence=1)),
    ]
    found = read(*(some[one] for one in order))
    assert (events(found), gone(found)) == ({}, {EVENT})
    assert "Invitations left out: 1 cancelled." in noted(found)
    assert "tell of" not in noted(found)


def test_what_was_moved_is_held_at_its_last_hour_and_what_was_reinstated_is_held(read):
    found = read(
        ("REQUEST", entry(*SAID_YES, sequence=2, start="20240308T100000Z", stamp="20240204T080000Z")),
        ("REQUEST", entry(*SAID_YES)),
        ("CANCEL", entry(*SAID_YES, sequence=1, stamp="20240203T080000Z")),
    )
    assert [one.published.ms for one in events(found).values()] == [
        int(datetime(2024, 3, 8, 10, tzinfo=UTC).timestamp() * 1000)
    ]


def test_who_invites_and_gets_answers_met_those_who_said_yes(read):
    host = [f"ORGANIZER:mailto:{ME}", f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{OLA}"]
    no = ["ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:kai@two.example"]
    found = read(
        ("REQUEST", entry(*host, *no)),
        ("REPLY", entry(f"ORGANIZER:mailto:{ME}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OLA}")),
        ("REPLY", entry(f"ORGANIZER:mailto:{ME}", "ATTENDEE;PARTSTAT=DECLINED:mailto:kai@two.example")),
    )
    assert [one.to for one in events(found).values()] == [(f"mailto:{OLA}",)]


def test_meetings_to_come_are_told_aside_and_those_of_others_left_out_and_told(read):
    found = read(
        ("REQUEST", entry(*SAID_YES, start="20250301T100000Z")),
        (
            "REQUEST",
            entry(
                f"ORGANIZER:mailto:{OLA}", "ATTENDEE:mailto:kai@two.example", uid="others-2024@two.example"
            ),
        ),
        ("REQUEST", ["BEGIN:VEVENT", "UID:no-date-2024@two.example", "END:VEVENT"]),
    )
    assert events(found) == {}
    note = [one.note for one in found.files.values()][-1]
    assert "Invitations still to come: 1, shown under In person." in note
    assert "1 to which others were asked" in note
    assert "that cannot be read" in note


def test_broken_and_huge_parts_never_raise_and_the_mails_stay(read):
    rows = [
        ("REQUEST", ["BEGIN:VEVENT", *(["RRULE:FREQ=SECONDLY"] * 3), "DTSTART:19700101T000000Z", *SAID_YES])
    ]
    rows += [("REQUEST", entry(*SAID_YES, "RRULE:FREQ=SECONDLY", start="19700101T000000Z"))]
    found = read(*rows, ("NONSENSE", ["BEGIN:VEVENT", "X" * 300_000]))
    assert len([one for one in found.things.values() if one.type == "Note"]) == 3
    assert len(events(found)) <= 10_500


def test_the_same_mails_give_the_same_items(read, tmp_path):
    read(("REQUEST", entry(*ASKED)), ("REPLY", entry(*SAID_YES)))
    first, second = (
        list(reading(archive)(tmp_path / "mails", tmp_path, now_ms=NOW_MS, me=(ME,))) for _ in range(2)
    )
    assert first == second
    assert any(isinstance(one, Activity) and one.id == f"{EVENT}#create" for one in first)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_invitations_never_raise(seed, read, tmp_path):
    dice = random.Random(seed)
    read(
        ("REQUEST", entry(*ASKED, "RRULE:FREQ=WEEKLY")),
        ("REPLY", entry(*SAID_YES)),
        ("CANCEL", entry(*ASKED)),
    )
    for path in (tmp_path / "mails").iterdir():
        path.write_bytes(damaged(path.read_bytes(), dice))
    assert len(count(reading(archive)(tmp_path / "mails", tmp_path, now_ms=NOW_MS, me=(ME,))).things) < 400


OFF = entry(*ASKED, "STATUS:CANCELLED", sequence=1)


def test_a_cancellation_alone_takes_back_what_an_earlier_import_told(read):
    found = read(("CANCEL", OFF))
    assert (events(found), gone(found)) == ({}, {EVENT})
    assert "Invitations left out: 1 cancelled." in noted(found)
    assert sum(one.items for one in found.files.values()) == 1, "the mail"


def test_a_meeting_that_was_asked_for_again_is_held_and_not_taken_back(read):
    found = read(("REQUEST", entry(*SAID_YES)), ("REQUEST", entry(*SAID_YES, sequence=2)), ("CANCEL", OFF))
    assert (list(events(found)), gone(found)) == ([EVENT], set())
    assert "cancelled" not in noted(found)


@pytest.mark.parametrize("to_come", [True, False])
def test_a_cancellation_without_a_date_counts_by_what_it_names(to_come, read):
    start = "20250301T100000Z" if to_come else "20240301T100000Z"
    off = [one for one in OFF if not one.startswith("DTSTART")]
    again = [*off[:-1], f"RECURRENCE-ID:{start}", "END:VEVENT"]
    stamped = set() if to_come else {f"{EVENT}/20240301T100000Z"}
    assert gone(read(("CANCEL", again))) == stamped


def test_all_past_times_of_a_series_that_was_called_off_go(read):
    series = entry(*SAID_YES, "RRULE:FREQ=WEEKLY;COUNT=3")
    found = read(("REQUEST", series), ("CANCEL", OFF))
    assert not events(found)
    assert gone(found) >= {f"{EVENT}/202403{day}T100000Z" for day in ("01", "08", "15")}
    assert "Invitations left out: 1 cancelled." in noted(found)


@pytest.mark.parametrize("method", ["CANCEL", "REQUEST", "PUBLISH"])
@pytest.mark.parametrize("sender", ["kai@two.example", "ola@else.example", ME])
def test_a_stranger_cannot_call_off_a_meeting(sender, method, read):
    found = read(("REQUEST", entry(*SAID_YES)), (method, sender, OFF))
    assert (list(events(found)), gone(found)) == ([EVENT], set())


def test_nor_can_one_who_names_themself_as_the_organiser(read):
    off = entry("ORGANIZER:mailto:kai@two.example", f"ATTENDEE:mailto:{ME}", "STATUS:CANCELLED", sequence=1)
    found = read(("REQUEST", entry(*SAID_YES)), ("CANCEL", "kai@two.example", off))
    assert (list(events(found)), gone(found)) == ([EVENT], set())


def test_a_cancellation_that_was_passed_on_first_counts_from_its_organiser(read):
    found = read(("REQUEST", entry(*SAID_YES)), ("CANCEL", "kai@two.example", OFF), ("CANCEL", OFF))
    assert (events(found), gone(found)) == ({}, {EVENT})


@pytest.mark.parametrize("invited_by", ["desk@two.example", OLA, None])
def test_who_sends_for_another_calls_off_what_they_invited_to(invited_by, read):
    host = f'ORGANIZER;SENT-BY="mailto:desk@two.example":mailto:{OLA}'
    me = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}"
    off = entry(host, me, "STATUS:CANCELLED", sequence=1)
    asked = [("REQUEST", invited_by, entry(host, me))] if invited_by else []
    found = read(*asked, ("CANCEL", "desk@two.example", off))
    assert gone(found) == ({EVENT} if invited_by == "desk@two.example" else set())
    assert not events(found)


@pytest.mark.parametrize(
    ("sender", "host"),
    [("noreply@calendar.example", OLA), ("kai@two.example", "c_88@group.calendar.google.com")],
)
def test_what_a_machine_calls_off_is_not_told_and_not_taken_back(sender, host, read):
    people = [f"ORGANIZER:mailto:{host}", *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in (ME, OLA))]
    off = entry(*people, "STATUS:CANCELLED", sequence=1)
    found = read(("REQUEST", sender, entry(*people)), ("CANCEL", sender, off))
    assert (events(found), gone(found)) == ({}, set())


@pytest.mark.parametrize("who", [ME, "kai@two.example"])
def test_who_is_no_longer_asked_was_not_there_and_for_others_the_meeting_stands(who, read):
    off = entry(f"ORGANIZER:mailto:{OLA}", f"ATTENDEE:mailto:{who}", sequence=1)
    found = read(("REQUEST", entry(*SAID_YES)), ("CANCEL", off))
    assert (list(events(found)), gone(found)) == ([] if who == ME else [EVENT], set())
