"""IRC logs of every shape: whatever is missing or cut off, what is found is what is there."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Activity, Checkpoint
from mutuals.sources.archives.irc import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.irc_lines import READERS, form_of
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_irc import FORMS, Maker


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def said_in(items):
    posts = [one.object for one in items if isinstance(one, Activity)]
    said = Counter((one.attributed_to, one.published.ms // 60_000) for one in posts)
    mentioned = Counter(link.href for one in posts for link in one.tag)
    assert len({one.id for one in posts}) == len(posts)
    return said, mentioned


def log(folder, name, text, encoding="utf-8"):
    path = folder / "brought" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return folder / "brought"


@pytest.mark.parametrize("seed", range(42))
def test_every_shape_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, FORMS[seed % 6], days=1 + seed % 4, lines=20 + 2 * seed).make()
    items = list(items_of(maker.write(tmp_path), tmp_path))
    assert said_in(items) == maker.truth()
    found = count(items)
    assert not found.rejected
    assert {one.status for one in found.files.values()} == {"understood"}
    assert len({one.attributed_to for one in found.things.values()}) <= len(found.actors)


@pytest.mark.parametrize("seed", range(9))
def test_queries_are_between_two(seed, tmp_path):
    form = ("irssi", "weechat", "znc")[seed % 3]
    maker = Maker(seed, form, query=True).make()
    items = list(items_of(maker.write(tmp_path), tmp_path))
    assert said_in(items) == maker.truth()
    found = count(items)
    assert all(not one.audience and len(one.to) == 1 for one in found.things.values())
    assert all(one.to[0] != one.attributed_to for one in found.things.values())
    assert {one.sure for one in found.mine} == {False}
    assert not found.collections


@pytest.mark.parametrize("form", FORMS)
def test_each_file_may_be_missing(form, tmp_path):
    maker = Maker(3, form, days=3).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        if len(maker.files) > 1:
            assert said_in(items_of(path, tmp_path)) == maker.truth(missing={name})


@pytest.mark.parametrize("seed", range(30))
def test_logs_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, FORMS[seed % 6]).make()
    name = r.choice(list(maker.files))
    least = len(b"".join(line.data for line in maker.files[name][:14]))
    cuts = {name: r.randrange(least, maker.size(name))}
    items = list(items_of(maker.write(tmp_path, cuts=cuts), tmp_path))
    assert said_in(items) == maker.truth(cuts=cuts)


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, FORMS[seed % 6], lines=80).make()
    path = maker.write(tmp_path)
    for file in (one for one in path.rglob("*") if one.is_file()):
        data = bytearray(file.read_bytes())
        for _ in range(8):
            at = r.randrange(len(data))
            data[at : at + r.randrange(9)] = bytes(r.choices(b"<>[]*=-: \xff\x00\n\t1", k=r.randrange(9)))
        file.write_bytes(bytes(data))
    found = count(items_of(path, tmp_path))
    assert sum(maker.truth()[0].values()) * 0.7 < len(found.posts)
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_logs_give_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, "irssi", days=2, lines=6_000).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(
        one.startswith("tag:owner.mutuals.invalid,2026:irc/") for x in first for one in ids_in(x) if one
    )
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 2


def test_a_longer_log_of_the_same_talk_gives_the_same_ids(tmp_path):
    maker = Maker(5, "weechat", days=2).make()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole = count(items_of(maker.write(tmp_path / "a"), tmp_path))
    name = next(iter(maker.files))
    short = count(items_of(maker.write(tmp_path / "b", cuts={name: maker.size(name) // 2}), tmp_path))
    assert short.posts < whole.posts


@pytest.mark.parametrize(
    ("me", "nick"), [("@Ana_", "ana"), ("ana", "ana"), ("tag:owner.mutuals.invalid,2026:irc/oftc/ben", "ben")]
)
def test_a_person_says_which_nick_is_theirs(me, nick, tmp_path):
    text = "12:00 <ben> hi\n12:01 -!- ana_ is now known as ana\n12:02 <ana> ho\n--- Day changed Tue Nov 16 2004\n"
    found = count(items_of(log(tmp_path, "irclogs/oftc/#x.log", text), tmp_path, me=(me,)))
    assert [(one.actor.rpartition("/")[2], one.sure) for one in found.mine] == (
        [(nick, True)] if nick != "ana" or me == "ana" else []
    )
    assert bool(found.questions) == (not found.mine)


def test_what_a_client_calls_you_is_you(tmp_path):
    text = "12:00 -!- You're now known as ana\n12:02 <ana> ho\n12:03 <ben> ana: hi\n"
    found = count(items_of(log(tmp_path, "irclogs/oftc/#x-2024-05-01.log", text), tmp_path))
    assert [(one.actor.rpartition("/")[2], one.sure) for one in found.mine] == [("ana", True)]
    assert not found.questions


def test_nobody_known_is_asked_for_by_those_who_talk_most(tmp_path):
    found = count(items_of(Maker(2, "ubuntu").make().write(tmp_path), tmp_path))
    assert [one.kind for one in found.questions] == ["me"]
    assert len(found.questions[0].choices) >= 6


def test_local_times_are_read_in_the_persons_zone_and_public_ones_in_utc(tmp_path):
    log(tmp_path, "irclogs/oftc/#x-2024-07-01.log", "12:00 <ana> hi\n12:01 <ben> ho\n")
    path = log(tmp_path, "2024-07-02.txt", "=== ana [x] has joined #y\n[12:00] <ana> hi\n[12:01] <ben> ho\n")
    times = [
        one.published for one in items_of(path, tmp_path, zone="Europe/Brussels") if isinstance(one, Activity)
    ]
    assert [(one.ms, one.zone) for one in times] == [
        (1719921600000, None),
        (1719921660000, None),
        (1719828000000, 120),
        (1719828060000, 120),
    ]


def test_a_nick_that_is_free_again_is_somebody_else(tmp_path):
    text = (
        "12:00 <guy> hi\n12:01 -!- guy is now known as guy_away\n12:02 <guy_away> brb\n"
        "12:03 -!- guy_away [x@y] has quit [bye]\n12:04 -!- guy_away [a@b] has joined #x\n12:05 <guy_away> new here\n"
    )
    found = count(items_of(log(tmp_path, "irclogs/oftc/#x-2024-07-01.log", text), tmp_path))
    assert [one.attributed_to.rpartition("/")[2] for one in found.things.values()] == [
        "guy",
        "guy",
        "guy_away",
    ]


def test_an_excerpt_named_after_its_last_hour_begins_the_day_before(tmp_path):
    text = "=== ana [x] has joined #y\n[23:50] <ana> hi\n[00:10] <ben> ho\n[02:10] <ben> so\n"
    found = [
        one
        for one in items_of(log(tmp_path, "2011-11-13_02.txt", text), tmp_path)
        if isinstance(one, Activity)
    ]
    assert [one.published.ms // 86_400_000 - 15290 for one in found] == [0, 1, 1]


def test_old_encodings_are_read_line_by_line(tmp_path):
    path = log(tmp_path, "irclogs/oftc/#x-2024-07-01.log", "12:00 <ana> h\xe9\n", "latin-1")
    with (path / "irclogs/oftc/#x-2024-07-01.log").open("ab") as out:
        out.write("12:01 <ben> né \x0304red\x03 \x02bold\x02\n".encode())
    found = count(items_of(path, tmp_path))
    assert [one.content for one in found.things.values()] == ["hé", "né red bold"]


def test_endless_lines_cost_little_and_stop_nothing(tmp_path):
    text = "12:00 <ana> hi\n12:00 <ana> " + "x" * 3_000_000 + "\n12:01 <ben> ho\n"
    found = count(items_of(log(tmp_path, "irclogs/oftc/#x-2024-07-01.log", text), tmp_path))
    assert len(found.posts) == 2
    assert [one.line for one in found.rejected] == [2]


@given(st.lists(st.text(alphabet="[]<>:*=-! \t0123ana#isnowkwhd\x03é", max_size=60), max_size=12))
def test_nothing_breaks_the_lines(texts):
    for text in texts:
        for read in READERS.values():
            for begin in ("", "[12:00] ", "12:00 ", "=== ", "2024-01-01 12:00:00\t", "--- "):
                line = read(begin + text)
                assert line is None or isinstance(line.nick, str)
    form_of(texts)
