"""Beside a post stands little: what is sure enough, at most three, in words that doubt where doubt is due."""

from mutuals.record.chips import KINDS, MOST, WORDS, about_words, chips_of, kind_words
from mutuals.record.thresholds import SHOWN
from mutuals.text.readings import EMOTIONS, LABELS, Reading, Span


def words(**fields):
    return [chip.words for chip in chips_of(Reading(**fields), SHOWN)]


def test_only_what_is_sure_enough_is_said_and_doubt_is_said_too():
    labels = {"question": 0.95, "thanks": 0.7, "need": 0.5}
    assert words(labels=labels) == ["a question", "perhaps thanks"]
    assert words(labels={}) == words(labels={"question": 0.2}) == []


def test_the_surest_three_stand():
    labels = {name: 0.99 - place / 100 for place, name in enumerate(LABELS)}
    chips = chips_of(Reading(labels=labels), SHOWN)
    assert [chip.about for chip in chips] == list(LABELS[:MOST])


def test_tone_is_said_where_it_is_bad_and_nothing_else_says_why():
    assert words(tone="negative", tone_sure=0.9) == ["sounds unhappy"]
    assert words(tone="negative", tone_sure=0.6) == words(tone="positive", tone_sure=1.0) == []
    assert words(tone="negative", tone_sure=0.9, labels={"complaint": 0.9}) == ["a complaint"]


def test_feelings_stay_on_the_page_of_the_reading():
    assert words(labels={"thanks": 0.0}, emotions=dict.fromkeys(EMOTIONS, 1.0)) == []


def test_of_personal_data_only_what_could_do_harm_stands_there():
    spans = (
        Span("email", 0, 3),
        Span("key_github", 4, 9),
        Span("card", 10, 12),
        Span("health", 0, 2, hint=True),
    )
    assert words(personal=spans) == ["holds a secret key"]
    assert words(personal=spans[:1]) == []


def test_everything_that_can_be_read_has_words():
    assert {*LABELS, *EMOTIONS, "toxic"} <= WORDS.keys()
    assert [kind for kind in (*KINDS, "id_be_nn", "key_github") if kind_words(kind) == kind] == []
    assert kind_words("id_be_nn") == "an identity number"
    assert about_words("personal iban 3 9") == "a bank account"


def test_gratitude_stands_where_thanks_are_not_told():
    assert words(emotions={"gratitude": 0.95}) == ["gratitude"]
    assert words(labels={"thanks": 0.1}, emotions={"gratitude": 0.95}) == []
    assert words(emotions={"gratitude": 0.3, "joy": 0.95}) == []
