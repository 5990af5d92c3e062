"""What two people both care about, and who could help: rare things tell, common ones do not, and nobody sells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.circles import Circle
from mutuals.relate.matching import Said, Words, fitting, folded
from mutuals.relate.proposing import EACH, Person, proposals
from mutuals.text.topics import packed

DAY = 86_400_000
NOW = 1_000 * DAY


def said(contact, *phrases, ago=1, number=0, toward=0, **more):
    vector = np.zeros((1, 8), dtype=np.float32)
    vector[0, toward] = 1.0
    post = f"{contact:08x}{number:04x}{ago:04x}"
    return Said(post, contact, NOW - ago * DAY, phrases, packed(vector)[0], **more)


def twice(contact, *phrases, **more):
    return [
        said(contact, *phrases, ago=1, number=1, **more),
        said(contact, *phrases, ago=5, number=2, **more),
    ]


def crowd(start=100, size=20):
    """People who write of other things, so that a phrase can be rare."""
    return [
        one for contact in range(start, start + size) for one in twice(contact, f"topic{contact}", toward=7)
    ]


def people(*contacts):
    return [Person(one, Circle.CLOSE) for one in contacts]


def test_what_both_come_back_to_is_shared():
    words = Words([*twice(1, "old radios"), *twice(2, "Old Radios", "tea"), *crowd()])
    assert [one.phrase for one in words.shared(1, 2)][:1] == ["old radios"]


def test_what_was_said_once_is_no_interest():
    words = Words([said(1, "old radios"), *twice(2, "old radios"), *crowd()])
    assert words.shared(1, 2) == []


def test_a_hashtag_or_a_note_is_enough_said_once():
    words = Words([said(1, "#radios"), said(2, "radios", noted=True), *crowd()])
    assert [one.phrase for one in words.shared(1, 2)] == ["radios"]


def test_what_is_said_in_passing_is_no_interest():
    words = Words([*twice(1, "old radios", chat=True), *twice(2, "old radios"), *crowd()])
    assert words.shared(1, 2) == []


def test_what_everybody_says_tells_nothing():
    words = Words([one for contact in range(20) for one in twice(contact, "weather")])
    assert words.shared(1, 2) == []


def test_the_words_by_which_one_asks_are_no_topic():
    words = Words([*twice(1, "question"), *twice(2, "question"), *crowd()])
    assert words.shared(1, 2) == []


def asked(*phrases, contact=9, toward=0):
    return said(contact, *phrases, toward=toward, wants=1.0, asks=1.0)


def test_who_wrote_of_it_could_help_and_who_asks_could_not():
    words = Words([*twice(1, "oak tables"), *twice(2, "oak tables", asks=1.0), *crowd()])
    assert [one.contact for one in words.helpers(asked("oak tables"), among=[1, 2, 9])] == [1]


def test_who_only_sells_is_not_named():
    words = Words([*twice(1, "oak tables", promotes=0.9), *crowd()])
    assert words.helpers(asked("oak tables"), among=[1]) == []


def test_who_answered_before_fits_better():
    words = Words(
        [*twice(1, "oak tables", "varnish"), *twice(2, "oak tables", "varnish", answers=True), *crowd()]
    )
    assert [one.contact for one in words.helpers(asked("oak tables", "varnish"), among=[1, 2])] == [2, 1]


def test_nobody_helps_themselves():
    words = Words([*twice(9, "oak tables"), *crowd()])
    assert words.helpers(asked("oak tables"), among=[9]) == []


@given(st.floats(-1, 1), st.floats(0, 50), st.floats(0, 1), st.floats(0, 50))
def test_a_fit_grows_with_both_and_never_reaches_one(near, shared, more_near, more_shared):
    one = fitting(near, shared)
    assert 0 <= one <= 1
    assert fitting(min(1.0, near + more_near), shared) >= one - 1e-12
    if shared > 0:
        assert fitting(near, shared + more_shared) >= one - 1e-12


def test_phrases_are_compared_without_case_and_marks():
    assert list(folded(["#Bäume"])) == list(folded(["BÄUME"]))
    assert "radios" in folded(["old radios"])


def test_a_need_meets_who_wrote_of_it_and_says_whose_it_is():
    need = said(1, "oak tables", ago=3, wants=0.9, asks=0.9)
    words = Words([need, *twice(2, "oak tables"), *crowd()])
    (found,) = proposals(people(1, 2), words, near={}, apart=[], now_ms=NOW)
    assert found.need is not None
    assert (found.need.by, found.need.asked.post) == (1, need.post)
    assert found.parts["need"] > 0


def test_a_need_of_long_ago_is_none():
    words = Words([said(1, "oak tables", ago=200, wants=0.9, asks=0.9), *twice(2, "oak tables"), *crowd()])
    assert proposals(people(1, 2), words, near={}, apart=[], now_ms=NOW) == []


def test_two_who_know_each_other_or_were_refused_are_not_proposed():
    words = Words([*twice(1, "old radios"), *twice(2, "old radios"), *crowd()])
    assert len(proposals(people(1, 2), words, near={}, apart=[], now_ms=NOW)) == 1
    assert proposals(people(1, 2), words, near={}, apart=[(1, 2)], now_ms=NOW) == []


def test_one_common_friend_is_no_reason_and_two_are():
    words = Words([])
    assert proposals(people(1, 2), words, near={(1, 2): (0.5, (3,))}, apart=[], now_ms=NOW) == []
    (found,) = proposals(people(1, 2), words, near={(1, 2): (0.5, (3, 4))}, apart=[], now_ms=NOW)
    assert found.between == (3, 4)


def test_whom_we_know_better_comes_first():
    near = {(1, 2): (0.5, (8, 9)), (3, 4): (0.5, (8, 9))}
    some = [Person(1, Circle.ACQUAINTED), Person(2, Circle.ACQUAINTED), *people(3, 4)]
    assert [(one.a, one.b) for one in proposals(some, Words([]), near=near, apart=[], now_ms=NOW)] == [
        (3, 4),
        (1, 2),
    ]


@given(st.integers(2, 9), st.integers(1, 20))
def test_nobody_fills_the_page(size, limit):
    near = {(a, b): (1.0 / (a + b + 1), (90, 91)) for a in range(size) for b in range(a + 1, size)}
    found = proposals(people(*range(size)), Words([]), near=near, apart=[], now_ms=NOW, limit=limit)
    ends = [one for pair in found for one in (pair.a, pair.b)]
    assert len(found) <= limit
    assert all(ends.count(one) <= EACH for one in ends)


@pytest.mark.parametrize("other", ["bees", ""])
def test_another_topic_is_no_reason(other):
    words = Words([*twice(1, "old radios"), *(twice(2, other) if other else []), *crowd()])
    assert proposals(people(1, 2), words, near={}, apart=[], now_ms=NOW) == []
