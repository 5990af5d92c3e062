"""What people said in place of a model, and the handles that people had, travel: once, and to nobody else."""

import json
from dataclasses import replace

import pytest
from django.apps import apps

from mutuals.as2 import Actor, Time
from mutuals.leaving.services.about import JSON, about_text
from mutuals.leaving.services.erase import erase_begin, erase_run
from mutuals.leaving.services.export import export_make
from mutuals.people.models import Contact
from mutuals.people.services.moments import moment_note
from mutuals.record.kinds import ActName
from mutuals.record.models import Act, Correction, Erased, Identifier, ReadingModel
from mutuals.record.selectors.corrections import known_of
from mutuals.record.services.accounts import account_for
from mutuals.record.services.answers import answers_find
from mutuals.record.services.erased import erased_add
from mutuals.record.services.meanings import act_say, act_unsay
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.selectors.ledger import ledger_denied, ledger_entries
from mutuals.sources.models import Import, ImportReject, ImportState, Kept
from mutuals.sources.services.imports import import_add, import_run
from mutuals.sources.services.kept import record_waits
from mutuals.team.models import LogEntry
from tests.record.reader import MadeUp
from tests.record.test_answers import NAMES, people
from tests.record.test_answers import bring as chat
from tests.record.test_answers import said as spoken
from tests.record.test_corrections import correct, view_of
from tests.record.worlds import empty
from tests.relate.test_ledger_kept import (
    ADA,
    BEA,
    DAY,
    NOW,
    bea,
    bring,
    conversation,
    hers,
    note,
    ref_of,
    refreshed,
    shown,
    sides,
    summed,
)  # fmt: skip

