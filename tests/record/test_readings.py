"""Posts are read once, by the newest model, in the background; a reading goes with its words and its readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mutuals.as2 import PUBLIC, Activity, Link, Object, Time
from mutuals.record import jobs
from mutuals.record.models import Act, Post, Reading, ReadingCopy, ReadingModel, ReadingRun, Unread
from mutuals.record.selectors.readings import Progress, readings_of, readings_progress
from mutuals.record.services.accounts import account_for, account_share
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import JOB, readings_make, readings_soon
from mutuals.record.services.turns import Turns
from mutuals.record.services.unread import unread_again
from mutuals.team.models import Job
from tests.record.reader import MadeUp
from tests.record.worlds import empty, small

NOW = 1_700_000_000_000
ANN, BEA = "https://one.example/users/ann", "https://one.example/users/bea"
MAIL = "mid:known.to.both@marsh.example"
pytestmark = pytest.mark.django_db


def note(number, words, **more):
    fields = {"attributed_to": ANN, "to": (PUBLIC,), "published": Time(NOW + number * 1000, "s"), **more}
    thing = Object(id=f"https://one.example/notes/{number}", content=words, **fields)
    return Activity(
        id=f"{thing.id}#{fields.get('updated')}",
        type="Update" if "updated" in fields else "Create",
        actor=thing.attributed_to,
        object=thing,
    )


def mail(words, *, edited=None):
    thing = Object(
        id=MAIL, attributed_to="mailto:kim@marsh.example", content=words, to=("mailto:ada@home.example",),
        published=Time(NOW - 9_000_000, "s"), updated=Time(edited) if edited else Time(None, "unknown"),
    )  # fmt: skip
    return Activity(id=f"{MAIL}#create", actor=thing.attributed_to, object=thing)


def bring(account, *items):
    Ingest(account=account, now_ms=NOW).write(items)


def read_all(reader=None, **more):
    reader = reader or MadeUp()
    turns = Turns("tests", lambda: NOW)
    readings_make(reader, turns=turns, clock=lambda: NOW, **more)
    return reader


def said(viewer):
    """The labels above a half of everything the viewer may read, by the end of the post's URI."""
    views = readings_of(viewer, Post.objects.values_list("pk", flat=True))
    ends = {row.pk: row.uri.rsplit("/", 1)[-1] for row in Post.objects.all()}
    return {
        ends[pk]: sorted(name for name, p in one.reading.labels.items() if p > 0.5)
        for pk, one in views.items()
    }


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    from mutuals.record.services import turns

    monkeypatch.setattr(turns, "REST_S", 0.0)


@pytest.fixture
def hers(ada):
    return account_for(network="mail", holder=ada)


@pytest.fixture
def his(ben):
    return account_for(network="mail", holder=ben)


def test_what_was_brought_is_read_and_kept_with_its_model(hers, ada):
    bring(
        hers,
        note(1, "when do you open?"),
        note(2, "thanks to all, ann@one.example", name="A title"),
        note(3, ""),
    )
    read_all()
    assert said(ada) == {"1": ["question"], "2": ["thanks"]}
    one = readings_of(ada, Post.objects.filter(uri__endswith="2").values_list("pk", flat=True))
    (view,) = one.values()
    assert view.model == "made-up-1"
    assert view.reading.lang == "en"
    assert view.reading.labels["question"] == pytest.approx(0.05, abs=0.003)
    (span,) = view.reading.personal
    assert "A title\nthanks to all, ann@one.example"[span.start : span.end] == "ann@one.example"
    assert not Unread.objects.exists()


def test_nothing_is_read_twice_by_the_same_model(hers):
    bring(hers, note(1, "one"), note(2, "two"))
    assert sorted(read_all().given) == ["one", "two"]
    bring(hers, note(1, "one"), note(2, "two"), note(3, "three"))
    assert read_all().given == ["three"]
    assert read_all().given == []


def test_the_newest_are_read_first(hers):
    bring(hers, *(note(n, str(n)) for n in (3, 9, 1, 7)))
    assert read_all().given == ["9", "7", "3", "1"]


