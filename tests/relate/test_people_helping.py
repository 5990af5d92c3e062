"""What of the shelf may help: shared words in any form, or texts that lie very near; always with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.helping import NEAR, Offers, Words, matches, same_word, shared_words
from mutuals.text.topics import packed
from mutuals.text.vectors import load

SHELF = (
    "Where to buy upholstery webbing by the metre",
    "Jun at the building office knows every permit",
    "A friend who teaches Welsh online",
    "Ich lese Mietverträge für Läden",
    "Bicycle repair on Saturdays",
)


def words(text: str) -> Words:
    return Words.of(text, packed(load().of([text]))[0])


def best(wish: str) -> list[str]:
    return [SHELF[one.at] for one in matches(words(wish), Offers([words(one) for one in SHELF]), most=3)]


@pytest.mark.parametrize(
    ("wish", "helps"),
    [
        ("find webbing for her grandmother's chair", SHELF[0]),
        ("get a building permit before winter", SHELF[1]),
        ("learn Welsh", SHELF[2]),
        ("sucht jemanden, der den Mietvertrag liest", SHELF[3]),
        ("keep her bicycle going", SHELF[4]),
    ],
)
def test_words_that_meet_are_found_first(wish, helps) -> None:
    assert best(wish)[0] == helps


@pytest.mark.parametrize(
    "wish", ["sleep through the night", "find somebody to help with something", "ein Kind"]
)
def test_what_has_nothing_in_common_is_not_offered(wish) -> None:
    assert best(wish) == []


def test_the_reason_is_said_in_the_words_of_the_wish() -> None:
    (found,) = matches(words("more webbings"), Offers([words(SHELF[0])]), most=3)
    assert found.words == ("webbings",)
    assert found.said == "both speak of “webbings”"


TEXTS = st.lists(st.sampled_from("bread oven lease permit course garden welsh wool".split()), max_size=6).map(
    " ".join
)


@given(TEXTS, st.lists(TEXTS, max_size=5))
def test_every_match_has_a_reason_and_the_order_is_that_of_worth(wish, offers) -> None:
    offered = [Words.of(one) for one in offers]
    found = matches(Words.of(wish), Offers(offered), most=3)
    assert len(found) <= 3
    assert all(one.words or one.near >= NEAR for one in found)
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)
    assert {one.at for one in found} <= set(range(len(offers)))


@given(TEXTS, TEXTS)
def test_sharing_goes_both_ways(one, other) -> None:
    assert bool(shared_words(Words.of(one), Words.of(other))) == bool(
        shared_words(Words.of(other), Words.of(one))
    )


def test_forms_of_a_word_are_one_and_others_are_not() -> None:
    assert same_word("webbing", "webbings")
    assert same_word("sauerteig", "sauerteige")
    assert not same_word("permit", "permanent")
    assert not same_word("lease", "leaf")


@given(
    st.lists(st.text(alphabet="abcdefgh ", max_size=24), max_size=4),
    st.text(alphabet="abcdefgh ", max_size=24),
)
def test_words_found_by_how_they_begin_are_all_that_are_the_same(offers, wish) -> None:
    mine, theirs = Words.of(wish), [Words.of(one) for one in offers]
    whole = {
        at: tuple(dict.fromkeys(shown for a, shown in mine.words for b, _ in one.words if same_word(a, b)))
        for at, one in enumerate(theirs)
    }
    assert Offers(theirs).shared(mine) == {at: found for at, found in whole.items() if found}


def test_how_near_offers_lie_is_the_cosine_of_the_vectors() -> None:
    from mutuals.text.topics import alike

    wish, offers = words("learn Welsh"), [*(words(one) for one in SHELF), Words.of("no vector")]
    told = alike(wish.vector, [one.vector for one in offers])
    assert Offers(offers).near(wish) == pytest.approx(told, abs=1e-5)