__all__ = ["hers"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    from mutuals.record.services import turns

    monkeypatch.setattr(turns, "REST_S", 0.0)


def say(actor, act, *, ours, says=False, instead=None):
    told = {"actor": actor, "ref": ref_of(actor, act), "between": sides(actor, ours), "act": act}
    act_say(**told, says=says, instead=instead, now_ms=NOW)


def edited(act):
    """The same note as a later version."""
    return replace(
        act, id=f"{act.id}#again", type="Update", object=replace(act.object, updated=Time(NOW + 50))
    )


def exported(user, folder):
    export_make(actor=user, path=folder, now_ms=NOW)
    return folder


def rows_in(folder, name):
    path = folder / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def posts_of(folder, name):
    """The numbers of the notes that the documents are about."""
    return sorted(row["post"].rsplit("/", 1)[-1] for row in rows_in(folder, name))


def emptied():
    """A home in which nothing is but those who use it."""
    empty()
    for model in [*apps.get_models()][::-1]:
        if model._meta.app_label in ("record", "people", "relate", "sources", "measure"):
            model._default_manager.all()._raw_delete("default")


def brought(user, path, *, read=True):
    """Brings an export, has it read and reckoned as the worker would."""
    run = import_run(import_add(actor=user, path=path), clock=lambda: NOW)
    assert list(ImportReject.objects.filter(run=run).values_list("file", "reason")) == []
    refreshed()
    if read:
        readings_make(MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
        refreshed()


def corrections():
    """All corrections, in words that hold nothing of this database's own numbers."""
    names = dict(ReadingModel.objects.values_list("pk", "name"))
    told = ("public_id", "about", "says", "said", "confidence", "at", "undone_at")
    return [
        (names[one.model], *(getattr(one, name) for name in told))
        for one in Correction.objects.order_by("pk")
    ]


# Corrections


def test_corrected_readings_show_again_and_count_once(hers, ada, tmp_path):
    bring(hers, note(1, "when?"), note(2, "ugh", secret=True))
    correct(ada, 1, "question", "no", now_ms=NOW - 9)
    correct(ada, 1, "question", "yes", now_ms=NOW - 8)
    correct(ada, 1, "promise", "yes", now_ms=NOW - 7)
    correct(ada, 2, "tone", "positive", now_ms=NOW - 6)
    gone = correct(ada, 2, "thanks", "yes", now_ms=NOW - 5)
    Correction.objects.filter(pk=gone.pk).update(undone_at=NOW - 4)
    was, known = corrections(), known_of(ada)
    assert [(one.label, one.judged) for one in known] == [("question", 1)], "promises are not read"
    exported(ada, tmp_path / "export")
    emptied()
    for _ in range(2):
        brought(ada, tmp_path / "export")
        found = view_of(ada, 1).reading.labels
        assert (found["question"], found["promise"]) == (1.0, 1.0)
        assert view_of(ada, 2).reading.tone == "positive"
        assert "thanks" not in view_of(ada, 2).said
        assert known_of(ada) == known, "as evidence each counts once"
        assert corrections() == was
        assert not Kept.objects.exists()


def test_a_correction_moves_the_acts_that_come_of_the_reading(hers, ada, tmp_path):
    conversation(hers)
    correct(ada, 3, "thanks", "no")
    refreshed()
    was = shown(ada)
    assert ("THANKED", "them") not in was
    exported(ada, tmp_path / "export")
    emptied()
    brought(ada, tmp_path / "export")
    assert shown(ada) == summed(ada) == was


def test_what_was_said_of_words_that_were_edited_since_stays_evidence_and_shows_nowhere(hers, ada, tmp_path):
    bring(hers, note(1, "when?"))
    correct(ada, 1, "question", "no")
    bring(hers, edited(note(1, "when? then?")))
    known = known_of(ada)
    assert known[0].judged == 1
    exported(ada, tmp_path / "export")
    emptied()
    brought(ada, tmp_path / "export")
    assert known_of(ada) == known
    assert view_of(ada, 1).said == {}


def test_a_correction_is_of_the_very_words_and_a_later_word_here_stays(hers, ada, tmp_path):
    bring(hers, note(1, "when?"), note(2, "where?"))
    correct(ada, 1, "question", "no")
    correct(ada, 2, "question", "no")
    exported(ada, tmp_path / "export")
    emptied()
    other = account_for(network="mastodon", holder=ada, title="other")
    bring(other, edited(note(1, "when? never!")), note(2, "where?"))
    correct(ada, 2, "question", "yes", now_ms=NOW + 1)
    brought(ada, tmp_path / "export")
    assert view_of(ada, 1).said == {}, "other words stand here"
    assert view_of(ada, 2).reading.labels["question"] == 1.0
    assert not Kept.objects.exists()


def test_corrections_wait_while_files_are_read(hers, ada, tmp_path):
    bring(hers, note(1, "when?"))
    correct(ada, 1, "question", "no")
    (row,) = rows_in(exported(ada, tmp_path / "export"), "own/correction")
    emptied()
    Kept.objects.create(user=ada, kind="correction", document=json.dumps(row))
    run = Import.objects.create(user=ada, title="x", path="/x", state=ImportState.READING, created_at=NOW)
    refreshed()
    assert Kept.objects.count() == 1
    assert not record_waits(), "what must wait makes no work"
    bring(account_for(network="mastodon", holder=ada), note(1, "when?"))
    refreshed()
    assert not Kept.objects.exists()
    assert view_of(ada, 1).reading.labels["question"] == 0.0
    Kept.objects.create(
        user=ada, kind="correction", document=json.dumps(row | {"post": "https://x.example/no"})
    )
    Import.objects.filter(pk=run.pk).update(state=ImportState.DONE)
    assert record_waits(), "and is taken up by itself"
    refreshed()
    assert not Kept.objects.exists(), "nothing of it is here"


@pytest.mark.parametrize(
    "bent",
    [
        {"about": "nothing"}, {"says": "maybe"}, {"public_id": "x"}, {"public_id": 7}, {"at": "now"}, {"at": 1 << 70},
        {"confidence": float("nan")}, {"confidence": "1"}, {"said": "NO!"}, {"undone_at": ""}, {"post": None},
        {"post": []},
        {"account": ["mastodon"]}, {"account": [1, 2]}, {"account": "hand"}, {"words": 7}, {"version": None},
    ],
)  # fmt: skip
def test_a_bent_correction_is_none(hers, ada, tmp_path, bent):
    bring(hers, note(1, "when?"))
    correct(ada, 1, "question", "no")
    (row,) = rows_in(exported(ada, tmp_path / "export"), "own/correction")
    Correction.objects.all().delete()
    Kept.objects.create(user=ada, kind="correction", document=json.dumps(row | bent))
    refreshed()
    assert not Correction.objects.exists()
    assert not Kept.objects.exists()


# Acts


@pytest.mark.parametrize("act", [ActName.THANKED, ActName.SHARED_THEIRS, ActName.CREDITED, ActName.ANSWERED])
def test_what_was_said_not_to_be_so_is_not_so_there_either(hers, ada, tmp_path, act):
    conversation(hers)
    say(ada, act, ours=act is not ActName.THANKED)
    refreshed()
    was, acts = shown(ada), Act.objects.filter(decided_by__startswith="user:").count()
    assert was == summed(ada)
    assert acts > 0
    exported(ada, tmp_path / "export")
    emptied()
    for _ in range(2):
        brought(ada, tmp_path / "export")
        assert shown(ada) == summed(ada) == was
        assert [one.act for one in ledger_denied(ada, bea())] == [act]
        assert Act.objects.filter(decided_by=f"user:{ada.public_id}").count() == acts
        assert not Kept.objects.exists()
    say_again = {"actor": ada, "ref": ledger_denied(ada, bea())[0].ref, "now_ms": NOW}
    act_unsay(**say_again, between=sides(ada, act is not ActName.THANKED))
    assert act.name in {name for name, _ in shown(ada)}


def test_what_it_was_instead_and_what_was_noted_by_hand_travel_too(hers, ada, tmp_path):
    conversation(hers)
    moment_note(actor=ada, contact=bea(), how="gift", day=DAY - 3, now_ms=NOW)
    refreshed()
    say(ada, ActName.ANSWERED, ours=True, says=True, instead=ActName.HELPED)
    say(ada, ActName.GAVE, ours=True)
    refreshed()
    was = shown(ada)
    assert was["HELPED", "you"] == 1
    assert ("GAVE", "you") not in was
    assert len(ledger_denied(ada, bea())) == 2
    exported(ada, tmp_path / "export")
    emptied()
    brought(ada, tmp_path / "export")
    assert shown(ada) == summed(ada) == was
    assert len(ledger_denied(ada, bea())) == 2


def test_the_latest_word_holds_whichever_came_first(hers, ada, tmp_path):
    conversation(hers)
    say(ada, ActName.THANKED, ours=False)
    exported(ada, tmp_path / "export")
    told = {"actor": ada, "ref": ledger_denied(ada, bea())[0].ref, "between": sides(ada, False)}
    act_say(**told, act=ActName.THANKED, says=True, now_ms=NOW + 1)
    brought(ada, tmp_path / "export")
    assert shown(ada)["THANKED", "them"] == 1


def test_of_a_chat_it_waits_until_it_is_read_for_who_answers_whom(ada, home, tmp_path):
    from mutuals.record.models import Actor as ActorRow
    from mutuals.record.models import Interaction

    account = account_for(network="whatsapp", holder=ada)
    chat(
        account,
        [*people(), *(spoken(n, n % 3, f"{NAMES[(n + 1) % 3]}, when shall we meet?") for n in range(9))],
    )
    answers_find(now_ms=NOW)
    found = list(Interaction.objects.filter(basis=2).order_by("pk"))
    assert found
    for one in found:
        Act.objects.create(
            interaction=one.pk, act=ActName.HELPED, by=one.a, b=one.b, confidence=1.0, at=NOW,
            decided_by=f"user:{ada.public_id}",
        )  # fmt: skip

    def helped():
        uri = dict(ActorRow.objects.values_list("pk", "uri"))
        return sorted((uri[one.by], uri[one.b]) for one in Act.objects.filter(act=ActName.HELPED))

    was = helped()
    exported(ada, tmp_path / "export")
    emptied()
    brought(ada, tmp_path / "export")
    assert Kept.objects.exists()
    answers_find(now_ms=NOW)
    refreshed()
    assert helped() == was
    assert not Kept.objects.exists()


@pytest.mark.parametrize(
    "bent",
    [
        {"act": "nothing"}, {"act": 1}, {"says": "yes"}, {"at": None}, {"post": None}, {"post": 7}, {"a": None},
        {"post": "https://x.example/no"}, {"a": "https://x.example/no"}, {"activity": "https://x.example/no"},
    ],
)  # fmt: skip
def test_a_bent_act_is_none(hers, ada, tmp_path, bent):
    conversation(hers)
    say(ada, ActName.THANKED, ours=False)
    (row,) = rows_in(exported(ada, tmp_path / "export"), "own/act")
    Act.objects.filter(decided_by__startswith="user:").delete()
    Kept.objects.create(user=ada, kind="act", document=json.dumps(row | bent))
    refreshed()
    assert not Act.objects.filter(decided_by__startswith="user:").exists()
    assert not Kept.objects.exists()


# Handles


def handles():
    rows = Identifier.objects.filter(scheme="handle").order_by("value")
    return [(one.value, one.since, one.until) for one in rows]


def test_every_handle_comes_back_with_its_days(hers, ada, tmp_path):
    for number, handle in enumerate(("bea@one.example", "bea.lund@one.example")):
        bring(hers, Actor(id=BEA, preferred_username=handle, updated=Time(NOW + number)))
    Identifier.objects.filter(value="bea@one.example").update(since=NOW - 9_000, until=NOW - 10)
    was = handles()
    assert len(was) == 2
    exported(ada, tmp_path / "export")
    emptied()
    for _ in range(2):
        brought(ada, tmp_path / "export")
        assert handles() == was


def test_a_handle_of_somebody_erased_or_unknown_stays_away(hers, ada, tmp_path):
    bring(hers, Actor(id=BEA, preferred_username="bea@one.example"))
    path = exported(ada, tmp_path / "export")
    section = next(one for one in path.glob("accounts/*-mastodon"))
    rows = [
        *rows_in(section, "handles"),
        {"actor": BEA, "handle": "quill@marsh.example", "since": 5, "until": 6},
    ]
    rows.append({"actor": "https://x.example/no", "handle": "nobody@x.example"})
    (section / "handles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    emptied()
    erased_add(["acct:quill@marsh.example"], now_ms=NOW)
    brought(ada, path)
    assert [value for value, _, _ in handles()] == ["bea@one.example"]
    assert Erased.objects.count() == 1


# Whose it is


def test_another_user_takes_along_what_they_may_read_and_no_more(hers, ada, ben, cleo, tmp_path):
    conversation(hers)
    bring(
        hers,
        note(7, "when? ugh", who=BEA, to=ADA, secret=True),
        Actor(id=BEA, preferred_username="bea@one.example"),
    )
    refreshed()
    say(ada, ActName.THANKED, ours=False)
    secret = next(one.ref for one in ledger_entries(ada, bea()) if one.post.content == "when? ugh")
    act_say(actor=ada, ref=secret, between=sides(ada, False), act=ActName.ASKED, says=True, now_ms=NOW)
    correct(ada, 1, "question", "no")
    correct(ada, 7, "question", "no")
    mine = exported(ada, tmp_path / "ada")
    assert posts_of(mine, "own/correction") == ["1", "7"]
    assert posts_of(mine, "own/act") == ["3", "7"]
    for user in (ben, cleo):
        theirs = exported(user, tmp_path / user.username)
        assert posts_of(theirs, "own/correction") == ["1"]
        assert posts_of(theirs, "own/act") == ["3"]
        assert "notes/7" not in " ".join(path.read_text() for path in theirs.rglob("*") if path.is_file())


def test_nobody_brings_a_word_on_what_they_do_not_read_or_may_not_mend(hers, ada, ben, cleo, tmp_path):
    bring(hers, note(3, "thanks", who=BEA, to=ADA, secret=True))
    refreshed()
    correct(ada, 3, "thanks", "no")
    act = {
        "post": "https://one.example/notes/3",
        "a": BEA,
        "b": ADA,
        "act": "helped",
        "says": True,
        "at": NOW,
    }
    (row,) = rows_in(exported(ada, tmp_path / "export"), "own/correction")
    Correction.objects.all().delete()
    for user in (ben, cleo):
        account_for(network="mastodon", holder=user)
        for account in (row["account"], None):
            Kept.objects.create(user=user, kind="correction", document=json.dumps(row | {"account": account}))
        Kept.objects.create(user=user, kind="act", document=json.dumps(act))
    Kept.objects.create(user=cleo, kind="act", document=json.dumps(act | {"a": ADA, "b": BEA}))
    refreshed()
    assert not Correction.objects.exists()
    assert not Act.objects.filter(decided_by__startswith="user:").exists()
    assert not Kept.objects.exists()
    assert LogEntry.objects.filter(verb="kept_take").count() == 4


def test_it_is_held_about_a_person_and_goes_with_them(hers, ada, ben, tmp_path):
    conversation(hers)
    bring(hers, note(7, "when? heron", who=BEA, to=ADA, secret=True))
    refreshed()
    correct(ada, 1, "question", "no")
    correct(ada, 7, "question", "no")
    say(ada, ActName.THANKED, ours=False)

    def held(user):
        text = about_text(actor=user, contact=bea(), name=JSON, now_ms=NOW)
        found = json.loads(text)["held"]
        return found.get("corrections", []), found.get("acts", [])

    said, acts = held(ada)
    assert sorted((row["post"][-1], row["about"], row["said"], row["says"]) for row in said) == [
        ("1", "question", "yes", "no"), ("7", "question", "yes", "no"),
    ]  # fmt: skip
    assert [(row["act"], row["by_them"], row["is_so"]) for row in acts] == [("thanked", True, False)]
    said, acts = held(ben)
    assert [row["post"][-1] for row in said] == ["1"]
    path = exported(ada, tmp_path / "export")
    erase_run(erase_begin(actor=ada, contact=bea(), now_ms=NOW).payload)
    assert not Correction.objects.exists()
    assert not Act.objects.exists()
    brought(ada, path)
    assert not Correction.objects.exists()
    assert not Act.objects.filter(decided_by__startswith="user:").exists()
    assert not Contact.objects.filter(name="Bea Lund").exists()
