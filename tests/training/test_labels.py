"""The labelled posts are whole, told truly of on their card, and name nobody."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.house import tree

LABELS = ("question", "need", "ask", "offer", "thanks", "promise", "promotion", "complaint", "praise")
FOLDER = tree.ROOT / "training" / "labels"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


POSTS, READINGS = rows("posts.jsonl"), rows("readings.jsonl")


def kappa(label: str) -> float:
    """Cohen's kappa of the two blind readings (Cohen 1960)."""
    first = [label in one["first"] for one in READINGS]
    second = [label in one["second"] for one in READINGS]
    same = sum(a == b for a, b in zip(first, second, strict=True)) / len(READINGS)
    p, q = sum(first) / len(READINGS), sum(second) / len(READINGS)
    by_chance = p * q + (1 - p) * (1 - q)
    return (same - by_chance) / (1 - by_chance)


def test_every_post_is_read_once_and_no_text_stands_twice():
    assert [one["id"] for one in POSTS] == [one["id"] for one in READINGS]
    assert len({one["id"] for one in POSTS}) == len(POSTS) >= 1500
    written = [one["text"].strip().lower() for one in POSTS if one["id"].startswith("w")]
    assert len(set(written)) == len(written)
    assert sum(one["id"].startswith("i-") for one in POSTS) >= 300


def test_labels_are_what_two_of_the_readers_said():
    for one in READINGS:
        assert set(one["labels"]) | set(one["first"]) | set(one["second"]) <= set(LABELS)
        votes = Counter([*one["first"], *one["second"], *one.get("third", ())])
        assert set(one["labels"]) == {label for label, count in votes.items() if count >= 2}, one["id"]
        assert ("third" in one) == (set(one["first"]) != set(one["second"])), one["id"]


def test_each_label_has_its_posts_and_many_have_none():
    found = Counter(label for one in READINGS for label in one["labels"])
    assert all(found[label] >= 100 for label in LABELS), found
    assert sum(not one["labels"] for one in READINGS) > 400
    writers = {one["id"]: one["writer"] for one in POSTS}
    for label in LABELS:
        assert len({writers[one["id"]] for one in READINGS if label in one["labels"]}) >= 30, label


def test_the_card_tells_how_far_the_readers_agree():
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(rf"\b({'|'.join(LABELS)}) (\.\d\d)", " ".join(card.split())))
    assert told == {label: f"{kappa(label):.2f}".removeprefix("0") for label in LABELS}
    assert f"{len(POSTS):,} short posts" in card
    assert f"the {sum('third' in one for one in READINGS)} on which they differed" in " ".join(card.split())


def test_no_address_and_no_number_of_anybody_stands_in_a_post():
    for one in POSTS:
        for host in re.findall(r"@([\w-]+(?:\.[\w-]+)+)|https?://([\w.-]+)", one["text"]):
            assert (host[0] or host[1]).endswith(("example.org", "example.com", "example")), one
        assert not re.search(r"(?<!\d)(?:\+|00)\d[\d ()-]{8,}", one["text"]), one


def test_the_sentences_of_the_channel_are_those_that_the_script_takes():
    folder = os.environ.get("MUTUALS_TEST_DATA")
    if not folder or not (Path(folder) / "irc" / "train").is_dir():
        pytest.skip("needs MUTUALS_TEST_DATA with irc")
    command = [sys.executable, "-m", "training.irc_sample", folder]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        one for one in POSTS if one["id"].startswith("i-")
    ]
