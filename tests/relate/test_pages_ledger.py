"""The pages of give and take, and the very events of a step: what they say, what one click does, who may."""

import pytest
from django.urls import reverse

from mutuals.people.models import Contact
from mutuals.record.kinds import ActName
from mutuals.record.models import Act, Deed
from mutuals.relate.selectors.ledger import ledger_entries, ledger_of
from mutuals.relate.services.weights import weights_now
from tests.relate.test_ledger_kept import (  # noqa: F401  fixtures
    ADA,
    BEA,
    _no_pauses,
    bea,
    boost,
    bring,
    conversation,
    hers,
    note,
    refreshed,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(hers, ada):  # noqa: F811
    conversation(hers)
    return hers


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"relate:{name}", args=args), query, follow=True, SERVER_NAME="127.0.0.1")


def post(client, user, name, *args, **values):
    client.force_login(user)
    return client.post(reverse(f"relate:{name}", args=args), values, follow=True, SERVER_NAME="127.0.0.1")


def test_a_persons_page_shows_what_was_given_and_opens_every_number(world, client, ada):
    said = page(client, ada, "person", bea().public_id).content.decode()
    assert "What you give each other" in said
    assert f"/people/{bea().public_id}/ledger?act=thanked&amp;by=them" in said
    assert "The last thing: You passed on what Bea said" in said
    assert "<style" not in said


def test_the_entries_of_one_number_show_what_they_rest_on(world, client, ada):
    said = page(client, ada, "ledger", bea().public_id, act="answered", by="you").content.decode()
    assert "You answered Bea" in said
    assert "at nine" in said
    assert "sure" in said
    assert "a garden" not in said


def test_one_click_says_it_is_not_so_and_one_takes_it_back(world, client, ada):
    entry = next(one for one in ledger_entries(ada, bea()) if one.act is ActName.THANKED)
    told = {"ref": entry.ref, "act": "thanked", "by": "them"}
    said = post(client, ada, "ledger-say", bea().public_id, **told).content.decode()
    assert ("THANKED", "them") not in shown(ada)
    assert "What was said is not so" in said
    assert "Undo" in said
    post(client, ada, "ledger-say", bea().public_id, **told, unsay="1")
    assert shown(ada)["THANKED", "them"] == 1


def test_the_undo_of_a_notice_needs_no_form(world, client, ada):
    entry = next(one for one in ledger_entries(ada, bea()) if one.act is ActName.THANKED)
    query = f"?ref={entry.ref}&act=thanked&by=them&unsay=1"
    client.force_login(ada)
    address = reverse("relate:ledger-say", args=[bea().public_id])
    assert (
        client.post(f"{address}?ref={entry.ref}&act=thanked&by=them", SERVER_NAME="127.0.0.1").status_code
        == 302
    )
    assert ("THANKED", "them") not in shown(ada)
    client.post(address + query, SERVER_NAME="127.0.0.1")
    assert shown(ada)["THANKED", "them"] == 1


def test_one_click_says_what_it_was_instead(world, client, ada):
    entry = next(one for one in ledger_entries(ada, bea()) if one.act is ActName.ANSWERED)
    post(
        client, ada, "ledger-say", bea().public_id, ref=entry.ref, act="answered", by="you", instead="helped"
    )
    assert shown(ada)["HELPED", "you"] == 1
    assert ("ANSWERED", "you") not in shown(ada)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"what": "helped-them"}, (ActName.HELPED, True)),
        ({"what": "helped-you"}, (ActName.HELPED, False)),
        ({"what": "act-you", "act": "recommended"}, (ActName.RECOMMENDED, False)),
    ],
)
def test_two_clicks_note_a_help(world, client, ada, values, expected):
    said = post(
        client, ada, "ledger-note", bea().public_id, day="2023-11-14", text="a ladder", **values
    ).content.decode()
    assert "Noted: " in said
    act, ours = expected
    assert ledger_of(ada, bea()).counts[act, ours].n == 1
    deed = Deed.objects.get()
    assert (deed.text, deed.day) == ("a ladder", 19675)
    post(client, ada, "ledger-undo", bea().public_id, deed=str(deed.public_id))
    assert (act, ours) not in ledger_of(ada, bea()).counts


