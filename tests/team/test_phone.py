"""On my phone: a code that signs in once, for ten minutes, and gives away nothing that a session may not do."""

import re

import pytest
from django.test import Client

from mutuals.team import services
from mutuals.team.addresses import address_here, is_at_home, is_everywhere, is_loopback, web_address
from mutuals.team.masking import masked
from mutuals.team.models import LogEntry, OneTimeLink
from mutuals.team.permissions import NotAllowed
from mutuals.team.services.links import PHONE_MS

HOST = "192.168.7.20"


@pytest.fixture
def at_home(settings) -> None:
    """Started with --phone: the settings name one address of this machine."""
    settings.MUTUALS_HOST = HOST
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", HOST]


def signed_in(user) -> Client:
    client = Client(headers={"host": "127.0.0.1:8484"})
    client.force_login(user)
    return client


def page(client: Client) -> str:
    return client.get("/team/phone").content.decode()


def token(path: str) -> str:
    return path.rsplit("/", 1)[1]


def test_a_code_signs_in_once_after_a_tap(ada) -> None:
    path = services.phone_link(user=ada, actor=ada)
    phone = Client()
    assert "Hello, Ada" in phone.get(path).content.decode()
    assert phone.head(path).status_code == 200
    assert phone.get("/team/").status_code == 302, "looking at it signs nobody in"
    assert phone.post(path).headers["Location"] == "/"
    assert phone.get("/team/").status_code == 200
    assert Client().post(path).status_code == 410 == Client().get(path).status_code


def test_of_two_that_come_at_once_one_comes_in(ada) -> None:
    path = services.phone_link(user=ada)
    assert sorted(Client().post(path).status_code for _ in range(2)) == [302, 410]


def test_a_code_ends_after_ten_minutes(ada) -> None:
    path, at = services.phone_link(user=ada), services.now_ms()
    assert services.link_find(token=token(path), now_ms=at + PHONE_MS - 5_000)
    use = {"token": token(path), "purposes": (OneTimeLink.PHONE,)}
    assert services.link_use(now_ms=at + PHONE_MS + 5_000, **use) is None


def test_a_code_is_no_other_link_and_no_other_link_is_a_code(ada) -> None:
    phone, back = services.phone_link(user=ada), services.link_create(user=ada)
    assert Client().get(f"/welcome/{token(phone)}").status_code == 410
    assert Client().post(f"/phone/{token(back)}").status_code == 410
    assert Client().get(f"/invitation/{token(phone)}").status_code == 410


def test_a_new_code_ends_the_older_one_and_leaves_the_link_in_the_terminal(ada) -> None:
    back = services.link_create(user=ada)
    older, newer = services.phone_link(user=ada), services.phone_link(user=ada)
    assert Client().get(older).status_code == 410
    assert Client().get(newer).status_code == 200
    assert Client().get(back).status_code == 302


def test_nobody_makes_a_code_for_somebody_else(ada, ben) -> None:
    with pytest.raises(NotAllowed):
        services.phone_link(user=ben, actor=ada)
    assert not OneTimeLink.objects.exists()


def test_a_code_does_not_let_its_reader_choose_a_password_or_a_key(ada) -> None:
    phone = Client()
    phone.post(services.phone_link(user=ada))
    assert phone.get("/team/me/secure").headers["Location"] == "/password/"
    answer = phone.get("/keys/webauthn/add/")
    assert answer.status_code == 302
    assert "again" in answer.headers["Location"]


def test_of_somebody_who_left_the_code_is_void(ada, ben) -> None:
    path = services.phone_link(user=ben)
    services.user_leave(actor=ada, user=ben)
    assert Client().post(path).status_code == 410


def test_it_is_on_the_record_and_in_no_log(ada) -> None:
    path = services.phone_link(user=ada, actor=ada)
    Client().post(path)
    assert list(LogEntry.objects.order_by("id").values_list("verb", flat=True))[-2:] == [
        "link.create",
        "link.use",
    ]
    assert token(path) not in str(list(LogEntry.objects.values()))
    assert masked(f"GET {path} failed") == "GET /phone/… failed"
    assert token(path) not in str(OneTimeLink.objects.get().__dict__)


