"""The default tier: tables are read as written, only what is known is said, weights are the measured ones."""

import json
import math
import os
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mutuals.text import linear, vectors, weights
from mutuals.text.features import FIRST, PAD, Vocabulary
from mutuals.text.linear import OUTPUTS, Default, Tables
from mutuals.text.readings import EMOTIONS, LABELS

WORDS = ["good", "not", "cake", "the", "so", "gut", "kuchen", "!"]
ENGLISH = 5
SIZE, KERNELS = 3, 4
TEXTS = ["not good", "the cake", "so so good!", "good", "", "NOT the good cake", "gut kuchen", "good?"]


def made(*, shown: dict[str, list[str]]) -> Default:
    """A tiny model with tables drawn at random."""
    rng = np.random.default_rng(5)
    rows = FIRST + len(WORDS)
    good, negated, cake = FIRST, FIRST + 1, FIRST + 2
    keys = np.array(
        sorted({negated << 20 | good, good << 20, 1 << 60 | negated << 20 | good << 0, 1 << 60 | cake << 20})
    )

    def some(*shape: int) -> np.ndarray:
        return rng.integers(-9, 9, shape).astype(np.int8)

    def real(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    size = len(OUTPUTS)
    table, single = some(rows, SIZE), some(rows, size)
    table[PAD], single[PAD] = 0, 0
    tables = Tables(
        vectors=table, vector_unit=np.abs(real(SIZE)), single=single, gram_keys=keys, grams=some(len(keys), size),
        unit=np.abs(real(size)) / 20, conv=real(3, SIZE, KERNELS) / 9,
        conv_unit=np.full(KERNELS, 1e-3, np.float32), conv_bias=real(KERNELS),
        out=real(KERNELS + SIZE, size) / 9, bias=real(size), slope=np.abs(real(size)), shift=real(size),
        asks=real(size),
    )  # fmt: skip
    return Default(Vocabulary(WORDS), tables, {"version": "tiny", "english_words": ENGLISH, "shown": shown})


def slowly(model: Default, text: str) -> list[float]:
    """The confidences of one text, worked out number by number."""
    t = model._tables
    rows = [PAD, *model.vocabulary.rows(text), PAD]
    count = max(1, len(rows) - 2)
    keys = [a << 20 | b for a, b in pairwise(rows)]
    keys += [1 << 60 | a << 40 | b << 20 | c for a, b, c in zip(rows, rows[1:], rows[2:], strict=False) if b]
    stored = t.gram_keys.tolist()
    vector = [[float(t.vectors[row][n]) * float(t.vector_unit[n]) for n in range(SIZE)] for row in rows]
    hidden = []
    for k in range(KERNELS):
        around = [
            sum(float(t.conv[w][n][k]) * vector[at + w - 1][n] for w in range(3) for n in range(SIZE))
            for at in range(1, len(rows) - 1)
        ]
        hidden.append(max(0.0, max(around, default=-math.inf) + float(t.conv_bias[k])))
    hidden += [sum(one[n] for one in vector) / count for n in range(SIZE)]
    scaled = []
    for o in range(len(OUTPUTS)):
        direct = sum(int(t.single[row][o]) for row in rows)
        direct += sum(int(t.grams[stored.index(key)][o]) for key in keys if key in stored)
        logit = float(t.bias[o]) + direct * float(t.unit[o]) / math.sqrt(count)
        logit += sum(value * float(t.out[n][o]) for n, value in enumerate(hidden))
        logit += float(t.asks[o]) * ("?" in text)
        scaled.append(logit * float(t.slope[o]) + float(t.shift[o]))
    tones = [math.exp(one) for one in scaled[:3]]
    return [one / sum(tones) for one in tones] + [1 / (1 + math.exp(-one)) for one in scaled[3:]]


def test_what_many_texts_are_read_as_is_what_each_is_worked_out_to_be_by_hand():
    model = made(shown={})
    for text, found in zip(TEXTS, model.confidences(TEXTS)[0].tolist(), strict=True):
        assert found == pytest.approx(slowly(model, text), abs=2e-3), text


def test_a_text_is_read_the_same_alone_and_among_many():
    model = made(shown={"en": ["tone", *EMOTIONS, *LABELS]})
    many = TEXTS * 90
    together = model.understand(many, ["en"] * len(many))
    for text, one in zip(many[:20], together[:20], strict=True):
        alone = model.understand([text], ["en"])[0]
        assert alone.tone == one.tone
        assert alone.labels == pytest.approx(one.labels, abs=1e-6)
    assert model.understand([], []) == []


def test_only_what_is_shown_in_a_language_is_said():
    model = made(shown={"en": ["tone", "joy", "question"], "de": ["thanks"]})
    english, german, french = model.understand(
        ["so good cake", "gut gut kuchen", "gut kuchen"], ["en", "de", "fr"]
    )
    assert (english.tone != "unknown", set(english.emotions), set(english.labels)) == (
        True,
        {"joy"},
        {"question"},
    )
    assert (german.tone, german.tone_score, german.toxic, set(german.labels)) == (
        "unknown",
        0,
        None,
        {"thanks"},
    )
    assert french == linear.NOTHING
    assert -1 <= english.tone_score <= 1
    assert 1 / 3 <= english.tone_sure <= 1


def test_english_words_are_read_as_english_though_the_language_is_mistaken():
    model = made(shown={"en": ["tone"]})
    assert model.understand(["so good the cake"], ["nl"])[0].tone != "unknown"
    assert model.understand(["good kuchen"], ["und"])[0].tone == "unknown"
    assert model.understand(["!"], ["und"])[0].tone != "unknown"
    assert model.understand([""], ["en"])[0] == linear.NOTHING


def test_weights_that_are_not_the_measured_ones_are_not_read(tmp_path: Path):
    (tmp_path / "one.npz").write_bytes(b"numbers")
    weights.enter("one.npz", "card", tmp_path)
    assert weights.content("one.npz", tmp_path) == b"numbers"
    (tmp_path / "one.npz").write_bytes(b"numberz")
    with pytest.raises(weights.Damaged):
        weights.content("one.npz", tmp_path)
    with pytest.raises(weights.Damaged):
        weights.content("two.npz", tmp_path)
    shutil.rmtree(tmp_path)
    with pytest.raises(weights.Damaged):
        weights.entries(tmp_path)


def test_every_file_of_the_manifest_is_the_one_that_was_measured_and_together_they_are_small():
    said = weights.entries()
    assert {linear.TABLES, linear.CARD, vectors.TABLES} <= set(said)
    assert all(weights.content(name) for name in said)
    assert sum(said[name]["bytes"] for name in (linear.TABLES, linear.CARD, vectors.TABLES)) <= 12_000_000


def test_the_card_says_what_is_shown_and_measured_it_against_both_baselines():
    card = json.loads(weights.content(linear.CARD))
    for lang, names in card["shown"].items():
        assert set(names) <= {"tone", *EMOTIONS, *LABELS}
        for label in set(names) & set(LABELS):
            found = card["measured"][f"{label} {lang}"]
            assert found["f1"] > max(found["pattern"], found["always"])
            assert found["right"] >= found["never"]


def test_vectors_have_length_one_and_near_texts_are_nearer():
    found = vectors.load().of(
        ["where is my parcel", "when will the package arrive", "the choir sang in the church", ""]
    )
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-5)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.1
    assert vectors.load().of([]).shape == (0, vectors.load().size)


