"""Chats of Signal as text: whatever is missing or cut off, what is found is what is there."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Activity, Checkpoint
from mutuals.sources.archives.signal import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_signal import Maker
from tests.sources.archives.mangle import damaged

LAYOUTS = ("miner", "markdown")
OWN = "tag:owner.mutuals.invalid,2026:signal/"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def chat(folder, text, name="Signal chat with Ola.txt"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def agree(found, truth, broken):
    said = [one for some in truth.values() for one in some]
    assert len(found.posts) == len(said)
    assert Counter(thing.published.ms for thing in found.things.values()) == Counter(one.ms for one in said)
    assert {name: found.files[name].items for name in truth} == {
        name: len(some) for name, some in truth.items()
    }
    assert {name for name, one in found.files.items() if one.status == "broken"} == broken
    assert not found.rejected


@pytest.mark.parametrize("seed", range(24))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 2], messages=4 + 5 * seed, year=2015 + seed % 11).make()
    found = count(items_of(maker.write(tmp_path, container=("folder", "zip")[seed // 2 % 2]), tmp_path))
    truth, broken = maker.truth()
    agree(found, truth, broken)
    said = Counter((one.sender, one.text.strip()) for some in truth.values() for one in some)
    names = {one.id: one.name or maker.me for one in found.people.values()}
    assert Counter((names[one.attributed_to], one.content) for one in found.things.values()) == said
    assert {names[one.actor] for one in found.mine} == {maker.me}
    rooms = [one for one in found.people.values() if one.type == "Group"]
    assert [one.name for one in rooms] == ["Woodworkers"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, messages=9).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        found = count(items_of(maker.write(tmp_path / str(at), missing={name}), tmp_path))
        agree(found, *maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(32))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 2], messages=14).make()
    cuts = {}
    for name in r.sample(list(maker.files), 2):
        file = maker.files[name]
        cuts[name] = r.randrange(file.said[1].named, len(file.data))
    agree(count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), *maker.truth(cuts=cuts))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_damaged_files_never_raise(tmp_path_factory, seed):
    r = random.Random(seed)
    folder = tmp_path_factory.mktemp("damaged")
    maker = Maker(seed, LAYOUTS[seed % 2], messages=4).make()
    for file in maker.files.values():
        file.data = bytearray(damaged(bytes(file.data), r))
        for _ in range(r.randrange(6)):
            at = r.randrange(len(file.data) + 1)
            file.data[at : at + 1] = r.choice((b"0", b"9", b"-", b"[", b"\n", b"\xff", b"\x00", b": "))
    found = count(items_of(maker.write(folder), folder))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_a_longer_export_gives_the_same_ids(tmp_path):
    lines = [f"[2020-01-0{1 + at // 4}, 10:0{at % 3}] {('Ola', 'Mara')[at % 2]}: ok\n" for at in range(20)]
    short = count(items_of(chat(tmp_path / "a", "".join(lines[:12])), tmp_path)).posts
    whole = count(items_of(chat(tmp_path / "b", "".join(lines), "ola export (1).txt"), tmp_path)).posts
    assert len(short) == 12
    assert short < whole


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=5000).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith("tag:") for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) >= 4


@pytest.mark.parametrize("me", ["mara", "Mara"])
def test_the_person_says_who_they_are(me, tmp_path):
    text = "[2019-12-24, 12:23] Jane Doe: hi\n[2019-12-24, 12:24] Mara: ho\n"
    found = count(items_of(chat(tmp_path / "a", text, "a.txt"), tmp_path, me=(me,)))
    assert [(one.actor, one.sure) for one in found.mine] == [(f"{OWN}name/Mara", True)]


def test_nobody_told_is_asked(tmp_path):
    text = "[2019-12-24, 12:23] Jane Doe: hi\n[2019-12-24, 12:24] Mara: ho\n"
    found = count(items_of(chat(tmp_path / "a", text, "a.txt"), tmp_path))
    assert [name for _, name in found.questions[0].choices] == ["Jane Doe", "Mara"]
    assert not found.mine


def test_two_write_to_each_other_and_to_no_room(tmp_path):
    text = "[2019-12-24, 12:23] Jane Doe: hi\nyou\n[2019-12-24, 12:24] Me: ho\n"
    found = count(items_of(chat(tmp_path / "a", text), tmp_path))
    to = {one.content: (one.to, one.audience) for one in found.things.values()}
    assert to == {"hi\nyou": ((f"{OWN}me",), ()), "ho": ((f"{OWN}name/Jane%20Doe",), ())}


def test_times_are_read_in_the_persons_zone_to_the_minute(tmp_path):
    text = "[2019-12-24, 12:23] Jane Doe: hi\n[2019-07-24, 12:23] Me: ho\n"
    items = items_of(chat(tmp_path / "a", text), tmp_path, zone="Europe/Brussels")
    times = [one.published for one in items if isinstance(one, Activity)]
    assert times == [(1_577_186_580_000, "min", 60), (1_563_963_780_000, "min", 120)]


def test_pictures_hang_on_their_message(tmp_path):
    text = (
        "[2019-12-24 12:23] Me: look ![](./media/a%20b.jpg)\n[2019-12-24 12:23] Ola: [x.pdf](media/x.pdf)\n"
    )
    found = count(items_of(chat(tmp_path / "Ola", text, "chat.md"), tmp_path))
    hung = {one.content: [(link.type, link.name) for link in one.attachment] for one in found.things.values()}
    assert hung == {"look": [("Image", "a%20b.jpg")], "": [("Document", "x.pdf")]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_chat.txt", "[2019-12-24, 12:23] Jane: x\n[2019-12-24, 12:24] Jane: y\n"),
        ("x.txt", "[2019-12-24, 12:23:01] Jane: x\n[2019-12-24, 12:24:01] Jane: y\n"),
        ("x.txt", "\u200e[2019-12-24, 12:23] Jane: x\n[2019-12-24, 12:24] Jane: y\n"),
        ("log.txt", "[2019-12-24, 12:23] INFO: started\n[2019-12-24, 12:24] ERROR: stopped\n"),
        ("log.txt", "[2019-12-24 12:23:11] server: started\n[2019-12-24 12:24:00] server: stopped\n"),
        ("irc.txt", "[2019-12-24 12:23:11] <ola> hi\n[2019-12-24 12:24:00] <bo> ho\n"),
    ],
)
def test_other_texts_are_not_taken(name, text, tmp_path):
    assert archive.find(OpenedParcel(chat(tmp_path / "a", text, name), spool=tmp_path / "s")) == []


def test_bad_lines_say_where_and_why(tmp_path):
    text = "[2019-12-24, 12:23] Ola: a\n[2019-02-31, 12:23] Ola: b\n[2019-12-24, 25:00] Me: c\nmore\n"
    text += "[2019-12-25, 10:00] Me: d\n"
    found = count(items_of(chat(tmp_path / "a", text), tmp_path))
    assert [(one.line, one.excerpt) for one in found.rejected] == [(2, "Ola: b"), (3, "Me: c\nmore")]
    assert len(found.posts) == 2
