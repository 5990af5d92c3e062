"""What holds of personal data in any text whatever."""

import random
import string
import time
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mutuals.text.personal.finder import find
from mutuals.text.personal.kinds import HINTS, KINDS
from tests.text.personal_probes import luhn_by_table, marked, positives, remainder, verhoeff

PIECES = [
    *("my ", "password ", "is ", "born ", "1", "12 ", "0", "4111 ", "Street ", "@", "dot ", "at ", ". ", ", "),
    *("account ", "A", "a", "-", "+", "call ", "\n", "Apt ", "rue ", "é", "\u0665", "\u200b", "İ", "ß", "\ud800"),
    *("(", "[", "]", "://", "http", "GB82", "eyJ", "sk-", "Ana ", "daughter ", "cancer ", "°", "/", "#", "=", ":"),
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(
    st.characters(codec=None), max_size=80
)


@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text):
    spans = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(one.kind in KINDS and one.hint == (one.kind in HINTS) for one in spans)


@given(TEXTS)
def test_the_same_text_is_read_the_same_again(text):
    assert find(text) == find(text)
    assert find(text, hints=False) == [one for one in find(text) if not one.hint]


def _digits(size):
    return st.text(string.digits, min_size=size, max_size=size)


PROBES = [(*marked(text), kind) for kind, text in positives() if kind not in HINTS and kind != "address"]


BEFORE, AFTER = ["", "Hm. ", "so, ", "well\n"], ["", "\nok", "\nbye!"]


@given(st.sampled_from(PROBES), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_text_around_does_not_change_what_is_told(probe, before, after):
    text, [(start, end)], kind = probe
    whole = before + text + after
    alone = [one for one in find(text) if one.kind == kind and one.start < end and start < one.end]
    first, last = start + len(before), end + len(before)
    around = [one for one in find(whole) if one.kind == kind and one.start < last and first < one.end]
    assert [whole[one.start : one.end] for one in around] == [text[one.start : one.end] for one in alone]


@given(_digits(15).map("4".__add__))
def test_no_card_with_a_wrong_digit(number):
    assume(not luhn_by_table(number))
    assert not [one for one in find(f"my card {number}") if one.kind == "card"]


@given(_digits(20).map("DE".__add__))
def test_no_iban_with_a_wrong_digit(account):
    assume(remainder(account[4:] + account[:4], 97) != 1)
    assert not [one for one in find(f"IBAN {account}") if one.kind == "iban"]


@given(_digits(11).map("7".__add__))
def test_aadhaar_only_where_the_last_digit_is_right(number):
    found = [one for one in find(f"aadhaar {number}") if one.kind == "id_in_aadhaar"]
    assert bool(found) == verhoeff(number)


CHECKED = (
    "id_nl_bsn id_pl_pesel id_br_cpf id_tr_tckn id_ch_ahv id_de_steuer id_uk_nhs id_fr_nir id_es_dni id_it_cf "
    "id_fi_hetu id_be_nn id_ca_sin id_au_tfn id_pt_nif"
).split()


@pytest.mark.parametrize("kind", CHECKED)
def test_a_change_of_any_one_digit_is_seen(kind):
    """Every check here but Aadhaar's and the cards' sees any change of one digit, whichever it is."""
    for text, [(start, end)], name in PROBES:
        if name != kind:
            continue
        for at in range(start, end):
            if text[at] in string.digits:
                wrong = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
                assert kind not in [one.kind for one in find(wrong)], wrong


HOSTILE = [
    *("1", "1 ", "1234 ", "@", "a@", "a@b.", "a@b.co ", "[(", "a [at] ", ".", "a.", "a", "A", "A ", "Ab ", "1. "),
    *("1 Rue de la ", "Street 1 ", "1 A ", "password: ", "password is a ", "my dear ", "i have a ", "eyJ", "sk-"),
    *("-----BEGIN PRIVATE KEY-----", ":", "a:", "1.1111, ", "+1", "(1", "https://", "born ", "born 1 ", "GB00 "),
    *("account a b c d ", "driver license a1 ", "corner of A and ", "\n", "1\n", "tel 12 34 56 ", "1\u200b", "\ud800"),
    *("1° ", "key=", "aws secret key ", "geo:1.1,", "lat 1.1 lon ", "a'", "1-", "ab:", "dot ", "a dot b at "),
    *("xoxb-a", "my name is ", "University of ", "A de ", "www.a/", "AB 12 34 56 ", "Hauptstrasse ", "Apt 1 "),
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_texts_take_time_by_their_length(piece):
    """Sixteen times as much text in less than forty times as long, or in seconds: what grows with the square, as one
    expression too many did, takes minutes here."""
    short, long = (piece * (size // len(piece)) for size in (3_000, 48_000))
    find(short)
    fast, slow = _seconds(short), _seconds(long)
    assert slow < max(40 * fast, 3.0), (fast, slow)


def test_very_long_texts_are_read():
    draw = random.Random(2)
    text = "".join(draw.choices(PIECES, k=30_000))
    assert _seconds(text) < 30
    assert _seconds("1" * 400_000) < 5
    assert _seconds("@" * 400_000) < 5


def _seconds(text):
    start = time.process_time()
    find(text)
    return time.process_time() - start
