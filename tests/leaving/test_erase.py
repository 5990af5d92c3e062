"""Erasing somebody leaves no trace of them in any table and any file, does not forget anybody else, and keeps them
out."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection, models

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.leaving.services.erase import erase_begin, erase_counts, erase_run
from mutuals.leaving.services.export import export_make
from mutuals.measure.services.first_look import look_make
from mutuals.people.models import Contact, Note
from mutuals.people.services.contacts import group_add, group_put, note_add
from mutuals.people.services.joins import contacts_join_by
from mutuals.people.services.moments import moment_note
from mutuals.record.models import Erased, Interaction, Post, PostText, TieDay
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.services.ties import ties_refresh
from mutuals.sources.models import Import, ImportFile, ImportReject
from mutuals.team.models import Job
from mutuals.team.permissions import NotAllowed
from mutuals.team.selectors import log_verify
from mutuals.team.services.common import Refused
from mutuals.text.tokens import index_terms
from tests.leaving.planting import NOW, plant
from tests.record.reader import MadeUp

ME, THEIRS, FACE = (
    "mailto:ada@home.example",
    "mailto:quillwyn@marsh.example",
    "https://one.example/users/quillwyn",
)
OTHER = "https://one.example/users/dora"
TALK, VOICE = "tag:o.invalid,2026:whatsapp/chat/Quillwyn", "tag:o.invalid,2026:whatsapp/name/Quillwyn"
ROOM = "tag:o.invalid,2026:whatsapp/chat/book-club"
# What must be gone: their words, what was written about them, every identifier.
WORDS = (
    "heronsecret", "tallowmere", "larkspurnote", "quillwyn@marsh", "users/quillwyn", "Quillwyn Marsh", "+4917700012",
    "@quillwyn", "bitternfact",
)  # fmt: skip
pytestmark = pytest.mark.django_db(transaction=True)


def create(thing):
    return Activity(
        id=f"{thing.id}#create", actor=thing.attributed_to, object=thing, published=thing.published
    )


def at(number):
    return Time(NOW - number * 3_600_000, "s")


def mails():
    """Letters to and from them, and one to two people that speaks of them."""
    for n in range(6):
        who, to = ((ME, THEIRS), (THEIRS, ME))[n % 2]
        yield create(Object(id=f"mid:letter.{n}@home.example", attributed_to=who, to=(to,), name="tallowmere",
                            content="the heronsecret is out", published=at(n)))  # fmt: skip
    yield create(Object(id="mid:both@home.example", attributed_to=ME, to=(THEIRS, "mailto:eve@two.example"),
                        name="Dinner", content="Eve, write to quillwyn@marsh.example about the lanternfish",
                        published=at(9)))  # fmt: skip


def public():
    """Their post, an answer by somebody else that names them, a like of it, and what was shared."""
    post = Object(
        id=f"{FACE}/1", attributed_to=FACE, content="an open tallowmere", to=(PUBLIC,), published=at(1)
    )
    answer = Object(
        id=f"{OTHER}/2",
        attributed_to=OTHER,
        content="Yes @quillwyn, the lanternfish and tell @quillwyn so",
        to=(PUBLIC, FACE),
        in_reply_to=post.id,
        published=at(0),
        tag=(Link(FACE, "Mention", "@quillwyn"), Link("", "Hashtag", "#tea")),
    )
    return [
        Actor(id=FACE, name="Quillwyn Marsh", preferred_username="quillwyn@one.example", also_known_as=(THEIRS,),
              summary="tallowmere", icon="https://one.example/quillwyn.png"),
        Actor(id=OTHER, name="Dora"), create(post), create(answer),
        Activity(id=f"{OTHER}#like", type="Like", actor=OTHER, object=post.id, published=at(0)),
        Activity(id=f"{OTHER}#share", type="Announce", actor=OTHER, object=f"{FACE}/unknown", published=at(0)),
        Collection(id="https://one.example/l", name="followers", attributed_to=OTHER, items=(FACE, ME)),
    ]  # fmt: skip


def chats():
    """A talk of two, and a room of three in which somebody else speaks to them."""
    rows = [
        (TALK, VOICE, "heronsecret again"),
        (TALK, ME, "heronsecret indeed"),
        (ROOM, VOICE, "heronsecret here"),
        (ROOM, ME, "who has read it?"),
        (ROOM, "tag:o.invalid,2026:whatsapp/name/Eve", "I have, lanternfish"),
    ]
    yield from (Actor(id=VOICE, name="Quillwyn Marsh"), Actor(id=TALK, type="Group", name="Quillwyn Marsh"))
    yield from (
        Actor(id=ROOM, type="Group", name="Book club"),
        Actor(id="tag:o.invalid,2026:whatsapp/name/Eve", name="Eve"),
    )
    for n, (room, who, words) in enumerate(rows):
        yield create(Object(id=f"{room}/{n}", type="ChatMessage", attributed_to=who, content=words, context=room,
                            audience=(room,), to=(room,), published=Time(NOW - n * 60_000, "min")))  # fmt: skip


def bring(user):
    for network, items in (("mail", mails()), ("mastodon", public()), ("whatsapp", chats())):
        account = account_for(network=network, holder=user)
        Ingest(account=account, now_ms=NOW).write(list(items))
        own_add(account=account, uri=ME, sure=True, evidence="")
    note = PropertyValue("note", "bitternfact")
    mine = account_for(network="mail", holder=user)
    Ingest(account=mine, now_ms=NOW).write(
        [Actor(id=THEIRS, also_known_as=("tel:+4917700012",), attachment=(note,))]
    )


@pytest.fixture
def planted(ada, ben, home):
    """A home with them in every table; gives their contact and that of somebody else."""
    with connection.cursor() as cursor:
        # No model has this table, so that nobody emptied it after the test before.
        lite = connection.vendor == "sqlite"
        cursor.execute(
            "INSERT INTO record_search (record_search) VALUES ('delete-all')"
            if lite
            else "DELETE FROM record_search"
        )
    bring(ada)
    ties_refresh(now_ms=NOW)
    them = Contact.objects.filter(name="Quillwyn Marsh", merged_into=None).order_by("pk")
    kept, gone = them[0], them[1]
    contacts_join_by(actor=ada, kept=kept, gone=gone, why="larkspurnote", now_ms=NOW)
    kept.refresh_from_db()
    kept, dora = (kept.merged_into or kept), Contact.objects.get(name="Dora")
    actors = [Interaction.objects.filter(kind=9).first().a, Interaction.objects.filter(kind=9).first().b]
    plant(ada, kept, dora, "larkspurnote", actors)
    note_add(actor=ben, contact=kept, text="larkspurnote by Ben", shared=True, now_ms=NOW)
    note_add(actor=ada, contact=dora, text="Dora knows quillwyn@marsh.example", shared=False, now_ms=NOW)
    moment_note(actor=ada, contact=kept, how="met", day=NOW // 86_400_000, now_ms=NOW)
    group_put(actor=ada, group=group_add(actor=ada, name="Readers", now_ms=NOW), contacts=[kept])
    run = Import.objects.filter(user=ada).first()
    Import.objects.filter(pk=run.pk).update(
        title="WhatsApp Chat with Quillwyn Marsh.txt", path="/x/Quillwyn Marsh.txt"
    )
    ImportFile.objects.create(run=run, name="Quillwyn Marsh.vcf", status="understood")
    ImportReject.objects.create(run=run, file="x", reason="r", excerpt="EMAIL:quillwyn@marsh.example")
    readings_make(MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    ties_refresh(now_ms=NOW)
    look_make(ada, now_ms=NOW)
    (home / "exports" / "x").mkdir(parents=True)
    export_make(actor=ada, path=home / "exports" / "x" / "export", now_ms=NOW)
    return kept, dora


def traces(words=WORDS):
    """Where these words stand: in any column of any table of the database, by the table's name."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("django_migrations", "record_search", "sqlite_")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        bytes(value).decode("utf-8", "replace")
                        if isinstance(value, bytes | memoryview)
                        else str(value)
                    )
                    found += [
                        f"{table}.{name}: {word}" for word in words if word.casefold() in text.casefold()
                    ]
    return sorted(set(found))


