"""Looking around: the sample world stands in for one's own while one is inside, and neither touches the other."""

import asyncio
import datetime as dt
import shutil
import time
from pathlib import Path

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.test import Client

from mutuals.around.services.world import MAKING, folder, heroine, world_make, world_path
from mutuals.team.place import elsewhere, place
from tests.people import ada, cleo
from tests.relate.letters import bring, refreshed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = int(time.time() * 1000)
ME, MIA = "mailto:ada@house.example", "mailto:mia@one.example"


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker) -> Path:
    """The world of today, made once."""
    from django.conf import settings

    home, own = tmp_path_factory.mktemp("home"), settings.MUTUALS_HOME
    settings.MUTUALS_HOME = home
    with django_db_blocker.unblock():
        path = world_make(today())
    settings.MUTUALS_HOME = own
    return path


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.MUTUALS_HOME = tmp_path
    return tmp_path


@pytest.fixture
def world(made: Path, home: Path) -> Path:
    """A copy of the world in a home of its own."""
    folder().mkdir()
    return Path(shutil.copy(made, folder() / made.name))


@pytest.fixture
def own():
    """Ada with one letter to and fro."""
    user = ada()
    bring(user, ME, {MIA: "Mia Lind"}, [(ME, MIA, 3), (MIA, ME, 2)], now_ms=NOW)
    refreshed(NOW)
    return user


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names(client: Client) -> str:
    answer = client.get("/people")
    assert answer.status_code == 200
    return answer.content.decode()


def counts() -> tuple[int, ...]:
    from mutuals.people.models import Contact, Note
    from mutuals.record.models import Interaction, Post
    from mutuals.team.models import LogEntry, User

    return tuple(model.objects.count() for model in (Contact, Note, Interaction, Post, LogEntry, User))


def test_going_in_shows_maras_people_and_none_of_ones_own(world, own):
    client, before = browser(own), counts()
    assert "Mia Lind" in names(client)
    client.post("/look-around")
    page = names(client)
    assert "Mia Lind" not in page
    assert "Ingrid Lenz" in page or "Mama" in page
    assert "<title>Sample: People" in page
    assert "A sample." in page
    assert "Mara Lenz" in page
    for path in ("/today", "/circles", "/first-look", "/how-we-know"):
        text = client.get(path).content.decode()
        assert "A sample." in text, path
        assert "Mia Lind" not in text, path
    assert counts() == before


def test_the_world_is_made_by_the_worker_and_then_one_is_inside(home, own):
    from mutuals.around.jobs import JOBS, MAKE
    from mutuals.team.models import Job

    client = browser(own)
    page = client.get("/look-around").content.decode()
    assert "Look around as Mara" in page
    client.post("/look-around")
    client.post("/look-around")
    assert "being made" in client.get("/look-around").content.decode()
    assert Job.objects.filter(name=MAKE).count() == 1
    assert "Mia Lind" in names(client)
    JOBS[MAKE]({})
    assert "Who is close to her" in client.get("/look-around").content.decode()
    assert "Mia Lind" not in names(client)


def test_what_is_done_inside_stays_inside(world, own):
    from mutuals.people.models import Contact, Note

    client, before = browser(own), counts()
    client.post("/look-around")
    with elsewhere(world):
        someone = Contact.objects.filter(ours=False, merged_into=None).order_by("pk")[5]
        notes = Note.objects.count()
    answer = client.post(f"/people/{someone.public_id}/note", {"text": "remember the rye"})
    assert answer.status_code == 302
    day = (today() - dt.timedelta(days=1)).isoformat()
    client.post(f"/people/{someone.public_id}/met", {"how": "met", "day": day})
    assert counts() == before
    with elsewhere(world):
        assert Note.objects.count() == notes + 1
    assert "yesterday" in client.get(f"/people/{someone.public_id}").content.decode()


def test_leaving_and_removing(world, own):
    client = browser(own)
    client.post("/look-around")
    client.post("/look-around/leave")
    assert "Mia Lind" in names(client)
    assert world.exists()
    client.post("/look-around")
    assert "Mia Lind" not in names(client)
    client.post("/look-around/remove")
    page = names(client)
    assert "Mia Lind" in page
    assert "A sample." not in page
    assert not folder().exists()


