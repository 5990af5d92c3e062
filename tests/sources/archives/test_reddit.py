"""Exports of Reddit: whatever is missing or cut off, what is found is what is there."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.reddit import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.reddit import WRITERS, chat_items, friend_of, kind_of, permalink, room_id
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_reddit import ALONE, HOME, Maker
from tests.sources.archives.mangle import damaged


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.kinds["Like"] == truth.likes
    assert found.actors == truth.actors
    answers = Counter(one.in_reply_to for one in found.things.values() if one.in_reply_to)
    assert answers == Counter({uri: count for uri, count in truth.answers.items() if uri})


@pytest.mark.parametrize("seed", range(34))
def test_every_export_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, rows=2 + seed, silver=seed % 3 == 0)
    found = count(items_of(maker.write(tmp_path), tmp_path))
    agree(found, maker.truth())
    assert not found.rejected
    assert [(one.actor, one.sure) for one in found.mine] == [(maker.user(maker.owner), True)]
    assert {one.status for one in found.files.values()} == {"understood"}
    assert set(found.files) == set(maker.tables)


def test_each_table_may_be_missing(tmp_path):
    maker = Maker(77, rows=20)
    for at, name in enumerate(maker.tables):
        path = maker.write(tmp_path / str(at), missing={name})
        agree(count(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(30))
def test_tables_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    maker = Maker(seed, rows=15)
    r = random.Random(seed)
    names = r.sample(["posts.csv", "comments.csv", "post_votes_1.csv", "chat_history.csv"], 2)
    cuts = {one: r.randrange(len(maker.lines(one)[0]), sum(map(len, maker.lines(one)))) for one in names}
    found, truth = count(items_of(maker.write(tmp_path, cuts=cuts), tmp_path)), maker.truth(cuts=cuts)
    # A last row that has all its columns is taken, though its last words may be cut.
    assert truth.posts <= found.posts
    assert len(found.posts) <= len(truth.posts) + len(cuts)
    assert truth.likes <= found.kinds["Like"] <= truth.likes + 1


def test_without_statistics_the_messages_tell_whose_it_is(tmp_path):
    maker = Maker(5, rows=20)
    found = count(items_of(maker.write(tmp_path, missing={"statistics.csv"}), tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [(maker.user(maker.owner), False)]
    said = count(items_of(tmp_path / "brought", tmp_path, me=("mara@x.example", maker.owner.upper())))
    assert [(one.actor, one.sure) for one in said.mine] == [(maker.user(maker.owner), True)]


def test_the_name_of_the_export_tells_whose_it_is(tmp_path):
    maker = Maker(5)
    missing = {"statistics.csv", "messages.csv", "messages_archive.csv"}
    path = maker.write(tmp_path, missing=missing, root="export_Mara-5_20240501")
    found = count(items_of(path, tmp_path))
    assert [(one.actor, one.sure) for one in found.mine] == [(f"{HOME}/user/mara-5", False)]


def test_nobody_known_is_asked(tmp_path):
    maker = Maker(5)
    path = maker.write(tmp_path, missing={"statistics.csv", "messages.csv", "messages_archive.csv"})
    found = count(items_of(path, tmp_path))
    assert [one.kind for one in found.questions] == ["me"]
    assert found.mine[0].actor == "tag:owner.mutuals.invalid,2026:reddit/me"
    named = count(items_of(path, tmp_path, me=("u/Mara-5",)))
    assert named.mine[0].actor == f"{HOME}/user/mara-5"
    assert not named.questions


def test_private_tables_are_left_alone_with_a_reason(tmp_path):
    parcel = OpenedParcel(Maker(9).write(tmp_path), spool=tmp_path)
    (claim,) = archive.find(parcel)
    assert {name for name, _ in claim.left_alone} == set(ALONE)
    assert all(reason for _, reason in claim.left_alone)


def test_friends_are_followed_and_chats_have_members(tmp_path):
    maker = Maker(6, rows=60)
    items = list(items_of(maker.write(tmp_path), tmp_path))
    found = count(items)
    assert found.collections["following"].items == tuple(maker.user(one) for one in maker.others[:3])
    assert found.collections["following"].complete
    assert found.collections["members"].attributed_to in maker.chats
    assert {
        fact.value for one in items for fact in getattr(one, "attachment", ()) if hasattr(fact, "value")
    } <= {"met, once"}


def test_the_same_export_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, rows=1_100).write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith("https://") for x in first for one in ids_in(x) if one)
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 5


@given(seed=st.integers(0, 10**9))
def test_nothing_breaks_the_reader(seed, tmp_path_factory):
    dice, maker = random.Random(seed), Maker(seed % 40, rows=4)
    path = maker.write(tmp_path_factory.mktemp("fuzz"))
    for file in path.iterdir():
        file.write_bytes(damaged(file.read_bytes(), dice))
    found = count(items_of(path, path.parent))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


CELLS = st.sampled_from(
    ("", "t1_x", "u/ola", "/r/x", "https://www.reddit.com/r/x/comments/abc/", "up", "#x")
) | st.text(max_size=30)


@given(st.sampled_from(sorted({*WRITERS, "chat", "friends"})), st.data())
def test_cells_of_any_form_raise_nothing_but_value_errors(kind, data):
    names = (
        "id,permalink,date,subreddit,title,url,body,link,parent,from,to,subject,thread_id,direction,username,note,"
        "message_id,created_at,message,channel_url,thread_parent_message_id"
    )
    cells = {name: data.draw(CELLS) for name in names.split(",")}
    try:
        if kind == "chat":
            items = chat_items(cells, (f"{HOME}/user/ola",), None) if room_id(cells) else []
        else:
            items = [friend_of(cells)] if kind == "friends" else WRITERS[kind](cells, f"{HOME}/user/me")
    except ValueError:
        return
    assert all(one.startswith("https://") and " " not in one for item in items for one in ids_in(item) if one)


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("/r/Gardens/comments/AbC/a_title/", f"{HOME}/r/gardens/comments/abc/a_title/"),
        (
            "http://old.reddit.com/r/Gardens/comments/abc/a_title/DEF",
            f"{HOME}/r/gardens/comments/abc/a_title/def/",
        ),
        ("https://www.reddit.com/r/x/comments/abc", f"{HOME}/r/x/comments/abc/"),
        ("https://www.reddit.com/user/Mara/comments/abc/t/?context=3", f"{HOME}/user/mara/comments/abc/t/"),
        ("https://x.example/r/x/comments/abc/", ""),
        ("", ""),
    ],
)
def test_permalinks_have_one_form(text, uri):
    assert permalink(text) == uri


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("id,permalink,date,ip,subreddit,gildings,link,parent,body,media", "comments"),
        ("id,permalink,date,ip,subreddit,gildings,link,parent", None),
        ("Comment ID,Channel ID,Comment Create Timestamp,Price,Video ID,Comment Text", None),
        ("username,note", "friends"),
        ("username,note,date", None),
    ],
)
def test_tables_are_told_by_their_columns(header, kind):
    assert kind_of(header.split(",")) == kind
