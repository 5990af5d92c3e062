"""Who may be one person, found for each view from what it may read, and what people say to it."""

from typing import Any

import pytest

from mutuals.as2 import Actor, PropertyValue
from tests.relate.letters import bring, refreshed

pytestmark = pytest.mark.django_db
NOW = 1_700_000_000_000
ME = "mailto:ada@home.example"
MAIL, FEDI, GIT = (
    "mailto:yulia.s@harbour.example",
    "https://fedi.example/users/heron",
    "https://github.com/heron",
)
OFFICE = "mailto:info@harbour.example"


def add(user: Any, *actors: Actor, network: str = "mastodon") -> None:
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest

    ingest(list(actors), account=account_for(network=network, holder=user), now_ms=NOW)


def looked(now_ms: int = NOW) -> int:
    from mutuals.people.services.likenesses import likenesses_refresh

    refreshed(now_ms)
    found = likenesses_refresh(now_ms=now_ms)
    refreshed(now_ms)
    return found


def asked(user: Any) -> list[tuple[str, str]]:
    from mutuals.people.selectors.likenesses import suggestions

    return [tuple(sorted((s.one.contact.name, s.other.contact.name))) for s in suggestions(user, limit=20)]  # type: ignore[misc]


def contact(name: str) -> Any:
    from mutuals.people.models import Contact

    return Contact.objects.get(name=name, merged_into=None)


@pytest.fixture
def two(ada: Any) -> Any:
    """Somebody who writes to Ada under one name and posts under another."""
    people = {MAIL: "Юлия Щербакова", OFFICE: "Harbour Office"}
    bring(ada, ME, people, [(MAIL, ME, 9), (ME, MAIL, 7), (OFFICE, ME, 5)], now_ms=NOW)
    add(ada, Actor(id=FEDI, name="Yulia Shcherbakova", preferred_username="heron@fedi.example"))
    looked()
    return ada


PAIR = ("Yulia Shcherbakova", "Юлия Щербакова")


def test_one_person_in_two_scripts_is_asked_about_with_the_reason(two: Any) -> None:
    from mutuals.people.selectors.likenesses import suggestions, suggestions_count

    assert asked(two) == [PAIR]
    assert suggestions_count(two) == 1
    found = suggestions(two)[0]
    assert found.evidence[0].sentence == "Юлия Щербакова is Yulia Shcherbakova, spelled another way."
    assert 0.2 < found.chance < 1


def test_two_profiles_that_name_each_other_are_joined_without_asking(ada: Any) -> None:
    from mutuals.people.models import Join

    one = Actor(
        id=FEDI,
        name="Yulia S.",
        preferred_username="heron@fedi.example",
        summary="code: https://github.com/heron",
    )
    other = Actor(
        id=GIT, name="Yulia Shcherbakova", preferred_username="heron", url=GIT,
        attachment=(PropertyValue("Fediverse", "https://fedi.example/@heron", private=False),),
    )  # fmt: skip
    bring(ada, ME, {}, [], now_ms=NOW)
    add(ada, one, other)
    assert looked() == 0
    join = Join.objects.get()
    assert (join.decided_by, join.confidence > 0.95) == ("likeness", True)
    assert join.evidence == "Links to each other, handles, names speak for it."
    assert contact(join.kept.name).pk == join.kept_id


def test_what_was_said_to_be_two_is_never_asked_or_joined_again(two: Any) -> None:
    from mutuals.people.models import Likeness
    from mutuals.people.services.alike import likeness_refuse, likeness_reopen
    from mutuals.people.services.contacts import contact_add
    from mutuals.people.services.joins import contacts_join_by

    one, other = contact(PAIR[0]), contact(PAIR[1])
    refusal = likeness_refuse(actor=two, one=one, other=other, now_ms=NOW)
    assert asked(two) == []
    assert looked() == 0
    assert not Likeness.objects.exists()
    # Nor through somebody who was joined to one of them.
    named = contact_add(actor=two, name="Yulia", now_ms=NOW)
    contacts_join_by(actor=two, kept=named, gone=one, why="", now_ms=NOW)
    assert looked() == 0
    likeness_reopen(actor=two, refusal=refusal)
    assert looked() == 1


def test_an_answer_can_be_taken_back_at_once(two: Any) -> None:
    from mutuals.people.services.alike import likeness_confirm, likeness_refuse, likeness_reopen
    from mutuals.people.services.joins import contacts_part

    one, other = contact(PAIR[0]), contact(PAIR[1])
    join = likeness_confirm(actor=two, one=one, other=other, why="Names speak for it.", now_ms=NOW)
    assert asked(two) == []
    contacts_part(actor=two, join=join, now_ms=NOW, refuse=False)
    assert asked(two) == [PAIR]
    likeness_reopen(actor=two, refusal=likeness_refuse(actor=two, one=one, other=other, now_ms=NOW))
    assert asked(two) == [PAIR]


def test_whom_a_person_parted_is_not_asked_about(two: Any) -> None:
    from mutuals.people.services.alike import likeness_confirm
    from mutuals.people.services.joins import contacts_part

    join = likeness_confirm(actor=two, one=contact(PAIR[0]), other=contact(PAIR[1]), why="", now_ms=NOW)
    contacts_part(actor=two, join=join, now_ms=NOW)
    assert asked(two) == []
    assert looked() == 0


