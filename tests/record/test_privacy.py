"""Cleo, who holds nothing, learns nothing of Ada's private mail, chats, people, likes and notes from any selector.

All selectors of record, people, relate and sources are found by looking and called for Cleo with Ada's own ids, as
somebody would who guessed them. A parameter that has no sample here fails the test: a new selector is never left out.
"""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db.models import Model, QuerySet

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.measure.models import FirstLook
from mutuals.measure.services.first_look import look_make
from mutuals.people.models import Aim, Contact, Encounter, Group, Note, Occasion, Promise, ShelfItem, Trip
from mutuals.people.selectors.moments import moment_get
from mutuals.people.services.aims import aim_add
from mutuals.people.services.alike import exclusion_add, likeness_refuse
from mutuals.people.services.contacts import group_add, note_add
from mutuals.people.services.deeds import help_note
from mutuals.people.services.likenesses import likenesses_refresh
from mutuals.people.services.moments import moment_add, moment_note
from mutuals.people.services.named import welcome_save
from mutuals.people.services.occasions import occasion_add
from mutuals.people.services.promises import promise_add
from mutuals.people.services.shelf import shelf_add
from mutuals.people.services.trips import trip_add
from mutuals.record.keys import key_text
from mutuals.record.kinds import ActName
from mutuals.record.models import Account, CollectionItem, Interaction, Post, TieDay
from mutuals.record.models import Actor as ActorRow
from mutuals.record.selectors.posts import posts_get, posts_search
from mutuals.record.services.accounts import account_for, account_share, own_add
from mutuals.record.services.corrections import reading_correct
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.record.thresholds import SHOWN
from mutuals.relate.learned import NOTHING
from mutuals.relate.models import Declaration, Introduction, Nudge, Plan
from mutuals.relate.reasons import Sight
from mutuals.relate.selectors.declared import (
    declarations_about,
    declarations_of,
    overruled_by,
    trust_of,
)
from mutuals.relate.selectors.give_and_take import give_and_take
from mutuals.relate.selectors.ledger import balance_of
from mutuals.relate.selectors.lists import listed_between
from mutuals.relate.selectors.meetings import Meeting
from mutuals.relate.selectors.people import Wanted
from mutuals.relate.selectors.ties import standing_of, ties_ours
from mutuals.relate.selectors.trust import strain_of
from mutuals.relate.services.declared import declaration_make
from mutuals.relate.services.introductions import introduction_ask, introduction_propose
from mutuals.relate.services.ledger import ledgers_refresh
from mutuals.relate.services.ties import ties_refresh
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportReject
from mutuals.sources.services.reminders import reminder_add
from mutuals.team.permissions import NotAllowed
from mutuals.text.readings import Span
from tests import people
from tests.record.reader import MadeUp

NOW = 1_700_000_000_000
DAY = NOW // 86_400_000
CANARIES = (
    "heronsecret",
    "Quillwyn",
    "quillwyn@marsh",
    "tallowmere",
    "+4917700012",
    "Fenwick",
    "larkspurfile",
    "larkspurkind",
    "bitternspan",
    "dunlinfavour",
    "avocetpledge",
    "dunlinhope",
    "godwitgift",
    "plovertide",
    "curlewmet",
    "curlewreason",
    "sedgenote",
    "plovershelf",
    "gannetwhisper",
    "Plovermouth",
)
ME, FRIEND = "mailto:ada@home.example", "mailto:quillwyn@marsh.example"
PUBLIC_FACE = "https://one.example/users/dora"
ROOMS = ("record", "people", "relate", "sources")
# What hands engines numbers, or words nothing by itself, takes no viewer.
FOR_ENGINES = {"mutuals.people.selectors.actors"}
SAY_NOTHING = {"import_running", "remembered"}
READS = (".objects", "cursor(", "rows_in(", "_fetch(")
REFUSALS = (
    LookupError, NotAllowed, Import.DoesNotExist, Contact.DoesNotExist, Encounter.DoesNotExist, Trip.DoesNotExist,
)  # fmt: skip
pytestmark = pytest.mark.django_db


def mail(number: int, who: str, to: str) -> Activity:
    thing = Object(
        id=f"mid:quillwyn@marsh.{number}", attributed_to=who, name="tallowmere", content="the heronsecret is out",
        to=(to,), published=Time(NOW - number * 86_400_000, "s"),
        attachment=(Link("cid:1", "Image", "tallowmere in the fog"),),
    )  # fmt: skip
    return Activity(id=f"{thing.id}#create", actor=who, object=thing)


