"""One query, three engines: FTS5, PostgreSQL and the plain reference find the same texts."""

import random
import re
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutuals.text import search
from mutuals.text import tokens as t

WORDS = [
    "a", "b", "x", "xx", "xa", "z", "nike", "Nike", "C++", "C#", ".NET", "AT&T", "foo_bar", "3.5", "1,000", "1e5",
    "don't", "#nike", "#JustDoIt", "just", "do", "it", "justdoit", "@nike", "@nike.com", "@a@b.example", "nike.com",
    "https://nike.com/a/b?c#D", "bob@nike.com", "$TSLA", "café", "cafe\u0301", "ГАЗПРОМ", "й", "и\u0306", "straße",
    "任天堂", "天堂", "ガ", "ｶﾞ", "삼성", "ก่า", "ก", "👩‍🚀", "👩", "🚀", "👍🏽", "❤️", "🇩🇪", "🇩", "🏴", "मोदी",
    "ni\u200bke", "\u200d", "™", "½", "agree.So", "e.g.", "...", "x" * 50, "д" * 30, "#", "@", "-", "_", "'", '"',
]  # fmt: skip
JOINTS = [
    " ",
    " ",
    " ",
    " ",
    "",
    ", ",
    ". ",
    "-",
    "\n",
    "  ",
    "/",
    "、",
    "(",
    ") ",
    "\u00a0",
    "…",
    "\u2028",
    ",",
]


@st.composite
def texts(draw):
    parts = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=12))
    strange = draw(st.text(max_size=4))
    at = draw(st.integers(0, len(parts)))
    return "".join("".join(part) for part in parts[:at]) + strange + "".join("".join(p) for p in parts[at:])


@st.composite
def queries(draw, of):
    """A query made of pieces of the texts and of other words, so that it often finds something."""
    out = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(of)) if of else ""
        chunks = text.split() or ["a"]
        first = draw(st.integers(0, len(chunks) - 1))
        chunk = " ".join(chunks[first : first + draw(st.integers(1, 3))])
        chunk = draw(st.sampled_from([chunk, chunk, draw(st.sampled_from(WORDS))]))
        out.append(draw(st.sampled_from(["", "", "-"])) + draw(st.sampled_from([chunk, f'"{chunk}"'])))
    return " ".join(out)


@st.composite
def cases(draw):
    some = draw(st.lists(texts(), min_size=1, max_size=4))
    return draw(queries(some)), some


@given(cases())
@example(('"b, #a"', ["#a b", "b, #a"]))
@example(("-a b", ["b", "a b"]))
@example(("3.5. foo_", ["3.5. ", "foo_ bar 3.5. "]))
def test_fts5_finds_what_the_reference_finds(fts5, case):
    query, some = case
    expr = t.query(query)
    assert fts5(expr, some) == [t.matches(expr, text) for text in some]


@pytest.mark.postgres
@given(cases())
@example(("3.5.", ["3.5. "]))
def test_postgres_finds_what_the_reference_finds(tsvector, case):
    query, some = case
    expr = t.query(query)
    assert tsvector(expr, some) == [t.matches(expr, text) for text in some]


def long_text(seed: int) -> str:
    """A text beyond every limit: 30,000 words, some of them hundreds of times."""
    draw = random.Random(seed)
    rare = [
        f"{'abcdefghij'[n % 10]}w{n:05d}".translate(str.maketrans("0123456789", "klmnopqrst"))
        for n in range(9000)
    ]
    often = ["the", "of", "and", "it", "#Tag", "@you"]
    words = [draw.choice(often) if draw.random() < 0.4 else draw.choice(rare) for _ in range(30_000)]
    return " ".join(word + draw.choice([",", "", "", ""]) for word in words)


def queries_of_long(text: str, seed: int) -> list[str]:
    draw = random.Random(seed)
    words = text.split()
    places = [0, 100, 15_000, 16_379, 16_380, 16_381, 16_382, 16_383, 16_384, 20_000, 29_998]
    places += [draw.randrange(29_000) for _ in range(12)]
    return [f'"{" ".join(words[at : at + 1 + at % 3])}"' for at in places] + [
        "nothere",
        "the -of",
        '"the of"',
    ]


@pytest.fixture(scope="module")
def long():
    """A text beyond the limits, and queries with the reference's answers."""
    text = long_text(1)
    line = search._line(t.tokens(text))
    asked = map(t.query, queries_of_long(text, 2))
    return text, [(expr, search._found(expr, line)) for expr in asked]


def test_fts5_agrees_beyond_every_limit(fts5, long):
    text, answers = long
    assert {expr: fts5(expr, [text]) for expr, _ in answers} == {expr: [found] for expr, found in answers}


@pytest.mark.postgres
def test_postgres_agrees_beyond_every_limit(tsvector, long):
    text, answers = long
    assert {expr: tsvector(expr, [text]) for expr, _ in answers} == {expr: [found] for expr, found in answers}


@pytest.mark.postgres
def test_postgres_takes_the_longest_text_of_the_longest_words(tsvector):
    """A tsvector holds 1 MiB: https://www.postgresql.org/docs/current/textsearch-limitations.html"""
    letters = "bcdfghjklmnpqrstvw"
    draw = random.Random(3)
    text = " ".join("".join(draw.choices(letters, k=40)) for _ in range(60_000))
    assert tsvector(t.query(text.split()[0]), [text]) == [True]


def test_words_behind_the_kept_places_are_found_by_themselves_but_in_no_phrase():
    text = "filler text " * 9000 + "late words"
    assert t.matches(t.query("late words"), text)
    assert not t.matches(t.query('"late words"'), text)


@given(st.text(max_size=2000))
def test_the_search_box_takes_anything(fts5, text):
    fts5(t.query(text), ["a text"])


def test_the_longest_query_is_taken_by_fts5(fts5):
    han = "".join(map(chr, range(0x4E00, 0x5E00)))
    assert fts5(t.query(han), [han]) == [True]
    assert fts5(t.query("a " * 500 + "b"), ["a"]) == [True]
    assert fts5(t.query(" ".join(map("w{}".format, range(2000)))), ["a"]) == [False]


def test_a_query_of_missing_words_alone_finds_nothing_and_says_so():
    assert not t.query("-a")
    assert t.query("a -b")
    assert (t.to_fts5(t.query("-a")), t.to_tsquery(t.query("-a"))) == ('""', "")


def test_both_tokenizers_of_sqlite_divide_the_line_alike():
    database = sqlite3.connect(":memory:")
    line = t.index_terms("Łódź 3.5 #JustDoIt, 任天堂 👩‍🚀 foo_bar @a@b.example x C++ ГАЗПРОМ")
    found = []
    for tokenizer in ("ascii", "unicode61"):
        database.execute(f"CREATE VIRTUAL TABLE {tokenizer}_t USING fts5(words, tokenize='{tokenizer}')")
        database.execute(f"CREATE VIRTUAL TABLE {tokenizer}_v USING fts5vocab({tokenizer}_t, instance)")
        database.execute(f"INSERT INTO {tokenizer}_t VALUES (?)", [line])
        rows = database.execute(f"SELECT offset, term FROM {tokenizer}_v ORDER BY offset")
        found.append([term for _, term in rows])
    assert found == [line.split(), line.split()]
    assert re.fullmatch("[a-z ]+", line)
