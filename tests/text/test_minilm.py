"""The better tier with the weights that lie in the tree; what it is good for is measured by benchmarks/text.py."""

import builtins
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text import weights
from mutuals.text.minilm import (
    CARD,
    NETWORK,
    WORDS,
    Cascade,
    MiniLM,
    NotInstalled,
    batches,
    doubt,
    shares,
    together,
)
from mutuals.text.readings import EMOTIONS, Understood

POSTS = [
    "I love this, best day of my life!",
    "This is the worst service I have ever had. I am so angry.",
    "The meeting is on Tuesday at ten.",
    "Thank you so much for your help!",
    "you are a stupid piece of shit",
    "Does anyone know how to reset the router?",
    "I miss my grandmother so much today, I can't stop crying",
    "",
    "😂😂😂",
    "a " * 500,
]


class Known:
    """A default tier that says of each text what it was told to say, and remembers how often it was asked."""

    version = "known-1"

    def __init__(self, said):
        self.said = said

    def understand(self, texts, langs):
        return [self.said[text] for text in texts]


def sure(tone, much, toxic=0.0):
    score = {"negative": -much, "neutral": 0.0, "positive": much}[tone]
    return Understood(
        tone=tone, tone_sure=much, tone_score=score, toxic=toxic, emotions={"joy": 0.5}, labels={"need": 0.2}
    )


@pytest.fixture(scope="module")
def model():
    pytest.importorskip("onnxruntime", reason="pip install 'mutuals[text]'")
    made = MiniLM()
    made.understand(["ready"], ["en"])
    return made


def test_plain_feelings_are_read(model):
    love, anger, meeting, thanks, insult, _, grief, *_ = model.understand(POSTS, ["en"] * len(POSTS))
    assert (love.tone, anger.tone, meeting.tone, thanks.tone) == (
        "positive",
        "negative",
        "neutral",
        "positive",
    )
    assert max(anger.emotions, key=anger.emotions.get) == "anger"
    assert max(thanks.emotions, key=thanks.emotions.get) == "gratitude"
    assert max(grief.emotions, key=grief.emotions.get) == "sadness"
    assert insult.toxic > 0.5 > meeting.toxic


def test_confidences_are_between_nothing_and_certain(model):
    for one in model.understand(POSTS, ["en"] * len(POSTS)):
        assert 1 / 3 <= one.tone_sure <= 1
        assert -1 <= one.tone_score <= 1
        assert set(one.emotions) <= set(EMOTIONS)
        assert all(0 <= each <= 1 for each in (*one.emotions.values(), one.toxic))


def test_a_text_is_read_the_same_alone_and_among_others(model):
    alone = [model.understand([text], ["en"])[0] for text in POSTS]
    mixed = list(range(len(POSTS)))
    random.Random(1).shuffle(mixed)
    among = model.understand([POSTS[at] for at in mixed], ["en"] * len(mixed))
    for at, one in zip(mixed, among, strict=True):
        assert one.tone == alone[at].tone
        assert one.tone_score == pytest.approx(alone[at].tone_score, abs=1e-4)
        assert one.toxic == pytest.approx(alone[at].toxic, abs=1e-4)


def test_threads_share_one_model(model):
    def score(text):
        return model.understand([text], ["en"])[0].tone_score

    expected = [score(text) for text in POSTS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(score, POSTS * 3)) == pytest.approx(expected * 3, abs=1e-4)


def test_nothing_is_said_of_a_language_it_was_not_measured_in(model):
    assert model.understand(["Ich freue mich sehr"], ["de"]) == [Understood()]


def test_only_what_is_unsure_is_asked_again_and_the_order_stays(model):
    clear, vague = sure("negative", 0.99), sure("positive", 0.34)
    foreign = Understood(labels={"need": 0.9})
    said = {POSTS[0]: vague, POSTS[1]: clear, POSTS[2]: vague, "Hola": foreign}
    read = Cascade(Known(said), model).understand(list(said), ["en", "en", "en", "es"])
    assert read[1] is clear
    assert read[3] is foreign
    assert read[0].tone == "positive"
    assert read[2].tone == "neutral"


def test_the_version_of_both_models_is_told(model):
    assert Cascade(Known({}), model).version == f"known-1+{model.version}"


def test_without_the_package_the_error_is_the_command_that_installs_it(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name == "onnxruntime":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "onnxruntime", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(NotInstalled, match=r"pip install 'mutuals\[text\]'"):
        MiniLM().understand(["hello"], ["en"])


def test_weights_that_are_not_the_measured_ones_are_not_read(tmp_path):
    for name in (NETWORK, WORDS, CARD):
        (tmp_path / name).write_bytes((weights.HERE / name).read_bytes())
        weights.enter(name, "card", tmp_path)
    card = json.loads((tmp_path / CARD).read_text())
    (tmp_path / CARD).write_text(json.dumps(card | {"unsure": 0.123}))
    with pytest.raises(weights.Damaged):
        MiniLM(tmp_path)


def test_the_weights_are_small_enough_to_be_carried():
    assert sum((weights.HERE / name).stat().st_size for name in (NETWORK, WORDS, CARD)) <= 30_000_000


@given(st.lists(st.integers(2, 64), max_size=300))
def test_batches_hold_every_text_once_by_length_and_never_too_much(lengths):
    made = list(batches(lengths))
    assert sorted(row for batch in made for row in batch) == list(range(len(lengths)))
    assert all(len(batch) * max(lengths[row] for row in batch) <= 1536 for batch in made)
    ordered = [lengths[row] for batch in made for row in batch]
    assert all(a <= b for a, b in pairwise(ordered))


@given(st.tuples(*[st.floats(0.01, 1)] * 3))
def test_the_three_tones_come_back_from_the_two_numbers_that_are_told(raw):
    negative, neutral, positive = (one / sum(raw) for one in raw)
    most = max(negative, neutral, positive)
    tone = ("negative", "neutral", "positive")[[negative, neutral, positive].index(most)]
    told = Understood(tone=tone, tone_sure=most, tone_score=positive - negative)
    assert shares(told) == pytest.approx((negative, neutral, positive))


def test_doubt_is_greatest_where_all_tones_are_as_likely():
    assert doubt(sure("neutral", 1 / 3)) == pytest.approx(1)
    assert doubt(sure("neutral", 0.5)) > doubt(sure("positive", 0.6)) > doubt(sure("negative", 1.0)) == 0
    assert doubt(Understood()) == 0


def test_whether_it_may_hurt_is_doubted_too():
    calm = sure("neutral", 1.0)
    assert [doubt(replace(calm, toxic=one)) for one in (0.0, 0.25, 0.5, 1.0)] == [0, 0.5, 1, 0]
    assert doubt(replace(sure("neutral", 1 / 3), toxic=0.0)) == pytest.approx(1)


def test_two_readings_become_one_between_them():
    one = together(sure("negative", 0.6, toxic=0.2), sure("positive", 0.9, toxic=0.8))
    assert one.tone == "positive"
    assert 0.2 < one.toxic < 0.8
    assert one.emotions == {"joy": pytest.approx(0.5)}
    assert together(Understood(labels={"ask": 0.4}), Understood()).labels == {"ask": 0.4}
