"""Archives of Mastodon and its relatives: whatever is missing or cut off, what is found is what is there."""

import random
from pathlib import Path

import pytest

from mutuals.as2 import Activity, Checkpoint, audience_of
from mutuals.sources.archives.mastodon import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_mastodon import Maker

DATA = Path(__file__).parent / "data" / "mastodon"
LAYOUTS = ("mastodon", "pleroma", "old")
CONTAINERS = ("folder", "zip", "tar.gz")


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
    if "following" in found.collections:
        assert found.collections["following"].items == truth.following


@pytest.mark.parametrize("seed", range(18))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 3], posts=5 + 12 * seed, year=2017 + seed % 9).make()
    path = maker.write(tmp_path, container=CONTAINERS[seed // 3 % 3])
    agree(count(items_of(path, tmp_path)), maker.truth())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(77, layout, posts=15).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        agree(count(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 3], posts=20).make()
    some = [name for name in maker.files if name not in maker.PRIVATE]
    least = {
        "actor.json": 80,
        "outbox.json": 120,
        "likes.json": 120,
        "followers.csv": 16,
        "following_accounts.csv": 52,
    }
    cuts = {one: r.randrange(least.get(one, 45), len(maker.files[one].data)) for one in r.sample(some, 3)}
    path = maker.write(tmp_path, cuts=cuts)
    agree(count(items_of(path, tmp_path)), maker.truth(cuts=cuts))


def test_tables_beside_an_archive_belong_to_it(tmp_path):
    maker = Maker(4).make()
    tables = {name for name in maker.files if name.endswith(".csv")}
    (tmp_path / "all").mkdir()
    maker.write(tmp_path, missing=tables, root="archive-20240101/")
    maker.write(tmp_path, missing=set(maker.files) - tables)
    parcel = OpenedParcel(tmp_path / "brought", spool=tmp_path)
    claims = archive.find(parcel)
    assert len(claims) == 1
    found, truth = count(archive.read(parcel, claims[0], Answers())), maker.truth()
    assert (found.posts, found.activities, found.actors) == (truth.posts, truth.activities, truth.actors)


def test_damage_in_the_middle_costs_only_what_it_hits(tmp_path):
    maker = Maker(5, posts=60).make()
    path = maker.write(tmp_path)
    data = bytearray((path / "outbox.json").read_bytes())
    at = data.index(b'"published"')
    data[at : at + 4] = b"@@@@"
    (path / "outbox.json").write_bytes(bytes(data))
    found, truth = count(items_of(path, tmp_path)), maker.truth()
    assert len(found.rejected) == 1
    assert found.rejected[0].line == 1
    assert len(truth.activities - found.activities) == 1
    assert found.activities < truth.activities


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % 3], posts=25).make()
    path = maker.write(tmp_path)
    for file in (one for one in path.rglob("*") if one.suffix in (".js", ".json", ".csv")):
        data = bytearray(file.read_bytes())
        for _ in range(6):
            at = r.randrange(60, max(61, len(data)))
            data[at : at + r.randrange(9)] = bytes(r.choices(b'{}[]",:\\\xff\x001e\n', k=r.randrange(9)))
        file.write_bytes(bytes(data))
    found = count(items_of(path, tmp_path))
    assert found.files
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, posts=2600).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("https://", "tag:", "acct:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 5


@pytest.mark.parametrize(
    ("me", "actor", "sure"),
    [
        ("@Mara@Social.Example", "acct:mara@social.example", True),
        ("https://social.example/@mara", "acct:mara@social.example", True),
        ("https://social.example/users/mara", "https://social.example/users/mara", True),
        ("mara@social.example", "acct:mara@social.example", False),
    ],
)
def test_tables_alone_take_the_persons_answer(me, actor, sure, tmp_path):
    maker = Maker(6).make()
    path = maker.write(tmp_path, missing={"actor.json", "outbox.json", "likes.json"})
    found = count(items_of(path, tmp_path, me=("Mara", "mara@gmail.com", me)))
    assert [(one.actor, one.sure) for one in found.mine] == [(actor, sure)]
    assert not found.questions
    assert found.collections["followers"].attributed_to == actor


def test_tables_alone_and_no_answer_ask(tmp_path):
    path = Maker(6).make().write(tmp_path, missing={"actor.json", "outbox.json", "likes.json"})
    found = count(items_of(path, tmp_path, me=("Mara", "mara@gmail.com")))
    assert [one.kind for one in found.questions] == ["me"]
    assert found.mine[0].actor == "tag:owner.mutuals.invalid,2026:mastodon/me"


def test_private_files_are_left_alone_with_a_reason(tmp_path):
    parcel = OpenedParcel(Maker(9).make().write(tmp_path), spool=tmp_path)
    claim = archive.find(parcel)[0]
    assert {name for name, _ in claim.left_alone} == set(Maker.PRIVATE)
    assert all(reason for _, reason in claim.left_alone)


def test_bad_rows_say_where_and_why(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "followers.csv").write_text(
        "Account address\nola@other.example\nno account\n@kai@third.example\n"
    )
    (tmp_path / "a" / "outbox.json").write_text(
        '{"orderedItems": [7, {"type": "Create", "object": {"type": "Note"}}, {}]}'
    )
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [(one.file, one.line) for one in found.rejected] == [
        ("outbox.json", 1),
        ("outbox.json", 2),
        ("outbox.json", 3),
        ("followers.csv", 3),
    ]
    assert all(one.reason.endswith(".") and one.excerpt for one in found.rejected)
    assert not found.collections["followers"].complete


def test_lists_become_labels(tmp_path):
    people = count(items_of(Maker(10).make().write(tmp_path), tmp_path)).people.values()
    labels = [
        one.attachment[0] for one in people if one.attachment and one.attachment[0].name == "categories"
    ]
    assert {(one.value, one.private) for one in labels} == {("Close, friends", True)}
    assert len(labels) == 3


def test_all_four_audiences_are_kept(tmp_path):
    found = items_of(Maker(12, posts=200).make().write(tmp_path), tmp_path)
    posts = [one.object for one in found if isinstance(one, Activity) and one.type == "Create"]
    assert {audience_of(one) for one in posts} == {"public", "unlisted", "followers", "direct"}


def test_the_shared_example_is_read_whole(tmp_path):
    found = count(items_of(DATA / "export", tmp_path))
    ola = "https://other.example/users/ola"
    assert found.actors == {"https://social.example/users/mara", ola, "acct:kai@third.example"}
    assert found.kinds == {"Create": 1, "Announce": 1, "Like": 1}
    assert found.collections["following"].items == (ola, "acct:kai@third.example")
    assert {one.status for one in found.files.values()} == {"understood"}
