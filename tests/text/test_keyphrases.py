"""What a post is about, in its own words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.keyphrases import keyphrases
from mutuals.text.stopwords import STOP


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("does anybody still have a sewing machine they could lend us?", "en", "sewing machine"),
        ("we finally booked the ferry to Hook of Holland, thanks everyone", "en", "ferry"),
        ("hat wer eine Bohrmaschine die ich mir mal ausleihen kann", "de", "Bohrmaschine"),
        ("je cherche une remorque pour samedi, merci beaucoup", "fr", "remorque"),
        ("¿alguien sabe dónde venden bombillas antiguas?", "es", "bombillas antiguas"),
        ("wie heeft er nog een aanhangwagen voor ons", "nl", "aanhangwagen"),
        ("qualcuno di voi ha una bicicletta pieghevole", "it", "bicicletta pieghevole"),
        ("alguém tem uma furadeira pra emprestar hoje?", "pt", "furadeira"),
        ("czy ktoś ma jeszcze namiot dla nas?", "pl", "namiot"),
        ("bende var ama matkap çok eski", "tr", "matkap"),
        ("昨日の夜、図書館で映画を見ました", "ja", "図書館"),
    ],
)
def test_the_thing_talked_of_is_among_them(text, lang, wanted):
    assert wanted in " | ".join(keyphrases(text, lang))


def test_hashtags_come_first_and_keep_their_sign():
    found = keyphrases("so proud of my sister and her bakery in Ghent today #SmallBusiness #bread", "en")
    assert found[:2] == ["#SmallBusiness", "#bread"]
    assert found[2] == "Ghent"


def test_a_name_weighs_more_than_the_words_around_it():
    assert keyphrases("the talk in the small room by Grace Hopper was the best", "en")[0] == "Grace Hopper"


def test_shouting_makes_no_names():
    small = keyphrases("the boiler broke again and the plumber never came", "en")
    assert [p.lower() for p in keyphrases("THE BOILER BROKE AGAIN AND THE PLUMBER NEVER CAME", "en")] == small


def test_handles_links_addresses_quoted_mail_and_signatures_are_not_what_it_is_about():
    text = (
        "@anna about the greenhouse heater see https://example.org/pumps\n> last week the drainage\n"
        "write to me@example.org\n-- \nKarl Signature, Potato Road\n"
    )
    found = " ".join(keyphrases(text, "en", most=9))
    assert "greenhouse heater" in found
    for left_out in ("anna", "example", "pumps", "drainage", "Karl", "Potato"):
        assert left_out not in found


def test_what_comes_often_in_a_long_text_weighs_most():
    text = (
        "The orchard was late. "
        + "Frost took the blossom. The old wall kept the heat. The orchard fed us. " * 5
    )
    assert "orchard" in " ".join(keyphrases(text, "en", most=3)).lower()


def test_no_phrase_holds_another_and_none_is_told_twice():
    found = keyphrases("bread oven, the bread oven, my Bread Oven and an oven for bread", "en", most=9)
    assert len({p.lower() for p in found}) == len(found)
    assert not any(a != b and a.lower() in b.lower() for a in found for b in found)


@pytest.mark.parametrize("text", ["", "ok", "yes you can do it now", "https://example.org", "...", "12 34"])
def test_nothing_is_told_of_nothing(text):
    assert keyphrases(text, "en") == []


def test_chinese_tells_only_what_is_marked():
    assert keyphrases("昨天看了《流浪地球》非常好看 #电影", "zh") == ["#电影", "流浪地球"]


def test_an_unknown_language_still_leaves_small_words_out():
    assert "und" not in keyphrases("der Hund und die Katze", "und")


@given(st.text(max_size=200), st.sampled_from(["en", "ja", "zh", "und", "xx"]), st.integers(1, 6))
def test_anything_is_taken_and_no_more_than_asked_for_comes_back(text, lang, most):
    found = keyphrases(text, lang, most=most)
    assert len(found) <= most
    assert all(phrase.strip() for phrase in found)


def test_one_endless_word_is_taken():
    assert keyphrases("İ" * 50_000, "tr") == ["İ" * 20_000]


def test_there_are_stop_words_for_the_languages_of_the_labelled_posts():
    posts = Path(__file__).parents[2] / "training" / "labels" / "posts.jsonl"
    langs = {json.loads(line)["lang"] for line in posts.read_text(encoding="utf-8").splitlines()}
    assert langs - set(STOP) == {"ja"}
