"""Data packages of Discord: whatever is missing or cut off, what is found is what is there."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.discord import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_discord import LAYOUTS, Maker
from tests.sources.archives.mangle import mangled_json

DATA = Path(__file__).parent / "data" / "discord"
SITE = "https://discord.com"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.activities == truth.activities
    assert found.actors == truth.actors
    assert {one.actor for one in found.mine} == {truth.owner}
    assert {name for name, one in found.files.items() if one.status == "broken"} == truth.broken
    assert not found.rejected
    assert {uri: found.things[uri].published.ms for uri in truth.posts} == truth.times


@pytest.mark.parametrize("seed", range(21))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 3], messages=4 + 5 * seed, year=2016 + seed % 10).make()
    path = maker.write(tmp_path, container=("folder", "zip")[seed // 3 % 2])
    agree(count(items_of(path, tmp_path)), maker.truth())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, messages=5).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        found = count(items_of(maker.write(tmp_path / str(at), missing={name}), tmp_path))
        truth = maker.truth(missing={name})
        if name.endswith("channel.json"):
            # Which server a channel belongs to, or who is the other of two, only this file says.
            assert len(found.posts) == len(truth.posts)
            assert all(one.to for one in found.things.values())
        else:
            agree(found, truth)


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 3], messages=14).make()
    some = [name for name in maker.files if "/messages." in name or name.endswith("user.json")]
    cuts = {
        name: r.randrange(150, len(maker.files[name].data) + 1)
        for name in r.sample(some, 4)
        if len(maker.files[name].data) > 150
    }
    agree(count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts))


def test_damage_in_the_middle_costs_only_what_it_hits(tmp_path):
    maker = Maker(6, messages=60).make()
    path = maker.write(tmp_path)
    name = max(
        (one for one in maker.files if "/messages." in one), key=lambda one: len(maker.files[one].pieces)
    )
    data = bytearray((path / name).read_bytes())
    at = data.index(b'"Timestamp"')
    data[at : at + 4] = b"@@@@"
    (path / name).write_bytes(bytes(data))
    found, truth = count(items_of(path, tmp_path)), maker.truth()
    assert [(one.file, one.line) for one in found.rejected] == [(name, 1)]
    assert len(truth.posts - found.posts) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_mangled_files_never_raise(tmp_path_factory, seed):
    r = random.Random(seed)
    folder = tmp_path_factory.mktemp("mangled")
    maker = Maker(seed % 999, LAYOUTS[seed % 3], messages=4).make()
    for file in maker.files.values():
        file.data = bytearray(mangled_json(bytes(file.data), r))
    found = count(items_of(maker.write(folder), folder))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=2500).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("tag:", "mailto:", SITE)) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 5


def test_a_table_cut_in_a_text_of_several_lines_keeps_the_rows_before(tmp_path):
    folder = tmp_path / "a" / "messages" / "1"
    folder.mkdir(parents=True)
    (folder / "messages.csv").write_text(
        'ID,Timestamp,Contents,Attachments\n1,2024-05-01 10:00:00,a,\n2,x,"b\n'
    )
    found = count(items_of(tmp_path / "a", tmp_path))
    assert found.posts == {f"{SITE}/channels/@me/1/1"}
    assert [one.status for one in found.files.values()] == ["broken"]


def test_friends_are_kept_and_blocked_ones_are_not(tmp_path):
    maker = Maker(4).make()
    items = list(items_of(maker.write(tmp_path), tmp_path))
    found = count(items)
    friends = found.collections["contacts"].items
    assert friends == tuple(f"{SITE}/users/{one}" for at, one in enumerate(maker.friends) if at != 4)
    names = {one.id: one.name for one in items if hasattr(one, "preferred_username")}
    assert names[friends[0]] == "friend0"


def test_traces_and_servers_are_left_alone_with_a_reason(tmp_path):
    claim = archive.find(OpenedParcel(Maker(9).make().write(tmp_path), spool=tmp_path / "s"))[0]
    assert {name.rpartition("/")[2] for name, _ in claim.left_alone} == {
        "index.json",
        "guild.json",
        "events-2024-1.json",
    }
    assert all(why.endswith(".") for _, why in claim.left_alone)


def test_the_keys_of_addresses_are_not_kept(tmp_path):
    said = repr(list(items_of(Maker(3).make().write(tmp_path), tmp_path)))
    assert "a.png" in said
    assert "hm=2" not in said


def test_without_an_account_who_is_in_all_conversations_is_the_owner(tmp_path):
    maker = Maker(4).make()
    path = maker.write(tmp_path, missing={"Account/user.json"})
    found = count(items_of(path, tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [(f"{SITE}/users/{maker.me}", True)]


def test_a_number_alone_tells_the_time(tmp_path):
    folder = tmp_path / "a" / "messages" / "c1"
    folder.mkdir(parents=True)
    (folder / "messages.json").write_text('[{"ID": 175928847299117063, "Contents": "hi"}]')
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [one.published.ms for one in found.things.values()] == [1_462_015_105_796]


def test_bad_rows_say_where_and_why(tmp_path):
    folder = tmp_path / "a" / "messages" / "c1"
    folder.mkdir(parents=True)
    (folder / "channel.json").write_text('{"id": "1", "type": 1, "recipients": ["5"]}')
    rows = [{"ID": 1, "Contents": "x"}, 7, {"Contents": "no number"}]
    (folder / "messages.json").write_text(json.dumps(rows))
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [one.line for one in found.rejected] == [2, 3]
    assert all(one.reason.endswith(".") and one.excerpt for one in found.rejected)
    assert found.posts == {f"{SITE}/channels/@me/1/1"}


def test_the_shared_example_is_read_whole(tmp_path):
    found = count(items_of(DATA, tmp_path))
    assert found.posts == {f"{SITE}/channels/@me/111/600100200300400500", f"{SITE}/channels/7/222/42"}
    me = "tag:owner.mutuals.invalid,2026:discord/me"
    assert found.actors == {me, f"{SITE}/users/@ola_demo", f"{SITE}/channels/7/222"}
    assert [one for one, _ in found.questions[0].choices] == [f"{SITE}/users/9001", f"{SITE}/users/9002"]
    again = count(items_of(DATA, tmp_path, me=("9002",)))
    assert again.actors == {f"{SITE}/users/9001", f"{SITE}/users/9002", f"{SITE}/channels/7/222"}
    assert not again.questions
