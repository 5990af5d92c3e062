"""A sentence that Ada keeps to herself is nowhere for Ben and Cleo: in no page, export, log, command, suggestion or
number.

Everything is found by walking: the models that words are planted in, the addresses, the commands, the exports. What
is not known how to try (a parameter of an address, an argument of a command, a kind of column) fails, so that a later
part is tried as well.
"""

import io
import json
import logging
import re
import shutil
from itertools import product

import pytest
import typer
from django.apps import apps
from django.conf import settings as house
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Object, PropertyValue, Time
from mutuals.leaving.services.about import HTML, JSON, about_text
from mutuals.leaving.services.export import export_make
from mutuals.measure.services.first_look import look_make
from mutuals.people.models import Contact
from mutuals.people.services.contacts import note_add
from mutuals.people.services.joins import contact_kept
from mutuals.people.services.moments import moment_note
from mutuals.people.services.named import welcome_save
from mutuals.record.keys import key_text
from mutuals.record.models import Actor as ActorRow
from mutuals.record.models import Post
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.corrections import reading_correct
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.models import LogDetail, LogEntry
from mutuals.team.permissions import NotAllowed
from mutuals.team.selectors.log import log_entries
from tests.leaving.planting import NOW, plant
from tests.people import PASSWORD
from tests.record.reader import MadeUp

# One sentence, in the words of every kind of private thing; each begins with the same made-up word.
CANARY = "quarrelsomeplover"
SENTENCE = f"{CANARY} keeps the ledger under the stairs"
ME, FRIEND, FACE = (
    "mailto:ada@home.example",
    "mailto:secretfriend@marsh.example",
    "https://one.example/users/dora",
)
ROOM = "tag:o.invalid,2026:whatsapp/chat/plover"
DAY = NOW // 86_400_000
pytestmark = pytest.mark.django_db


def create(thing):
    return Activity(
        id=f"{thing.id}#create", actor=thing.attributed_to, object=thing, published=thing.published
    )