@pytest.mark.parametrize(
    "values",
    [{}, {"what": "helped-them"}, {"what": "helped-them", "day": "2999-01-01"}, {"what": "x-them", "day": "2023-01-01"},
     {"what": "helped-nobody", "day": "2023-01-01"}, {"what": "act-you", "act": "x", "day": "2023-01-01"}],
)  # fmt: skip
def test_a_help_without_a_day_or_a_kind_is_not_noted(world, client, ada, values):
    assert "Which day was it" in post(client, ada, "ledger-note", bea().public_id, **values).content.decode()
    assert not Deed.objects.exists()


@pytest.mark.parametrize(
    "values", [{}, {"ref": "p0", "act": "thanked", "by": "them"}, {"ref": "x", "by": "you"}]
)
def test_a_made_up_entry_is_not_found(world, client, ada, values):
    assert post(client, ada, "ledger-say", bea().public_id, **values).status_code == 404


def test_give_and_take_says_it_by_quarters_and_opens_them(world, client, ada, monkeypatch):
    said = page(client, ada, "give-and-take").content.decode()
    assert "Do you give more than you take?" in said
    assert "October to December 2023" in said
    quarter = 2023 * 4 + 3
    among = page(client, ada, "given-among", quarter=quarter).content.decode()
    assert "Bea Lund" in among
    assert "Nobody" in page(client, ada, "given-among", quarter=quarter, act="helped").content.decode()
    assert page(client, ada, "given-among", quarter="x" * 30, act="?", by="?").status_code == 200


def test_weights_are_set_on_the_page_with_a_reason(world, client, ada, cleo):
    said = post(client, ada, "weights", answered="2.5", reason="it costs an evening").content.decode()
    assert weights_now()[ActName.ANSWERED] == 2.5
    assert "it costs an evening" in said
    assert "being added up anew" in said
    assert "A weight is a number" in post(client, ada, "weights", answered="99").content.decode()
    assert post(client, cleo, "weights", answered="1").status_code == 403
    assert weights_now()[ActName.ANSWERED] == 2.5


def test_cleo_sees_no_buttons_and_may_press_none(world, client, cleo):
    said = page(client, cleo, "give-and-take").content.decode()
    assert "Weigh it so" not in said
    tried = {
        "ledger-note": {"what": "helped-them", "day": "2023-11-14"},
        "ledger-say": {"act": "thanked", "by": "them", "ref": "p0"},
    }
    for name, values in tried.items():
        assert post(client, cleo, name, bea().public_id, **values).status_code in (403, 404)
    assert not Act.objects.filter(decided_by__startswith="user:").exists()


def test_before_anything_is_added_up_the_page_says_so(client, ada, home):
    assert "I am adding it up" in page(client, ada, "give-and-take").content.decode()


def test_a_step_opens_the_very_events(world, client, ada):
    who = bea().public_id
    assert f"/people/{who}/steps/replied" in page(client, ada, "person", who).content.decode()
    said = page(client, ada, "step", who, "replied").content.decode()
    assert "when?" in said
    assert "at nine" in said
    assert "thanks" not in said.split("<ul")[-1]
    assert page(client, ada, "step", who, "met").status_code == 404
    assert page(client, ada, "step", who, "nowhere").status_code == 404


def test_whoever_is_left_out_has_no_ledger_page(world, client, ada):
    Contact.objects.filter(pk=bea().pk).update(left_out_at=1)
    assert page(client, ada, "ledger", bea().public_id).status_code == 404
    assert "What you give each other" not in page(client, ada, "person", bea().public_id).content.decode()


def test_the_terminal_tells_the_same_as_the_page(world, ada):
    from mutuals.relate.selectors.documents_ledger import ledger_document

    found = ledger_document(ada, bea())
    assert {"act": "answered", "you": 1, "they": 0} in found["acts"]
    assert [one["act"] for one in found["entries"]] == [
        one.act.name.lower() for one in ledger_entries(ada, bea())
    ]
    assert found["share"] == pytest.approx(3 / 3.5)
    assert ledger_document(ada, bea(), limit=0)["entries"] == []
    Contact.objects.filter(pk=bea().pk).update(left_out_at=1)
    gone = Contact.objects.get(pk=bea().pk)
    assert ledger_document(ada, gone)["entries"] == []


def test_an_impossible_time_breaks_no_page(world, client, ada):
    from mutuals.record.models import Interaction

    Interaction.objects.filter(kind__in=(4, 5)).update(at=10**17, day=10**9)
    assert "at an impossible time" in page(client, ada, "ledger", bea().public_id).content.decode()
