"""What a text is about: phrases and a vector that is kept in bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text import vectors
from mutuals.text.loading import load
from mutuals.text.topics import PHRASES, Topics, alike, packed, places


@pytest.fixture(scope="module")
def topics():
    return Topics(vectors.load())


def test_a_text_is_about_its_phrases_and_near_texts_of_its_topic(topics):
    texts = [
        "The new bread oven at the bakery burns every loaf",
        "My sourdough came out of the oven flat again",
        "Parliament votes on the tax bill tomorrow",
    ]
    found = topics.of(texts, ["en"] * 3)
    assert any("bakery" in texts[0][slice(*place)] for place in found[0][0])
    near, far = alike(found[0][1], [found[1][1], found[2][1]])
    assert near > far + 0.1


def test_bytes_keep_the_cosine(topics):
    texts = ["snow on the pass, take chains", "who brings the cake on Friday?", "the printer is out of toner"]
    real = vectors.load().of(texts)
    kept = packed(real)
    assert alike(kept[0], kept) == pytest.approx((real @ real[0]).tolist(), abs=0.02)


def test_what_has_no_known_word_has_no_vector(topics):
    assert topics.of(["", "\u0f0b"], ["und", "und"]) == [((), b""), ((), b"")]
    assert alike(b"", [b"", bytes(96)]) == [0.0, 0.0]
    assert alike(bytes([1, 2]), [b"", bytes([1, 2, 3]), bytes([1, 2])]) == pytest.approx([0, 0, 1])


@given(st.lists(st.text(max_size=300), max_size=8))
def test_any_text_has_few_short_phrases_and_a_vector_of_one_size(texts):
    for text, (about, vector) in zip(
        texts, Topics(vectors.load()).of(texts, ["und"] * len(texts)), strict=True
    ):
        assert len(about) <= PHRASES
        assert all(0 <= start < end <= len(text) for start, end in about)
        assert len(vector) in (0, vectors.load().size)
        assert not vector or np.frombuffer(vector, np.int8).any()


def test_a_reader_tells_it_only_where_it_is_wanted():
    plain, told = (load("default", about=about) for about in (False, True))
    assert plain.read(["bread from the bakery"])[0].about == ()
    assert told.read(["bread from the bakery"])[0].about
    assert plain.model != told.model


@given(st.lists(st.text("ab \t", min_size=1, max_size=9), min_size=1, max_size=4))
def test_a_phrase_is_found_however_its_words_are_spaced(words):
    phrase = " ".join(" ".join(words).split()) or "a"
    text = "x\n" + phrase.replace(" ", " \t ") + " y"
    (place,) = places(text, [phrase, phrase + "z"])
    assert text[slice(*place)].split() == phrase.split()