@pytest.fixture
def planted(ada, ben, cleo, home):
    """Ada keeps the sentence in everything that she can keep anything in; Ben and Cleo have something of their own."""
    _record(ada, ben)
    ties_refresh(now_ms=NOW)
    dora = Contact.objects.get(name="Dora")
    friend = Contact.objects.get(name="Quill Marsh")
    uris = dict(ActorRow.objects.values_list("uri", "pk"))
    plant(ada, dora, friend, SENTENCE, (uris[ME], uris[FACE]))
    note_add(actor=ada, contact=dora, text=SENTENCE, shared=False, now_ms=NOW)
    moment_note(actor=ada, contact=dora, how="met", day=DAY, now_ms=NOW)
    welcome_save(actor=ada, names=["Dora"], why=SENTENCE, minutes=20, now_ms=NOW)
    for user in (ben, cleo):
        note_add(actor=user, contact=dora, text="a note of my own", shared=False, now_ms=NOW)
    readings_make(MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    key = key_text(Post.objects.filter(uri__startswith="mid:").first().key)
    reading_correct(actor=ada, key=key, about="question", says="yes", now_ms=NOW)
    ties_refresh(now_ms=NOW)
    for user in (ada, ben, cleo):
        look_make(user, now_ms=NOW)
    return contact_kept(dora.pk)


def _record(ada, ben):
    """Mail, a chat, a post to followers, a fact, a list, for Ada; the same public post for all."""
    mail, chats, notes = (account_for(network=one, holder=ada) for one in ("mail", "whatsapp", "mastodon"))
    run = Ingest(account=mail, now_ms=NOW)
    run.write(
        [
            Actor(id=ME, name="Ada Okafor"),
            Actor(
                id=FRIEND, name="Quill Marsh", summary=SENTENCE, attachment=(PropertyValue("note", SENTENCE),)
            ),
            Actor(id=FACE, attachment=(PropertyValue("label", SENTENCE),)),
            *(
                create(
                    Object(
                        id=f"mid:{n}@home.example",
                        attributed_to=(ME, FRIEND)[n % 2],
                        to=((FRIEND, ME)[n % 2],),
                        name=SENTENCE,
                        content=SENTENCE,
                        published=Time(NOW - n * 86_400_000, "s"),
                    )
                )
                for n in range(8)
            ),
            create(
                Object(
                    id="mid:dora@home.example",
                    attributed_to=ME,
                    to=(FACE,),
                    content=SENTENCE,
                    published=Time(NOW, "s"),
                )
            ),
            Collection(
                id="https://home.example/contacts", name="contacts", attributed_to=ME, items=(FRIEND, FACE)
            ),
        ]
    )
    own_add(account=mail, uri=ME, sure=True, evidence=SENTENCE)
    voice = "tag:o.invalid,2026:whatsapp/name/Plover"
    Ingest(account=chats, now_ms=NOW).write(
        [
            Actor(id=voice, name="Plover"),
            Actor(id=ROOM, type="Group", name=SENTENCE),
            *(
                create(
                    Object(
                        id=f"{ROOM}/{n}",
                        type="ChatMessage",
                        attributed_to=(ME, voice)[n % 2],
                        content=SENTENCE,
                        context=ROOM,
                        audience=(ROOM,),
                        to=(ROOM,),
                        published=Time(NOW - n * 60_000, "min"),
                    )
                )
                for n in range(4)
            ),
        ]
    )
    Ingest(account=notes, now_ms=NOW).write(
        [
            Actor(id=FACE, name="Dora"),
            create(
                Object(
                    id=f"{FACE}/1",
                    attributed_to=FACE,
                    content="an open garden",
                    to=(PUBLIC,),
                    published=Time(NOW, "s"),
                )
            ),
            create(
                Object(
                    id=f"{FACE}/2",
                    attributed_to=FACE,
                    content=SENTENCE,
                    to=(f"{FACE}/followers",),
                    published=Time(NOW, "s"),
                )
            ),
            Activity(id=f"{ME}#like", type="Like", actor=ME, object=f"{FACE}/1", published=Time(NOW, "s")),
        ]
    )
    theirs = account_for(network="mastodon", holder=ben)
    Ingest(account=theirs, now_ms=NOW).write(
        [
            Actor(id="https://one.example/users/ben", name="Ben"),
            create(
                Object(
                    id="https://one.example/users/ben/1",
                    attributed_to="https://one.example/users/ben",
                    content="hello Dora",
                    to=(PUBLIC, FACE),
                    in_reply_to=f"{FACE}/1",
                    published=Time(NOW, "s"),
                )
            ),
        ]
    )
    own_add(account=theirs, uri="https://one.example/users/ben", sure=True, evidence="his")


def told(text):
    """Whether a text tells the sentence, however it is written."""
    return (
        CANARY in re.sub(r"[\s_\-]", "", str(text)).casefold() or "under the stairs" in str(text).casefold()
    )


# Pages


def addresses():
    """Every address of the house with the names and kinds of what stands in it."""

    def walk(patterns, before=""):
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            elif isinstance(one, URLPattern):
                yield route, re.findall(r"<(?:(\w+):)?(\w+)>", route)

    return sorted((route, tuple(parts)) for route, parts in dict(walk(get_resolver().url_patterns)).items())


def fitting(kind, name):
    """What may stand in an address: every public id that there is, and what other parameters mean."""
    if kind == "uuid":
        rows = []
        for model in apps.get_models():
            if model._meta.app_label in house.ROOMS and any(
                one.name == "public_id" for one in model._meta.fields
            ):
                if name == "contact" and model is not Contact:
                    continue
                rows += [str(one) for one in model.objects.values_list("public_id", flat=True)[:9]]
        return rows
    known = {
        "day": ["2023-11-14"],
        "token": ["x"],
        "format": ["mail"],
        "key": [key_text(one) for one in Post.objects.values_list("key", flat=True)],
        "slug": ["x"],
        "rung": ["private", "met"],
        "move": ["keep", "true"],
        "at": ["2023-11-14"],
        "kind": ["thank", "met"],
        "feed": ["calendar"],
        "name": ["mail"],
        "pk": ["1", "2"],
    }
    assert name in known, f"nothing fits <{kind}:{name}>; say in tests/leaving/test_canary.py what does"
    return known[name]


QUERIES = ("", "?q=quarrel", "?words=quarrel", "?at=2023-11-15", "?all")


def pages(user):
    """Every page of a user, with what it answered."""
    client = Client()
    assert client.login(username=user.username, password=PASSWORD)
    for route, parts in addresses():
        if route.startswith(("sign-", "keys/", "password", "welcome/", "invitation/", "healthz")):
            continue
        for values in product(*(fitting(kind or "str", name) for kind, name in parts)):
            address = "/" + route
            for (kind, name), value in zip(parts, values, strict=True):
                address = address.replace(f"<{kind}:{name}>" if kind else f"<{name}>", value)
            for query in QUERIES if not parts else ("",):
                answer = client.get(address + query)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                yield address + query, answer, body.decode("utf-8", "replace")


def test_no_page_of_another_user_tells_it(planted, ben, cleo):
    found, count, opened = [], 0, 0
    for user in (ben, cleo):
        for address, answer, body in pages(user):
            count += 1
            opened += answer.status_code == 200
            assert answer.status_code < 500, address
            if told(body) or told(answer.headers):
                found.append((user.username, address))
    assert found == []
    assert count > 150
    assert opened > 60


def test_the_walk_would_see_it(planted, ada):
    seen = {address for address, _, body in pages(ada) if told(body)}
    assert f"/people/{planted.public_id}" in seen
    assert f"/people/{planted.public_id}/held" in seen


# Exports


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_no_export_of_another_user_holds_it(planted, who, request, tmp_path):
    user = request.getfixturevalue(who)
    export_make(actor=user, path=tmp_path / "export", now_ms=NOW)
    files = [path for path in (tmp_path / "export").rglob("*") if path.is_file()]
    assert len(files) > 8
    assert [path.name for path in files if told(path.read_text())] == []
    assert "a note of my own" in " ".join(path.read_text() for path in files)
    for contact in Contact.objects.filter(merged_into=None):
        for name in (HTML, JSON):
            assert not told(about_text(actor=user, contact=contact, name=name, now_ms=NOW)), contact.name


def test_adas_own_export_holds_all_of_it(planted, ada, tmp_path):
    export_make(actor=ada, path=tmp_path / "export", now_ms=NOW)
    own = [path for path in (tmp_path / "export" / "own").iterdir() if told(path.read_text())]
    assert {path.stem for path in own} >= {
        "note",
        "promise",
        "aim",
        "shelfitem",
        "occasion",
        "encounter",
        "trip",
        "welcome",
        "declaration",
        "plan",
        "nudge",
        "introduction",
        "outcome",
        "deed",
    }


# The record of who did what, what is logged, and what is kept for others


def test_the_event_log_does_not_hold_it(planted, ada):
    rows = log_entries(viewer=ada, limit=1_000)
    assert len(rows) > 5
    assert [row.verb for row in rows if told(json.dumps(row.details)) or told(row.subject)] == []
    assert not [row for row in LogEntry.objects.all() if told(row.subject) or told(row.verb)]
    assert not [row for row in LogDetail.objects.all() if told(row.sealed)]


def test_nothing_is_logged_or_printed_that_tells_it(planted, ben, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    for _ in pages(ben):
        pass
    out = capsys.readouterr()
    assert not told(caplog.text)
    assert not told(out.out + out.err)


def test_what_is_worked_out_for_others_does_not_hold_it(planted, ada):
    """Nudges, likenesses, ties, reckonings, looks: any table that holds rows of another user or of the whole team."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in house.ROOMS:
            continue
        names = {one.name for one in model._meta.concrete_fields if one.is_relation or one.name == "view"}
        rows = model._default_manager.all()
        owner = next((one for one in ("user", "author", "holder") if one in names), None)
        if "view" in names:
            rows = rows.exclude(view=ada.pk)
        elif owner:
            rows = rows.exclude(**{owner: ada})
        else:
            continue
        for row in rows:
            values = [getattr(row, one.attname) for one in model._meta.concrete_fields]
            found += [model.__name__ for value in values if told(json.dumps(value, default=str))]
    assert found == []


# Commands


def commands():
    """Every command with its parameters."""
    from mutuals.cli.main import build

    def walk(command, path):
        if hasattr(command, "commands"):
            for name, one in command.commands.items():
                yield from walk(one, (*path, name))
        else:
            yield path, command

    yield from walk(typer.main.get_command(build()), ())


# They serve, or wait for a person or a file; what they print is nobody's words.
NOT_TRIED = {
    ("run",),
    ("work",),
    ("doctor",),
    ("log", "verify"),
    ("backup",),
    ("restore",),
    ("read",),
    ("import",),
}
# They change what is here, and are tried by their own tests.
CHANGES = {("erase",)}


def arguments(path, command, tmp_path):
    """What the command is called with: every person by name where it asks for one; unknown ones fail."""
    values = {
        "name": ["Dora"],
        "names": ["Dora"],
        "need": ["a garden"],
        "words": ["quarrel"],
        "path": [str(tmp_path / "out")],
        "text": ["garden"],
        "person": ["Dora"],
        "other": ["Quill Marsh"],
        "a": ["Dora"],
        "b": ["Quill Marsh"],
        "contact": ["Dora"],
    }
    found = []
    for one in command.params:
        if one.param_type_name == "argument" and (one.required or one.name == "path"):
            assert one.name in values, (
                f"mutuals {' '.join(path)} asks for {one.name}; say in {__file__} what to try"
            )
            found += values[one.name]
    return found


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_no_command_on_behalf_of_another_user_tells_it(planted, who, tmp_path, monkeypatch):
    monkeypatch.setattr("mutuals.team.home.prepare", lambda: None)
    tried = []
    for path, command in commands():
        if path in NOT_TRIED | CHANGES:
            continue
        options = {one.name: one.opts[0] for one in command.params if one.param_type_name == "option"}
        assert "user" in options, (
            f"mutuals {' '.join(path)} prints something and takes no --user; say why in {__file__}"
        )
        words = [*arguments(path, command, tmp_path), options["user"], who]
        words += ["--json"] if "as_json" in options else []
        out = _run(command, words)
        tried.append(path)
        assert not told(out), path
        for file in (tmp_path / "out").rglob("*.*"):
            assert not told(file.read_text()), (path, file)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        if "person" in options:
            assert not told(_run(command, [options["person"], "Dora", options["user"], who, "--json"])), path
    assert {("people",), ("ties",), ("contact",), ("first-look",), ("export",)} <= set(tried)


def _run(command, words):
    """What a command prints, on both streams."""
    import contextlib

    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.suppress(SystemExit, LookupError, NotAllowed),
    ):
        command.main(words, standalone_mode=False)
    return out.getvalue()
