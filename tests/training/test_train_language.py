"""What teaches the model of languages: lists of words, and posts made of them."""

import numpy as np
import pytest

pytest.importorskip("numba", reason="numba is not installed (extra: fast)")

from training import train_language as t


def test_small_words_belong_to_known_languages_and_are_small_letters():
    small = dict(t._small())
    assert set(small) <= set(t.LABELS)
    for lang, words in small.items():
        assert words == [word.lower() for word in words]
        assert len(words) >= 10, lang


def lists():
    return {
        lang: ([f"{lang}{n}" for n in range(50)], np.full(50, 0.02)) for lang in (*t.LABELS, t.SERBIAN_LATIN)
    }


def test_posts_are_made_of_the_words_of_their_language_and_a_few_english_ones():
    made = t.posts(lists(), "sw", 300, np.random.default_rng(1))
    words = [word for post in made for word in post.split()[:-1]]
    foreign = sum(word.startswith("en") for word in words) / len(words)
    assert len(made) == 300
    assert 0 < foreign < 0.1
    assert {len(post.split()) for post in made} >= {2, 5, 10, 20}


def test_the_same_seed_makes_the_same_posts():
    first, second = (t.posts(lists(), "nb", 50, np.random.default_rng(7)) for _ in range(2))
    assert first == second


def test_every_label_has_one_script():
    assert len(t._scripts()) == len(t.LABELS) == len(set(t.LABELS))
    assert set(t.SPOKEN) <= {"fil", *t.LABELS}
