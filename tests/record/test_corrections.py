"""What a person says stands over what a model says: at once, for good, for those who read the words; reversibly."""

import pytest

from mutuals.as2 import PUBLIC, Activity, Link, Object, Time
from mutuals.record.corrected import NoCorrection
from mutuals.record.keys import key_text
from mutuals.record.kinds import ActName
from mutuals.record.models import Act, Actor, Correction, Post
from mutuals.record.selectors.acts import acts_between
from mutuals.record.selectors.corrections import known_of, thresholds_of
from mutuals.record.selectors.readings import readings_of
from mutuals.record.services.accounts import account_for
from mutuals.record.services.corrections import NothingRead, correction_undo, reading_correct
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.record.thresholds import SHOWN
from mutuals.team.models import LogEntry
from mutuals.team.permissions import NotAllowed
from tests.record.reader import MadeUp

NOW = 1_700_000_000_000
DAY = 86_400_000
ANN, BEA = "https://one.example/users/ann", "https://one.example/users/bea"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    from mutuals.record.services import turns

    monkeypatch.setattr(turns, "REST_S", 0.0)


@pytest.fixture
def hers(ada):
    return account_for(network="mastodon", holder=ada)


def note(number, words, *, who=ANN, to=BEA, answers="", edited=None, secret=False):
    thing = Object(
        id=f"https://one.example/notes/{number}", content=words, attributed_to=who,
        to=(to,) if secret else (PUBLIC,), in_reply_to=f"https://one.example/notes/{answers}" if answers else "",
        tag=(Link(to, "Mention", "@x"),), published=Time(NOW + number * 1000, "s"),
        updated=Time(edited) if edited else Time(None, "unknown"),
    )  # fmt: skip
    return Activity(id=f"{thing.id}#{edited}", type="Update" if edited else "Create", actor=who, object=thing)


def bring(account, *items, reader=None):
    """Takes posts in and has them read."""
    Ingest(account=account, now_ms=NOW).write(items)
    readings_make(reader or MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)


def key_of(number):
    return key_text(Post.objects.get(uri=f"https://one.example/notes/{number}").key)


def view_of(viewer, number):
    (found,) = readings_of(viewer, [Post.objects.get(uri=f"https://one.example/notes/{number}").pk]).values()
    return found


def correct(actor, number, about, says, *, now_ms=NOW):
    return reading_correct(actor=actor, key=key_of(number), about=about, says=says, now_ms=now_ms)


def acts(viewer):
    """The acts that are shown, in words: (what, by whom, decided by)."""
    uri = dict(Actor.objects.values_list("pk", "uri"))
    both = list(uri)
    return {
        (one.act.name, uri[one.a].rsplit("/", 1)[-1], one.decided_by)
        for one in acts_between(viewer, both, both)
    }


def test_a_person_is_right_at_once_and_whatever_is_read_later(hers, ada, ben):
    bring(hers, note(1, "when? thanks"))
    correct(ada, 1, "question", "no")
    correct(ada, 1, "promise", "yes")
    for _ in range(2):
        labels = view_of(ben, 1).reading.labels
        assert (labels["question"], labels["promise"], labels["thanks"]) == (
            0.0,
            1.0,
            pytest.approx(0.9, abs=0.01),
        )
        readings_make(MadeUp("made-up-2"), turns=Turns("t", lambda: NOW), clock=lambda: NOW)
    assert view_of(ada, 1).model == "made-up-2"
    assert view_of(ada, 1).read.labels["question"] > 0.8, "what the model says stays beside it"


def test_what_the_model_had_said_is_kept_as_evidence(hers, ada):
    bring(hers, note(1, "when?"))
    row = correct(ada, 1, "question", "no")
    assert (row.said, row.confidence, row.user, row.at) == ("yes", pytest.approx(0.9, abs=0.01), ada, NOW)
    assert view_of(ada, 1).made_by == row.model
    assert correct(ada, 1, "thanks", "yes").said == "no"
    assert correct(ada, 1, "joy", "yes").said == "no"
    assert correct(ada, 1, "praise", "yes").said == "", "it was not read"
    assert LogEntry.objects.filter(verb="reading_correct").count() == 4


