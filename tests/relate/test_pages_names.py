"""One name for all: in a team, what stands in one person's address book is not shown to the others."""

import pytest

from mutuals.as2 import PUBLIC, Activity, Actor, Object, Time
from tests.people import ada, cleo

pytestmark = pytest.mark.django_db

PROFILE = "https://social.example/users/dora"
MAIL = "mailto:dora@home.example"
NOW = 1_700_000_000_000


def bring(user: object, network: str, items: list[object]) -> None:
    from mutuals.people.services.refresh import contacts_refresh
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest

    ingest(items, account=account_for(network=network, holder=user), now_ms=NOW)
    contacts_refresh(now_ms=NOW)


def names() -> list[str]:
    from mutuals.people.models import Contact

    return sorted(Contact.objects.filter(ours=False, merged_into=None).values_list("name", flat=True))


def public_dora() -> list[object]:
    post = Object(
        id=f"{PROFILE}/statuses/1", attributed_to=PROFILE, content="hello", published=Time(NOW), to=(PUBLIC,)
    )
    made = Activity(id=f"{post.id}#create", actor=PROFILE, object=post, published=post.published, to=post.to)
    return [Actor(id=PROFILE, name="Dora"), made]


def card() -> list[object]:
    return [Actor(id=MAIL, name="Dora Maria Tallowmere-Long", also_known_as=(PROFILE,))]


def test_alone_the_address_book_names_people() -> None:
    bring(ada(), "mastodon", public_dora())
    bring(ada(), "vcard", card())
    assert names() == ["Dora Maria Tallowmere-Long"]


def test_in_a_team_a_private_name_stays_private() -> None:
    cleo()
    bring(ada(), "mastodon", public_dora())
    bring(ada(), "vcard", card())
    assert names() == ["Dora"]
