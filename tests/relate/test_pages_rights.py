"""Who may see and do what on the pages: owner, editor and viewer through the whole stack, without a browser."""

import time

import pytest
from django.test import Client

from tests.relate.letters import bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
ME = "mailto:ada@house.example"
MIA, TOM = "mailto:mia@one.example", "mailto:tom@one.example"


@pytest.fixture
def mia(ada):
    """Somebody whom only Ada's own mail speaks of."""
    from mutuals.people.models import Contact

    letters = [(MIA, ME, 30), (ME, MIA, 20), (MIA, ME, 10), (TOM, ME, 4), (ME, TOM, 2)]
    bring(ada, ME, {MIA: "Mia Lind", TOM: "Tom Abara"}, letters, now_ms=NOW)
    refreshed(NOW)
    return Contact.objects.get(name="Mia Lind")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages(contact) -> list[str]:
    who, day = f"/people/{contact.public_id}", (NOW - 10 * 86_400_000) // 86_400_000
    return [who, f"{who}/card", f"{who}/days", f"{who}/days/{day}", f"{who}/same"]


def writes(contact) -> list[tuple[str, dict]]:
    who = f"/people/{contact.public_id}"
    return [
        ("/welcome", {"name1": "Ana"}),
        (f"/today/{contact.public_id}/spoke", {"when": "today", "how": "talked"}),
        (f"{who}/met", {"how": "met", "day": "2024-05-05"}),
        (f"{who}/rename", {"name": "Maria"}),
        (f"{who}/join", {"other": str(contact.public_id)}),
        (f"{who}/refuse", {}),
        ("/people/add", {"name": "Zoë"}),
        ("/people/bulk", {"act": "delete", "contact": str(contact.public_id)}),
        ("/people/bulk", {"act": "group", "new_group": "x", "contact": str(contact.public_id)}),
        (f"/people/restore?c={contact.public_id}", {}),
        ("/bring/upload", {}),
    ]


def shared(user) -> None:
    from mutuals.record.models import Account
    from mutuals.record.services.accounts import account_share

    for account in Account.objects.filter(holder=user):
        account_share(actor=user, account=account, shared=True)


@pytest.mark.parametrize(
    "path",
    ["/today?later", "/circles", "/circles?at=2024-01-01", "/circles?at=rubbish", "/circles.csv", "/people", "/bring",
     "/people?sort=drifting&circle=inner&page=99999999999", "/people?circle=unnamed", "/how-we-know", "/welcome"],
)  # fmt: skip
def test_every_page_opens_for_its_owner(ada, mia, path) -> None:
    assert signed_in(ada).get(path).status_code == 200


def test_the_pages_of_a_person_open_down_to_the_events(ada, mia) -> None:
    client = signed_in(ada)
    found = {path: client.get(path) for path in pages(mia)}
    assert {answer.status_code for answer in found.values()} == {200}
    assert all("Mia Lind" in answer.content.decode() for answer in found.values())


def test_strangers_are_led_to_the_door(mia) -> None:
    for path in ["/today", "/people", "/circles", *pages(mia)]:
        assert Client().get(path).status_code == 302


def test_what_only_ada_knows_is_not_there_for_others(ada, ben, cleo, mia) -> None:
    for other in (ben, cleo):
        client = signed_in(other)
        assert {client.get(path).status_code for path in pages(mia)} == {404}
        assert "Mia Lind" not in client.get("/people").content.decode()
        assert "Mia Lind" not in client.get("/circles").content.decode()
        assert client.get("/people/find?q=mia").json() == []
    assert signed_in(ben).post(f"/people/{mia.public_id}/note", {"text": "seen"}).status_code == 404


def test_a_viewer_sees_what_is_shared_and_changes_nothing(ada, cleo, mia) -> None:
    from mutuals.people.models import Contact

    shared(ada)
    refreshed(NOW)
    client = signed_in(cleo)
    assert "Mia Lind" in client.get("/people").content.decode()
    assert {client.get(path).status_code for path in pages(mia)} == {200}
    before = list(Contact.objects.order_by("pk").values())
    assert {path: client.post(path, data).status_code for path, data in writes(mia)} == {
        path: 403 for path, _ in writes(mia)
    }
    assert list(Contact.objects.order_by("pk").values()) == before


def test_a_viewer_writes_notes_of_their_own(ada, cleo, mia) -> None:
    shared(ada)
    refreshed(NOW)
    assert signed_in(cleo).post(f"/people/{mia.public_id}/note", {"text": "plum jam"}).status_code == 302
    assert "plum jam" in signed_in(cleo).get(f"/people/{mia.public_id}").content.decode()
    assert "plum jam" not in signed_in(ada).get(f"/people/{mia.public_id}").content.decode()


def test_put_away_and_undone_from_the_notice(ada, mia) -> None:
    client = signed_in(ada)
    page = client.post(
        "/people/bulk",
        {"act": "delete", "contact": str(mia.public_id), "next": "/people?sort=name"},
        follow=True,
    )
    assert "Mia Lind" not in page.content.decode().split("<tbody>")[1]
    undo = page.content.decode().split('action="/people/restore')[1].split('"')[0].replace("&amp;", "&")
    page = client.post(f"/people/restore{undo}", follow=True)
    assert page.redirect_chain[-1][0] == "/people?sort=name"
    assert "Mia Lind" in page.content.decode().split("<tbody>")[1]


def test_nothing_leads_to_another_house(ada, mia) -> None:
    answer = signed_in(ada).post(
        f"/people/{mia.public_id}/rename", {"name": "Mia", "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == f"/people/{mia.public_id}"


def test_a_day_in_the_future_is_not_noted(ada, mia) -> None:
    page = signed_in(ada).post(
        f"/people/{mia.public_id}/met", {"how": "met", "day": "2999-01-01"}, follow=True
    )
    assert "It cannot be in the future" in page.content.decode()


def test_the_page_of_somebody_with_no_tie_says_what_to_do(ada, mia) -> None:
    page = signed_in(ada).post("/people/add", {"name": "Grandma Rose"}, follow=True).content.decode()
    assert "Nothing is known of the two of you yet." in page
    assert "No file that you brought speaks of Grandma." in page
