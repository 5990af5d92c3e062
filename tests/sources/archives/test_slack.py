"""Exports of Slack workspaces: whatever is missing or cut off, what is found is what is there."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Actor, Checkpoint
from mutuals.sources.archives.slack import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_slack import Maker
from tests.sources.archives.mangle import mangled_json

LAYOUTS = ("corporate", "public", "old")
TEAM = "tag:slack.mutuals.invalid,2026:T1A/"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def put(folder, **files):
    """Files by name; `__` is a slash, days have theirs."""
    for name, value in files.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    return folder


def user(number, **more):
    return {
        "id": number,
        "team_id": "T1A",
        "name": number.lower(),
        "profile": {"real_name": f"N {number}"},
        **more,
    }


def said(stamp, who, text="hi", **more):
    return {"type": "message", "user": who, "text": text, "ts": f"{stamp}.000100", **more}


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.activities == truth.activities
    assert found.actors == truth.actors
    assert {name for name, one in found.files.items() if one.status == "broken"} == truth.broken
    assert not found.rejected
    assert {uri: found.things[uri].published.ms for uri in truth.posts} == truth.times
    assert sum(thing.duration > 0 for thing in found.things.values()) == truth.calls


@pytest.mark.parametrize("seed", range(21))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 3], messages=4 + 5 * seed, year=2014 + seed % 12).make()
    container, root = ("folder", "zip")[seed // 3 % 2], ("", "Acme Slack export Jan 1 2024/")[seed % 2]
    agree(count(items_of(maker.write(tmp_path, container=container, root=root), tmp_path)), maker.truth())


@pytest.mark.parametrize("layout", ["corporate", "public"])
def test_each_day_and_the_list_of_users_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, messages=6).make()
    for at, name in enumerate(maker.files):
        if name.endswith("s.json") and name != "users.json":
            continue  # without a list of conversations their ids are not known
        (tmp_path / str(at)).mkdir()
        found = count(items_of(maker.write(tmp_path / str(at), missing={name}), tmp_path))
        truth = maker.truth(missing={name})
        if name == "users.json":
            assert not found.actors - maker.truth().actors
            truth.actors = found.actors
        agree(found, truth)


@pytest.mark.parametrize("name", ["channels.json", "groups.json", "mpims.json", "dms.json"])
def test_without_a_list_of_conversations_the_folders_tell(name, tmp_path):
    maker = Maker(5, messages=9).make()
    found = count(items_of(maker.write(tmp_path, missing={name}), tmp_path))
    truth = maker.truth()
    assert len(found.posts) == len(truth.posts)
    assert len(found.activities) == len(truth.activities)
    if name == "dms.json":
        assert found.posts == truth.posts
        assert all(one.to for one in found.things.values())


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 3], messages=14).make()
    some = r.sample([name for name in maker.files if "/" in name], 3)
    cuts = {name: r.randrange(0, len(maker.files[name].data)) for name in some}
    agree(count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts))


def test_damage_in_the_middle_costs_only_what_it_hits(tmp_path):
    maker = Maker(6, "public", messages=60).make()
    path = maker.write(tmp_path)
    name = next(one for one, file in maker.files.items() if "/" in one and len(file.pieces) > 4)
    data = bytearray((path / name).read_bytes())
    at = data.index(b'"text"')
    data[at : at + 4] = b"@@@@"
    (path / name).write_bytes(bytes(data))
    found, truth = count(items_of(path, tmp_path)), maker.truth()
    assert [(one.file, one.line) for one in found.rejected] == [(name, 1)]
    assert len(truth.posts - found.posts) <= 1


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
    path = Maker(8, messages=300).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("tag:", "mailto:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 5


def test_bots_are_told_from_people(tmp_path):
    found = count(items_of(Maker(3, messages=60).make().write(tmp_path), tmp_path))
    kinds = {one.id.rpartition("/")[2]: one.type for one in found.people.values()}
    assert kinds["B0HOOK"] == kinds["U003BOT"] == "Service"
    assert kinds["U00300000P"] == "Person"


def test_people_have_their_addresses_and_rooms_their_members(tmp_path):
    maker = Maker(4).make()
    people = [one for one in items_of(maker.write(tmp_path), tmp_path) if isinstance(one, Actor)]
    first = next(one for one in people if one.id == maker.uri(maker.people[0]))
    assert first.also_known_as == ("mailto:user0@example.org",)
    rooms = [one.name for one in people if one.type == "Group"]
    assert {"general", "random", "secret", "Mara Lund, Ola Berg, Zoë"} <= set(rooms)


def test_who_is_in_every_conversation_of_two_may_be_the_owner(tmp_path):
    maker = Maker(4).make()
    found = count(items_of(maker.write(tmp_path), tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [(maker.uri(maker.people[0]), False)]


@pytest.mark.parametrize("me", ["USER2@example.org", "@user.2", "Zoë", "U00400002P"])
def test_the_person_says_who_they_are(me, tmp_path):
    maker = Maker(4, "public").make()
    found = count(items_of(maker.write(tmp_path), tmp_path, me=("nobody", me)))
    assert [(one.actor, one.sure) for one in found.mine] == [(maker.uri(maker.people[2]), True)]
    assert not found.questions


def test_nobody_said_is_asked_owners_first(tmp_path):
    maker = Maker(4, "public").make()
    found = count(items_of(maker.write(tmp_path), tmp_path))
    assert [one.kind for one in found.questions] == ["me"]
    assert found.questions[0].choices[0] == (maker.uri(maker.people[0]), "Mara Lund")
    assert not found.mine


def test_threads_edits_and_words_are_kept(tmp_path):
    rows = [
        said(1700000000, "U1A", "root", thread_ts="1700000000.000100"),
        said(
            1700000100,
            "U2A",
            "<@U1A> &lt;ok&gt;",
            thread_ts="1700000000.000100",
            edited={"ts": "1700000200.000000"},
        ),
    ]
    path = put(tmp_path / "a", users=[user("U1A"), user("U2A")], general__2023_11_14=rows)
    things = count(items_of(path, tmp_path)).things
    answer = things[f"{TEAM}general/1700000100.000100"]
    assert answer.in_reply_to == f"{TEAM}general/1700000000.000100"
    assert answer.content == "@N U1A <ok>"
    assert answer.updated.ms == 1_700_000_200_000
    assert things[answer.in_reply_to].in_reply_to == ""


def test_days_on_which_nothing_was_said_belong_to_the_export(tmp_path):
    path = put(
        tmp_path / "a",
        users=[user("U1A")],
        general__2023_11_14=[said(1700000000, "U1A")],
        general__2023_11_15=[],
    )
    found = count(items_of(path, tmp_path))
    assert {one.status for one in found.files.values()} == {"understood"}
    assert "general/2023-11-15.json" in found.files


def test_bad_rows_say_where_and_why(tmp_path):
    rows = [7, {"type": "message", "ts": "x", "user": "U1A"}, said(1700000000, None), said(1700000001, "U1A")]
    path = put(tmp_path / "a", users=[{"no": 1}, user("U1A")], general__2023_11_14=rows)
    found = count(items_of(path, tmp_path))
    assert [(one.file.rpartition("/")[2], one.line) for one in found.rejected] == [
        ("users.json", 1),
        ("2023-11-14.json", 1),
        ("2023-11-14.json", 2),
        ("2023-11-14.json", 3),
    ]
    assert all(one.reason.endswith(".") and one.excerpt for one in found.rejected)


def test_no_secret_address_of_a_file_is_kept(tmp_path):
    assert "secret=" not in repr(list(items_of(Maker(9, messages=80).make().write(tmp_path), tmp_path)))
    assert "t=secret" not in repr(list(items_of(tmp_path / "brought", tmp_path)))
