"""Archives of X: whatever the vintage, whatever is missing or cut off, what is found is what is there."""

import random
from itertools import islice
from pathlib import Path

import pytest

from mutuals.as2 import PUBLIC, Activity, Checkpoint, audience_of
from mutuals.sources.archives.twitter import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_twitter import Maker

DATA = Path(__file__).parent / "data" / "twitter"
LAYOUTS = ("modern", "minified", "wrapped", "bare", "v1", "csv")
CONTAINERS = ("folder", "zip", "tar.gz")
ROOTS = ("", "twitter-2024-01-02-abc/", "sample/deep/")


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.activities == truth.activities
    assert found.actors == truth.actors
    assert [one.actor for one in found.mine] == [truth.owner]
    assert {
        name.split("/brought/")[-1] for name, one in found.files.items() if one.status == "broken"
    } == truth.broken
    assert not found.rejected


@pytest.mark.parametrize("seed", range(24))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    layout = LAYOUTS[seed % len(LAYOUTS)]
    maker = Maker(seed, layout, posts=10 + 9 * seed, start=2008 + seed % 16).make()
    path = maker.write(tmp_path, container=CONTAINERS[seed % 3])
    agree(count(items_of(path, tmp_path)), maker.truth())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_may_be_missing(layout, tmp_path):
    maker = Maker(99, layout, posts=12).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        agree(count(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("seed", range(30))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % len(LAYOUTS)], posts=20).make()
    some = [name for name in maker.files if not name.endswith(("block.js", "deleted-tweets.js"))]
    cuts = {
        name: r.randrange(48, len(maker.files[name].data)) for name in r.sample(some, (len(some) + 1) // 2)
    }
    path = maker.write(tmp_path, cuts=cuts)
    agree(count(items_of(path, tmp_path)), maker.truth(cuts=cuts))


@pytest.mark.parametrize("root", ROOTS)
def test_an_archive_is_found_in_any_folder_and_twice(root, tmp_path):
    maker = Maker(3).make()
    path = maker.write(tmp_path, root=root)
    Maker(4).make().write(tmp_path, root="another/")
    parcel = OpenedParcel(path, spool=tmp_path)
    claims = archive.find(parcel)
    assert {claim.root for claim in claims} == {root, "another/"}
    mine = next(claim for claim in claims if claim.root == root)
    agree(count(archive.read(parcel, mine, Answers())), maker.truth())


def test_damage_in_the_middle_costs_only_what_it_hits(tmp_path):
    maker = Maker(5, posts=60).make()
    path = maker.write(tmp_path)
    for name in ("data/tweets.js", "data/direct-messages.js", "data/like.js"):
        file = path / name
        data = bytearray(file.read_bytes())
        at = data.index({"t": b'"created_at"', "d": b'"id"', "l": b'"tweetId"'}[name[5]])
        data[at : at + 4] = b"@@@@"
        file.write_bytes(bytes(data))
    found, truth = count(items_of(path, tmp_path)), maker.truth()
    assert len(found.rejected) == 3
    assert {one.line for one in found.rejected} == {1}
    assert all(one.excerpt and one.reason.startswith("It is damaged") for one in found.rejected)
    assert len(truth.activities - found.activities) in (2, 3, 4)
    assert found.activities < truth.activities


def test_rows_that_are_no_posts_are_rejected_with_line_and_reason(tmp_path):
    (tmp_path / "a").mkdir()
    rows = (
        '[{"tweet":{"id_str":"12","full_text":"x"}}, 7, {"tweet":{"full_text":"no id"}}, {"tweet":{"id":13}}]'
    )
    (tmp_path / "a" / "tweets.js").write_text("window.YTD.tweets.part0 = " + rows)
    found = count(items_of(tmp_path / "a", tmp_path, me=("@mara",)))
    assert [(one.line, one.reason) for one in found.rejected] == [
        (2, "It is no record."),
        (3, "It has no post number."),
    ]
    assert len(found.posts) == 2
    assert found.files["tweets.js"].items == 2


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, LAYOUTS[seed % len(LAYOUTS)], posts=25).make()
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
    path = Maker(8, posts=900).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("https://", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) >= 8
    last = max(at for at, item in enumerate(first) if isinstance(item, FileReport))
    assert any(isinstance(item, Checkpoint) for item in first[last:])


