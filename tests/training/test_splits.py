"""What a model is measured on shares neither writer nor situation with what it learned, and sets say what they say."""

import json
import math
import os

import pytest

from training import sets, splits

POSTS = [json.loads(line) for line in (sets.OURS / "posts.jsonl").read_text(encoding="utf-8").splitlines()]


def test_no_fold_is_measured_on_a_writer_or_a_situation_it_learned_from():
    for fold in splits.folds():
        for name in ("writer", "situation"):
            learned = {POSTS[row][name] for row in fold.learn}
            assert not learned & {POSTS[row][name] for row in fold.measure}


def test_every_post_is_measured_once_and_each_fold_learns_from_half_of_them():
    folds = splits.folds()
    assert sorted(row for fold in folds for row in fold.measure) == list(range(len(POSTS)))
    assert min(len(fold.learn) for fold in folds) > len(POSTS) / 2
    assert min(len(fold.measure) for fold in folds) > 50


def test_a_mean_rating_is_a_distribution_that_leans_where_it_points():
    for mean in (-4, -0.5, 0, 0.5, 4):
        told = sets.tone_of_mean(mean)
        assert sum(told.values()) == pytest.approx(1)
        assert all(-1e-9 <= one <= 1 for one in told.values())
    assert max(sets.tone_of_mean(3), key=sets.tone_of_mean(3).get) == "positive"
    assert max(sets.tone_of_mean(-3), key=sets.tone_of_mean(-3).get) == "negative"
    assert max(sets.tone_of_mean(0), key=sets.tone_of_mean(0).get) == "neutral"


def test_each_of_goemotions_emotions_has_a_tone_and_a_place_among_ours():
    if not os.environ.get("MUTUALS_TEST_DATA"):
        pytest.skip("needs MUTUALS_TEST_DATA with goemotions, vader, davidson, clinc150, sms_spam")
    names = set((sets.folder() / "goemotions" / "labels.txt").read_text().split())
    assert names == set(sets.FEELS) == set(sets.TONE_OF)
    thanked = sets.goemotions("dev")
    row = next(at for at, felt in enumerate(sets.goemotions_names("dev")) if felt == ["gratitude"])
    told = dict(zip(sets.TARGETS, thanked.targets[row].tolist(), strict=True))
    assert (told["gratitude"], told["thanks"], told["anger"]) == (1, 1, 0)
    assert told["positive"] > 0.9
    assert math.isnan(told["question"])


def test_what_is_held_out_is_in_no_set_to_learn_from():
    if not os.environ.get("MUTUALS_TEST_DATA"):
        pytest.skip("needs MUTUALS_TEST_DATA with vader, davidson, sms_spam")
    for read in (sets.vader, sets.davidson, sets.sms):
        assert not set(read("train").ids) & set(read("held").ids)
    assert not set(sets.sms("train").texts) & set(sets.sms("held").texts)
