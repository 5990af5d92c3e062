"""A meeting that was called off is gone from the record, whichever of two imports came first, and stays gone."""

import pytest

from mutuals.record.models import Interaction, Post, PostText, TieDay
from mutuals.record.services import turns
from mutuals.sources.models import Import
from mutuals.sources.selectors.report import import_report
from mutuals.sources.services.imports import import_add, import_run
from tests.record.worlds import canonical, empty
from tests.sources.archives.test_invitations import EVENT, ME, OLA, SAID_YES, calendar, entry, mail

TOMBSTONE, PRESENT = 3, 2
COUNTS = ("actors", "posts", "activities", "interactions", "new", "known")
STANDS = entry(*SAID_YES)
OFF = entry(*SAID_YES, "STATUS:CANCELLED", sequence=1)
BEFORE = "LAST-MODIFIED:20240101T100000Z"
SERIES = entry(*SAID_YES, "RRULE:FREQ=WEEKLY;COUNT=3")
SERIES_OFF = entry(*SAID_YES, "RRULE:FREQ=WEEKLY;COUNT=3", "STATUS:CANCELLED", BEFORE, sequence=1)
TEA = entry(*SAID_YES, uid="tea-2024@two.example")
TEA_ID = EVENT.replace("planting", "tea")


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(turns, "REST_S", 0.0)


@pytest.fixture
def bring(ada, home, tmp_path):
    """Imports entries as a calendar, or as a mail from their organiser; gives the report and the counts."""
    brought = []

    def of(*entries, method=""):
        brought.append(entries)
        path = tmp_path / f"brought{len(brought)}"
        path.mkdir()
        text = calendar(method, *entries)
        if method:
            (path / "a.eml").write_text(mail(len(brought), text, method, OLA, ME), newline="")
        else:
            (path / "a.ics").write_text(text, newline="")
        run = import_run(import_add(actor=ada, path=path, answers={"zone": "UTC", "me": [ME]}))
        row = Import.objects.get(pk=run.pk)
        return import_report(ada, run), {name: getattr(row, name) for name in COUNTS}

    return of


def states():
    return dict(Post.objects.filter(uri__startswith="tag:ical").values_list("uri", "state"))


def test_what_an_earlier_import_told_goes_with_its_words_and_its_times_together(bring):
    bring(STANDS)
    assert states() == {EVENT: PRESENT}
    assert Interaction.objects.exists()
    bring(OFF)
    assert states() == {EVENT: TOMBSTONE}
    assert not PostText.objects.exists()
    assert not Interaction.objects.exists()
    assert not TieDay.objects.exists()


@pytest.mark.parametrize(("stands", "off"), [(STANDS, OFF), (SERIES, SERIES_OFF)])
@pytest.mark.parametrize("method", ["", "CANCEL"])
def test_the_order_of_imports_makes_no_difference(method, stands, off, bring):
    bring(stands)
    bring(off, method=method)
    after = canonical()
    empty()
    bring(off, method=method)
    bring(stands)
    assert set(states().values()) == {TOMBSTONE}
    if not method:
        assert canonical() == after
    bring(stands)
    assert not Interaction.objects.filter(post__in=Post.objects.filter(state=TOMBSTONE).values("pk")).exists()
    assert set(states().values()) == {TOMBSTONE}


@pytest.mark.parametrize("method", ["", "REQUEST"])
def test_of_a_series_that_ended_early_the_times_before_stay(method, bring):
    cut = entry(
        *SAID_YES,
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "STATUS:CANCELLED",
        "LAST-MODIFIED:20240310T100000Z",
        sequence=1,
    )
    bring(SERIES, method=method)
    bring(cut, method=method)
    after = {uri.rpartition("/")[2]: state for uri, state in states().items()}
    assert after == {
        "20240301T100000Z": PRESENT, "20240308T100000Z": PRESENT, "20240315T100000Z": TOMBSTONE
    }  # fmt: skip
    empty()
    bring(cut, method=method)
    assert {uri.rpartition("/")[2]: state for uri, state in states().items()} == after


def test_an_invitation_by_mail_is_taken_back_by_a_mail_and_by_a_calendar(bring):
    for method in ("CANCEL", ""):
        empty()
        bring(STANDS, method="REQUEST")
        assert states() == {EVENT: PRESENT}
        bring(OFF, method=method)
        assert states() == {EVENT: TOMBSTONE}
        bring(STANDS, method="REQUEST")
        assert states() == {EVENT: TOMBSTONE}


def test_taking_back_counts_for_nothing_that_was_brought(bring):
    _, alone = bring(TEA)
    empty()
    report, known = bring(TEA, OFF)
    assert known == alone
    assert [(one["items"], one["note"]) for one in report["files"]] == [(1, "Left out: 1 cancelled.")]
    assert states() == {EVENT: TOMBSTONE, TEA_ID: PRESENT}
    _, again = bring(TEA, OFF)
    assert (again["new"], again["posts"]) == (0, 1)
    _, nothing = bring(OFF)
    assert set(nothing.values()) == {0}