def terms():
    """All terms of the search index."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT terms::text FROM record_search")
            return " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, record_search, row)")
        try:
            cursor.execute("SELECT term FROM temp.vocabulary")
            return " ".join(row[0] for row in cursor.fetchall())
        finally:
            cursor.execute("DROP TABLE temp.vocabulary")


def coded(word):
    return index_terms(word).split()[0]


def erase(actor, contact):
    job = erase_begin(actor=actor, contact=contact, now_ms=NOW)
    erase_run(job.payload)


def test_the_walk_finds_what_was_planted(planted):
    everywhere = " ".join(traces())
    assert [word for word in WORDS if word not in everywhere] == []
    for table in (
        "people_note",
        "people_promise",
        "people_aim",
        "people_encounter",
        "relate_declaration",
        "relate_nudge",
        "relate_introduction",
        "relate_outcome",
        "record_deed",
        "record_posttext",
        "record_actor",
        "record_identifier",
        "record_fact",
        "sources_import",
        "sources_importreject",
    ):
        assert f"{table}." in everywhere, table
    assert coded("heronsecret") in terms()


def test_nothing_of_them_is_left_in_any_table_or_file(ada, planted, home):
    erase(ada, planted[0])
    # What people wrote by hand about themselves, planted in rows that name nobody, is not about this person.
    own = (
        "people_shelfitem",
        "people_trip",
        "people_group",
        "relate_plan",
        "relate_weights",
        "sources_",
        "people_encounter",
    )
    left = [one for one in traces() if not (one.startswith(own) and "larkspurnote" in one)]
    assert left == []
    assert coded("heronsecret") not in terms()
    assert not (home / "exports").exists()
    for path in home.rglob("*"):
        if path.is_file():
            assert not [one for one in WORDS if one.encode() in path.read_bytes()], path
    assert not Job.objects.filter(name="leaving.erase").exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_nothing_of_them_is_left_in_the_bytes_of_the_database(ada, planted):
    erase(ada, planted[0])
    name = str(connection.settings_dict["NAME"])
    connection.close()
    for path in (name, f"{name}-wal"):
        try:
            with open(path, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            continue
        found = [one for one in WORDS if one != "larkspurnote" and one.encode() in data]
        assert found == [], path
        assert coded("heronsecret")[3:].encode() not in data


def test_others_keep_what_is_theirs(ada, planted):
    erase(ada, planted[0])
    words = list(PostText.objects.values_list("content", flat=True))
    assert "who has read it?" in words
    assert "I have, lanternfish" in words
    assert any("lanternfish" in one and "[erased]" in one and "tell [erased] so" in one for one in words)
    assert any("Eve, write to [erased] about" in one for one in words)
    assert Contact.objects.filter(name="Dora", deleted_at=None).exists()
    assert Note.objects.get(text__startswith="Dora knows").text == "Dora knows [erased]"
    left = set(TieDay.objects.values_list("a", "b"))
    assert left
    assert left == set(Interaction.objects.exclude(day=None).values_list("a", "b"))


def test_the_log_stays_whole(ada, planted):
    erase(ada, planted[0])
    report = log_verify(viewer=None)
    assert report.whole
    assert report.erased > 0


def test_bringing_the_same_files_again_brings_nobody_back(ada, planted):
    erase(ada, planted[0])
    kept = sorted(Post.objects.values_list("uri", flat=True))
    bring(ada)
    ties_refresh(now_ms=NOW + 1)
    wanted = [one for one in WORDS if one != "larkspurnote"]
    assert traces(wanted) == []
    assert sorted(Post.objects.values_list("uri", flat=True)) == kept
    assert coded("heronsecret") not in terms()


def test_a_new_address_of_somebody_erased_is_kept_out_too(ada, planted):
    erase(ada, planted[0])
    count = Erased.objects.count()
    run = Ingest(account=account_for(network="vcard", holder=ada), now_ms=NOW)
    run.write([Actor(id="tel:+4917700099", name="Q. Marsh", also_known_as=(THEIRS,))])
    run.write(
        [create(Object(id="mid:new@two.example", attributed_to="tel:+4917700099", to=(ME,), content="hello"))]
    )
    assert Erased.objects.count() == count + 1
    assert not Post.objects.filter(uri="mid:new@two.example").exists()


def test_an_import_that_runs_meanwhile_writes_nothing_about_them(ada, planted):
    run = Ingest(account=account_for(network="mail", holder=ada), now_ms=NOW)
    run.write(list(mails()))
    erase(ada, planted[0])
    run.write(list(mails()))
    run.write(
        [create(Object(id="mid:late@home.example", attributed_to=THEIRS, to=(ME,), content="heronsecret"))]
    )
    assert traces(("heronsecret", "quillwyn@marsh")) == []


def test_only_whoever_has_the_right_erases_and_never_one_of_us(ada, ben, cleo, planted):
    for user in (ben, cleo):
        with pytest.raises(NotAllowed):
            erase_begin(actor=user, contact=planted[0], now_ms=NOW)
    with pytest.raises(Refused):
        erase_begin(actor=ada, contact=Contact.objects.get(ours=True, holder=ada), now_ms=NOW)
    assert traces(("heronsecret",))


def test_from_the_first_moment_nobody_sees_them(ada, ben, planted):
    from mutuals.people.selectors.contacts import contacts_visible

    erase_begin(actor=ada, contact=planted[0], now_ms=NOW)
    for user in (ada, ben):
        assert not contacts_visible(user).filter(name="Quillwyn Marsh").exists()


def test_the_counts_are_what_goes_and_a_quick_count_never_says_more(ada, planted):
    exact = erase_counts(actor=ada, contact=planted[0])
    quick = erase_counts(actor=ada, contact=planted[0], quick=True)
    assert [name for name, count in quick.items() if count > exact[name]] == []
    assert quick["posts"] > 0
    before = (Interaction.objects.count(), Post.objects.count(), TieDay.objects.count())
    erase(ada, planted[0])
    after = (Interaction.objects.count(), Post.objects.count(), TieDay.objects.count())
    gone = [one - other for one, other in zip(before, after, strict=True)]
    assert gone == [exact["interactions"], exact["posts"] + exact["letters"], exact["tie_days"]]


class Stopped(BaseException):
    """Stands for a kill."""


def test_stopped_at_any_write_it_goes_on_to_the_end(ada, planted, monkeypatch):
    """Every transaction in turn is the last one before a kill; done again, nothing is left."""
    job, stops = erase_begin(actor=ada, contact=planted[0], now_ms=NOW), 0
    real = Turns.take

    for number in range(1, 200):
        left = [number]

        def take(self, left=left):
            left[0] -= 1
            if left[0] < 0:
                raise Stopped
            real(self)

        monkeypatch.setattr(Turns, "take", take)
        try:
            erase_run(job.payload)
            break
        except Stopped:
            stops += 1
            ties_refresh(now_ms=NOW + number)
    monkeypatch.setattr(Turns, "take", real)
    assert stops >= 3
    assert traces([one for one in WORDS if one != "larkspurnote"]) == []


CHILD = """
import os, signal, sys
from mutuals.team.home import prepare
prepare()
from mutuals.leaving.services.erase import ERASE, erase_begin, erase_run
from mutuals.people.models import Contact
from mutuals.record.services.turns import Turns
from mutuals.team.models import Job
from mutuals.team.services import now_ms, owner_ensure
real, left = Turns.take, [int(sys.argv[1])]
def take(self):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    real(self)
Turns.take = take
found = Contact.objects.filter(name="Quillwyn Marsh", deleted_at=None).first()
if found:
    erase_begin(actor=owner_ensure(), contact=found, now_ms=now_ms())
