"""Exports of Instagram of older and newer shapes: whatever is missing or cut off, what is found is what is there."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.facebook import archive as facebook
from mutuals.sources.archives.instagram import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.checked import agree, bent, reading, scattered
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_instagram import LAYOUTS, Maker

OLA, KAI, ZOE = (f"https://www.instagram.com/{one}" for one in ("ola.demo", "kai_demo", "zoe_sample"))


items_of = reading(archive)


def agree_on(items, truth):
    found = agree(items, truth)
    if "followers" in found.collections:
        assert sorted(found.collections["followers"].items) == sorted(truth.contacts)


@pytest.mark.parametrize("seed", range(18))
def test_every_shape_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 3], messages=2 + 3 * seed).make()
    path = maker.write(tmp_path, packed=seed % 2, root="instagram-mara-2024/" if seed % 4 else "")
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
    for at, name in enumerate(one for one, file in maker.files.items() if not file.thread):
        (tmp_path / str(at)).mkdir()
        missing = set(maker.files) - {name}
        path = maker.write(tmp_path / str(at), missing=missing)
        agree_on(list(items_of(path, tmp_path)), maker.truth(missing=missing))


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 3], messages=6).make()
    cuts = {name: maker.cut(name, r) for name in r.sample(list(maker.files), 4)}
    path = maker.write(tmp_path, cuts=cuts)
    agree_on(list(items_of(path, tmp_path)), maker.truth(cuts=cuts))


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    path = Maker(seed, LAYOUTS[seed % 3]).make().write(tmp_path)
    scattered(path, r)
    found = count(items_of(path, tmp_path))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), layout=st.sampled_from(LAYOUTS))
def test_documents_bent_in_any_way_are_read_or_refused(data, layout, tmp_path_factory):
    maker, folder = Maker(1, layout, messages=1).make(), tmp_path_factory.mktemp("bent")
    path = maker.write(folder)
    for file in sorted(one for one in path.rglob("*.json") if "message_" not in one.name)[:6]:
        file.write_text(json.dumps(bent(json.loads(file.read_text("utf-8")), data.draw)), "utf-8")
    found = count(items_of(path, folder))
    assert found.mine or not found.files


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=500).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("https://", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 10


def test_lists_are_whole_only_when_every_part_is(tmp_path):
    maker = Maker(7, "2023").make()
    part = "connections/followers_and_following/followers_2.json"
    path = maker.write(tmp_path)
    found = count(items_of(path, tmp_path)).collections
    assert (found["followers"].complete, found["following"].complete) == (True, True)
    (path / part).write_bytes((path / part).read_bytes()[:-3])
    assert not count(items_of(path, tmp_path)).collections["followers"].complete


def test_each_network_claims_its_own_exports(tmp_path):
    maker = Maker(5, "2023").make()
    parcel = OpenedParcel(maker.write(tmp_path), spool=tmp_path)
    assert len(archive.find(parcel)) == 1
    assert facebook.find(parcel) == []


def test_close_friends_become_a_label(tmp_path):
    items = list(items_of(Maker(10, "2023").make().write(tmp_path), tmp_path))
    facts = [fact for one in items if hasattr(one, "also_known_as") for fact in one.attachment]
    assert {(fact.name, fact.value, fact.private) for fact in facts} == {("label", "Close friends", True)}
    assert len(facts) == 2


def test_private_files_are_left_alone_with_a_reason(tmp_path):
    parcel = OpenedParcel(Maker(9, "2021").make().write(tmp_path), spool=tmp_path)
    claim = archive.find(parcel)[0]
    assert {name for name, _ in claim.left_alone} == set(Maker.PRIVATE)
    assert all(reason for _, reason in claim.left_alone)


def test_an_export_made_as_pages_is_recognised_and_said_so(tmp_path):
    for name in ("connections/followers_and_following/followers_1.html", "start_here.html"):
        place = tmp_path / "pages" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("<html><head><title>Followers</title></head><body>hello</body></html>")
    parcel = OpenedParcel(tmp_path / "pages", spool=tmp_path)
    claims = archive.find(parcel)
    assert [claim.files for claim in claims] == [()]
    assert all("JSON" in reason for _, reason in claims[0].left_alone)
    assert facebook.find(parcel) == []
    assert list(archive.read(parcel, claims[0], Answers())) == []


@pytest.mark.parametrize(
    ("me", "actor", "sure"),
    [
        ("@Mara.Demo", "https://www.instagram.com/mara.demo", True),
        ("https://instagram.com/mara.demo/", "https://www.instagram.com/mara.demo", True),
        ("Mara", "tag:owner.mutuals.invalid,2026:instagram/me", False),
    ],
)
def test_lists_alone_take_the_persons_answer(me, actor, sure, tmp_path):
    found = count(items_of(Path(__file__).parent / "data" / "instagram", tmp_path, me=(me,)))
    assert [(one.actor, one.sure) for one in found.mine] == [(actor, sure)]
    assert bool(found.questions) != sure
    assert found.collections["followers"].items == (OLA, KAI)
    assert found.collections["following"].items == (OLA, ZOE)
    assert found.kinds == {"Follow": 4}
    assert {one.status for one in found.files.values()} == {"understood"}