def test_another_model_reads_everything_again_and_a_stop_in_between_loses_nothing(hers, ada):
    bring(hers, *(note(n, f"{n}?") for n in range(250)))
    read_all()
    stops = iter([False, False, True])
    first = read_all(MadeUp("made-up-2", sure=0.3), stop=lambda: next(stops, True))
    assert len(first.given) < 250
    second = read_all(MadeUp("made-up-2", sure=0.3))
    assert sorted(first.given + second.given) == sorted(f"{n}?" for n in range(250))
    assert not any(said(ada).values())
    number = ReadingModel.objects.get(name="made-up-2").pk
    assert set(Reading.objects.values_list("model", flat=True)) == {number}
    assert read_all(MadeUp("made-up-2")).given == []


def test_an_edit_is_read_anew(hers, ada):
    bring(hers, note(1, "is it open?"))
    read_all()
    bring(hers, note(1, "thanks, it is", updated=Time(NOW + 60_000)))
    assert said(ada) == {}, "nothing is said of words that are no more"
    read_all()
    assert said(ada) == {"1": ["thanks"]}


def test_what_changes_while_it_is_read_is_read_again(hers, ada):
    bring(hers, note(1, "is it open?"), note(2, "buy now"))
    gone = Activity(id="d", type="Delete", object="https://one.example/notes/2")

    class Slow(MadeUp):
        def read(self, texts):
            found = super().read(texts)
            if "is it open?" in texts:
                bring(hers, note(1, "thanks, it is", updated=Time(NOW + 60_000)), gone)
            return found

    read_all(Slow())
    assert said(ada) == {"1": ["thanks"]}
    assert Reading.objects.count() == 1


def test_a_deleted_post_leaves_no_reading_and_no_act(hers):
    bring(hers, note(1, "when?", tag=(Link(BEA, "Mention", "@bea"),)))
    read_all()
    assert Act.objects.count() == Reading.objects.count() == 1
    bring(hers, Activity(id="d", type="Delete", object="https://one.example/notes/1"))
    assert not Reading.objects.exists()
    assert not Act.objects.exists()
    assert not Unread.objects.exists()


def test_a_text_at_which_the_reader_fails_holds_up_no_other(hers, ada):
    bring(hers, note(1, "thanks"), note(2, "explode"), note(3, "when?"))
    read_all()
    assert said(ada) == {"1": ["thanks"], "2": [], "3": ["question"]}


def test_of_two_copies_everybody_reads_what_is_said_of_their_own(hers, his, ada, ben, cleo):
    bring(hers, mail("when does the heron fly?"))
    bring(his, mail("thanks, and a footer below that makes this one longer"))
    read_all()
    assert said(ada) == {MAIL.rsplit("/", maxsplit=1)[-1]: ["question"]}
    assert said(ben) == {MAIL.rsplit("/", maxsplit=1)[-1]: ["thanks"]}
    assert said(cleo) == {}
    account_share(actor=ada, account=hers, shared=True)
    assert [*said(cleo).values()] == [["question"]]
    assert (Reading.objects.count(), ReadingCopy.objects.count()) == (1, 1)


@pytest.mark.parametrize("reads_between", [True, False])
def test_a_forged_copy_shows_nothing_of_what_is_read_of_the_true_one(hers, his, ada, ben, reads_between):
    bring(hers, mail("when does the heron fly?"))
    if reads_between:
        read_all()
    bring(his, mail("x"))
    assert [*said(ben).values()] == []
    read_all()
    assert [*said(ben).values()] == [[]]
    assert [*said(ada).values()] == [["question"]]


def test_a_copy_that_becomes_the_kept_version_is_read_once(hers, his, ada, ben):
    bring(hers, mail("when?"))
    bring(his, mail("when, then?"))
    read_all()
    bring(hers, mail("when, then?"))
    read_all()
    assert [*said(ada).values()] == [*said(ben).values()] == [["question"]]
    assert not ReadingCopy.objects.exists()


