import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.wordpiece import WordPieces

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "un",
    "##aff",
    "##able",
    "want",
    "##ed",
    "run",
    "##ning",
    ",",
    "!",
    "cafe",
]
WORDS += ["東", "京", *"abc", *(f"##{letter}" for letter in "abc")]
PIECES = WordPieces(WORDS)


def cut(text, most=64):
    return [WORDS[number] for number in PIECES.numbers(text, most)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "UNwanted,running!",
            ["un", "want", "##ed"],
        ),  # the example of BERT's own tokenizer, as far as its words go
        ("unaffable", ["un", "##aff", "##able"]),
        ("Café", ["cafe"]),
        ("東京", ["東", "京"]),
        ("xyz", ["[UNK]"]),
        ("", []),
    ],
)
def test_words_come_apart_into_the_longest_pieces(text, pieces):
    if text.startswith("UNw"):
        assert cut(text) == ["[CLS]", "[UNK]", ",", "run", "##ning", "!", "[SEP]"]  # "##want" is no piece
    else:
        assert cut(text) == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_cut_before_the_piece_that_ends_it():
    assert cut("run " * 100, 5) == ["[CLS]", "run", "run", "run", "[SEP]"]


@given(st.text(alphabet="abc", min_size=1, max_size=30))
def test_pieces_put_together_are_the_word(word):
    assert "".join(piece.removeprefix("##") for piece in cut(word)[1:-1]) == word


@given(st.text(max_size=80), st.integers(2, 20))
def test_any_text_has_numbers_of_the_vocabulary_and_no_more_than_asked(text, most):
    numbers = PIECES.numbers(text, most)
    assert 2 <= len(numbers) <= most
    assert all(0 <= number < len(WORDS) for number in numbers)
    assert PIECES.numbers(text, most) == numbers
