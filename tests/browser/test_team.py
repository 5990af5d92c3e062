"""The team in a real browser: an invitation, what a viewer sees, a passkey and an authenticator app of their own."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

from tests.browser.access import violations, violations_everywhere, violations_twice
from tests.browser.visitor import BROWSER, PHONE, WIDE, person_url, sync_api

pytestmark = BROWSER

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
WORDS = "a lantern on the pier"


def invited(visit, window, name: str, role: str) -> str:
    """The link of an invitation that the owner made."""
    page = window()
    page.goto(f"{visit.url}/team/")
    page.fill("[name=name]", name)
    page.check(f"input[name=role][value={role}]")
    page.get_by_role("button", name="Make the link").click()
    return page.input_value("#new-link")


def come(page: sync_api.Page, link: str, username: str) -> None:
    page.goto(link)
    page.fill("[name=username]", username)
    page.fill("[name=password]", WORDS)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/(today|welcome)$"))


def sign_in(page: sync_api.Page, url: str, username: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()


def again(page: sync_api.Page) -> None:
    """Shows once more who one is, where that is asked for."""
    page.wait_for_load_state()
    if "/again/" in page.url:
        page.fill("[name=password]", WORDS)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_load_state()


def digits(secret: str) -> str:
    """RFC 6238 with SHA-1, 30 seconds, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.mark.slow
def test_a_viewer_sees_nothing_private_and_is_offered_nothing_they_may_not_do(visit, window) -> None:
    owner = window()
    who = person_url(owner, visit, "Jun Takahashi")
    owner.goto(visit.url + who)
    owner.fill("#new-note", "Between Jun and me")
    owner.locator("#notes").get_by_role("button", name="Note it").last.click()
    owner.wait_for_selector("#notes :text('private to you')")
    link = invited(visit, window, "Cleo Varga", "viewer")
    page, found = window(storage_state=None, watched=False), []
    page.goto(link)
    found += violations_everywhere(page, WIDE, PHONE)
    come(page, link, "cleo")
    for path in ("/today", "/circles", "/people", "/bring", "/team/", "/team/me/"):
        page.goto(visit.url + path)
        found += violations(page)
        said = page.locator("main").inner_text()
        assert "Jun Takahashi" not in said
        assert "Between Jun and me" not in page.content()
        assert page.locator("main form[action*=upload], main .bulk, main [name=role]").count() == 0
    assert page.goto(visit.url + who).status == 404
    assert page.goto(f"{visit.url}/team/record/").status == 403
    found += violations_everywhere(page, WIDE, PHONE)
    assert page.goto(link).status == 410
    assert found == []


@pytest.mark.slow
def test_a_passkey_signs_in_where_a_name_leads_to_the_page(visit, window) -> None:
    come(window(storage_state=None), invited(visit, window, "Ben Ode", "editor"), "ben")
    page, named = window(storage_state=None), visit.url.replace("127.0.0.1", "localhost")
    sign_in(page, named, "ben")
    page.wait_for_url(re.compile("/(today|welcome)$"))
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{named}/keys/")
    page.get_by_role("link", name="Add a passkey").click()
    again(page)
    page.fill("[name=name]", "The laptop")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/keys/recovery-codes/")
    found = violations_twice(page, WIDE, PHONE)
    page.goto(f"{named}/keys/webauthn/")
    found += violations_twice(page, WIDE, PHONE)
    page.goto(f"{named}/team/me/")
    assert page.locator(".members .tag", has_text="this one").count() == 1
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/sign-in/**")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/(today|welcome)$"))
    assert found == []


@pytest.mark.slow
def test_an_authenticator_app_is_asked_for_besides_the_password(visit, window) -> None:
    page = window(storage_state=None)
    come(page, invited(visit, window, "Mo Sand", "editor"), "mo")
    page.goto(f"{visit.url}/keys/")
    page.get_by_role("link", name="Add an app").click()
    again(page)
    secret = page.locator(".mono").inner_text().strip()
    found = violations_twice(page, WIDE, PHONE)
    page.fill("[name=code]", digits(secret))
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/keys/recovery-codes/")
    code = page.locator(".codes li").first.inner_text()
    later = window(storage_state=None)
    sign_in(later, visit.url, "mo")
    later.wait_for_url("**/keys/authenticate/**")
    found += violations_twice(later, WIDE, PHONE)
    # A code holds once: the next sign-in takes one of the codes for a bad day.
    later.fill("[name=code]", code)
    later.get_by_role("button", name="Go on").click()
    later.wait_for_url(re.compile("/(today|welcome)$"))
    assert found == []
