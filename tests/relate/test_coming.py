"""What a calendar has ahead comes to In person by itself, follows the calendar, and counts once, whoever tells it."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from mutuals.people.models import Contact, Encounter
from mutuals.people.selectors.moments import plans_of, plans_with
from mutuals.people.selectors.told import contacts_taken, rows_told
from mutuals.people.services.coming import coming_last, coming_take
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.kept import kept_take
from mutuals.people.services.moments import moment_add, moment_edit, moment_happened, moment_undo
from mutuals.people.services.refresh import contacts_refresh
from mutuals.record.kinds import CO_PRESENCE
from mutuals.record.models import Interaction
from mutuals.relate.circles import Circle
from mutuals.relate.in_person_words import is_over
from mutuals.relate.reasons import NudgeKind, Sight, reasons
from mutuals.relate.selectors.meetings import meetings_coming, meetings_past
from mutuals.relate.selectors.sights import sights_of
from mutuals.relate.services.ties import ties_due, ties_follow
from mutuals.sources.models import Kept
from mutuals.sources.services.imports import import_add, import_run
from mutuals.team.keys import uuid7
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


def entry(
    days, *more, uid="lunch-0001@one.example", guests=(ANA,), theirs="ACCEPTED", mine="ACCEPTED", host=ME
):
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{at(days):%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "SUMMARY:Lunch",
        f"ORGANIZER:mailto:{host}", f"ATTENDEE;PARTSTAT={mine}:mailto:{ME}",
        *(f"ATTENDEE;CN={one.partition('@')[0].title()} Silva;PARTSTAT={theirs}:mailto:{one}" for one in guests),
        *more, "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def bring(user, folder, *entries, now=NOW):
    """Brings a calendar and lets everything follow."""
    bring_only(user, folder, *entries, now=now)
    if ties_due(now_ms=now):
        ties_follow(now_ms=now)


def bring_only(user, folder, *entries, now=NOW):
    path = folder / "calendar.ics"
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])
    path.write_text(text, encoding="utf-8", newline="")
    run = import_run(import_add(actor=user, path=path, answers={"me": [ME]}), clock=lambda: now)
    assert run.state == "done"


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


def test_with_words_on_it_the_calendars_meeting_stands_once_under_in_person(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    moment_edit(actor=ada, moment=Encounter.objects.get(), text="She moves to Porto", place="", shared=False)
    bring(ada, tmp_path, entry(2), now=NOW + 3 * DAY_MS)
    assert [one.title for one in meetings_past(ada, today=TODAY + 3)] == ["Lunch"]


def test_what_is_asked_can_be_answered_from_the_moment_it_begins(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    one = Encounter.objects.get()
    assert not moment_happened(actor=ada, moment=one, now_ms=one.begins_at - 1)
    assert not is_over(one.day, one.begins_at, now_ms=one.begins_at - 1)
    assert is_over(one.day, one.begins_at, now_ms=one.begins_at)
    assert moment_happened(actor=ada, moment=one, now_ms=one.begins_at)


def test_a_call_is_no_meeting(ada, tmp_path):
    bring(
        ada,
        tmp_path,
        entry(-30, uid="first-0001@one.example"),
        entry(2, "URL:https://meet.google.com/abc-defg-hij"),
    )
    (one,) = sights_of(ada, now_ms=NOW)
    assert (one.meets, one.sees) == (TODAY + 2, False)


def test_stopped_in_the_middle_it_is_taken_up_once(ada, tmp_path, monkeypatch):
    bring_only(ada, tmp_path, entry(2), entry(4, uid="other-0001@one.example"))
    contacts_refresh(now_ms=NOW)
    monkeypatch.setattr("mutuals.people.services.coming._log", stopped)
    with pytest.raises(SystemExit):
        coming_take(now_ms=NOW, upto=coming_last())
    assert (Encounter.objects.count(), Kept.objects.count()) == (0, 2)
    monkeypatch.undo()
    for _ in range(2):
        ties_follow(now_ms=NOW)
        assert coming(ada) == [("Lunch", 2), ("Lunch", 4)]


def stopped(*_):
    raise SystemExit


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
    both = {NudgeKind.RECONNECT, NudgeKind.MEET}
    for days, sees, expected in ((20, True, set()), (21, True, {NudgeKind.RECONNECT}), (21, False, both)):
        soon = replace(quiet, meets=TODAY + days, sees=sees)
        kinds = {one.kind for one in reasons(soon, now_ms=NOW, season="s")}
        assert kinds & {NudgeKind.RECONNECT, NudgeKind.MEET} == expected


@pytest.mark.parametrize(
    "told",
    [
        entry(5, "SEQUENCE:1", mine="NEEDS-ACTION", host=ANA),
        entry(2, "SEQUENCE:1", theirs="DECLINED"),
        entry(500, "SEQUENCE:1"),
    ],
    ids=["asked anew", "declined by the other", "put off for long"],
)
def test_what_is_no_longer_agreed_goes(ada, tmp_path, told):
    bring(ada, tmp_path, entry(2))
    bring(ada, tmp_path, told)
    assert coming(ada) == []


def test_an_older_word_read_later_changes_nothing(ada, tmp_path):
    bring(ada, tmp_path, entry(5, "SEQUENCE:3"))
    bring(ada, tmp_path, entry(2, "SEQUENCE:1"))
    assert coming(ada) == [("Lunch", 5)]
    bring(ada, tmp_path, entry(5, "SEQUENCE:4", "STATUS:CANCELLED"))
    bring(ada, tmp_path, entry(5, "SEQUENCE:3"))
    assert coming(ada) == []


def test_a_time_that_moved_from_a_past_place_in_its_series_stays_itself(ada, tmp_path):
    series, moved = entry(-8, "RRULE:FREQ=WEEKLY"), entry(3, f"RECURRENCE-ID:{at(-1):%Y%m%dT%H%M%SZ}")
    bring(ada, tmp_path, series, moved)
    assert coming(ada) == [("Lunch", 3), ("Lunch", 6), ("Lunch", 13), ("Lunch", 20)]
    before = set(Encounter.objects.values_list("public_id", flat=True))
    bring(ada, tmp_path, moved, series)
    assert set(Encounter.objects.values_list("public_id", flat=True)) == before
    assert len(coming(ada)) == 4


def test_said_not_to_have_taken_place_it_does_not_count_whatever_the_calendar_tells(ada, tmp_path):
    bring(ada, tmp_path, entry(2))
    later = NOW + 3 * DAY_MS
    moment_undo(actor=ada, moment=Encounter.objects.get(), now_ms=later)
    for day in range(2):
        bring(ada, tmp_path, entry(2), now=later + day * DAY_MS)
        assert (met(), meetings_past(ada, today=TODAY + 3)) == (0, [])


def test_put_off_after_it_was_told_as_past_it_is_to_come_and_counts_no_longer(ada, tmp_path):
    changed = [f"LAST-MODIFIED:{at(-days):%Y%m%dT%H%M%SZ}" for days in (9, 0)]
    bring(ada, tmp_path, entry(-1, changed[0]))
    assert met() == 1
    bring(ada, tmp_path, entry(5, changed[1], "SEQUENCE:1"))
    assert (coming(ada), met()) == ([("Lunch", 5)], 0)
    bring(ada, tmp_path, entry(5, changed[1], "SEQUENCE:1"), now=NOW + 6 * DAY_MS)
    assert met() == 1


def test_held_earlier_than_planned_it_is_not_waited_for(ada, tmp_path):
    bring(ada, tmp_path, entry(10))
    later = NOW + 2 * DAY_MS
    bring(ada, tmp_path, entry(1, "SEQUENCE:1", f"LAST-MODIFIED:{at(1):%Y%m%dT%H%M%SZ}"), now=later)
    assert (coming(ada, later), met()) == ([], 1)


def test_what_was_never_answered_does_not_hide_what_is_ahead_or_what_was(ada, tmp_path):
    bring(
        ada,
        tmp_path,
        entry(1),
        *(entry(-day, uid=f"daily-00{day:02}@one.example") for day in range(2, 40)),
        now=NOW - 50 * DAY_MS,
    )
    kim = contact_add(actor=ada, name="Kim", now_ms=NOW)
    moment_add(actor=ada, contacts=[kim], how="met", day=TODAY - 45, now_ms=NOW)
    assert coming(ada)[-1] == ("Lunch", 1)
    assert [one.day for one in meetings_past(ada, today=TODAY, limit=20)] == [TODAY - 45]


def test_what_comes_in_while_people_get_their_contacts_waits_for_the_next_time(ada, tmp_path):
    upto = coming_last()
    bring_only(ada, tmp_path, entry(2))
    coming_take(now_ms=NOW, upto=upto)
    assert Kept.objects.exists()
    ties_follow(now_ms=NOW)
    assert coming(ada) == [("Lunch", 2)]


def test_words_on_a_plan_survive_a_calendar_that_was_brought_first(ada, ben, tmp_path):
    bring(ada, tmp_path, entry(2))
    one = Encounter.objects.get()
    told = {
        "public_id": str(uuid7()),
        "uri": one.uri,
        "how": "met",
        "day": one.day,
        "text": "Ask about Porto",
        "at": one.at,
        "title": "Lunch",
        "place": "",
        "seconds": 0,
        "shared": False,
    }
    Kept.objects.create(user=ada, kind="encounter", document=json.dumps(told))
    kept_take(now_ms=NOW)
    assert Encounter.objects.get().text == "Ask about Porto"


def test_shared_and_taken_back_it_is_in_no_export_of_others(ada, ben, tmp_path):
    bring(ada, tmp_path, entry(2))
    moment_edit(actor=ada, moment=Encounter.objects.get(), text="secret", place="", shared=True)
    assert list(rows_told(ben, model=Encounter, known=contacts_taken(ben)))
    moment_undo(actor=ada, moment=Encounter.objects.get(), now_ms=NOW)
    assert not list(rows_told(ben, model=Encounter, known=contacts_taken(ben)))
    assert list(rows_told(ada, model=Encounter, known=contacts_taken(ada)))


def made_up(**more):
    return json.dumps({"entry": "a", "reach": "all", "told": [], **more})


BASE = "tag:ical.mutuals.invalid,2026:ical/event"
DAY = {"day": TODAY + 1, "people": [f"mailto:{ANA}"]}


@pytest.mark.parametrize(
    "document",
    [
        "", "[", "null", "[]", '{"entry": 5}', made_up(told=7), made_up(told=[7, None]), made_up(reach="none"),
        made_up(told=[{"id": "b", **DAY}]), made_up(told=[{"id": "a", **DAY, "day": 10**9}]),
        made_up(told=[{"id": "a", **DAY, "day": True}]),
        made_up(told=[{"id": "a", **DAY, "people": ["mailto:x@y.example", 3]}]),
        made_up(entry="a" * 60_000), made_up(entry="a\0b", told=[{"id": "a\0b", **DAY}]),
        made_up(entry="a" * 20_000, told=[{"id": "a" * 20_000, **DAY}]),
        made_up(entry="a", told=[{"id": "a", **DAY, "at": 10**30, "seconds": 10**30}], rank=[10**30, -1], updated="x"),
        made_up(entry=BASE), made_up(entry=BASE.rpartition("/")[0]), made_up(entry="%"), made_up(entry="\ud800"),
    ],
)  # fmt: skip
def test_a_document_that_somebody_made_up_does_no_harm(ada, tmp_path, document):
    bring(ada, tmp_path, entry(2))
    Kept.objects.create(user=ada, kind="coming", document=document)
    ties_follow(now_ms=NOW)
    assert not Kept.objects.exists()
    assert ("Lunch", 2) in coming(ada)
