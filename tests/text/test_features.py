"""Words of a post as rows: the same ones however it is written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.features import (
    CAPITALS,
    FIRST,
    LONG,
    NUMBER,
    PAD,
    SHOUT,
    URL,
    USER,
    Vocabulary,
    flat,
    look_like_questions,
    pairs,
    triples,
)

WORDS = ["monday", "morning", "goal", "good", "not", "!!!", ":)", "😭", "don't", "cake", "the"]
VOCABULARY = Vocabulary(WORDS)


def row(word: str) -> int:
    return FIRST + WORDS.index(word)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("good cake", [row("good"), row("cake")]),
        ("Don’t", [row("don't")]),
        ("#mondaymorning", [row("monday"), row("morning")]),
        ("gooooaaal", [LONG, row("goal")]),
        ("cakes", [row("cake")]),
        ("!!!!!!!", [row("!!!")]),
        ("good:)", [row("good"), row(":)")]),
        ("😭😭", [row("😭"), row("😭")]),
        ("@bob", [USER]),
        ("https://x.org/a?b=c", [URL]),
        ("www.x.org", [URL]),
        ("3,000.50", [NUMBER]),
        ("", []),
    ],
)
def test_words_are_brought_back_to_those_of_the_vocabulary(text, rows):
    assert VOCABULARY.rows(text)[: len(rows)] == rows


def test_capitals_are_told_of_before_the_words():
    assert VOCABULARY.rows("the NOT good cake the")[0] == CAPITALS
    assert VOCABULARY.rows("NOT GOOD")[0] == SHOUT
    assert VOCABULARY.rows("I not good") == Vocabulary(WORDS).rows("i not good")


@given(st.text(max_size=80))
def test_any_text_has_rows_and_the_same_ones_again(text):
    rows = VOCABULARY.rows(text)
    assert rows == VOCABULARY.rows(text) == Vocabulary(WORDS).rows(text)
    assert all(PAD < one < VOCABULARY.size for one in rows)


@given(st.lists(st.lists(st.integers(1, FIRST), max_size=6), min_size=1, max_size=6))
def test_several_texts_lie_behind_one_another_each_begun_by_a_pad(texts):
    rows, starts = flat(texts)
    ends = [*starts[1:].tolist(), len(rows) - 1]
    assert [rows[a + 1 : b].tolist() for a, b in zip(starts, ends, strict=True)] == texts
    assert rows[starts].tolist() == [PAD] * len(texts)
    assert rows[-1] == PAD


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=8), st.lists(st.integers(1, 4), min_size=1, max_size=8)
)
def test_pairs_and_triples_never_reach_over_two_texts(one, other):
    rows, _ = flat([one, other])
    alone = {int(key) for part in (one, other) for key in triples(flat([part])[0])}
    assert {int(key) for key in triples(rows)} - {-1} == alone - {-1}
    assert len(pairs(rows)) == len(rows) - 1
    assert len(set(pairs(rows).tolist())) == len(set(zip(rows[:-1].tolist(), rows[1:].tolist(), strict=True)))
    assert not set(pairs(np.array([1, 2], np.int32)).tolist()) & set(
        triples(np.array([0, 1, 2], np.int32)).tolist()
    )


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("does anybody know?", True),
        ("anyone up for tea", True),
        ("@ann @bob what now", True),
        ("weißt du ob offen ist", True),
        ("¿Qué hora es", True),
        ("nobody knows what it is", False),
        ("see https://x.example/?page=2", False),
        ("", False),
    ],
)
def test_what_looks_like_a_question_has_its_mark_or_begins_with_its_word(text, asks):
    assert look_like_questions([text, "the end"]).tolist() == [asks, False]