@pytest.fixture(scope="module")
def sets():
    if not os.environ.get("MUTUALS_TEST_DATA"):
        pytest.skip("needs MUTUALS_TEST_DATA with goemotions, vader, tweeteval")
    from training import sets

    return sets


def test_tone_is_found_where_nobody_taught_it(sets):
    model = linear.load()
    for part, least in ((sets.vader("held"), 0.60), (sets.goemotions("dev"), 0.66)):
        truth = part.targets[:, :3].argmax(axis=1)
        said = model.confidences(part.texts)[0][:, :3].argmax(axis=1)
        assert np.mean([(said[truth == tone] == tone).mean() for tone in range(3)]) > least
    texts, classes = sets.tweeteval("sentiment")
    said = [one.tone for one in model.understand(texts, ["en"] * len(texts))]
    found = [
        np.mean([s == tone for s, t in zip(said, classes, strict=True) if t == tone]) for tone in set(classes)
    ]
    assert np.mean(found) > 0.58


def test_gratitude_and_curiosity_are_found_in_comments_of_others(sets):
    part = sets.goemotions("dev")
    sure = linear.load().confidences(part.texts)[0]
    for emotion, least in (("gratitude", 0.8), ("curiosity", 0.3)):
        truth, said = part.targets[:, sets.COLUMN[emotion]] > 0.5, sure[:, sets.COLUMN[emotion]] > 0.4
        assert 2 * (truth & said).sum() / (truth.sum() + said.sum()) > least
