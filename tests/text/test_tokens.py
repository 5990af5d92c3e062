"""Tokens with their places, and the fast index held equal to them."""

import re
import time
import unicodedata
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text import indexing
from mutuals.text import tokens as t
from tests.text.test_search import WORDS, texts


def shown(text):
    return [(x.form, x.position, text[x.start : x.end], x.kind) for x in t.tokens(text)]


def test_every_token_says_where_it_came_from():
    assert shown("ＳＯＮＹ, cafe\u0301 (3.5)") == [
        ("sony", 0, "ＳＯＮＹ", "word"),
        ("cafe", 1, "cafe\u0301", "word"),
        ("3.5", 2, "3.5", "number"),
    ]


def test_the_parts_of_a_hashtag_stand_at_their_own_places():
    assert shown("go #JustDoIt now") == [
        ("go", 0, "go", "word"),
        ("#justdoit", 1, "#JustDoIt", "hashtag"),
        ("justdoit", 1, "#JustDoIt", "word"),
        ("just", 1, "Just", "word"),
        ("do", 2, "Do", "word"),
        ("it", 3, "It", "word"),
        ("now", 4, "now", "word"),
    ]


def test_a_handle_is_itself_and_its_name():
    assert shown("@Ada@example.social hi") == [
        ("@ada@example.social", 0, "@Ada@example.social", "mention"),
        ("@ada", 0, "@Ada", "mention"),
        ("ada", 0, "Ada", "word"),
        ("hi", 1, "hi", "word"),
    ]


def test_a_url_is_its_host():
    assert shown("see https://www.Example.org/a/b.") == [
        ("see", 0, "see", "word"),
        ("example.org", 1, "Example.org", "domain"),
    ]


def test_the_exact_form_keeps_case_and_accents_whichever_way_they_were_typed():
    assert [x.exact for x in t.tokens("Café CAFE\u0301 ﬁn ni\u00adke")] == ["Café", "CAFÉ", "fin", "nike"]


def test_clauses_are_counted_and_repeated_breaks_are_one():
    assert [(x.form, x.clause) for x in t.tokens("...a, (b) c!?d")] == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
        ("d", 3),
    ]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("#JustDoIt", "just do it"),
        ("#NBAFinals2024", "nba finals 2024"),
        ("#iPhone15ProMax", "iphone 15 pro max"),
        ("#covid19", "covid19"),
        ("#Covid19", "covid19"),
        ("#2024Elections", "2024 elections"),
        ("#LGBTs", "lgbts"),
        ("#ДеньПобеды", "день победы"),
        ("#ÉtéÀParis", "ete a paris"),
        ("#just_do_it", "just do it"),
        ("#eBay", "ebay"),
        ("#NASA", "nasa"),
    ],
)
def test_words_of_a_hashtag(tag, words):
    assert [x.form for x in t.tokens(tag) if x.reading & t.WORDS] == words.split()


def test_what_is_no_hashtag_is_words():
    assert [x.kind for x in t.tokens("#1 # a#b &#39;")] == ["word"] * 4


def line_of(text):
    """The index as the tokens with places define it, without the limits for long texts."""
    some = t.tokens(text)

    def run(part, reading):
        clauses = [
            list(c) for _, c in groupby((x for x in part if x.reading & reading), key=lambda x: x.clause)
        ]
        return [form for clause in clauses for form in (t.GAP, *(x.form for x in clause))][1:]

    out = [run(some, t.WORDS)]
    for _, clause in groupby(some, key=lambda x: x.clause):
        part = list(clause)
        words, marks, joined = (run(part, reading) for reading in (t.WORDS, t.MARKS, t.JOINED))
        if marks != words:
            out.append(marks)
        if joined not in (words, marks):
            out.append(joined)
    return [form for one in out for form in (t.SEAM, *one)][1:]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("3.5, a", ["3.5", ",", "a"]),
        ("3.5,1234 x", ["3.5", ",", "1234", "x"]),
        ("1,234,567.8k", ["1,234,567.8k"]),
    ],
)
def test_a_comma_that_begins_no_more_of_a_number_ends_it_on_every_python(text, terms):
    assert t.terms(text) == terms


@given(texts())
def test_the_fast_index_holds_what_the_tokens_say(text):
    assert t.terms(text) == line_of(text)
    assert t.index_terms(text).split() == [indexing.code(form) for form in line_of(text)]


@given(st.text(max_size=60))
def test_the_fast_index_holds_what_the_tokens_say_for_any_text(text):
    assert t.terms(text) == line_of(text)


@given(texts())
def test_spans_lie_in_the_text_in_order(text):
    some = t.tokens(text)
    assert all(0 <= x.start < x.end <= len(text) for x in some)
    main = [x for x in some if x.reading & t.WORDS]
    # One code point may be two tokens (a quarter is 1 and 4), so neighbours may share it.
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(main))
    assert [x.position for x in main] == list(range(len(main)))


@given(
    st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=5), min_size=2, max_size=40, unique=True)
)
def test_two_forms_never_share_a_word_of_the_index(words):
    forms = {form for word in words for form in t.terms(word)}
    assert len({indexing.code(form) for form in forms}) == len(forms)


@given(st.text(max_size=80))
def test_the_index_is_words_of_small_letters_of_bounded_length(text):
    line = t.index_terms(text)
    assert re.fullmatch(r"(?:[a-z]{1,40}(?: [a-z]{1,40})*)?", line)


@given(texts())
def test_case_and_normal_form_do_not_change_the_words(text):
    plain = " ".join(w for w in text.split() if "#" not in w and "." not in w)
    for other in (unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain)):
        assert t.index_terms(other) == t.index_terms(plain)


BAD = [
    "a.",
    "@a",
    "a-",
    "a_",
    "a",
    "a.b-c_",
    "http://",
    "http://a....",
    "\u200d",
    "e\u0301",
    "#Aa",
    ",( ",
    "1.1,",
    "1,000",
]


@pytest.mark.parametrize("unit", BAD)
def test_hostile_repetition_takes_linear_time(unit):
    def seconds(length):
        text = unit * (length // len(unit))
        began = time.process_time()
        t.index_terms(text)
        return time.process_time() - began

    assert (
        seconds(120_000) < 12 * seconds(30_000) + 0.5
    )  # four times the text; a quadratic pattern takes 16 times


def test_clean_makes_text_that_both_databases_take():
    assert t.clean("a\0b\r\nc\rd\ud800e") == "ab\nc\nd\ufffde"
    assert t.clean("\ud83d\udc4d") == "👍"
    t.clean("\ud800" * 10).encode()


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\ud800\udfff\0\r\n")))
def test_clean_is_idempotent_and_leaves_good_text_alone(text):
    once = t.clean(text)
    assert t.clean(once) == once
    assert not {"\0", "\r"} & set(once)
    once.encode()
    if not {"\0", "\r", "\ud800"} & set(text):
        assert once == text
