"""Every address is found by walking the tables of addresses; a new one is held to these rules by itself."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mutuals.team import services
from tests.people import PASSWORD

OPEN = (
    "healthz",
    "welcome/",
    "invitation/",
    "phone/",  # whoever read the code, once
    "sign-in/",
    "sign-out/",
    "keys/authenticate/",
    "keys/webauthn/login/",
    "feeds/",  # whoever knows the address, as the one who made it meant
)
_EXAMPLES = {"uuid": "01932c07-95b1-7cc3-98c4-dc0c0c07398f", "str": "x", "int": "1", "slug": "x", "path": "x"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: _EXAMPLES[found[1] or "str"], route)


ALL = sorted(set(addresses(get_resolver().url_patterns)))


def test_the_walk_finds_the_rooms() -> None:
    assert {"healthz", "team/", "sign-in/", ""} <= set(ALL)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [one for one in ALL if not one.startswith(OPEN)])
def test_a_stranger_is_led_to_sign_in(address: str, client: Client) -> None:
    for answer in (client.get(f"/{address}"), client.post(f"/{address}")):
        assert answer.status_code == 302, answer
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ALL)
def test_no_page_breaks_for_a_viewer(address: str, cleo) -> None:
    client = Client()
    assert client.login(username="cleo", password=PASSWORD)
    answer = client.get(f"/{address}")
    assert answer.status_code < 500, answer


@pytest.mark.django_db
@pytest.mark.parametrize("address", ALL)
def test_every_page_carries_the_policy_and_keeps_it(address: str, ada) -> None:
    client = Client()
    client.get(services.recover_link())  # so that the pages that ask again who one is open too
    answer = client.get(f"/{address}")
    assert answer.status_code < 500, answer
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|http|data:|\*", policy)
    if b"<html" in answer.content:
        keeps(answer.content.decode())


def keeps(html: str) -> None:
    """Nothing inline that the policy would stop, and nothing loaded from or sent to elsewhere; links may lead out."""
    inline = re.findall(r".{0,40}(?:<style|\sstyle=|\son[a-z]+=|javascript:).{0,40}", html)
    assert not inline
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    loaded = re.findall(r"""(?:\ssrc|\saction|<link[^>]*\shref|\ssrcset)=["']([^"']+)""", html)
    assert loaded
    assert not [one for one in loaded if re.match(r"(\w+:)?//|data:", one)]


@pytest.mark.django_db
def test_health_says_only_that_it_lives(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.django_db
def test_a_piece_asked_for_after_signing_out_leads_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/team/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused(ada) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.login(username="ada", password=PASSWORD)
    assert client.post("/team/invite", {"name": "X", "role": "viewer"}).status_code == 403


@pytest.mark.django_db
def test_static_files_come_from_the_package_under_an_address_of_their_content(client: Client) -> None:
    html = client.get("/sign-in/").content.decode()
    address = re.search(r'href="(/static/mutuals/css/base\.css\?v=[0-9a-f]{12})"', html)
    assert address
    answer = client.get(address[1])
    assert answer.status_code == 200
    assert "max-age=86400" in answer.headers["Cache-Control"]
    assert b"--" in answer.content
