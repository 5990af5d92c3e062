"""When words strain a relationship, and when a warm one mends it."""

from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.strain import LEAST, SEASON_MS, Word, is_hard, is_warm, strained
from mutuals.text.readings import Reading

NOW = 1_700_000_000_000
DAY_MS = 86_400_000
SHOWN = {
    "complaint": 0.6,
    "thanks": 0.6,
    "praise": 0.6,
    "tone": 0.75,
    "anger": 0.7,
    "sadness": 0.7,
    "gratitude": 0.7,
}
words = st.lists(
    st.builds(
        Word, at_ms=st.integers(NOW - 2 * SEASON_MS, NOW), theirs=st.booleans(), hard=st.booleans(),
        warm=st.booleans(), post=st.integers(1, 40),
    ),
    max_size=40,
)  # fmt: skip


def hard(ago: int, post: int, *, theirs: bool = True) -> Word:
    return Word(NOW - ago * DAY_MS, theirs, True, False, post)


def warm(ago: int, post: int, *, theirs: bool = True) -> Word:
    return Word(NOW - ago * DAY_MS, theirs, False, True, post)


def test_two_complaints_strain_and_one_does_not() -> None:
    assert strained([hard(20, 1), hard(10, 2)], now_ms=NOW) == (1, 2)
    assert strained([hard(20, 1)], now_ms=NOW) == ()
    assert strained([hard(20, 1), hard(19, 1)], now_ms=NOW) == (), "one post read twice is one"
    assert strained([hard(20, 1, theirs=False), hard(10, 2, theirs=False)], now_ms=NOW) == (), (
        "ours are not to us"
    )


def test_a_warm_answer_of_either_mends_it_and_two_more_strain_it_again() -> None:
    for theirs in (True, False):
        mended = [hard(30, 1), hard(20, 2), warm(10, 3, theirs=theirs)]
        assert strained(mended, now_ms=NOW) == ()
        assert strained([*mended, hard(5, 4)], now_ms=NOW) == ()
        assert strained([*mended, hard(5, 4), hard(4, 5)], now_ms=NOW) == (4, 5)


def test_a_season_later_it_is_over() -> None:
    assert strained([hard(95, 1), hard(10, 2)], now_ms=NOW) == ()


@given(words, st.randoms(use_true_random=False))
def test_the_order_in_which_posts_are_read_changes_nothing(found, rnd) -> None:
    found = [one for i, one in enumerate(found) if one.at_ms not in {other.at_ms for other in found[:i]}]
    mixed = found[:]
    rnd.shuffle(mixed)
    assert strained(mixed, now_ms=NOW) == strained(found, now_ms=NOW)


@given(words)
def test_what_strains_is_hard_to_us_and_of_this_season(found) -> None:
    posts = strained(found, now_ms=NOW)
    assert len(posts) == 0 or len(posts) >= LEAST
    for post in posts:
        assert any(w.post == post and w.theirs and w.hard and w.at_ms > NOW - SEASON_MS for w in found)


@given(words)
def test_a_warm_word_today_always_mends_it(found) -> None:
    assert strained([*found, Word(NOW, False, False, True, 99)], now_ms=NOW) == ()


def test_grief_is_not_against_us_but_anger_is() -> None:
    grief = Reading(tone="negative", tone_sure=0.9, emotions={"sadness": 0.9})
    anger = Reading(tone="negative", tone_sure=0.9, emotions={"sadness": 0.9, "anger": 0.8})
    assert (is_hard(grief, SHOWN), is_hard(anger, SHOWN)) == (False, True)
    assert is_hard(Reading(tone="negative", tone_sure=0.9), SHOWN)
    assert not is_hard(Reading(tone="negative", tone_sure=0.5), SHOWN), "not sure enough to be shown"


def test_a_thanks_with_a_complaint_in_it_is_hard() -> None:
    both = Reading(labels={"complaint": 0.8, "thanks": 0.9})
    assert (is_hard(both, SHOWN), is_warm(both, SHOWN)) == (True, False)
    assert is_warm(Reading(labels={"thanks": 0.9}), SHOWN)
    assert is_warm(Reading(emotions={"gratitude": 0.9}), SHOWN)
    assert not is_warm(Reading(), SHOWN)