def test_whose_archive_it_is_unsaid_is_asked_and_the_answer_is_taken(tmp_path):
    maker = Maker(11, posts=9).make()
    gone = {
        name for name in maker.files if name.endswith(("account.js", "manifest.js", "direct-messages.js"))
    }
    path = maker.write(tmp_path, missing=gone)
    asked = count(items_of(path, tmp_path))
    assert [one.kind for one in asked.questions] == ["me"]
    assert [one.sure for one in asked.mine] == [False]
    told = count(items_of(path, tmp_path, me=("Mara", "m@x.org", "@Mara_Demo")))
    assert not told.questions
    assert [(one.actor, one.sure) for one in told.mine] == [("https://x.com/mara_demo", True)]


def test_one_conversation_alone_leaves_two_to_choose_from(tmp_path):
    (tmp_path / "a").mkdir()
    text = '[{"dmConversation":{"conversationId":"5-9","messages":[]}}]'
    (tmp_path / "a" / "direct-messages.js").write_text("window.YTD.direct_messages.part0 = " + text)
    found = count(items_of(tmp_path / "a", tmp_path))
    assert {one for one, _ in found.questions[0].choices} == {
        "https://x.com/i/user/5",
        "https://x.com/i/user/9",
    }


def test_private_files_are_left_alone_with_a_reason(tmp_path):
    (tmp_path / "a" / "data").mkdir(parents=True)
    names = (
        "block mute ad-impressions personalization ip-audit contact deleted-tweets ni-devices lists-created "
        "direct-message-headers phone-number twitter-circle-tweet ageinfo saved-search"
    )
    for name in names.split():
        script = f'window.YTD.{name.replace("-", "_")}.part0 = [ {{"x": {{"tweetId": "1"}}}} ]'
        (tmp_path / "a" / "data" / f"{name}.js").write_text(script)
    (tmp_path / "a" / "data" / "brand-new-thing.js").write_text("window.YTD.brand_new_thing.part0 = [ ]")
    claim = archive.find(OpenedParcel(tmp_path / "a", spool=tmp_path))[0]
    assert len(claim.left_alone) == 14
    assert all(reason for _, reason in claim.left_alone)
    assert not claim.files


def test_a_list_that_ends_early_is_not_complete(tmp_path):
    maker = Maker(12).make()
    whole = count(items_of(maker.write(tmp_path), tmp_path)).collections
    assert whole["followers"].complete
    assert len(whole["following"].items) == 5
    cut = maker.write(tmp_path, cuts={"data/follower.js": 260})
    assert not count(items_of(cut, tmp_path)).collections["followers"].complete


def test_a_closed_account_writes_to_its_followers(tmp_path):
    path = Maker(13).make().write(tmp_path)
    history = '[{"protectedHistory":{"protectedAt":"2024-01-01T00:00:00Z","action":"Protect"}}]'
    (path / "data" / "protected-history.js").write_text("window.YTD.protected_history.part0 = " + history)
    posts = [
        one.object
        for one in items_of(path, tmp_path)
        if isinstance(one, Activity) and one.id.endswith("#create")
    ]
    assert {audience_of(one) for one in posts if one.type == "Note"} == {"followers"}


def test_long_posts_get_their_whole_text_and_lone_ones_become_posts(tmp_path):
    things = count(items_of(Maker(14).make().write(tmp_path), tmp_path)).things.values()
    long = [one for one in things if one.content.startswith("A long story")]
    assert len(long) == 6
    assert all(one.content.endswith("And then it went on & on.") for one in long)


def test_the_shared_example_is_read_whole(tmp_path):
    found = count(items_of(DATA / "export", tmp_path))
    assert found.actors == {f"https://x.com/i/user/{one}" for one in (1001, 1002, 1003)}
    assert len(found.posts) == 3
    assert found.kinds == {"Create": 3, "Announce": 1, "Like": 2}
    assert {one.status for one in found.files.values()} == {"understood"}
    assert next(iter(found.mine)).sure


def test_reading_is_flat_in_memory_and_lazy(tmp_path):
    path = Maker(15, posts=300).make().write(tmp_path)
    assert len(list(islice(items_of(path, tmp_path), 12))) == 12


def test_retweets_are_public_and_replies_name_whom_they_answer(tmp_path):
    found = list(items_of(Maker(16, posts=200).make().write(tmp_path), tmp_path))
    shared = [one for one in found if isinstance(one, Activity) and one.type == "Announce"]
    assert shared
    assert all(one.object.attributed_to and one.object.to == (PUBLIC,) for one in shared)
    replies = [
        one.object for one in found if isinstance(one, Activity) and getattr(one.object, "in_reply_to", "")
    ]
    named = [one for one in replies if len(one.to) > 1]
    assert named
    assert all(one.to[0] == one.tag[0].href and one.to[1] == PUBLIC for one in named)
