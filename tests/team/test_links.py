"""One-time links: once, for a day, and only as long as they are needed."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from mutuals.team import services
from mutuals.team.models import LogEntry, OneTimeLink, User
from tests.people import PASSWORD

NEW = "a lantern on the pier"


def token(path: str) -> str:
    return path.rsplit("/", 1)[1]


@pytest.fixture
def start(db) -> str:
    path = services.start_link()
    assert path
    return path


def test_the_first_link_signs_the_owner_in_and_leads_to_a_password(start: str, client: Client) -> None:
    answer = client.get(start)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/team/me/secure"
    assert client.get("/team/").status_code == 200


def test_a_link_works_once(start: str) -> None:
    assert Client().get(start).status_code == 302
    again = Client()
    assert again.get(start).status_code == 410
    assert again.get("/team/").status_code == 302


def test_a_link_ends_after_a_day(start: str) -> None:
    day = 86_400_000
    assert services.link_find(token=token(start), now_ms=services.now_ms() + day - 60_000)
    assert services.link_use(token=token(start), now_ms=services.now_ms() + day + 1) is None


def test_only_the_hash_of_a_token_is_kept(start: str) -> None:
    row = OneTimeLink.objects.get()
    assert token(start) not in str(row.__dict__)
    assert len(token(start)) >= 43


def test_a_new_start_makes_the_older_link_void(start: str) -> None:
    services.start_link()
    assert Client().get(start).status_code == 410


def test_there_is_no_start_link_once_the_owner_has_a_password(ada) -> None:
    assert services.start_link() is None


def test_a_start_link_is_over_once_the_owner_has_a_password(start: str) -> None:
    services.password_set(user=User.objects.get(), password=NEW)
    assert Client().get(start).status_code == 410


def test_the_way_back_in_works_beside_a_password(ada) -> None:
    client = Client()
    assert client.get(services.recover_link()).status_code == 302
    assert client.get("/team/").status_code == 200


def test_fetching_a_link_ahead_does_not_use_it_up(start: str, client: Client) -> None:
    assert client.head(start).status_code == 204
    assert client.get(start, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert client.get(start).status_code == 302


def test_a_link_of_somebody_who_left_is_void(ada, ben) -> None:
    path = services.link_create(user=ben)
    services.user_leave(actor=ada, user=ben)
    assert Client().get(path).status_code == 410


def test_a_wrong_token_says_the_same_as_a_used_one(start: str) -> None:
    Client().get(start)
    used, wrong = Client().get(start), Client().get("/welcome/AAAA")
    assert used.status_code == wrong.status_code == 410
    hidden = re.compile(rb"csrf[^>]+|X-CSRFToken[^}]+")
    assert hidden.sub(b"", used.content) == hidden.sub(b"", wrong.content)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_gets_in() -> None:
    path = services.start_link()
    results: list[User | None] = []

    def use() -> None:
        try:
            results.append(services.link_use(token=token(path), now_ms=services.now_ms()))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([user for user in results if user]) == 1


def test_the_owner_chooses_a_password_and_comes_back_with_it(start: str, client: Client) -> None:
    client.get(start)
    answer = client.post("/team/me/secure", {"name": "Ada", "username": "Ada", "password": NEW})
    assert answer.status_code == 302, answer.content.decode()
    assert client.get("/team/").status_code == 200
    again = Client()
    assert again.post("/sign-in/", {"login": "ada", "password": NEW}).status_code == 302
    assert again.get("/team/").status_code == 200


def test_a_weak_password_is_said_beside_its_field(start: str, client: Client) -> None:
    client.get(start)
    answer = client.post("/team/me/secure", {"name": "Ada", "username": "ada", "password": "short"})
    assert "at least 10" in answer.content.decode()
    assert not User.objects.get().has_usable_password()


def test_a_password_cannot_be_replaced_without_the_old_one(ada, client: Client) -> None:
    client.login(username="ada", password=PASSWORD)
    answer = client.post("/team/me/secure", {"name": "X", "username": "ada", "password": NEW})
    assert answer.headers["Location"] == "/password/"
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_an_invited_person_comes_in_with_the_role_given(ada) -> None:
    _, path = services.invite(actor=ada, name="Dan", role="editor")
    client = Client()
    assert client.get(path).status_code == 200
    answer = client.post(path, {"name": "Dan Reyes", "username": "dan", "password": NEW})
    assert answer.status_code == 302, answer.content.decode()
    dan = User.objects.get(username="dan")
    assert (dan.name, dan.role) == ("Dan Reyes", "editor")
    assert client.get("/team/").status_code == 200
    assert Client().get(path).status_code == 410


def test_looking_at_an_invitation_does_not_use_it_up(ada) -> None:
    _, path = services.invite(actor=ada, name="Dan", role="viewer")
    for _ in range(3):
        assert Client().get(path).status_code == 200


def test_a_taken_name_or_weak_password_leaves_the_invitation_good(ada) -> None:
    _, path = services.invite(actor=ada, name="Dan", role="viewer")
    client = Client()
    assert "taken" in client.post(path, {"name": "D", "username": "ada", "password": NEW}).content.decode()
    assert "at least" in client.post(path, {"name": "D", "username": "dan", "password": "x"}).content.decode()
    assert client.post(path, {"name": "D", "username": "dan", "password": NEW}).status_code == 302


def test_an_invitation_cannot_be_used_as_a_sign_in_link_for_another(ada) -> None:
    _, path = services.invite(actor=ada, name="Dan", role="owner")
    assert Client().get(services.recover_link().replace("welcome", "invitation")).status_code == 410
    assert Client().get(path.replace("invitation", "welcome")).status_code == 410


def test_coming_in_by_a_link_is_on_the_record(start: str, client: Client) -> None:
    client.get(start)
    assert "link.use" in LogEntry.objects.values_list("verb", flat=True)
