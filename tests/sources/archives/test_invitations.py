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
    """Reads these (method, entries) as mails in this order; gives what was counted."""

    def of(*messages, me=(ME,), **more):
        (tmp_path / "mails").mkdir()
        for number, (method, *entries) in enumerate(messages):
            sender, to = (ME, OLA) if method == "REPLY" else (OLA, ME)
            text = mail(number, calendar(method, *entries), method, sender, to)
            (tmp_path / "mails" / f"{number}.eml").write_text(text, newline="")
        return count(reading(archive)(tmp_path / "mails", tmp_path, now_ms=NOW_MS, me=me, **more))

    return of


def events(found):
    return {uri: one for uri, one in found.things.items() if one.type == "Event"}


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
    assert events(read(*(some[one] for one in order))) == {}


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


def test_meetings_to_come_of_others_or_of_nobody_known_are_left_out_and_told(read):
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
    assert "1 still to come" in note
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