def test_progress_tells_how_many_of_how_many(hers, ada):
    bring(hers, *(note(n, f"{n}?") for n in range(700)))
    reader, seen = MadeUp(), []

    def look() -> bool:
        seen.append(readings_progress(ada))
        return False

    read_all(reader, stop=look)
    working = [one for one in seen if one.model]
    assert len({one.read for one in working}) > 1
    assert {one.read + one.waiting for one in working} == {700}
    assert readings_progress(ada) == Progress("made-up-1", 700, 0, NOW, "")


def test_the_job_is_left_to_the_worker_where_something_waits_and_readings_are_on(hers, settings):
    readings_soon(now_ms=NOW)
    assert not Job.objects.exists()
    bring(hers, note(1, "one"))
    settings.MUTUALS_READINGS = "off"
    readings_soon(now_ms=NOW)
    assert not Job.objects.exists()
    settings.MUTUALS_READINGS = "default"
    readings_soon(now_ms=NOW)
    readings_soon(now_ms=NOW)
    assert [one.name for one in Job.objects.all()] == [JOB]


def test_the_job_reads_with_the_tier_of_the_settings(hers, ada, settings, monkeypatch):
    asked = []
    settings.MUTUALS_READINGS = "better"
    monkeypatch.setattr(
        jobs, "reader_load", lambda: asked.append(settings.MUTUALS_READINGS) or MadeUp("made-up-better")
    )
    bring(hers, note(1, "thanks"))
    jobs.JOBS[JOB]({})
    assert asked == ["better"]
    assert said(ada) == {"1": ["thanks"]}
    assert ReadingRun.objects.get().waiting == 0


def test_a_tier_that_is_not_installed_is_said_and_nothing_breaks(hers, ada, monkeypatch):
    def missing():
        raise ImportError("Install it with: pip install 'mutuals[text]'")

    monkeypatch.setattr(jobs, "reader_load", missing)
    bring(hers, note(1, "thanks"))
    jobs.JOBS[JOB]({})
    assert "pip install" in readings_progress(ada).problem
    assert Unread.objects.count() == 1


def test_the_job_gives_way_to_another_that_waits(monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE_S", 0.0)
    waits = jobs.others_wait()
    assert [waits(), waits()] == [False, False]
    other = Job.objects.create(name="sources.import", payload={}, due_ms=0, at=0, state=Job.RUNNING)
    assert [waits(), waits()] == [False, True]
    other.delete()
    assert [waits(), waits()] == [False, False]


class Orders(TestCase):
    """Whatever comes in whatever order, and whenever it is read, the same is understood in the end."""

    @settings(max_examples=25)
    @given(small(), st.data())
    def test_reading_between_changes_nothing(self, items, data):
        from tests import people

        ada = people.ada()
        account = account_for(network="mail", holder=ada)
        told = []
        for between in (False, True):
            empty()
            rest = list(items)
            while rest:
                size = data.draw(st.integers(1, len(rest))) if between else len(rest)
                bring(account, *rest[:size])
                rest = rest[size:]
                if between:
                    read_all(Told())
            read_all(Told())
            told.append((self._all(ada), self._acts()))
            assert not Unread.objects.exists()
        assert told[0] == told[1]

    def _all(self, viewer):
        uris = dict(Post.objects.values_list("pk", "uri"))
        return {uris[pk]: one.reading.labels for pk, one in readings_of(viewer, uris).items()}

    def _acts(self):
        from mutuals.record.models import Actor, Interaction

        uri = dict(Actor.objects.values_list("pk", "uri"))
        rows = {row.pk: row for row in Interaction.objects.all()}
        told = [(rows[one.interaction], one) for one in Act.objects.all()]
        return sorted((uri[i.a], uri[i.b], i.scope, one.act, one.confidence) for i, one in told)


class Told(MadeUp):
    """Says of each text something that depends on it alone."""

    def _one(self, text):
        size = len(text) % 10 / 10
        found = super()._one(text)
        return type(found)(lang="en", labels={"question": size, "thanks": 1 - size, "promotion": size / 2})


def test_a_post_on_the_list_without_words_is_taken_off_it(hers):
    bring(hers, note(1, ""))
    unread_again(Post.objects.values_list("pk", flat=True))
    assert read_all().given == []
    assert not Unread.objects.exists()
