"""Signing in: by password, with a second step, from several browsers; never by signing up."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from mutuals.team import selectors, services
from mutuals.team.models import LogEntry, User
from tests.people import PASSWORD

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"


def signed_in(login: str = "ada", password: str = PASSWORD, agent: str = CHROME) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/sign-in/", {"login": login, "password": password})
    return client


def inside(client: Client) -> bool:
    return client.get("/team/me/").status_code == 200


def six_digits(secret: str) -> str:
    """RFC 6238 with SHA-1, 30 seconds, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_a_password_lets_in_and_a_wrong_one_does_not(ada) -> None:
    assert inside(signed_in())
    assert not inside(signed_in(password="a quiet harbour at noon"))


def test_the_user_name_may_be_written_in_capitals(ada) -> None:
    assert inside(signed_in("ADA"))


def test_an_address_does_for_a_user_name(ada) -> None:
    services.profile_set(user=ada, name="Ada", username="ada", email="Ada@Example.org")
    assert inside(signed_in("ada@example.org"))


def test_guessing_is_slowed_down(ada) -> None:
    for _ in range(5):
        signed_in(password="wrong")
    assert not inside(signed_in()), "the right password must not help while the limit lasts"


def test_nobody_signs_up(db) -> None:
    answer = Client().post(
        reverse("account_signup"), {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 405
    assert not User.objects.exists()


def test_nothing_is_mailed_and_the_page_says_who_can_help(ada) -> None:
    answer = Client().get(reverse("account_reset_password"))
    assert "mutuals doctor --link" in answer.content.decode()
    assert Client().post(reverse("account_reset_password"), {"email": "a@b.c"}).status_code == 405
    assert not getattr(mail, "outbox", [])


def test_who_left_is_out_at_once_and_stays_out(ada, ben) -> None:
    client = signed_in("ben")
    assert inside(client)
    services.user_leave(actor=ada, user=ben)
    assert not inside(client)
    assert not inside(signed_in("ben"))


def test_coming_in_is_on_the_record(ada) -> None:
    signed_in()
    assert "user.sign_in" in LogEntry.objects.values_list("verb", flat=True)


def test_a_session_cookie_is_not_readable_by_scripts_nor_sent_along_from_elsewhere(ada) -> None:
    cookie = next(cookie for name, cookie in signed_in().cookies.items() if "csrf" not in name)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# Where one is signed in


def test_each_browser_is_listed_by_its_name(ada) -> None:
    here, _ = signed_in(), signed_in(agent=PHONE)
    page = here.get("/team/me/").content.decode()
    assert "Chrome on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("this one") == 1


def test_one_browser_can_be_signed_out(ada) -> None:
    here, there, third = signed_in(), signed_in(agent=PHONE), signed_in(agent=PHONE)
    found = selectors.browsers(viewer=ada, session_key=here.session.session_key)
    handle = services.session_handle(there.session.session_key)
    assert handle in {one.handle for one in found}
    here.post("/team/me/sign-out", {"browser": handle})
    assert [inside(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_can_be_signed_out(ada) -> None:
    here, there, third = signed_in(), signed_in(agent=PHONE), signed_in()
    here.post("/team/me/sign-out")
    assert [inside(client) for client in (here, there, third)] == [True, False, False]


def test_nobody_signs_another_out(ada, cleo) -> None:
    other, mine = signed_in(), signed_in("cleo")
    mine.post("/team/me/sign-out", {"browser": services.session_handle(other.session.session_key)})
    assert inside(other)


def test_this_browser_stays_listed_after_the_first_and_after_a_new_password(db) -> None:
    client = Client(headers={"User-Agent": CHROME})
    client.get(services.start_link())
    client.post("/team/me/secure", {"name": "Ada", "username": "ada", "password": PASSWORD})
    assert client.get("/team/me/").content.decode().count("this one") == 1
    new = "a lantern on the pier"
    client.post("/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/team/me/").content.decode().count("this one") == 1


def test_no_page_shows_a_session_key(ada) -> None:
    client = signed_in()
    page = client.get("/team/me/").content.decode()
    assert all(key not in page for key in Session.objects.values_list("session_key", flat=True))


def test_a_new_password_signs_out_the_others_and_not_this_one(ada) -> None:
    here, there = signed_in(), signed_in(agent=PHONE)
    new = "a lantern on the pier"
    here.post("/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [inside(here), inside(there)] == [True, False]
    assert inside(signed_in(password=new))


# A second step


def with_app(client: Client) -> str:
    client.post("/sign-in/again/?next=/keys/", {"password": PASSWORD})
    page = client.get("/keys/totp/activate/").content.decode()
    secret = re.search(r'class="mono">([A-Z2-7]{16,})<', page)
    assert secret, page
    assert re.search(r'<svg:?[^>]*>.*fill="white"', page, re.DOTALL), "white behind the code, in the dark too"
    answer = client.post("/keys/totp/activate/", {"code": six_digits(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def test_with_an_app_a_password_alone_lets_nobody_in(ada) -> None:
    secret = with_app(signed_in())
    again = signed_in()
    assert not inside(again)
    again.post("/keys/authenticate/", {"code": "000000"})
    assert not inside(again)
    with time_machine.travel(time.time() + 60):
        again.post("/keys/authenticate/", {"code": six_digits(secret)})
        assert inside(again)


def test_the_secret_of_an_app_is_not_readable_in_the_database(ada) -> None:
    secret = with_app(signed_in())
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)


def test_a_code_for_a_bad_day_works_once(ada) -> None:
    client = signed_in()
    with_app(client)
    page = client.get("/keys/recovery-codes/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10, page
    again = signed_in()
    again.post("/keys/authenticate/", {"code": codes[0]})
    assert inside(again)
    third = signed_in()
    third.post("/keys/authenticate/", {"code": codes[0]})
    assert not inside(third)


def test_what_changes_sign_in_asks_again_for_the_password(ada) -> None:
    client = Client()
    client.force_login(ada)
    answer = client.get("/keys/totp/activate/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/again/")


def test_the_page_offers_a_passkey_and_the_browser_gets_its_question(ada) -> None:
    assert "passkey_login" in Client().get("/sign-in/").content.decode()
    asked = Client().get("/keys/webauthn/login/", headers={"Accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["challenge"]


def test_sign_in_reached_by_a_number_leads_to_the_name_where_passkeys_work(ada) -> None:
    page = Client().get("/sign-in/", headers={"Host": "127.0.0.1:8484"}).content.decode()
    assert 'href="http://localhost:8484/sign-in/"' in page
    assert "passkey_login" not in page
    page = Client().get("/sign-in/", headers={"Host": "localhost:8484"}).content.decode()
    assert "passkey_login" in page
    assert "where passkeys work" not in page


@pytest.mark.parametrize("place", ["/keys/", "/keys/webauthn/"])
def test_the_pages_of_passkeys_say_where_they_work(place, ada) -> None:
    client = signed_in()
    by_number = client.get(place, headers={"Host": "127.0.0.1:8484"}).content.decode()
    assert f'href="http://localhost:8484{place}"' in by_number
    assert (
        "belongs to an address with a name"
        not in client.get(place, headers={"Host": "localhost"}).content.decode()
    )


def test_a_passkey_page_reached_by_a_number_says_which_name_to_use(db) -> None:
    client = Client()
    client.get(services.start_link())
    page = client.get("/team/me/secure", headers={"Host": "127.0.0.1:8484"}).content.decode()
    assert "http://localhost:8484/" in page
    assert "/keys/webauthn/add/" not in page
    assert (
        "/keys/webauthn/add/"
        in client.get("/team/me/secure", headers={"Host": "localhost:8484"}).content.decode()
    )


# The team's pages


def test_the_owner_sees_the_forms_and_a_viewer_does_not(ada, cleo) -> None:
    assert "Invite somebody" in signed_in().get("/team/").content.decode()
    page = signed_in("cleo").get("/team/").content.decode()
    assert "Invite somebody" not in page
    assert "End their access" not in page


@pytest.mark.parametrize("act", ["invite", "role", "leave", "return", "link"])
def test_a_viewer_who_sends_a_form_by_hand_is_refused(act: str, ada, ben, cleo) -> None:
    client = signed_in("cleo")
    address = "/team/invite" if act == "invite" else f"/team/{ben.public_id}/{act}"
    assert client.post(address, {"name": "X", "role": "owner"}).status_code == 403
    ben.refresh_from_db()
    assert (ben.role, ben.is_active) == ("editor", True)


def test_the_record_is_the_owners_to_read(ada, cleo) -> None:
    assert signed_in("cleo").get("/team/record/").status_code == 403
    assert signed_in("cleo").post("/team/record/verify").status_code == 403
    owner = signed_in()
    assert "signed in" in owner.get("/team/record/").content.decode()
    assert "The record is whole" in owner.post("/team/record/verify").content.decode()


def test_an_invitation_is_shown_to_be_handed_over(ada) -> None:
    page = signed_in().post("/team/invite", {"name": "Dan", "role": "editor"}).content.decode()
    link = re.search(r'value="http://testserver(/invitation/[^"]+)"', page)
    assert link
    assert Client().get(link[1]).status_code == 200


def test_a_role_can_be_given_and_access_ended_and_given_back(ada, ben) -> None:
    client = signed_in()
    client.post(f"/team/{ben.public_id}/role", {"role": "viewer"})
    ben.refresh_from_db()
    assert ben.role == "viewer"
    client.post(f"/team/{ben.public_id}/leave")
    ben.refresh_from_db()
    assert not ben.is_active
    client.post(f"/team/{ben.public_id}/return")
    ben.refresh_from_db()
    assert ben.is_active


def test_a_taken_user_name_is_said_beside_its_field(ada, ben) -> None:
    answer = signed_in("ben").post("/team/me/", {"name": "Ben", "username": "ADA", "email": ""})
    assert answer.status_code == 422
    ben.refresh_from_db()
    assert ben.username == "ben"


def test_a_name_is_escaped_wherever_it_stands(ada) -> None:
    services.profile_set(user=ada, name="<b>Ada</b>", username="ada", email="")
    page = signed_in().get("/team/").content.decode()
    assert "<b>Ada" not in page
    assert "&lt;b&gt;Ada" in page


def test_where_one_is_seen_is_not_written_at_every_page(ada, django_assert_num_queries) -> None:
    client = signed_in()
    client.get("/healthz")
    with django_assert_num_queries(3):  # the session, the user, and the query of the page
        client.get("/healthz")
