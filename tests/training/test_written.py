"""The posts to learn from are whole, told truly of on their card, and give nobody away."""

import re
from collections import Counter

from mutuals.text.readings import EMOTIONS, LABELS
from tests.house import tree
from training.sets import RUDE, TONES

FOLDER = tree.ROOT / "training" / "written"
HEAD, *LINES = (FOLDER / "posts.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [dict(zip(HEAD.split("\t"), line.split("\t"), strict=True)) for line in LINES]


def test_every_post_says_what_it_may_and_stands_once():
    for row in ROWS:
        assert row["tone"] in TONES, row
        assert row["rude"] in RUDE, row
        assert set(filter(None, row["feelings"].split(","))) <= set(EMOTIONS), row
        assert set(filter(None, row["acts"].split(","))) <= set(LABELS), row
        assert row["text"].strip() == row["text"] != "", row
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({re.sub(r"\W+", " ", row["text"].lower()).strip() for row in ROWS}) == len(ROWS)


def test_no_post_stands_in_the_set_that_measures():
    measured = (tree.ROOT / "training" / "labels" / "posts.jsonl").read_text(encoding="utf-8").lower()
    assert not [row["id"] for row in ROWS if len(row["text"]) > 25 and row["text"].lower() in measured]


def test_each_target_has_its_posts():
    assert all(
        count > len(ROWS) / 100
        for name in ("feelings", "acts")
        for count in Counter(one for row in ROWS for one in row[name].split(",") if one).values()
    )


def test_the_card_tells_how_many_there_are_and_of_which_languages():
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    langs = Counter(row["lang"] for row in ROWS)
    told = ", ".join(f"{lang} {count:,}" for lang, count in langs.most_common())
    assert f"{len(ROWS):,} short posts" in card
    assert f"`lang` ({told})" in " ".join(card.split())


def test_no_address_and_no_number_of_anybody_stands_in_a_post():
    for row in ROWS:
        for host in re.findall(r"[\w.-]+@([\w-]+(?:\.[\w-]+)+)", row["text"]):
            assert host.endswith(("example.org", "example.com", ".example")), row
        assert not re.search(r"(?<!\d)(?:\+|00)\d[\d ()-]{8,}", row["text"]), row
