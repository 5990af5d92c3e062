"""Exports of Telegram Desktop: whatever is missing or cut off, what is found is what is there."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Activity, Checkpoint, Collection
from mutuals.sources.archives.telegram import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_telegram import Maker
from tests.sources.archives.mangle import mangled_json

DATA = Path(__file__).parent / "data" / "telegram"
LAYOUTS = ("new", "old", "single", "silent")
USER = "tag:telegram.mutuals.invalid,2026:user/"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def chat_of(folder, messages, *, kind="personal_chat", number=7, name="Ola", **more):
    folder.mkdir(parents=True, exist_ok=True)
    value = {"name": name, "type": kind, "id": number, **more, "messages": messages}
    (folder / "result.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def said(number, who, text="hi", **more):
    row = {
        "id": number,
        "type": "message",
        "date": "2024-05-01T12:00:00",
        "date_unixtime": str(1_714_557_600 + number),
    }
    return {**row, "from": f"N{who}", "from_id": f"user{who}", "text": text, **more}


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.activities == truth.activities
    assert found.actors == truth.actors
    assert {one.actor for one in found.mine} == {truth.owner}
    assert {name for name, one in found.files.items() if one.status == "broken"} == truth.broken
    assert not found.rejected
    assert {uri: found.things[uri].published.ms for uri in truth.posts} == truth.times
    assert sum(thing.duration > 0 for thing in found.things.values()) == truth.calls
    if truth.contacts:
        assert found.collections["contacts"].items == tuple(
            truth.owner if one == "ME" else one for one in truth.contacts
        )


@pytest.mark.parametrize("seed", range(20))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 4], messages=4 + 6 * seed, year=2015 + seed % 10).make()
    path = maker.write(tmp_path, container=("folder", "zip")[seed // 4 % 2])
    agree(count(items_of(path, tmp_path)), maker.truth())


def test_each_file_may_be_missing(tmp_path):
    maker = Maker(77, "single", messages=9).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        agree(count(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(32))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 4], messages=12).make()
    least = 90 if seed % 4 == 2 else maker.least + 40
    some = r.sample(list(maker.files), min(3, len(maker.files)))
    cuts = {name: r.randrange(least, len(maker.files[name].data)) for name in some}
    agree(count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts))


@pytest.mark.parametrize(
    "name", [b'"from_id"', b'"messages"', b'"personal_information"', b'"type": "private_group"']
)
def test_damage_in_the_middle_costs_only_what_it_hits(name, tmp_path):
    maker = Maker(5, messages=20).make()
    path = maker.write(tmp_path)
    data = bytearray((path / "result.json").read_bytes())
    at = data.index(name)
    data[at : at + 4] = b"@@@@"
    (path / "result.json").write_bytes(bytes(data))
    found, truth = count(items_of(path, tmp_path)), maker.truth()
    assert found.rejected
    assert len(truth.posts - found.posts) <= 20
    assert len(found.posts & truth.posts) > len(truth.posts) * 0.8


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_mangled_files_never_raise(tmp_path_factory, seed):
    r = random.Random(seed)
    folder = tmp_path_factory.mktemp("mangled")
    maker = Maker(seed, LAYOUTS[seed % 4], messages=4).make()
    for file in maker.files.values():
        file.data = bytearray(mangled_json(bytes(file.data), r))
    found = count(items_of(maker.write(folder), folder))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=1300).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("tag:", "tel:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    cursors = [item.cursor for item in first if isinstance(item, Checkpoint)]
    assert len(cursors) == len(set(cursors)) > 2


def test_pages_are_told_from_the_file_that_says_who_is_who(tmp_path):
    page = '<html><title>Exported Data</title><div class="page_wrap"><a href="https://telegram.org">'
    chat_of(tmp_path / "both", [said(1, 7)])
    for folder in ("both", "alone"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "messages.html").write_text(page)
    claim = archive.find(OpenedParcel(tmp_path, spool=tmp_path / "spool"))[0]
    assert claim.files == ("both/result.json",)
    told = dict(claim.left_alone)
    assert "Machine-readable JSON" in told["alone/messages.html"]
    assert "same messages" in told["both/messages.html"]


def test_a_chat_of_two_is_with_the_one_it_is_numbered_after(tmp_path):
    found = count(items_of(chat_of(tmp_path / "a", [said(1, 7), said(2, 5)]), tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [(f"{USER}5", True)]
    assert sorted(one.to for one in found.things.values()) == [(f"{USER}5",), (f"{USER}7",)]


def test_who_heard_nothing_but_the_other_is_asked(tmp_path):
    found = count(items_of(chat_of(tmp_path / "a", [said(1, 7)]), tmp_path))
    assert [one.default for one in found.questions] == ["tag:owner.mutuals.invalid,2026:telegram/me"]
    assert found.questions[0].choices == ((f"{USER}7", "N7"),)


@pytest.mark.parametrize("me", ["n5", "user5", "5", f"{USER}5"])
def test_in_a_group_the_person_says_who_they_are(me, tmp_path):
    path = chat_of(tmp_path / "a", [said(1, 7), said(2, 5), said(3, 9)], kind="private_group")
    found = count(items_of(path, tmp_path, me=("mara@x.org", me)))
    assert [(one.actor, one.sure) for one in found.mine] == [(f"{USER}5", True)]
    assert found.collections["members"].items == (f"{USER}7", f"{USER}5", f"{USER}9")


def test_old_numbers_and_new_texts_are_one_person(tmp_path):
    rows = [said(1, 7), said(2, 5, from_id=5), said(3, 5, from_id=(1 << 32) + 5), said(4, 5)]
    found = count(items_of(chat_of(tmp_path / "a", rows), tmp_path))
    assert {one.attributed_to for one in found.things.values()} == {f"{USER}5", f"{USER}7"}


def test_keys_in_any_order_give_the_same(tmp_path):
    value = json.loads((DATA / "result.json").read_text())
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.json").write_text(json.dumps(dict(reversed(value.items()))))
    one, two = count(items_of(DATA, tmp_path)), count(items_of(tmp_path / "a", tmp_path))
    assert (one.posts, one.activities, one.actors) == (two.posts, two.activities, two.actors)


def test_a_local_time_alone_is_read_in_the_persons_zone(tmp_path):
    row = {**said(1, 7), "date_unixtime": None}
    found = count(items_of(chat_of(tmp_path / "a", [row]), tmp_path, zone="Europe/Brussels"))
    times = [one.published for one in found.things.values()]
    assert times == [(1_714_557_600_000, "s", 120)]


def test_messages_of_a_chat_of_two_are_numbered_for_each_owner_alone(tmp_path):
    path = chat_of(tmp_path / "a", [said(1, 7), said(2, 5)])
    first = count(items_of(path, tmp_path, scope="ana")).posts
    assert not first & count(items_of(path, tmp_path, scope="bo")).posts
    path = chat_of(tmp_path / "b", [said(1, 7)], kind="public_supergroup")
    assert (
        count(items_of(path, tmp_path, scope="ana")).posts
        == count(items_of(path, tmp_path, scope="bo")).posts
    )


def test_bad_rows_say_where_and_why(tmp_path):
    found = count(
        items_of(chat_of(tmp_path / "a", [7, {"type": "message"}, said(3, 7), {"id": 4}]), tmp_path)
    )
    assert [one.line for one in found.rejected] == [1, 2, 4]
    assert all(one.reason.endswith(".") and one.excerpt for one in found.rejected)


def test_the_shared_example_is_read_whole(tmp_path):
    items = list(items_of(DATA, tmp_path))
    found = count(items)
    assert found.actors == {f"{USER}{number}" for number in (1, 2, 3)}
    assert found.kinds == {"Create": 2}
    assert [one.actor for one in found.mine] == [f"{USER}1"]
    assert found.files["result.json"].note == "Left out: missed calls (1)."
    assert not any(isinstance(one, Collection) for one in items)
    reply = next(one.object for one in items if isinstance(one, Activity))
    assert (reply.content, reply.in_reply_to) == ("see https://example.org", f"{reply.context}/1")
