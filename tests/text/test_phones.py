"""Telephone numbers in one form."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.phones import e164


@pytest.mark.parametrize(
    ("raw", "region", "number"),
    [
        ("+32 470 12 34 56", None, "+32470123456"),
        ("+32 (0)470 12 34 56", None, "+32470123456"),
        ("0032 470 12 34 56", None, "+32470123456"),
        ("0032 470 12 34 56", "be", "+32470123456"),
        ("0470/12.34.56", "BE", "+32470123456"),
        ("tel:+32-470-12-34-56", None, "+32470123456"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("\u202a+49 30 901820\u202c", None, "+4930901820"),
        ("＋49 30 901820", None, "+4930901820"),
        ("٠١٠٠٠٠٠٠٠٠٠", "EG", "+201000000000"),
        ("~ +32 470 12 34 56", None, "+32470123456"),
        ("0470 12 34 56", None, None),
        ("12345", "BE", None),
        ("", "BE", None),
        ("Ada 0470 12 34 56", "BE", None),
        ("2024-01-05T10:00", "BE", None),
        ("+999 123 456 789", None, None),
        ("1" * 30, "US", None),
        ("+32 470 12 34 56", "XX", "+32470123456"),
        ("0470 12 34 56", "XX", None),
    ],
)
def test_e164(raw, region, number):
    assert e164(raw, region=region) == number


@given(
    st.text(st.sampled_from("0123456789+-()./ xtel:~٣"), max_size=40),
    st.sampled_from([None, "BE", "US", "XX"]),
)
def test_anything_is_taken_and_a_number_stays_itself(raw, region):
    number = e164(raw, region=region)
    assert number is None or e164(number, region=region) == number


def test_words_do_not_reach_the_library():
    began = time.process_time()
    for n in range(20_000):
        e164(f"word{n} and 123456", region="BE")
    assert time.process_time() - began < 1