def test_an_office_is_nobody_and_is_said_to_be(two: Any) -> None:
    from mutuals.people.selectors.likenesses import nobodies
    from mutuals.people.services.alike import contact_kind

    add(two, Actor(id="https://fedi.example/users/office", name="Harbour Office"))
    assert looked() == 1
    assert asked(two) == [PAIR]
    assert [(one.name, term) for one, term in nobodies(two)] == [("Harbour Office", "info")]
    office = nobodies(two)[0][0]
    contact_kind(actor=two, contact=office, kind="organisation", now_ms=NOW)
    assert nobodies(two) == []


def test_a_word_of_ones_own_makes_nobody_of_what_bears_it(two: Any) -> None:
    from mutuals.people.services.alike import BadTerm, exclusion_add, exclusion_remove

    exclusion_add(actor=two, term=" @Harbour.example ", now_ms=NOW)
    assert looked() == 0
    assert exclusion_remove(actor=two, term="@harbour.example", now_ms=NOW)
    assert looked() == 1
    with pytest.raises(BadTerm):
        exclusion_add(actor=two, term="@", now_ms=NOW)


def test_a_machine_has_no_place_among_people_until_it_is_a_person_again(two: Any) -> None:
    from mutuals.people.services.alike import contact_kind
    from mutuals.relate.selectors.people import NOBODIES, Wanted, people_count, people_list
    from mutuals.relate.selectors.ties import ties_ours

    def seen() -> tuple[list[str], list[str], int]:
        rows = people_list(two, limit=20)
        return (
            [row.name for row in ties_ours(two)], [row.name for row in rows], people_count(two, Wanted())
        )  # fmt: skip

    before = seen()
    writer = contact(PAIR[1])
    contact_kind(actor=two, contact=writer, kind="bot", now_ms=NOW)
    refreshed(NOW)
    ties, names, count = seen()
    assert PAIR[1] not in ties
    assert PAIR[1] not in names
    assert count == before[2] - 1
    assert [row.name for row in people_list(two, Wanted(circle=NOBODIES), limit=5)] == [PAIR[1]]
    assert looked() == 0
    contact_kind(actor=two, contact=writer, kind="", now_ms=NOW)
    refreshed(NOW)
    assert seen() == before
    with pytest.raises(KeyError):
        contact_kind(actor=two, contact=writer, kind="robot", now_ms=NOW)


def test_each_view_finds_by_what_it_may_read_alone(ada: Any, ben: Any) -> None:
    """The same two: public profiles for both, and a telephone that stands in Ada's address book."""
    from mutuals.people.models import Join, Likeness

    bring(ada, ME, {}, [], now_ms=NOW)
    facts = (PropertyValue("phone", "+32470123456"), PropertyValue("birthday", "1984-03-05"))
    one, other = Actor(id=FEDI, name="Heron"), Actor(id=GIT, name="Yulia S.")
    for actor in (one, other):
        add(ada, Actor(id=actor.id, name=actor.name, attachment=facts))
    publicly_known(FEDI, GIT)
    looked()
    assert asked(ada) == [("Heron", "Yulia S.")]
    assert asked(ben) == []
    assert set(Likeness.objects.values_list("view", flat=True)) == {ada.pk}
    # It is certain, and yet it is asked: joined by itself it would tell Ben of what Ada alone may know.
    assert not Join.objects.exists()


def publicly_known(*uris: str) -> None:
    from mutuals.record.models import Actor as Row
    from mutuals.record.models import ActorSighting

    for row in Row.objects.filter(uri__in=uris):
        ActorSighting.objects.create(actor=row.pk, account=0)


def test_who_is_left_out_of_the_reckoning_is_not_searched_for(two: Any) -> None:
    from mutuals.people.models import Contact

    Contact.objects.filter(name=PAIR[0]).update(left_out_at=NOW)
    assert asked(two) == []
    assert looked() == 0


def test_only_who_may_edit_says_who_is_who(two: Any, cleo: Any) -> None:
    from mutuals.people.services import alike
    from mutuals.team.permissions import NotAllowed

    one, other = contact(PAIR[0]), contact(PAIR[1])
    for act in (
        lambda: alike.likeness_confirm(actor=cleo, one=one, other=other, why="", now_ms=NOW),
        lambda: alike.likeness_refuse(actor=cleo, one=one, other=other, now_ms=NOW),
        lambda: alike.contact_kind(actor=cleo, contact=one, kind="bot", now_ms=NOW),
        lambda: alike.exclusion_add(actor=cleo, term="reception", now_ms=NOW),
        lambda: alike.exclusion_remove(actor=cleo, term="reception", now_ms=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_look_is_due_when_something_new_was_brought_and_not_before(two: Any) -> None:
    from mutuals.people.services.likenesses import likenesses_due

    assert not likenesses_due(now_ms=NOW + 60_000)
    add(two, Actor(id=GIT, name="Jun Park"))
    refreshed(NOW)
    assert likenesses_due(now_ms=NOW + 60_000)
    looked(NOW + 60_000)
    assert not likenesses_due(now_ms=NOW + 120_000)


def test_a_second_look_writes_nothing_where_nothing_changed(two: Any) -> None:
    from mutuals.people.models import Likeness

    before = list(Likeness.objects.values())
    looked(NOW + 5_000)
    assert list(Likeness.objects.values()) == before


def test_what_was_brought_by_hand_is_compared_too(two: Any) -> None:
    from mutuals.people.services.contacts import contact_add

    contact_add(actor=two, name="Julia Shcherbakova", now_ms=NOW)
    assert looked() == 3
    assert ("Julia Shcherbakova", PAIR[0]) in asked(two)