# The page


def test_while_only_this_machine_is_listened_to_there_is_no_code(ada) -> None:
    client = signed_in(ada)
    assert "mutuals run --phone" in page(client)
    assert "Show the code" not in page(client)
    assert "<svg viewBox" not in client.post("/team/phone").content.decode().split("</header>")[-1]
    assert not OneTimeLink.objects.exists()


def test_at_home_the_code_leads_to_the_address_that_was_named(ada, at_home) -> None:
    client = signed_in(ada)
    before = page(client)
    assert f"http://{HOST}:8484" in before
    assert "What does not work so" in before
    assert not OneTimeLink.objects.exists(), "looking makes no code"
    after = client.post("/team/phone")
    assert "A code that signs a phone in" in after.content.decode()
    assert OneTimeLink.objects.get().purpose == "phone"
    assert "no-store" in after.headers["Cache-Control"]


def test_without_a_password_of_ones_own_there_is_no_code(ada, at_home) -> None:
    client = signed_in(ada)
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada)
    assert "First choose a password" in client.post("/team/phone").content.decode()
    assert not OneTimeLink.objects.exists()


def test_behind_a_proxy_the_code_leads_to_its_name(ada, settings) -> None:
    settings.MUTUALS_HTTPS, settings.MUTUALS_ALLOWED_HOSTS = True, ["mutuals.example.org"]
    settings.ALLOWED_HOSTS = ["mutuals.example.org", "127.0.0.1"]
    found = page(signed_in(ada))
    assert "https://mutuals.example.org" in found
    assert "What does not work so" not in found


def test_everywhere_without_a_name_is_no_address(ada, settings) -> None:
    settings.MUTUALS_HOST = "0.0.0.0"
    assert "mutuals run --phone" in page(signed_in(ada))


def test_strangers_see_no_code(at_home, db) -> None:
    assert Client(headers={"host": HOST}).get("/team/phone").status_code == 302


def test_another_name_for_this_machine_is_refused(ada, at_home) -> None:
    client = Client()
    client.force_login(ada)
    assert client.get("/team/phone", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/team/phone", headers={"host": HOST}).status_code == 200


def test_what_a_phone_needs_to_install_it_is_there_for_strangers(client, db) -> None:
    import json

    page = client.get("/sign-in/").content.decode()
    place = re.search(r'rel="manifest" href="([^"]+)"', page)[1]
    answer = client.get(place)
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    told = json.loads(answer.content)
    assert told["start_url"] == "/"
    assert client.get(place.rpartition("/")[0] + "/" + told["icons"][0]["src"]).status_code == 200


# Addresses


@pytest.mark.parametrize(
    ("host", "loopback", "everywhere", "home"),
    [
        ("127.0.0.1", True, False, False), ("localhost", True, False, False), ("[::1]", True, False, False),
        ("0.0.0.0", False, True, False), ("::", False, True, False), ("192.168.1.20", False, False, True),
        ("10.0.0.5", False, False, True), ("100.80.1.2", False, False, True), ("fd00::1", False, False, True),
        ("8.8.8.8", False, False, False), ("example.org", False, False, False), ("", False, False, False),
    ],
)  # fmt: skip
def test_what_an_address_reaches(host, loopback, everywhere, home) -> None:
    assert (is_loopback(host), is_everywhere(host), is_at_home(host)) == (loopback, everywhere, home)


def test_an_address_can_be_typed() -> None:
    assert web_address("192.168.1.20", 8484) == "http://192.168.1.20:8484"
    assert web_address("[fd00::1]", 80) == "http://[fd00::1]:80"


def test_this_machines_address_is_asked_of_nobody(monkeypatch) -> None:
    import socket

    monkeypatch.undo()
    assert re.fullmatch(r"(\d+\.){3}\d+|", address_here())
    monkeypatch.setattr(socket.socket, "connect", lambda *_: (_ for _ in ()).throw(OSError("no network")))
    assert address_here() == ""