@pytest.fixture
def secrets(ada, cleo, home):
    """A record that holds what Ada alone may know, beside what all may."""
    account = account_for(network="mail", holder=ada)
    chats = account_for(network="whatsapp", holder=ada)
    room, voice = "tag:o.invalid,2026:whatsapp/chat/tallowmere", "tag:o.invalid,2026:whatsapp/name/Fenwick"
    run = Ingest(account=account, now_ms=NOW)
    run.write([mail(n, *((ME, FRIEND) if n % 2 else (FRIEND, ME))) for n in range(12)])
    run.write([
        Actor(id=ME, name="Ada Okafor"),
        Actor(id=FRIEND, name="Quillwyn Marsh", attachment=(PropertyValue("phone", "+4917700012"),)),
        # Somebody whom all know, by what Ada alone knows of them.
        Actor(id=PUBLIC_FACE, attachment=(PropertyValue("label", "tallowmere"),), also_known_as=("tel:+4917700012",)),
        Collection(id="c", name="contacts", attributed_to=ME, items=("tel:+4917700012",)),
        Activity(id="like", type="Like", actor=ME, object="https://one.example/1", published=Time(NOW, "s")),
    ])  # fmt: skip
    own_add(account=account, uri=ME, sure=True, evidence="tallowmere")
    talk = [
        Object(
            id=f"{room}/{n}", type="ChatMessage", attributed_to=voice if n % 2 else ME, content="heronsecret again",
            context=room, audience=(room,), to=(room,), published=Time(NOW - n * 60_000, "min"),
        )
        for n in range(4)
    ]  # fmt: skip
    chat = Ingest(account=chats, now_ms=NOW)
    chat.write([
        Actor(id=voice, name="Fenwick"), Actor(id=room, type="Group", name="tallowmere"),
        *(Activity(id=f"{one.id}#create", actor=one.attributed_to, object=one) for one in talk),
        Collection(id="m", name="members", attributed_to=room, items=(voice, ME)),
    ])  # fmt: skip
    thing = Object(id="https://one.example/1", attributed_to=PUBLIC_FACE, content="an open garden", to=(PUBLIC,),
                   published=Time(NOW, "s"))  # fmt: skip
    run.write([Actor(id=PUBLIC_FACE, name="Dora"), Activity(id="o", actor=PUBLIC_FACE, object=thing)])
    ties_refresh(now_ms=NOW)
    welcome_save(actor=ada, names=["Fenwick Hale"], why="tallowmere", minutes=5, now_ms=NOW)
    dora = Contact.objects.get(name="Dora")
    friend = Contact.objects.get(name="Quillwyn Marsh")
    note_add(actor=ada, contact=dora, text="tallowmere said", shared=False, now_ms=NOW)
    note_add(actor=ada, contact=friend, text="heronsecret", shared=False, now_ms=NOW)
    promise_add(actor=ada, contact=dora, text="avocetpledge", due=DAY, now_ms=NOW)
    aim_add(actor=ada, contact=dora, text="dunlinhope of a garden", now_ms=NOW)
    shelf_add(actor=ada, kind="answer", title="godwitgift for a garden", now_ms=NOW)
    occasion_add(actor=ada, contact=dora, title="plovertide", month=11, day=15, now_ms=NOW)
    note_add(actor=ada, contact=dora, text="curlewmet", about="met", through=friend, shared=False, now_ms=NOW)
    moment_note(actor=ada, contact=dora, how="met", day=DAY, now_ms=NOW)
    help_note(
        actor=ada, contact=dora, act=ActName.HELPED, ours=False, day=DAY, text="dunlinfavour", now_ms=NOW
    )
    told = {"how": "met", "now_ms": NOW, "text": "gannetwhisper", "place": "Plovermouth"}
    moment_add(actor=ada, contacts=[dora, friend], day=DAY, **told)
    moment_add(actor=ada, contacts=[dora], day=DAY + 9, **told)
    trip_add(actor=ada, place="Plovermouth", since=DAY, until=DAY + 9, now_ms=NOW)
    reminder_add(actor=ada, format="larkspurfile", now_ms=NOW)
    group_add(actor=ada, name="Harbour", now_ms=NOW)
    _import(ada)
    _introduced(ada, dora, friend)
    # Somebody else of Ada's letters who may be the same person.
    run.write([Actor(id="mailto:qm@marsh.example", name="Quillwyn Marsh")])
    ties_refresh(now_ms=NOW)
    assert likenesses_refresh(now_ms=NOW)
    likeness_refuse(actor=ada, one=friend, other=dora, now_ms=NOW)
    exclusion_add(actor=ada, term="tallowmere", now_ms=NOW)
    look_make(ada, now_ms=NOW)
    _declared(ada, dora, friend)
    _read_and_corrected(ada)
    ledgers_refresh(now_ms=NOW)
    return account


