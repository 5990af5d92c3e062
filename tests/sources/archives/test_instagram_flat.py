"""Exports of Instagram from 2018 to 2020: whatever is missing or cut off, what is found is what is there."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.facebook import archive as facebook
from mutuals.sources.archives.instagram import archive
from mutuals.sources.parcel import OpenedParcel
from tests.sources.archives.checked import agree, bent, reading, scattered
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_instagram_flat import FILES, LAYOUTS, Maker

HOME = "https://www.instagram.com/"
items_of = reading(archive)


def agree_on(items, truth):
    found = agree(items, truth)
    if truth.contacts:
        assert list(found.collections["followers"].items) == truth.contacts
    return found


@pytest.mark.parametrize("seed", range(16))
def test_both_years_give_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 2], messages=2 + 2 * seed).make()
    found = agree_on(
        list(items_of(maker.write(tmp_path, root="mara_20190304" if seed % 3 else ""), tmp_path)),
        maker.truth(),
    )
    assert all(one.complete for name, one in found.collections.items() if name != "members")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, name, tmp_path):
    maker = Maker(77, layout).make()
    agree_on(list(items_of(maker.write(tmp_path, missing={name}), tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("name", FILES)
def test_each_file_may_come_alone(name, tmp_path):
    maker = Maker(41).make()
    missing = set(FILES) - {name}
    found = agree_on(
        list(items_of(maker.write(tmp_path, missing=missing), tmp_path)), maker.truth(missing=missing)
    )
    assert found.mine[0].sure or found.questions


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 2], messages=5).make()
    cuts = {name: r.randrange(300, len(maker.files[name].data)) for name in r.sample(FILES[1:], 3)}
    found = agree_on(list(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts))
    lists = [found.collections[one] for one in ("followers", "following") if one in found.collections]
    assert all(one.complete != ("connections.json" in cuts) for one in lists)


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    path = Maker(seed).make().write(tmp_path)
    scattered(path, random.Random(seed))
    found = count(items_of(path, tmp_path))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_documents_bent_in_any_way_are_read_or_refused(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bent")
    path = Maker(1, messages=2).make().write(folder)
    for file in sorted(path.rglob("*.json")):
        file.write_text(json.dumps(bent(json.loads(file.read_text("utf-8")), data.draw)), "utf-8")
    found = count(items_of(path, folder))
    assert found.mine or not found.files


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=1_500).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert all(one.startswith(("https://", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 6


def test_what_is_private_or_nothing_is_left_alone_and_told(tmp_path):
    path = Maker(3, messages=8).make().write(tmp_path)
    parcel = OpenedParcel(path, spool=tmp_path)
    assert facebook.find(parcel) == []
    (claim,) = archive.find(parcel)
    assert [name for name, _ in claim.left_alone] == ["searches.json"]
    found = count(items_of(path, tmp_path))
    assert not any("blocked.one" in one for one in found.actors)
    assert "accounts that you blocked (1)" in found.files["connections.json"].note
    assert "notices of the app (5)" in found.files["messages.json"].note
    assert "files of messages (2)" in found.files["media.json"].note


def test_other_files_of_these_names_are_not_taken(tmp_path):
    for name, body in (
        ("messages.json", [{"id": 1, "participants_count": 2}]),
        ("profile.json", {"username": "x"}),
        ("likes.json", {"orderedItems": []}),
        ("media.json", [1, 2]),
        ("comments.json", {"comments": []}),
        ("connections.json", {"servers": {}}),
    ):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / name).write_text(json.dumps(body))
    assert archive.find(OpenedParcel(tmp_path / "a", spool=tmp_path)) == []


def test_rows_that_are_none_say_where_and_why(tmp_path):
    (tmp_path / "a").mkdir()
    rows = [
        ["2019-01-02T03:04:05", "ola"],
        ["2019-01-02T03:04:05"],
        7,
        ["soon", "ola"],
        ["2019-01-02T03:04:05", ""],
    ]
    (tmp_path / "a" / "likes.json").write_text(json.dumps({"media_likes": rows}))
    talk = {"participants": ["ola", "mara"], "conversation": [3, {"sender": "ola", "text": "hi"}]}
    (tmp_path / "a" / "messages.json").write_text(json.dumps([talk]))
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [(one.file, one.line, one.reason) for one in found.rejected] == [
        ("messages.json", 1, "It is no message."),
        ("messages.json", 2, "It does not say when it was written."),
        ("likes.json", 2, "It is no record."),
        ("likes.json", 3, "It is no record."),
        ("likes.json", 4, "It does not say when it was."),
        ("likes.json", 5, "It names no account."),
    ]
    assert found.kinds == {"Like": 1}


def test_a_comment_of_both_kinds_of_export_is_one(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for path in (old, new):
        path.mkdir()
    (old / "comments.json").write_text(
        '{"media_comments": [["2019-01-02T03:04:05+00:00", "Lovely", "ola.demo"]]}'
    )
    (old / "profile.json").write_text('{"username": "mara.demo", "date_joined": "2012-01-01T00:00:00"}')
    (new / "post_comments.json").write_text(
        json.dumps(
            {
                "comments_media_comments": [
                    {"title": "ola.demo", "string_list_data": [{"value": "Lovely", "timestamp": 1546398245}]}
                ]
            }
        )
    )
    ids = [count(items_of(path, tmp_path, me=("@mara.demo",))).posts for path in (old, new)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 1