def test_tone_language_and_spans_are_corrected_too(hers, ada):
    bring(hers, note(1, "ugh, write to ann@one.example"))
    (span,) = view_of(ada, 1).reading.personal
    correct(ada, 1, "tone", "positive")
    correct(ada, 1, "lang", "nl")
    correct(ada, 1, f"personal email {span.start} {span.end - span.start}", "no")
    found = view_of(ada, 1).reading
    assert (found.tone, found.tone_score, found.lang, found.personal) == ("positive", 1.0, "nl", ())


def test_it_can_be_taken_back_and_the_word_before_holds_again(hers, ada):
    bring(hers, note(1, "when?"))
    correct(ada, 1, "question", "no")
    second = correct(ada, 1, "question", "yes")
    assert view_of(ada, 1).reading.labels["question"] == 1.0
    assert correction_undo(actor=ada, public_id=str(second.public_id), now_ms=NOW) == key_of(1)
    assert view_of(ada, 1).reading.labels["question"] == 0.0
    (said,) = view_of(ada, 1).said.values()
    correction_undo(actor=ada, public_id=said.id, now_ms=NOW)
    assert view_of(ada, 1).reading == view_of(ada, 1).read
    assert Correction.objects.count() == 2, "both stay as evidence"
    with pytest.raises(NothingRead):
        correction_undo(actor=ada, public_id=said.id, now_ms=NOW)


def test_it_is_about_these_words_and_ends_with_them(hers, ada):
    bring(hers, note(1, "when?"))
    correct(ada, 1, "question", "no")
    bring(hers, note(1, "and when, please?", edited=NOW + 5_000))
    assert view_of(ada, 1).reading.labels["question"] > 0.8
    bring(hers, Activity(id="d", type="Delete", object="https://one.example/notes/1"))
    assert not Correction.objects.exists()


def test_on_private_words_it_holds_for_those_who_read_them_through_the_same_account(hers, ada, ben, cleo):
    his = account_for(network="mastodon", holder=ben)
    for account in (hers, his):
        bring(account, note(1, "when?", secret=True))
    row = correct(ada, 1, "question", "no")
    assert view_of(ada, 1).reading.labels["question"] == 0.0
    assert view_of(ben, 1).reading.labels["question"] > 0.8
    assert view_of(ben, 1).said == {}
    with pytest.raises(NothingRead):
        correction_undo(actor=ben, public_id=str(row.public_id), now_ms=NOW)
    assert known_of(ben) == []
    assert [one.label for one in known_of(ada)] == ["question"]


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("question", "perhaps"), ("nothing", "yes"), ("tone", "unknown"), ("tone", "yes"), ("lang", "english"),
        ("personal email", "no"), ("personal email 1 x", "no"), ("", ""),
    ],
)  # fmt: skip
def test_what_no_reading_can_be_told_is_refused(hers, ada, about, says):
    bring(hers, note(1, "when?"))
    with pytest.raises(NoCorrection):
        correct(ada, 1, about, says)


def test_only_who_may_overrule_and_reads_the_words_may_say_so(hers, ada, ben, cleo):
    bring(hers, note(1, "when?"), note(2, "when?", secret=True))
    with pytest.raises(NotAllowed):
        correct(cleo, 1, "question", "no")
    with pytest.raises(NothingRead):
        correct(ben, 2, "question", "no")
    with pytest.raises(NothingRead):
        reading_correct(actor=ada, key="0" * 16, about="question", says="no", now_ms=NOW)


def test_acts_are_proposed_from_what_posts_say_and_answer(hers, ada):
    bring(
        hers,
        note(2, "of course, at nine", who=BEA, to=ANN, answers="1"),
        note(1, "when do you open?"),
        note(3, "thanks a lot", answers="2"),
        note(4, "buy our bread"),
        note(5, "the bread is good"),
    )
    assert acts(ada) == {
        ("ASKED", "ann", "made-up-1"),
        ("ANSWERED", "bea", "made-up-1"),
        ("THANKED", "ann", "made-up-1"),
        ("PROMOTED", "ann", "made-up-1"),
    }
    (answered,) = [
        one
        for one in acts_between(ada, *[[*Actor.objects.values_list("pk", flat=True)]] * 2)
        if one.act is ActName.ANSWERED
    ]
    assert (answered.post, answered.answers) == (key_of(2), key_of(1))


