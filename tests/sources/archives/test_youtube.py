"""YouTube in Google Takeout: in whatever language and layout, what is found is what is there."""

import json
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.youtube import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.youtube import columns_of, comment_items, words_and_links
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_youtube import FOLDERS, HOME, LAYOUTS, NAMES, Maker
from tests.sources.archives.mangle import damaged, mangled

LANGS = tuple(FOLDERS)


def made(seed, **more):
    layout = (9, 7)[seed % 2]
    return Maker(
        seed, **{"lang": LANGS[seed % 3], "layout": layout, "runs": ("new", "old")[seed // 2 % 2], **more}
    )


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert Counter(one.in_reply_to for one in found.things.values()) == truth.answers
    assert Counter(one.content for one in found.things.values()) == truth.texts
    assert {one for one in found.actors if one.startswith(HOME)} == truth.actors


@pytest.mark.parametrize("seed", range(36))
def test_every_language_and_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = made(seed, rows=4 + seed)
    found = count(items_of(maker.write(tmp_path), tmp_path))
    agree(found, maker.truth())
    assert not found.rejected
    assert {one.actor for one in found.mine} <= {f"{HOME}/channel/{one}" for one in maker.own}
    assert all(one.sure for one in found.mine)
    assert found.collections["following"].items == maker.truth().following
    assert found.collections["following"].complete
    assert len(found.files) == 3


@pytest.mark.parametrize("seed", range(6))
def test_each_table_may_be_missing(seed, tmp_path):
    maker = made(seed)
    for at, name in enumerate(maker.tables):
        path = maker.write(tmp_path / str(at), missing={name})
        agree(count(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(30))
def test_tables_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    maker = made(seed)
    name = random.Random(seed).choice(list(maker.tables)[:2])
    lines = maker.lines(name)
    cuts = {name: random.Random(seed).randrange(sum(map(len, lines[:3])), sum(map(len, lines)))}
    found, truth = count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts)
    # A last row that has all its columns is taken, though its last words may be cut.
    assert truth.posts <= found.posts
    assert len(found.posts) <= len(truth.posts) + 1


def test_subscriptions_alone_are_somebodys(tmp_path):
    maker = made(4)
    path = maker.write(tmp_path, missing=set(list(maker.tables)[:2]))
    found = count(items_of(path, tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [
        ("tag:owner.mutuals.invalid,2026:youtube/me", True)
    ]
    said = f"https://www.youtube.com/channel/{maker.own[0]}"
    named = count(items_of(path, tmp_path, me=("Mara", said)))
    assert [one.actor for one in named.mine] == [said]
    assert named.collections["following"].attributed_to == said


def test_what_was_watched_is_left_alone(tmp_path):
    parcel = OpenedParcel(made(1).write(tmp_path), spool=tmp_path)
    (claim,) = archive.find(parcel)
    assert [name.rpartition("/")[2] for name, _ in claim.left_alone] == ["watch-history.json"]


def test_the_same_takeout_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = made(8, rows=3_600).write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith("https://") for x in first for one in ids_in(x) if one)
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 3


@pytest.mark.parametrize("size", LAYOUTS)
def test_columns_are_told_without_their_names(size):
    maker = Maker(3, lang="nl", layout=size, rows=30)
    (header, _), *rows = next(iter(maker.tables.values()))
    found = columns_of(header, [cells for cells, _ in rows[:20]])
    wanted = {name: at for at, name in enumerate(LAYOUTS[size].split()) if name not in ("price", "top")}
    assert found.at == wanted


@pytest.mark.parametrize(
    "header",
    [
        "id,permalink,date,ip,subreddit,gildings,link,parent,body,media",
        "First Name,Last Name,Labels",
        "Video ID,Playlist Video Creation Timestamp",
        ",".join(NAMES["nl"].values()),
    ],
)
def test_tables_of_others_are_not_claimed(header):
    assert columns_of(header.split(","), []) is None


@given(seed=st.integers(0, 10**9))
def test_nothing_breaks_the_reader(seed, tmp_path_factory):
    dice, maker = random.Random(seed), made(seed % 48, rows=4)
    path = maker.write(tmp_path_factory.mktemp("fuzz"))
    for file in path.rglob("*.csv"):
        file.write_bytes(damaged(file.read_bytes(), dice))
    found = count(items_of(path, path.parent))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


@given(st.integers(0, 10**9))
def test_runs_of_any_form_are_words(seed):
    dice = random.Random(seed)
    runs = [
        {"text": "a", "link": {"linkUrl": "https://x.example"}},
        {"text": "@b", "mention": {"id": f"UC{'x' * 22}"}},
    ]
    written = mangled(dice.choice((runs, {"takeoutSegments": runs})), dice, 0.3)
    text = json.dumps(written)[1:-1] if isinstance(written, list) else json.dumps(written)
    words, links = words_and_links(text)
    assert isinstance(words, str)
    assert all(link.href for link in links)


@pytest.mark.parametrize("text", ["{" * 100_000, '{"a":' * 50_000, '{"text":"' + "x" * 500_000])
def test_hostile_runs_stay_words(text):
    assert words_and_links(text) == (text, [])


@given(st.lists(st.text(max_size=30), min_size=9, max_size=9))
def test_cells_of_any_form_raise_nothing_but_value_errors(cells):
    at = {name: place for place, name in enumerate(LAYOUTS[9].split())}
    for row in (cells, ["Ugx", "UCme", *cells[2:]]):
        try:
            items = comment_items(row, at)
        except ValueError:
            continue
        assert all(
            one.startswith("https://") and " " not in one for item in items for one in ids_in(item) if one
        )
