"""Initials in the scripts of the world, and a pigment that stays."""

import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui.faces import first_grapheme, first_name, initials, pigment


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amara Okafor", "AO"),
        ("Anneke de Vries", "AV"),
        ("Wei-Ling Chen", "WC"),
        ("Joon-ho Bae", "JB"),
        ("Mary Jane Watson Parker", "MP"),
        ("Thabo", "T"),
        ("søren kjeldsen", "SK"),
        ("Élodie Été", "ÉÉ"),
        ("É́lodie", "É́"),
        ("Þóra Ægisdóttir", "ÞÆ"),
        ("Ђорђе Петровић", "ЂП"),
        ("Ελένη Παππά", "ΕΠ"),
        ("Անահիտ Սարգսյան", "ԱՍ"),
        ("ლევან ბერიძე", "ლბ"),
        ("王小明", "王"),
        ("森 健二", "森"),
        ("배준호", "배"),
        ("さくら", "さ"),
        ("नूर सिद्दीकी", "नूसि"),
        ("क्षमा", "क्ष"),
        ("สมชาย ใจดี", "สใ"),
        ("דנה כהן", "דכ"),
        ("ßmith", "ß"),
        ("Dr. Amara Okafor", "AO"),
        ("Amara Okafor (work)", "AO"),
        ("“Ace” Ana Bell", "AB"),
        ("ana.rossi@example.org", "AR"),
        ("@thabo@makers.example", "T"),
        ("_niamh_", "N"),
        ("+44 7700 900123", "23"),
        ("🦊 Fox", "F"),
        ("🦊", "🦊"),
        ("👩🏽‍🚀", "👩🏽‍🚀"),
        ("🇳🇿🇳🇿", "🇳🇿"),
        ("", "?"),
        ("   ", "?"),
        ("...", "."),
    ],
)
def test_initials(name, letters) -> None:
    assert initials(name) == letters


def test_arabic_initials_do_not_join_into_a_syllable() -> None:
    assert initials("حسن الأمين").replace("\u200c\u2009", "|") == "ح|ا"


@given(st.text(max_size=40))
def test_every_name_has_initials_of_at_most_two_graphemes(name) -> None:
    letters = initials(name).replace("\u200c\u2009", "")
    first = first_grapheme(letters)
    rest = letters[len(first) :]
    assert letters
    assert first_grapheme(rest) == rest


SCRIPTS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["L"]),
        st.characters(min_codepoint=0x300, max_codepoint=0x36F),
        st.characters(min_codepoint=0x5D0, max_codepoint=0x64A, categories=["L", "Mn"]),
        st.sampled_from("कषतनमयरलव्ािीुूेैोौंःऀगद"),
        st.sampled_from("กขคงจชดตทนบปพมยรลวสหอะัาำิีึืุูเแโใไ็่้๊๋์"),
        st.characters(min_codepoint=0x1100, max_codepoint=0x11FF),
        st.characters(min_codepoint=0xAC00, max_codepoint=0xAC80),
        st.sampled_from("👩👨👧🚀💻🦊❤\u200d\ufe0f🏻🏽🏿🇳🇿🇩🇪"),
        st.sampled_from("王明健二さくら"),
    ),
    min_size=1,
    max_size=6,
)


@given(SCRIPTS)
def test_a_grapheme_is_never_cut_apart(text) -> None:
    """The oracle is the `regex` module's full UAX #29; ours may keep more together, never less."""
    regex = pytest.importorskip("regex")
    whole = regex.match(r"\X", text)[0]
    assert first_grapheme(text).startswith(whole)


@given(st.uuids())
def test_a_pigment_stays_with_a_person_however_the_id_is_written(key) -> None:
    assert pigment(key) == pigment(str(key)) == pigment(key.hex) == pigment(str(key).upper())


def test_pigments_are_spread_evenly() -> None:
    found = Counter(pigment(uuid.UUID(int=at * 7919 + 2**70)) for at in range(8000))
    assert set(found) == set(range(1, 9))
    assert max(found.values()) < 1.2 * min(found.values())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Amara Okafor", "Amara"),
        ("Dr. Amara Okafor", "Amara"),
        ("王小明", "王小明"),
        ("", ""),
        ("Dr.", "Dr."),
        ("Frau Dorn", "Frau Dorn"),
        ("Mr Okafor", "Mr Okafor"),
        ("Frau Dr. Anna Dorn", "Anna"),
    ],
)
def test_what_a_face_is_called(name, short) -> None:
    assert first_name(name) == short