def test_a_correction_decides_the_acts_at_once_and_its_undoing_too(hers, ada):
    bring(hers, note(1, "when do you open?"), note(2, "at nine", who=BEA, to=ANN, answers="1"))
    row = correct(ada, 1, "question", "no")
    assert acts(ada) == set()
    correct(ada, 2, "thanks", "yes")
    assert acts(ada) == {("THANKED", "bea", "correction")}
    correction_undo(actor=ada, public_id=str(row.public_id), now_ms=NOW)
    assert acts(ada) == {
        ("THANKED", "bea", "correction"),
        ("ASKED", "ann", "made-up-1"),
        ("ANSWERED", "bea", "made-up-1"),
    }


def test_acts_follow_a_reading_that_changes_and_leave_what_people_declared(hers, ada):
    bring(hers, note(1, "when do you open?"))
    interaction = Act.objects.get().interaction
    Act.objects.create(
        interaction=interaction, act=ActName.HELPED, by=1, b=2, confidence=1, decided_by="user:1", at=NOW
    )
    Act.objects.create(
        interaction=interaction, act=ActName.THANKED, by=1, b=2, confidence=1, decided_by="user:1", at=NOW
    )
    bring(hers, reader=MadeUp("made-up-2", sure=0.1))
    assert sorted(Act.objects.values_list("act", flat=True)) == [ActName.THANKED, ActName.HELPED]


def test_unsure_acts_are_not_shown(hers, ada):
    bring(hers, note(1, "when? n:0.4 thanks n:0.7"))
    assert Act.objects.count() == 2
    assert {one[0] for one in acts(ada)} == {"THANKED"}


def test_the_same_words_in_two_mailboxes_are_one_act_for_who_reads_both(hers, ada):
    other = account_for(network="mastodon", holder=ada, title="second")
    for account in (hers, other):
        bring(account, note(1, "when?", secret=True))
    assert Act.objects.count() == 2
    assert len(acts_between(ada, *[[*Actor.objects.values_list("pk", flat=True)]] * 2)) == 1
    correct(ada, 1, "question", "no")
    assert Act.objects.count() == 0, "what she says holds for both of her mailboxes"


def test_corrections_move_a_threshold_only_when_they_show_that_it_helps(hers, ada, cleo):
    bring(hers, *(note(n, f"when? n:{0.68 if n % 2 else 0.95} {n}") for n in range(60)))
    for number in range(60):
        correct(ada, number, "question", "no" if number % 2 else "yes")
        if number == 12:
            assert thresholds_of(ada) == SHOWN
            assert known_of(ada)[0].early
    places = thresholds_of(ada)
    assert 0.68 < places["question"] <= 0.95
    assert {**places, "question": SHOWN["question"]} == SHOWN
    assert thresholds_of(cleo) == places, "the words are public, and so is what was said of them"
    (known,) = known_of(ada)
    # Of the last forty those that were wrong stood nowhere any more.
    assert (known.judged, known.shown, known.right, known.early) == (60, 40, 30, False)
    assert sum(one.judged for one in known.quarters) == 40
    assert known.proposal.used


def test_private_words_move_no_threshold_of_others(hers, ada, ben):
    bring(hers, *(note(n, f"when? n:{0.68 if n % 2 else 0.95} {n}", secret=True) for n in range(60)))
    for number in range(60):
        correct(ada, number, "question", "no" if number % 2 else "yes")
    assert thresholds_of(ada)["question"] > 0.68
    assert thresholds_of(ben) == SHOWN


def test_how_often_it_was_right_is_told_by_quarters(hers, ada):
    bring(hers, *(note(n, f"when? {n}") for n in range(3)))
    for number, later in enumerate((0, 100, 200)):
        correct(ada, number, "question", "yes" if number else "no", now_ms=NOW + later * DAY)
    (known,) = known_of(ada)
    assert [(one.began, one.right, one.judged) for one in known.quarters] == [
        ("2023-10", 0, 1), ("2024-01", 1, 1), ("2024-04", 1, 1),
    ]  # fmt: skip
