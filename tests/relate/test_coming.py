"""What a calendar has ahead comes to In person by itself, follows the calendar, and counts once, whoever tells it."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from mutuals.people.models import Contact, Encounter
from mutuals.people.selectors.moments import plans_of, plans_with
from mutuals.people.services.coming import coming_take
from mutuals.people.services.moments import moment_edit, moment_happened, moment_undo
from mutuals.record.kinds import CO_PRESENCE
from mutuals.record.models import Interaction
from mutuals.relate.circles import Circle
from mutuals.relate.reasons import NudgeKind, Sight, reasons
from mutuals.relate.selectors.meetings import meetings_coming, meetings_past
from mutuals.relate.selectors.sights import sights_of
from mutuals.relate.services.ties import ties_due, ties_follow
from mutuals.sources.models import Kept
from mutuals.sources.services.imports import import_add, import_run
from mutuals.team.models import LogEntry

DAY_MS = 86_400_000
NOW = int(time.time()) // 86_400 * DAY_MS + DAY_MS // 3
TODAY = NOW // DAY_MS
ME, ANA, KAI = "ada@one.example", "ana@two.example", "kai@two.example"

pytestmark = pytest.mark.django_db


def at(days, hour=12):
    return datetime.fromtimestamp(NOW / 1000, UTC).replace(hour=hour, minute=0, second=0) + timedelta(
        days=days
    )


def entry(days, *more, uid="lunch-0001@one.example", guests=(ANA,)):
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{at(days):%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "SUMMARY:Lunch",
        f"ORGANIZER:mailto:{ME}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",
        *(f"ATTENDEE;CN={one.partition('@')[0].title()} Silva;PARTSTAT=ACCEPTED:mailto:{one}" for one in guests),
        *more, "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def bring(user, folder, *entries, now=NOW):
    """Brings a calendar and lets everything follow."""
    path = folder / "calendar.ics"
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])
    path.write_text(text, encoding="utf-8", newline="")
    run = import_run(import_add(actor=user, path=path, answers={"me": [ME]}), clock=lambda: now)
    assert run.state == "done"
    if ties_due(now_ms=now):
        ties_follow(now_ms=now)


def coming(user, now=NOW):
    return [(one.title, one.day - now // DAY_MS) for one in meetings_coming(user, today=now // DAY_MS)]


def met():
    """How often each two were together, as ties count it."""
    return Interaction.objects.filter(kind__in=CO_PRESENCE).count()


def test_a_meeting_to_come_is_shown_with_its_people_and_counts_for_nothing(ada, tmp_path, client):
    bring(ada, tmp_path, entry(2, guests=(ANA, KAI)))
    assert coming(ada) == [("Lunch", 2)]
    assert {one.name for one in meetings_coming(ada, today=TODAY)[0].people} == {"Ana Silva", "Kai Silva"}
    assert met() == 0
    client.force_login(ada)
    page = client.get(reverse("relate:in-person")).content.decode()
    assert "Lunch" in page
    assert "at 12:00" in page
    assert not Kept.objects.exists()


def test_nobody_else_sees_it(ada, ben, tmp_path):
    bring(ada, tmp_path, entry(2))
    assert (coming(ben), plans_of(ben, since=TODAY)) == ([], [])


def test_bringing_the_same_again_changes_nothing_and_a_moved_one_moves(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    before, log = Encounter.objects.get(), LogEntry.objects.filter(verb="coming_take").count()
    bring(ada, tmp_path, entry(2))
    assert Encounter.objects.get().pk == before.pk
    assert LogEntry.objects.filter(verb="coming_take").count() == log
    bring(ada, tmp_path, entry(5, guests=(ANA, KAI)))
    assert coming(ada) == [("Lunch", 5)]
    assert Encounter.objects.get().people.count() == 2


@pytest.mark.parametrize("more", [("STATUS:CANCELLED",), ("STATUS:TENTATIVE",)])
def test_called_off_it_goes_and_held_after_all_it_is_back(ada, tmp_path, more):
    bring(ada, tmp_path, entry(2))
    bring(ada, tmp_path, entry(2, *more, "SEQUENCE:1"))
    assert coming(ada) == []
    bring(ada, tmp_path, entry(2, "SEQUENCE:2"))
    assert coming(ada) == [("Lunch", 2)]


def test_a_series_shows_its_next_times_and_forgets_those_taken_out(ada, tmp_path):
    bring(ada, tmp_path, entry(-7, "RRULE:FREQ=WEEKLY"))
    assert coming(ada) == [("Lunch", 0), ("Lunch", 7), ("Lunch", 14)]
    bring(ada, tmp_path, entry(-7, "RRULE:FREQ=WEEKLY", f"EXDATE:{at(7):%Y%m%dT%H%M%SZ}"))
    assert coming(ada) == [("Lunch", 0), ("Lunch", 14), ("Lunch", 21)]
    bring(ada, tmp_path, entry(-7, "RRULE:FREQ=WEEKLY;COUNT=1"))
    assert coming(ada) == []


def test_told_as_past_by_a_later_export_the_calendars_own_meeting_counts(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    later = NOW + 3 * DAY_MS
    bring(ada, tmp_path, entry(2), now=later)
    assert (coming(ada, later), Encounter.objects.count(), met()) == ([], 0, 1)
    assert [one.title for one in meetings_past(ada, today=TODAY + 3)] == ["Lunch"]


def test_said_to_have_taken_place_it_counts_at_once_and_never_twice(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    later = NOW + 3 * DAY_MS
    assert moment_happened(actor=ada, moment=Encounter.objects.get(), now_ms=later)
    assert met() == 1
    bring(ada, tmp_path, entry(2), now=later)
    assert (met(), Encounter.objects.count()) == (1, 0)
    bring(ada, tmp_path, entry(2), now=later + DAY_MS)
    assert met() == 1


def test_what_was_written_on_it_stays_when_the_calendar_tells_it_as_past(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    one, later = Encounter.objects.get(), NOW + 3 * DAY_MS
    moment_happened(actor=ada, moment=one, now_ms=later)
    moment_edit(actor=ada, moment=one, text="She moves to Porto", place="", shared=False)
    bring(ada, tmp_path, entry(2), now=later)
    assert met() == 1
    assert Encounter.objects.get().text == "She moves to Porto"
    assert moment_undo(actor=ada, moment=Encounter.objects.get(), now_ms=later)
    assert met() == 1


def test_said_not_to_take_place_it_stays_away_whatever_the_calendar_says(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    moment_undo(actor=ada, moment=Encounter.objects.get(), now_ms=NOW)
    bring(ada, tmp_path, entry(2), entry(4, uid="other-0001@one.example"))
    assert coming(ada) == [("Lunch", 4)]


def test_after_its_day_it_is_asked_whether_it_took_place(ada, tmp_path, client):
    bring(ada, tmp_path, entry(-1), now=NOW - 3 * DAY_MS)
    client.force_login(ada)
    page = client.get(reverse("relate:in-person")).content.decode()
    assert "Did it take place?" in page
    one = Encounter.objects.get()
    client.post(reverse("relate:moment-happened", args=[one.public_id]))
    assert met() == 1
    assert "Did it take place?" not in client.get(reverse("relate:in-person")).content.decode()


def test_a_persons_page_says_when_you_meet_next(ada, tmp_path, client):
    bring(
        ada,
        tmp_path,
        entry(-30, uid="first-0001@one.example"),
        entry(2),
        entry(1, uid="sooner-0001@one.example"),
    )
    ana = Contact.objects.get(name="Ana Silva")
    client.force_login(ada)
    page = client.get(reverse("relate:person", args=[ana.public_id])).content.decode()
    assert "tomorrow at 12:00" in page
    assert plans_with(ada, {ana.pk: ana.pk}, today=TODAY)[ana.pk].day == TODAY + 1


def test_whom_one_is_to_meet_soon_is_not_suggested_to_be_met(ada, tmp_path):
    bring(ada, tmp_path, entry(-30, uid="first-0001@one.example"), entry(2))
    (one,) = sights_of(ada, now_ms=NOW)
    assert one.meets == TODAY + 2
    quiet = Sight(1, "x", circle=Circle.CLOSE, days=9, last_day=TODAY - 40, gap=10.0, over=4.0, depth_in=1.0)
    kinds = {one.kind for one in reasons(quiet, now_ms=NOW, season="s")}
    assert {NudgeKind.RECONNECT, NudgeKind.MEET} <= kinds
    for days, expected in ((20, set()), (21, {NudgeKind.RECONNECT})):
        soon = Sight(
            1, "x", circle=Circle.CLOSE, days=9, last_day=TODAY - 40, gap=10.0, over=4.0, depth_in=1.0,
            meets=TODAY + days,
        )  # fmt: skip
        kinds = {one.kind for one in reasons(soon, now_ms=NOW, season="s")}
        assert kinds & {NudgeKind.RECONNECT, NudgeKind.MEET} == expected


@pytest.mark.parametrize(
    "document",
    [
        "", "[", "null", "[]", '{"entry": 5}', '{"entry": "a", "told": 7}', '{"entry": "a", "told": [7, null]}',
        json.dumps({"entry": "a", "told": [{"id": "b", "day": TODAY}]}),
        json.dumps({"entry": "a", "told": [{"id": "a", "day": 10**9, "people": [f"mailto:{ANA}"]}]}),
        json.dumps({"entry": "a", "told": [{"id": "a", "day": True, "people": [f"mailto:{ANA}"]}]}),
        json.dumps({"entry": "a", "told": [{"id": "a", "day": TODAY + 1, "people": ["mailto:nobody@x.example", 3]}]}),
        json.dumps({"entry": "tag:ical", "series": True, "told": []}),
    ],
)  # fmt: skip
def test_a_document_that_somebody_made_up_does_no_harm(ada, tmp_path, document):
    bring(ada, tmp_path, entry(2))
    Kept.objects.create(user=ada, kind="coming", document=document)
    coming_take(now_ms=NOW)
    assert not Kept.objects.exists()
    assert coming(ada) == [("Lunch", 2)]
