"""Whether two texts speak of the same place, by their words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.places import Sure, near, patterns, words_of


@pytest.mark.parametrize(
    ("wanted", "known", "sure"),
    [
        ("Lisbon", "Rua das Flores 3, 1100-148 Lisboa, Portugal", Sure.YES),
        ("Zürich", "Bahnhofstrasse 1, 8001 Zurich", Sure.YES),
        ("Zurich", "zürich", Sure.YES),
        ("München", "munich, germany", Sure.YES),
        ("Kyiv", "Київ", Sure.YES),
        ("Tokyo", "東京都渋谷区", Sure.PERHAPS),
        ("New York", "Brooklyn, NYC", Sure.YES),
        ("Bristol", "Potter in Bristol, tea and clay", Sure.PERHAPS),
        ("Bristol", "Greater Bristol Area", Sure.YES),
        ("Portugal", "Porto, Portugal", Sure.YES),
        ("Paris, France", "Paris", Sure.YES),
        ("Berlin", "Berliner Allee 4, Hamburg", Sure.NO),
        ("Bern", "Bernhard", Sure.NO),
        ("Berlin, Germany", "Berlin, Deutschland", Sure.YES),
        ("Athens, Greece", "Athens, USA", Sure.NO),
        ("", "Bristol", Sure.NO),
        ("Bristol", "", Sure.NO),
        ("12345", "12345 Town", Sure.NO),
    ],
)
def test_same_place(wanted: str, known: str, sure: Sure) -> None:
    assert near(wanted, known) is sure


def like(pattern: str, text: str) -> bool:
    import re

    return re.fullmatch(pattern.replace("%", ".*").replace("_", "."), text.lower(), re.DOTALL) is not None


@given(st.sampled_from(["Lisboa", "Zürich", "Malmö", "São Paulo", "Київ", "Łódź", "’s-Gravenhage", "北京"]),
       st.sampled_from(["{}", "Street 4, {}", "I live in {} now", "{}, somewhere"]))  # fmt: skip
def test_what_is_near_is_found_by_the_pattern(town: str, around: str) -> None:
    told = around.format(town)
    assert near(town, told) is not Sure.NO
    assert any(like(one, told) for one in patterns(town))


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_compared_without_harm(wanted: str, known: str) -> None:
    assert near(wanted, known) in Sure
    assert all("%" not in one[1:-1] for one in patterns(wanted))
    if words_of(wanted) and near(wanted, wanted) is Sure.NO:
        assert not words_of(wanted.split(",")[0])
