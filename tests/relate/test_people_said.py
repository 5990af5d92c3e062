"""Which sentence promises or strives: in the first person, no question, nobody else's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people import said
from mutuals.people.said import LONGEST, promise_in, sentences, wish_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks! I'll send you the drawing on Friday. Best, Jo", "I'll send you the drawing on Friday."),
        ("Ja, ich schick dir die Nummer", "Ja, ich schick dir die Nummer"),
        ("bring ich dir mit", "bring ich dir mit"),
        ("Promis, je vous envoie tout cela.", "Promis, je vous envoie tout cela."),
        ("Shall I send it? I will see.", "I will see."),
        ("> I'll send it\nThank you for that", ""),
        ("You will love it", ""),
        ("I'll never do that again", ""),
    ],
)
def test_the_sentence_that_promises_is_found(text, found) -> None:
    assert promise_in(text, read=True) == found


def test_without_a_reading_only_the_word_itself_speaks() -> None:
    assert promise_in("I'll send you the drawing", read=False) == ""
    assert promise_in("Um drei. Versprochen", read=False) == "Um drei. Versprochen"
    assert promise_in("I promise to bring it", read=False) == "I promise to bring it"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Hi. I'm trying to find a workshop before summer. You?",
            "I'm trying to find a workshop before summer.",
        ),
        ("Ich suche noch eine zweite Stimme", "Ich suche noch eine zweite Stimme"),
        ("J'apprends enfin à nager", "J'apprends enfin à nager"),
        ("Estoy buscando un taller pequeño", "Estoy buscando un taller pequeño"),
        ("Are you looking for something here?", ""),
        ("I want a coffee now please", ""),
        ("Good morning to all of you", ""),
    ],
)
def test_the_sentence_that_strives_is_found(text, found) -> None:
    assert wish_in(text, read=False) == found


def test_plain_wanting_speaks_where_a_reading_says_so() -> None:
    assert wish_in("I need a lawyer who reads leases", read=True) == "I need a lawyer who reads leases"


@given(st.text(max_size=600), st.booleans())
def test_what_is_found_is_short_and_stands_in_the_text(text, read) -> None:
    plain = " ".join(text.split())
    for found in (promise_in(text, read=read), wish_in(text, read=read), *sentences(text, least=1)):
        assert len(found) <= LONGEST
        assert all(word in plain for word in found.removesuffix("…").split())


@given(st.from_regex(said._STRIVE), st.from_regex(said._SWEAR))
def test_no_sentence_is_passed_over_by_looking_for_pieces_first(strives, swears) -> None:
    # "ſ" and "K" match s and k where case does not count, and no keyboard writes them so.
    assert said._has(strives, said._STRIVEN) or not strives.isascii()
    assert said._has(swears, said._SWORN) or not swears.isascii()
