"""Telephone numbers in one form."""

import random
import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.phone_plans import EITHER, ONE, SEVERAL
from mutuals.text.phones import e164, stands_for


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


def as_phonenumbers_reads_it(written):
    try:
        found = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(found, 0) if phonenumbers.is_possible_number(found) else None


def as_phonenumbers_calls_it(number):
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    names = phonenumbers.PhoneNumberType
    if kind in (names.MOBILE, names.PERSONAL_NUMBER, names.PAGER):
        return ONE
    return EITHER if kind in (names.FIXED_LINE_OR_MOBILE, names.VOIP, names.UNKNOWN) else SEVERAL


def test_numbers_of_every_country_and_sort_are_read_as_phonenumbers_reads_them():
    dice, checked = random.Random(7), 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for sort in range(11):
            example = phonenumbers.example_number_for_type(region, sort)
            if not example:
                continue
            whole = phonenumbers.format_number(example, 0)
            kept = whole[: dice.randrange(4, len(whole))]
            more = dice.choice((0, 0, 1, -1)) + len(whole) - len(kept)
            other = kept + "".join(dice.choices("0123456789", k=more))
            for number in (whole, other):
                form = f"{number[:4]} ({number[4:6]}) {number[6:9]}-{number[9:]}"
                assert e164(number) == as_phonenumbers_reads_it(number), number
                assert e164(form) == as_phonenumbers_reads_it(form), form
                if known := as_phonenumbers_reads_it(number):
                    assert stands_for(known) == as_phonenumbers_calls_it(known), known
                checked += 1
    assert checked > 2_000


def test_a_number_that_no_plan_knows_may_stand_for_anybody():
    assert stands_for("+999123456") == stands_for("+1") == stands_for("tel") == EITHER


@pytest.mark.parametrize("said", ["+)", "+", "+ ( ) -", "+0", "+)0"])
def test_signs_without_digits_are_no_number(said):
    assert e164(said, region="BE") is None
    assert e164(said) is None
