"""Exports of Facebook and Messenger of every layout: whatever is missing or cut off, what is found is what is there."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.facebook import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.checked import agree, bent, reading, scattered
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_facebook import LAYOUTS, Maker

items_of = reading(archive)


def agree_on(items, truth):
    found = agree(items, truth)
    if "contacts" in found.collections:
        assert list(found.collections["contacts"].items) == truth.contacts


@pytest.mark.parametrize("seed", range(20))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 4], messages=2 + 3 * seed).make()
    root = "facebook-mara-2024/" if seed % 3 and maker.layout != "secure" else ""
    path = maker.write(tmp_path, packed=seed % 2, root=root)
    agree_on(list(items_of(path, tmp_path)), maker.truth())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, messages=4).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        agree_on(list(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_come_alone_and_is_read_or_asks(layout, tmp_path):
    maker = Maker(41, layout, messages=4).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing=set(maker.files) - {name})
        found = count(items_of(path, tmp_path))
        assert found.files[name].status == "understood"
        assert not found.rejected
        assert len(found.posts) == len(maker.truth(missing=set(maker.files) - {name}).said)
        assert found.mine[0].sure or found.questions


def test_deeply_nested_documents_are_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "friends.json").write_text('{"friends_v2": ' + '{"a":' * 50_000)
    (tmp_path / "a" / "your_posts_1.json").write_text('[{"timestamp": 1, "data": ' + "[" * 200_000)
    found = count(items_of(tmp_path / "a", tmp_path))
    assert {one.status for one in found.files.values()} <= {"broken", "understood"}
    assert not found.posts


@pytest.mark.parametrize("seed", range(32))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 4], messages=6).make()
    cuts = {name: maker.cut(name, r) for name in r.sample(list(maker.files), 4)}
    path = maker.write(tmp_path, cuts=cuts)
    agree_on(list(items_of(path, tmp_path)), maker.truth(cuts=cuts))


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    path = Maker(seed, LAYOUTS[seed % 4]).make().write(tmp_path)
    scattered(path, r)
    found = count(items_of(path, tmp_path))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), layout=st.sampled_from(LAYOUTS))
def test_documents_bent_in_any_way_are_read_or_refused(data, layout, tmp_path_factory):
    maker, folder = Maker(1, layout, messages=1).make(), tmp_path_factory.mktemp("bent")
    path = maker.write(folder)
    for file in sorted(path.rglob("*.json"))[:6]:
        file.write_text(json.dumps(bent(json.loads(file.read_text("utf-8")), data.draw)), "utf-8")
    found = count(items_of(path, folder))
    assert found.mine or not found.files


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=500).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("tag:", "mailto:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 10


def test_a_longer_export_gives_the_same_ids_and_an_archived_or_renamed_thread_as_well(tmp_path):
    maker = Maker(9, "2024", messages=10).make()
    path = maker.write(tmp_path)
    whole = count(items_of(path, tmp_path)).posts
    talks = path / "your_facebook_activity" / "messages"
    old = next((talks / "inbox").iterdir())
    old.rename(talks / "archived_threads" / f"another_{old.name.rpartition('_')[2]}")
    assert count(items_of(path, tmp_path)).posts == whole


def test_private_files_are_left_alone_with_a_reason(tmp_path):
    parcel = OpenedParcel(Maker(8, "2019").make().write(tmp_path), spool=tmp_path)
    claim = archive.find(parcel)[0]
    assert {name for name, _ in claim.left_alone} == set(Maker.PRIVATE)
    assert all(reason for _, reason in claim.left_alone)


def test_what_nobody_said_is_left_out_and_counted(tmp_path):
    found = count(items_of(Maker(10, "2024").make().write(tmp_path), tmp_path))
    notes = [one.note for name, one in found.files.items() if "message_" in name]
    words = ("messages taken back (1)", "missed calls (1)", "notices of the app (1)")
    assert all(word in note for note in notes for word in words)


def test_an_export_made_as_pages_is_recognised_and_said_so(tmp_path):
    for name in ("your_facebook_activity/messages/inbox/zoe_1/message_1.html", "start_here.html"):
        place = tmp_path / "pages" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            "<html><head><title>Zoe</title></head><body><div class='_a6-g'>hello</div></body></html>"
        )
    parcel = OpenedParcel(tmp_path / "pages", spool=tmp_path)
    claims = archive.find(parcel)
    assert [claim.files for claim in claims] == [()]
    assert {name for name, _ in claims[0].left_alone} == {entry.name for entry in parcel.entries()}
    assert all("JSON" in reason for _, reason in claims[0].left_alone)
    assert list(archive.read(parcel, claims[0], Answers())) == []


def test_one_conversation_alone_asks_who_it_is_or_takes_the_answer(tmp_path):
    maker = Maker(8, "2024").make()
    names = [name for name, file in maker.files.items() if file.thread]
    path = maker.write(tmp_path, missing=set(maker.files) - {names[2]})
    found = count(items_of(path, tmp_path))
    assert [one.kind for one in found.questions] == ["me"]
    assert len(found.questions[0].choices) == 2
    assert not found.mine[0].sure
    told = count(items_of(path, tmp_path, me=("someone", maker.me.upper())))
    assert [(one.actor, one.sure) for one in told.mine] == [(maker.id_of(maker.me), True)]
    assert not told.questions


def test_bad_records_say_where_and_why(tmp_path):
    place = tmp_path / "a" / "messages" / "inbox" / "zoe_2qr6kux07q"
    place.mkdir(parents=True)
    rows = [
        7,
        {"sender_name": "Zo"},
        {"sender_name": "Zo", "timestamp_ms": 1_600_000_000_000, "content": "x"},
    ]
    body = {"participants": [{"name": "Zo"}, {"name": "Mara"}], "messages": rows}
    (place / "message_1.json").write_text(json.dumps(body))
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [(one.line, one.reason) for one in found.rejected] == [
        (1, "It is no message."),
        (2, "It does not say when it was written."),
    ]
    assert len(found.posts) == 1


def test_the_shared_example_is_read_whole(tmp_path):
    from pathlib import Path

    found = count(items_of(Path(__file__).parent / "data" / "facebook", tmp_path))
    assert found.kinds == {"Create": 3, "Like": 1}
    assert len(found.collections["contacts"].items) == 1
    assert {one.status for one in found.files.values()} == {"understood"}
