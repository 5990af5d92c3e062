"""Names that are one name: across scripts, nicknames, slips; and names that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.alike_names import names_say
from mutuals.people.commonness import Commonness
from mutuals.people.latin import words_of
from mutuals.people.near import FAR, slips
from mutuals.people.nobody import nobody
from mutuals.people.signs import address, addresses_in, born, core

FEW = Commonness(people=500)


def says(one: str, other: str) -> tuple[str, float]:
    found = names_say([(one, words_of(one))], [(other, words_of(other))], FEW)
    assert found is not None
    return found.how, found.weight


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Amara Okafor", "amara  OKAFOR", "same"),
        ("Okafor, Amara", "Amara Okafor", "same"),
        ("Dr. Amara Okafor, PhD (she/her) 🌱", "Amara Okafor | Harbour Press", "same"),
        ("Jürgen Müller", "Juergen Mueller", "same"),
        ("Bob Stonefield", "Robert Stonefield", "form"),
        ("Paco Echeverría", "Francisco Echeverría", "form"),
        ("Катя Щербакова", "Ekaterina Shcherbakova", "sound"),
        ("Юлия Щербакова", "Iuliia Shcherbakova", "sound"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "sound"),
        ("محمد منصور", "Muhammad Mansour", "sound"),
        ("ليلى خليل", "Layla Khalil", "sound"),
        ("يوسف درويش", "Youssef Darwish", "sound"),
        ("王小明", "Xiaoming Wang", "sound"),
        ("김철수", "Kim Chulsoo", "sound"),
        ("Amara Okafmor", "Amara Okafor", "slip"),
        ("A. Okafor", "Amara Okafor", "initial"),
        ("MichaelHartford", "Michael Hartford", "same"),
        ("Montserra tGallego", "Montserrat Gallego", "same"),
    ],
)  # fmt: skip
def test_two_ways_to_write_one_name_speak_for_it(one: str, other: str, how: str) -> None:
    found, weight = says(one, other)
    assert (found, weight > 4) == (how, True)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Amara Okafor", "Chidi Okafor", "given"),
        ("Amara Okafor", "Jonas Lindqvist", "other"),
        ("Amara Okafor", "Amara Lindqvist", "family"),
        ("鈴木直子", "鈴木恵子", "given"),
        ("Иван Петров", "Petra Ivanova", "other"),
        ("ليلى خليل", "Lina Kolb", "other"),
    ],
)
def test_names_of_two_people_speak_against(one: str, other: str, how: str) -> None:
    found, weight = says(one, other)
    assert found == how
    assert weight < (5 if how == "family" else 2)


def test_how_a_name_in_chinese_characters_is_read_in_japan_is_not_guessed() -> None:
    found, weight = says("田中太郎", "Taro Tanaka")
    assert (found, weight > -2) == ("unread", True)


def test_a_common_name_says_less_than_a_rare_one() -> None:
    assert says("John Smith", "John Smith")[1] + 3 < says("Amara Okafor", "Amara Okafor")[1]


def test_what_is_no_name_has_no_words() -> None:
    assert words_of("amara@harbour.example") == ()
    assert words_of("🌱") == ()


NAMES = st.text(st.characters(codec="utf-8"), max_size=30)


@given(NAMES, NAMES)
def test_who_comes_first_does_not_count(one: str, other: str) -> None:
    there = names_say([(one, words_of(one))], [(other, words_of(other))], FEW)
    back = names_say([(other, words_of(other))], [(one, words_of(one))], FEW)
    assert there is not None
    assert back is not None
    assert there.how == back.how
    assert there.weight == pytest.approx(back.weight)


WORDS = st.text("abcde", max_size=7)


def plain_slips(a: str, b: str) -> int:
    """The same by the definition: Damerau's distance with adjacent swaps, each place touched once."""
    if not a or not b:
        return len(a) + len(b)
    found = [plain_slips(a[1:], b) + 1, plain_slips(a, b[1:]) + 1, plain_slips(a[1:], b[1:]) + (a[0] != b[0])]
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        found.append(plain_slips(a[2:], b[2:]) + 1)
    return min(found)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_slips_are_those_of_the_definition(a: str, b: str) -> None:
    assert slips(a, b) == min(FAR, plain_slips(a, b))


@given(WORDS, WORDS)
def test_slips_go_both_ways(a: str, b: str) -> None:
    assert slips(a, b) == slips(b, a)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("https://twitter.com/Amara?s=20", "x:amara"),
        ("https://www.linkedin.com/in/amara-okafor/", "linkedin:amara-okafor"),
        ("https://fedi.example/@amara", "amara@fedi.example"),
        ("https://fedi.example/users/Amara", "amara@fedi.example"),
        ("@amara@fedi.example", "amara@fedi.example"),
        ("mailto:Amara@Harbour.example", "amara@harbour.example"),
        ("amara.example/garden/", "amara.example/garden"),
        ("https://x.com/", ""),
        ("https://x.com/search?q=amara", ""),
        ("no address", ""),
        ("http://[broken", ""),
    ],
)
def test_an_address_has_one_form(text: str, form: str) -> None:
    assert address(text) == form


def test_addresses_are_found_in_what_a_profile_says() -> None:
    said = "Potter. Shop: https://kiln.example, also @amara@fedi.example and github.com/amara."
    assert addresses_in(said) == ("kiln.example", "amara@fedi.example", "github:amara")


def test_birthdays_and_handles_have_one_form() -> None:
    assert [born(text) for text in ("1984-03-05", "19840305", "--03-05", "soon")] == [
        (1984, 3, 5), (1984, 3, 5), (0, 3, 5), None,
    ]  # fmt: skip
    assert core("@Amara.Okafor@fedi.example") == "amaraokafor"


def test_what_is_nobodys_own_is_known_and_can_be_added_to() -> None:
    assert nobody(["info@kiln.example"], []) == "info"
    assert nobody(["noreply+12@kiln.example"], []) == "noreply"
    assert nobody(["amara@kiln.example"], ["Amara"]) == ""
    assert nobody(["amara@kiln.example"], ["Amara"], ["@kiln.example"]) == "@kiln.example"
    assert nobody(["kiln@one.example"], ["Kiln Reception"], ["reception"]) == "reception"
    assert nobody(["infoma@one.example"], ["Informa"]) == ""