def _introduced(ada, one, other) -> None:
    """Two of Ada's people whom she asked, with her reason and her notes; and a thing on her shelf."""
    made = introduction_propose(actor=ada, a=one, b=other, reason="tallowmere sedgenote", now_ms=NOW)
    introduction_ask(actor=ada, introduction=made, note_a="sedgenote to one", note_b="sedgenote", now_ms=NOW)
    ShelfItem.objects.create(author=ada, kind="skill", title="plovershelf heronsecret", at=NOW)


def _read_and_corrected(ada) -> None:
    """Every post is read, by a reader whose name and finds give away which words it saw; one reading is corrected."""

    class TellTale(MadeUp):
        def _one(self, text):
            secret = "heronsecret" in text
            return replace(super()._one(text), lang="canary" if secret else "en",
                           personal=(Span("larkspurkind", 0, 5),) if secret else ())  # fmt: skip

    readings_make(TellTale(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    key = key_text(Post.objects.filter(uri__startswith="mid:").first().key)
    reading_correct(actor=ada, key=key, about="personal bitternspan 1 2", says="yes", now_ms=NOW)


def _declared(ada, dora, friend) -> None:
    """What Ada says of people, with reasons, now and before; of somebody whom all know and of one she alone does."""
    for contact in (dora, friend):
        for says in ("guarded", "confided"):
            declaration_make(
                actor=ada, contact=contact, about="trust", says=says, instead="known", reason=f"curlewreason {says}",
                now_ms=NOW,
            )  # fmt: skip
        declaration_make(
            actor=ada,
            contact=contact,
            about="circle",
            says="inner",
            instead="new",
            reason="curlewreason",
            now_ms=NOW,
        )


def _import(ada) -> Import:
    run = Import.objects.create(
        user=ada, title="larkspurfile", path="/x/larkspurfile", created_at=NOW, state="reading"
    )
    ImportFile.objects.create(run=run, name="larkspurfile", format="mail", status="understood")
    ImportReject.objects.create(run=run, file="larkspurfile", line=3, reason="r", excerpt="heronsecret")
    ImportQuestion.objects.create(
        run=run, kind="me", about="larkspurfile", choices=[[FRIEND, "Quillwyn Marsh"]]
    )
    return run


def selectors() -> Iterator[tuple[str, object]]:
    """Every public function of the rooms' selectors."""
    for room in ROOMS:
        package = importlib.import_module(f"mutuals.{room}.selectors")
        for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            module = importlib.import_module(found.name)
            for name, thing in inspect.getmembers(module, inspect.isfunction):
                if thing.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{module.__name__}.{name}", thing


def samples() -> dict[str, list[object]]:
    """For each parameter the values that Cleo tries: Ada's own."""
    contacts, runs = list(Contact.objects.all()), list(Import.objects.all())
    posts = list(Post.objects.all())
    return {
        "contact": contacts,
        "contacts": [[one.pk for one in contacts]],
        "ids": [[one.pk for one in posts]],
        "keys": [[one.key for one in posts]],
        "words": ["heronsecret", "tallowmere", "quillwyn", ""],
        "text": ["heronsecret", "Quillwyn", "quillwyn@marsh.example", "+4917700012", "Fenwick", "Ada Okafor"],
        "public_id": [
            *(str(one.public_id) for one in (*contacts, *runs, *Introduction.objects.all())),
            *(
                str(one.public_id)
                for one in (*ShelfItem.objects.all(), *Encounter.objects.all(), *Trip.objects.all())
            ),
        ],
        "public_ids": [[str(one.public_id) for one in contacts]],
        "key": [
            *(str(one.public_id) for one in Encounter.objects.all()),
            *(key_text(one.key) for one in posts),
        ],
        "since": [DAY - 900],
        "until": [DAY + 900],
        "trip": list(Trip.objects.all()),
        "meeting": [_meeting()],
        "meetings": [[_meeting()]],
        "run": runs,
        "formats": [["mail", "whatsapp"]],
        "at_day": [DAY],
        "today": [DAY],
        "now_ms": [NOW],
        "learned": [NOTHING],
        "wanted": [Wanted(), Wanted(words="quillwyn"), Wanted(unnamed=True)],
        "rows": [[]],
        "introductions": [list(Introduction.objects.all())],
        "post": [key_text(one.key) for one in posts],
        "group": [*(str(one.public_id) for one in Group.objects.all()), ""],
        "limit": [50],
        "theirs": [[one.pk for one in ActorRow.objects.all()]],
        "mine": [[one.pk for one in ActorRow.objects.all()]],
        "since_ms": [0],
        "until_ms": [2 * NOW],
        "kept": list(FirstLook.objects.all()),
        "a": [[one.pk for one in ActorRow.objects.all()]],
        "b": [[one.pk for one in ActorRow.objects.all()]],
        # What a page has found for its viewer: for Cleo nothing of Ada's, for Ada what is hers.
        "spoken": [[]],
        "shown": [dict(SHOWN)],
        "texts": [["a garden"]],
        "aims": [list(Aim.objects.all())],
        "days": [366],
        "actors": [[one.pk for one in ActorRow.objects.all()]],
        "everything": [False, True],
        "account": [0, *Account.objects.values_list("pk", flat=True)],
        "whose": list(Account.objects.all()),
        "known": [{one.pk: str(one.public_id) for one in contacts}],
        "people": [contacts],
        "model": [
            Note,
            Promise,
            Aim,
            ShelfItem,
            Occasion,
            Encounter,
            Trip,
            Declaration,
            Introduction,
            Nudge,
            Plan,
        ],
        "found": [{one.pk: Sight(one.pk, str(one.public_id)) for one in contacts}],
        "families": [{one.pk: one.pk for one in contacts}],
        "viewer": [],
    }


def _meeting() -> Meeting:
    """Ada's meeting as somebody would hand it on who had made it up: with everybody in it."""
    ada = people.ada()
    moment = moment_get(ada, str(Encounter.objects.filter(day=DAY).exclude(text="").get().public_id))
    return Meeting(
        moment.id, "", NOW, 0, "", tuple(Contact.objects.filter(ours=False)), replace(moment, text="")
    )


def tries(function, viewer) -> Iterator[dict[str, object]]:
    """The calls that Cleo makes of one selector: one for each sample of each parameter without a default."""
    values, parameters = samples(), inspect.signature(function).parameters
    needed = [
        name
        for name, one in parameters.items()
        if one.default is inspect.Parameter.empty and name not in ("viewer", "standing")
    ]
    offered = [
        name
        for name in parameters
        if name in ("at_day", "words", "limit", "group", "wanted", "text", "post") and name not in needed
    ]
    unknown = [name for name in needed if name not in values]
    assert not unknown, f"{function.__module__}.{function.__name__}: no sample for {unknown}; add one above"
    base = {name: values[name][0] for name in needed}
    if "viewer" in parameters:
        base["viewer"] = viewer
    else:  # what was found of the viewer before stands for them
        base["standing"] = standing_of(viewer)
    yield base
    for name in (*needed, *offered):
        for value in values[name]:
            yield {**base, name: value}


def told(value: object, seen: set[int]) -> Iterator[str]:
    """All words in a value, however deep: fields of rows and dataclasses, items of lists and queries."""
    if isinstance(value, str):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        for one in parts(value):
            yield from told(one, seen)


def parts(value: object) -> list[object]:
    """What a value is made of."""
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset | QuerySet | Iterator):
        return list(value)
    if isinstance(value, Model):
        return [one for name, one in vars(value).items() if not name.startswith("_")]
    return (
        [getattr(value, one.name) for one in dataclasses.fields(value)]
        if dataclasses.is_dataclass(value)
        else []
    )


def leaks(viewer) -> list[str]:
    """Every canary that any selector gives a viewer."""
    found = []
    for name, function in selectors():
        module, _, last = name.rpartition(".")
        if module in FOR_ENGINES or last in SAY_NOTHING:
            continue
        if not {"viewer", "standing"} & inspect.signature(function).parameters.keys():
            reads = [one for one in READS if one in inspect.getsource(function)]
            assert not reads, f"{name} reads and takes no viewer"
            continue
        for arguments in tries(function, viewer):
            try:
                words = [one.casefold() for one in told(function(**arguments), set())]
            except REFUSALS:
                continue
            # Whoever holds a contact has its name already; `contact_get` and `contact_find` keep it from Cleo.
            held = [arguments.get("contact"), *arguments.get("people", ())]
            given = " ".join(getattr(one, "name", "") for one in held)
            hits = {one for one in CANARIES for word in words if one.casefold() in word and one not in given}
            found += [f"{name} tells {one} ({given})" for one in sorted(hits)]
    return sorted(set(found))


def test_no_selector_tells_cleo_anything_of_adas(secrets, cleo):
    assert leaks(cleo) == []


def test_the_same_selectors_tell_ada_what_is_hers(secrets, ada):
    """The walk would see a leak: for Ada nearly every canary comes out."""
    told_ada = " ".join(leaks(ada))
    assert [one for one in CANARIES if one not in told_ada] == []


def test_what_ada_says_of_dora_is_no_bens_or_cleos_business(secrets, ada, ben, cleo):
    dora = Contact.objects.get(name="Dora")
    assert {one.about for one in declarations_of(ada, dora).values()} == {"trust", "circle"}
    for other in (ben, cleo):
        assert declarations_of(other, dora) == trust_of(other, [dora.pk]) == {}
        assert declarations_about(other, dora).others == declarations_about(other, dora).past == ()
        assert overruled_by(other).circles == {}
        assert not strain_of(other, dora, now_ms=NOW).declared


def test_ties_made_of_private_acts_are_invisible(secrets, cleo, ada):
    assert {row.name for row in ties_ours(ada)} >= {"Quillwyn Marsh"}
    assert ties_ours(cleo) == []
    assert set(TieDay.objects.values_list("scope", flat=True)) <= set(
        Account.objects.values_list("pk", flat=True)
    )
    assert not Interaction.objects.filter(scope=0).exists()


def test_who_is_in_adas_address_book_is_hers_alone(secrets, ada, ben, cleo):
    dora = Contact.objects.get(name="Dora")
    assert [(one.name, one.network) for one in listed_between(ada, dora)] == [("contacts", "mail")]
    assert listed_between(ben, dora) == listed_between(cleo, dora) == []
    assert set(CollectionItem.objects.values_list("scope", flat=True)) == {secrets.pk}


def test_what_is_public_is_seen_by_all(secrets, cleo):
    assert [one.content for one in posts_search(cleo, "garden")] == ["an open garden"]


def test_a_shared_account_is_seen_by_the_team(secrets, cleo, ada):
    account_share(actor=ada, account=secrets, shared=True)
    ties_refresh(now_ms=NOW + 1)
    assert len(posts_search(cleo, "heronsecret")) == 12
    everything = posts_get(cleo, list(Post.objects.values_list("pk", flat=True)))
    assert not any("again" in one.content for one in everything.values()), "the chats were not shared"
    assert "people" in " ".join(leaks(cleo))
    account_share(actor=ada, account=secrets, shared=False)
    assert posts_search(cleo, "heronsecret") == []


def test_ben_who_has_the_same_mail_reads_it_and_no_more(secrets, ben):
    his = account_for(network="mail", holder=ben)
    Ingest(account=his, now_ms=NOW).write([mail(3, ME, FRIEND)])
    assert [one.uri for one in posts_search(ben, "heronsecret")] == ["mid:quillwyn@marsh.3"]
    assert Interaction.objects.filter(scope=his.pk).count() == 1


def test_what_was_given_in_private_is_in_nobody_elses_sums(secrets, ada, ben, cleo):
    everybody = list(Contact.objects.filter(ours=False).values_list("pk", flat=True))
    assert any(one.counts for one in balance_of(ada, everybody).values())
    for viewer in (ben, cleo):
        assert balance_of(viewer, everybody) == {}
        found = give_and_take(viewer)
        assert found is None or not (found.quarters or found.gave_more or found.took_more or found.circles)
