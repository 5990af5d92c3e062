"""What stands between us and somebody by the lists of networks is told on their page, to whom it belongs."""

import json

import pytest
from django.urls import reverse

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Object, PropertyValue, Time
from mutuals.people.models import Contact
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import Ingest
from mutuals.relate.selectors.documents import contact_document
from mutuals.relate.services.ties import ties_refresh

NOW = 1_700_000_000_000
ME, BO = "https://www.linkedin.com/in/ada", "https://www.linkedin.com/in/bo"
SINCE = PropertyValue("connected on", "2019-05-03")
SAID = "Connected on LinkedIn since 3 May 2019"
pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(ada, home):
    """Somebody whom all know by a public post, and Ada by her list of connections."""
    account = account_for(network="linkedin", holder=ada)
    note = Object(
        id="https://x.test/1", attributed_to=BO, content="hello", to=(PUBLIC,), published=Time(NOW, "s")
    )
    Ingest(account=account, now_ms=NOW).write([
        Actor(id=ME, name="Ada"),
        Actor(id=BO, name="Bo Lind", attachment=(SINCE, PropertyValue("org", "Oak"))),
        Activity(id="https://x.test/1#create", actor=BO, object=note),
        Collection(id=f"{ME}/connections", name="contacts", attributed_to=ME, items=(BO,)),
        Collection(id=f"{ME}/following", name="following", attributed_to=ME, items=(BO,)),
    ])  # fmt: skip
    own_add(account=account, uri=ME, sure=True, evidence="Profile.csv")
    ties_refresh(now_ms=NOW)
    return Contact.objects.get(name="Bo Lind")


def page(client, user, contact):
    client.force_login(user)
    return " ".join(client.get(reverse("relate:person", args=[contact.public_id])).content.decode().split())


def test_a_page_tells_since_when_two_are_connected(client, ada, bo):
    text = page(client, ada, bo)
    assert text.count(SAID) == 1
    assert "You follow them on LinkedIn" in text
    assert "<dt>Connected on</dt>" not in text, "the day is told once"
    assert "Oak" in text


def test_nobody_else_is_told(client, ben, bo):
    text = page(client, ben, bo)
    assert "Bo Lind" in text
    assert SAID not in text
    assert "2019" not in text


def test_a_connection_that_ended_stands_no_more(client, ada, bo):
    account = account_for(network="linkedin", holder=ada)
    Ingest(account=account, now_ms=NOW + 1).write(
        [Collection(id="c", name="contacts", attributed_to=ME, items=())]
    )
    assert SAID not in page(client, ada, bo)


def test_the_document_tells_it_by_list_and_network(ada, bo):
    found = contact_document(ada, bo, at_day=None, today=NOW // 86_400_000)["lists"]
    assert json.loads(json.dumps(found)) == [
        {"list": "contacts", "network": "linkedin", "since": "2019-05-03"},
        {"list": "following", "network": "linkedin", "since": None},
    ]