for job in Job.objects.filter(name=ERASE):
    erase_run(job.payload)
"""


@pytest.mark.slow
def test_killed_and_started_again_nothing_is_left_in_the_home(tmp_path):
    """A process that is killed at one write, then at a later one, then left alone."""
    home, card = tmp_path / "home", tmp_path / "people.vcf"
    card.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Quillwyn Marsh\r\nEMAIL:quillwyn@marsh.example\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ona Petit\r\nEMAIL:ona@one.example\r\nEND:VCARD\r\n"
    )
    mail = tmp_path / "letters.mbox"
    mail.write_text(
        "".join(
            f"From x Tue Nov 14 10:0{n}:00 2023\nFrom: quillwyn@marsh.example\nTo: ada@home.example\n"
            f"Message-ID: <{n}@marsh.example>\nDate: Tue, 14 Nov 2023 10:0{n}:00 +0000\nSubject: tallowmere\n\n"
            f"the heronsecret\n\n"
            for n in range(5)
        )
    )
    unset = ("DJANGO_SETTINGS_MODULE", "MUTUALS_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}

    def run(*words, code=0):
        done = subprocess.run(
            [sys.executable, *map(str, words)], env={**environment, "MUTUALS_HOME": str(home)}, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout

    for path in (card, mail):
        run("-m", "mutuals", "import", path, "--me", "ada@home.example")
    run("-m", "mutuals", "people", "--json")
    for stop in (1, 2):
        run("-c", CHILD, stop, code=-9)
        assert "Quillwyn" not in run("-m", "mutuals", "people", "--json")
    run("-c", CHILD, 0)
    data = b"".join(one.read_bytes() for one in home.iterdir() if one.name.startswith("mutuals.db"))
    assert b"Ona Petit" in data
    words = (b"heronsecret", b"tallowmere", b"quillwyn@marsh", b"Quillwyn", coded("heronsecret")[3:].encode())
    assert [one for one in words if one in data] == []
    assert "whole" in run("-m", "mutuals", "log", "verify")
    for path in (card, mail):
        run("-m", "mutuals", "import", path, "--me", "ada@home.example")
    assert "Quillwyn" not in run("-m", "mutuals", "people", "--json")


def test_every_table_with_words_is_looked_through():
    """A later model is found by itself; one that is left out on purpose still exists."""
    from mutuals.leaving.services.sweep import NOT_HERE, columns_swept, models_swept

    labels = {one._meta.label for one in apps.get_models()}
    assert labels >= NOT_HERE
    for model in models_swept():
        texts = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, models.TextField) and one.name == "text"
        ]
        assert set(texts) <= set(columns_swept(model)), model
