"""Names as they are shown and as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.names import LONGEST, display, is_phone_like, key


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("Ada\nLovelace", "Ada Lovelace"),
        ('"Lovelace, Ada"', "Lovelace, Ada"),
        ("'Ada'", "Ada"),
        ("“Ada”", "Ada"),
        ("«Ada»", "Ada"),
        ("\"'Ada'\"", "Ada"),
        ("Doe, Jane (ACME)", "Doe, Jane (ACME)"),
        ('Jane "JD" Doe', 'Jane "JD" Doe'),
        ("O'Brien", "O'Brien"),
        ("\u200eAda\u202c", "Ada"),
        ("\u202aAda Lovelace\u202c", "Ada Lovelace"),
        ("A\u200bd\u00ada\ufeff", "Ada"),
        ("Ada\x00\x1b", "Ada"),
        ("Ada\u00a0Lovelace", "Ada Lovelace"),
        ("Ada\u200d", "Ada"),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
        ("Ada 👩‍🚀", "Ada 👩‍🚀"),
        ("Ada ❤️", "Ada ❤️"),
        ("\ud83d", ""),
        ('"', '"'),
        ("", ""),
    ],
)
def test_display(written, shown):
    assert display(written) == shown


@given(st.text())
def test_display_is_idempotent_and_bounded(name):
    once = display(name)
    assert display(once) == once
    assert len(once) <= LONGEST


@pytest.mark.parametrize(
    "same",
    [
        (
            "Ada Lovelace",
            "ada  lovelace",
            "ADA LOVELACE",
            '"Ada Lovelace"',
            "Ａｄａ Lovelace",
            "\u200eAda Lovelace",
        ),
        ("René", "rene\u0301", "RENÉ"),
        ("O'Brien", "O’Brien", "o‘brien"),
        ("J. R. Smith", "J R Smith", "j.r. smith"),
        ("Straße", "STRASSE"),
        ("Jean-Luc", "Jean‑Luc"),
        ("علی‌رضا", "علی\u200cرضا"),
    ],
)
def test_one_name_has_one_key(same):
    assert len({key(name) for name in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("René", "Rene"), ("Ada Lovelace", "Lovelace, Ada"), ("Ada", "Ada L"), ("й", "и")]
)
def test_other_names_have_other_keys(one, other):
    assert key(one) != key(other)


@given(st.text())
def test_the_key_of_what_is_shown_is_the_key(name):
    assert key(display(name)) == key(name)


@pytest.mark.parametrize(
    "name",
    [
        "+32 470 12 34 56",
        "0470/12.34.56",
        "(555) 010-9999",
        "\u202a+49 30 901820\u202c",
        "~ +32 470 12 34 56",
    ],
)
def test_numbers_are_phone_like(name):
    assert is_phone_like(name)


@pytest.mark.parametrize("name", ["Ada", "Ada 470123456", "12345", "R2-D2", "", "1.FC Köln", "+", "......"])
def test_names_are_not_phone_like(name):
    assert not is_phone_like(name)