def test_opening_what_has_no_place_in_the_sample_leaves_it(world, own):
    client = browser(own)
    client.post("/look-around")
    assert "A sample." not in client.get("/bring").content.decode()
    assert "Mia Lind" in names(client)


def test_who_looks_around_and_who_does_not_see_their_own_at_the_same_time(world, own):
    inside, outside = browser(own), browser(own)
    inside.post("/look-around")
    for _ in range(2):
        assert "Mia Lind" not in names(inside)
        assert "Mia Lind" in names(outside)
        assert "Mia Lind" not in inside.get("/circles?at=2026-01-01").content.decode()
        assert "Mia Lind" in outside.get("/circles").content.decode()


def test_the_world_of_yesterday_is_not_shown(world, own):
    client = browser(own)
    client.post("/look-around")
    world.rename(world.with_name("2020-01-01.db"))
    assert "Mia Lind" in names(client)
    assert world_path(today()) is None


def test_a_sample_that_cannot_be_opened_does_not_stand_before_ones_own(world, own):
    client = browser(own)
    client.post("/look-around")
    world.write_bytes(b"this is no database" * 400)
    assert "Mia Lind" in names(client)
    assert "Mia Lind" in names(client)


def test_a_world_that_was_only_begun_is_no_world(home):
    folder().mkdir()
    (folder() / MAKING).write_bytes(b"half")
    (folder() / "2020-01-01.db").write_bytes(b"old")
    assert world_path(today()) is None
    path = world_make(today())
    assert [one.name for one in folder().iterdir()] == [path.name]
    with elsewhere(path):
        assert heroine().name == "Mara Lenz"


def test_the_own_database_is_back_after_an_error(world):
    before = place()
    inside = ""
    with pytest.raises(ZeroDivisionError), elsewhere(world):
        inside = place() if 1 / 0 else ""
    with elsewhere(world):
        inside = place()
    assert (inside, place()) == (str(world), before)


def test_a_viewer_may_look_around_too_and_gets_no_more_rights_outside(world, own):
    client = browser(cleo())
    client.post("/look-around")
    assert "A sample." in names(client)
    assert client.get("/team/record/").status_code == 403
    assert "Mia Lind" not in names(client)


def test_a_saved_file_says_that_it_is_a_sample(world, own):
    client = browser(own)
    client.post("/look-around")
    assert (
        client.get("/circles.csv").headers["Content-Disposition"]
        == 'attachment; filename="sample-circles.csv"'
    )
    client.post("/look-around/leave")
    assert client.get("/circles.csv").headers["Content-Disposition"] == 'attachment; filename="circles.csv"'


def test_requests_at_the_same_time_never_see_each_others_world(world, own):
    """As the server runs them: each request in a thread of its own, many at once."""
    inside, outside = browser(own), browser(own)
    inside.post("/look-around")
    assert "Mia Lind" in names(outside)
    paths = ("/people", "/circles", "/first-look", "/today")

    async def all_at_once() -> list[tuple[bool, str]]:
        asked = [(client, path) for path in paths for client in (inside, outside) for _ in range(3)]
        pages = await asyncio.gather(*(page_of(client, path) for client, path in asked))
        return [(client is inside, page) for (client, _), page in zip(asked, pages, strict=True)]

    for within, page in asyncio.run(all_at_once()):
        assert ("A sample." in page) is within
        assert ("Mara Lenz" in page) is within
        assert ("Ada Okafor" in page) is not within
        assert "Mia Lind" not in page or not within


async def page_of(client: Client, path: str) -> str:
    """What the server answers to this browser."""
    from django.conf import settings

    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    talk = ApplicationCommunicator(ASGIHandler(), scope)
    await talk.send_input({"type": "http.request", "body": b"", "more_body": False})
    start, body, more = await talk.receive_output(60), b"", True
    assert start["status"] == 200
    while more:
        part = await talk.receive_output(60)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    await talk.wait()  # until it has given back its connections
    return body.decode()
