"""The pages of *same person?*: a queue with the reason, one key each, and the way back."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.relate.test_who_likenesses import NOW, PAIR, asked, contact, looked, two

pytestmark = pytest.mark.django_db
__all__ = ["two"]


@pytest.fixture
def page(client: Any, two: Any) -> Any:
    client.force_login(two)
    return client


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def undone(client: Any, html: str) -> Any:
    """Follows the way back that a notice offers."""
    found = re.search(r'<form[^>]*action="([^"]+)"[^>]*>(?:(?!</form>).)*data-undo', html, re.DOTALL)
    assert found is not None
    return client.post(found[1].replace("&amp;", "&"), follow=True)


def test_the_queue_shows_both_the_reason_and_a_key_for_each_answer(page: Any) -> None:
    html = body(page.get(reverse("relate:alike")))
    for name in PAIR:
        assert name in html
    assert "spelled another way" in html
    for key in "sdln":
        assert f'data-key="{key}"' in html


def test_people_lead_to_the_queue(page: Any) -> None:
    assert reverse("relate:alike") in body(page.get(reverse("relate:people")))


def test_yes_joins_and_can_be_taken_back(page: Any, two: Any) -> None:
    one, other = contact(PAIR[0]), contact(PAIR[1])
    queue = reverse("relate:alike")
    answer = page.post(
        reverse("people:confirm", args=[one.public_id, other.public_id]), {"next": queue}, follow=True
    )
    html = body(answer)
    assert "are one person now" in html
    assert asked(two) == []
    assert PAIR[0] in body(undone(page, html))
    assert asked(two) == [PAIR]


def test_no_is_for_ever_and_can_be_taken_back(page: Any, two: Any) -> None:
    one, other = contact(PAIR[0]), contact(PAIR[1])
    queue = reverse("relate:alike")
    answer = page.post(
        reverse("people:different", args=[one.public_id, other.public_id]), {"next": queue}, follow=True
    )
    html = body(answer)
    assert "I will not ask again" in html
    assert "Everybody is told apart" in html
    looked(NOW + 1)
    assert asked(two) == []
    assert "you said" in body(page.get(reverse("relate:same", args=[one.public_id])))
    undone(page, html)
    looked(NOW + 2)
    assert asked(two) == [PAIR]


def test_a_list_leaves_people_and_comes_back(page: Any, two: Any) -> None:
    one = contact(PAIR[0])
    url = reverse("people:kind", args=[one.public_id])
    html = body(page.post(url, {"kind": "list", "next": reverse("relate:alike")}, follow=True))
    assert "is a list now" in html
    assert PAIR[0] not in body(page.get(reverse("relate:people")))
    assert PAIR[0] in body(page.get(reverse("relate:people"), {"circle": "nobody"}))
    assert "no person" in body(page.get(reverse("relate:person", args=[one.public_id])))
    undone(page, html)
    assert PAIR[0] in body(page.get(reverse("relate:people")))
    assert page.post(url, {"kind": "robot"}).status_code == 400


def test_a_persons_page_and_its_list_show_the_suggestion_first(page: Any) -> None:
    one = contact(PAIR[0])
    assert "may be the same person" in body(page.get(reverse("relate:person", args=[one.public_id])))
    html = body(page.get(reverse("relate:same", args=[one.public_id])))
    assert html.index("spelled another way") < html.index("Somebody else?")


def test_words_that_are_nobodys_are_added_and_taken_back(page: Any) -> None:
    url, queue = reverse("people:exclusion"), reverse("relate:alike")
    html = body(page.post(url, {"term": "Reception@", "next": queue}, follow=True))
    assert "“reception”" in html
    assert "“reception”" not in body(undone(page, html))
    assert "at least two letters" in body(page.post(url, {"term": "@"}, follow=True))


def test_who_may_only_look_sees_no_buttons(client: Any, two: Any, cleo: Any) -> None:
    from mutuals.record.models import Account

    Account.objects.update(shared=True)
    looked(NOW + 1)
    client.force_login(cleo)
    html = body(client.get(reverse("relate:alike")))
    assert PAIR[0] in html
    assert "formaction" not in html
    one, other = contact(PAIR[0]), contact(PAIR[1])
    assert client.post(reverse("people:different", args=[one.public_id, other.public_id])).status_code == 403


def test_nobody_opens_what_they_may_not_see(client: Any, two: Any, ben: Any) -> None:
    one, other = contact(PAIR[0]), contact(PAIR[1])
    client.force_login(ben)
    assert PAIR[0] not in body(client.get(reverse("relate:alike")))
    assert client.post(reverse("people:confirm", args=[one.public_id, other.public_id])).status_code == 404


def test_before_the_first_look_it_says_so(client: Any, ada: Any) -> None:
    client.force_login(ada)
    assert "I have not looked yet" in body(client.get(reverse("relate:alike")))
