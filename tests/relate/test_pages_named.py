"""Named people are matched with their files where the exact name is unique, and asked about where it is not."""

import time

import pytest

from tests.relate.letters import bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
ME = "mailto:ada@house.example"
ANA, OTHER = "mailto:ana@one.example", "mailto:ana@two.example"


def name_them(user, *names: str) -> list:
    from mutuals.people.services.named import welcome_save

    return welcome_save(actor=user, names=names, why="", minutes=None, now_ms=NOW)


def cards(user) -> list[tuple[str, str, list[str]]]:
    from mutuals.relate.selectors.today import cards_all

    return [
        (card.kind, card.contact.name, [one.identity.address for one in card.choices if one.identity])
        for card in cards_all(user)
    ]


def test_names_first_then_files(ada) -> None:
    name_them(ada, "Ana Silva")
    assert cards(ada) == [("ask", "Ana Silva", [])]
    bring(ada, ME, {ANA: "Ana Silva"}, [(ANA, ME, 9), (ME, ANA, 8)], now_ms=NOW)
    refreshed(NOW)
    assert cards(ada) == [("last", "Ana Silva", [])]


def test_files_first_then_names(ada) -> None:
    bring(ada, ME, {ANA: "Ana Silva"}, [(ANA, ME, 9), (ME, ANA, 8)], now_ms=NOW)
    refreshed(NOW)
    name_them(ada, "ana  silva")
    refreshed(NOW)
    assert [kind for kind, _, _ in cards(ada)] == ["last"]


def test_what_was_noted_by_hand_does_not_hide_the_files(ada) -> None:
    from mutuals.people.services.moments import moment_note

    (ana,) = name_them(ada, "Ana Silva")
    moment_note(actor=ada, contact=ana, how="talked", day=NOW // 86_400_000 - 15, now_ms=NOW)
    assert cards(ada) == []  # not asked again while its tie is being reckoned
    bring(ada, ME, {ANA: "Ana Silva"}, [(ANA, ME, 9)], now_ms=NOW)
    refreshed(NOW)
    from mutuals.people.selectors.contacts import identities

    assert {one.address for one in identities(ada, ana)} == {"", "ana@one.example"}


def test_who_was_noted_as_met_has_met_however_long_it_was(ada) -> None:
    from mutuals.people.services.moments import moment_note
    from mutuals.relate.models import Tie
    from mutuals.relate.rungs import Rung
    from mutuals.relate.selectors.person import steps_of

    ana, kim = name_them(ada, "Ana Silva", "Kim Ho")
    for who, how in ((ana, "met"), (kim, "talked")):
        moment_note(actor=ada, contact=who, how=how, day=NOW // 86_400_000 - 15, now_ms=NOW)
    refreshed(NOW)
    assert dict(Tie.objects.values_list("b", "rung"))[ana.pk] == Rung.MET
    assert [one.rung for one in steps_of(ada, ana)][-1] == Rung.MET
    assert Rung.MET not in [one.rung for one in steps_of(ada, kim)]


def test_two_of_the_same_name_are_asked_about_and_the_answer_counts(ada) -> None:
    from mutuals.people.models import Contact
    from mutuals.people.services.joins import contacts_join_by

    (named,) = name_them(ada, "Ana Silva")
    bring(ada, ME, {ANA: "Ana Silva", OTHER: "Ana Silva"}, [(ANA, ME, 9), (OTHER, ME, 5)], now_ms=NOW)
    refreshed(NOW)
    kind, _, addresses = cards(ada)[0]
    assert (kind, sorted(addresses)) == ("which", ["ana@one.example", "ana@two.example"])
    chosen = Contact.objects.exclude(pk=named.pk).filter(name="Ana Silva").order_by("pk").first()
    contacts_join_by(actor=ada, kept=named, gone=chosen, why="", now_ms=NOW)
    refreshed(NOW)
    assert [kind for kind, _, _ in cards(ada)] == ["last"]
    assert Contact.objects.filter(name="Ana Silva", merged_into=None).count() == 2


def test_a_first_name_is_never_matched_but_asked_about(ada) -> None:
    name_them(ada, "Ana")
    bring(ada, ME, {ANA: "Ana Silva", OTHER: "Anabel Ruiz"}, [(ANA, ME, 9), (OTHER, ME, 5)], now_ms=NOW)
    refreshed(NOW)
    assert cards(ada) == [("which", "Ana", ["ana@one.example"])]


def test_none_of_them_is_an_answer_that_is_kept(ada) -> None:
    from mutuals.people.services.named import choices_refuse

    (named,) = name_them(ada, "Ana Silva")
    bring(ada, ME, {ANA: "Ana Silva", OTHER: "Ana Silva"}, [(ANA, ME, 9), (OTHER, ME, 5)], now_ms=NOW)
    refreshed(NOW)
    choices_refuse(actor=ada, contact=named, now_ms=NOW)
    refreshed(NOW)
    assert cards(ada) == [("ask", "Ana Silva", [])]


def test_nobody_is_matched_with_somebody_they_may_not_see(ada, ben) -> None:
    bring(
        ben,
        "mailto:ben@house.example",
        {ANA: "Ana Silva"},
        [(ANA, "mailto:ben@house.example", 3)],
        now_ms=NOW,
    )
    refreshed(NOW)
    name_them(ada, "Ana Silva")
    refreshed(NOW)
    assert cards(ada) == [("ask", "Ana Silva", [])]


def test_naming_again_replaces_the_five_and_keeps_the_people(ada) -> None:
    from mutuals.people.models import Contact

    name_them(ada, "Ana", "Bea", "Ana", " ")
    name_them(ada, "Bea", "Cy")
    named = Contact.objects.filter(named__isnull=False).order_by("named")
    assert [(one.name, one.named) for one in named] == [("Bea", 1), ("Cy", 2)]
    assert Contact.objects.filter(name="Ana").count() == 1


def test_a_call_is_told_once_of_both(ada) -> None:
    from django.test import Client

    from mutuals.people.services.moments import moment_note
    from mutuals.relate.selectors.person import days_between, happenings

    (ana,) = name_them(ada, "Ana Silva")
    today = NOW // 86_400_000
    for back in (15, 3):
        moment_note(actor=ada, contact=ana, how="talked", day=today - back, now_ms=NOW)
    refreshed(NOW)
    assert len(happenings(ada, ana)) == 2
    assert [[(int(kind), n) for kind, _, n in row.kinds] for row in days_between(ada, ana, at_day=today)] == [
        [(10, 1)],
        [(10, 1)],
    ]
    client = Client()
    client.force_login(ada)
    page = client.get(f"/people/{ana.public_id}").content.decode()
    assert "They talked" not in page
    days = client.get(f"/people/{ana.public_id}/days").content.decode()
    assert "1 call" in days
    assert "call from" not in days
