"""Instagram to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python;
what is refused or left out reads as the reason."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME, Object
from mutuals.wire import instagram as wire
from mutuals.wire.instagram_files import kind_of, left_alone
from mutuals.wire.meta_chats import chat_of, left_out, message, spoken
from mutuals.wire.meta_people import Names
from mutuals.wire.repeats import Repeats

CASES = sorted(one for one in Path(__file__).parent.glob("instagram/*.json") if ".as2." not in one.name)
MARA = "https://www.instagram.com/mara.demo"


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    kept = {}
    for name, value in asdict(thing).items():
        if isinstance(getattr(thing, name), Object):
            kept[name] = said(getattr(thing, name))
        elif value not in ("", (), 0, UNKNOWN_TIME):
            kept[name] = value
    return {"is": type(thing).__name__, **kept}


def talk(row, names, repeats):
    chat = chat_of("17842", ["Zoë Šample", "Mära"], [], names)
    row = spoken(row)
    return left_out(row) or message(row, chat, repeats)


def items_of(case):
    known = {"ola.demo": wire.account("ola.demo")}
    names, row, repeats = (
        Names("me", "instagram", handle=lambda name: known.get(name.lower())),
        case["row"],
        Repeats(),
    )
    names.me, names.my_name = MARA, "Mära"
    if case["what"] == "profile":
        return [list(wire.profile(row, None))]
    if not isinstance(row, dict):
        raise ValueError("It is no record.")
    one = {
        "message": lambda: talk(row, names, repeats),
        "follower": lambda: wire.follow(row, names, by_me=False),
        "following": lambda: wire.follow(row, names, by_me=True),
        "close": lambda: wire.close(row),
        "like": lambda: wire.like(row, names),
        "comment like": lambda: wire.like(row, names, comment=True),
    }
    return one[case["what"]]() if case["what"] in one else getattr(wire, case["what"])(row, names, repeats)


def outcome(case):
    try:
        items = items_of(case)
    except ValueError as error:
        return str(error)
    if isinstance(items, str):
        return items
    return json.loads(json.dumps([one if isinstance(one, list) else said(one) for one in items]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_instagram_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    assert outcome(json.loads(case.read_text("utf-8"))) == expected


def test_there_are_pairs():
    assert len(CASES) >= 25


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("Ola.Demo", "ola.demo"),
        ("@ola_demo", "ola_demo"),
        ("https://www.instagram.com/_u/ola.demo", "ola.demo"),
        ("instagram.com/Ola.Demo/?hl=de", "ola.demo"),
        ("https://www.instagram.com/p/CJabc/", ""),
        ("Ola Demo", ""),
        ("a" * 31, ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_what_is_a_handle(text, handle):
    assert wire.handle_of(text) == handle


@pytest.mark.parametrize(
    ("href", "uri"),
    [
        ("https://www.instagram.com/p/CJ-a_1/", "https://www.instagram.com/p/CJ-a_1"),
        ("http://instagram.com/reels/CJ1/?x=1", "https://www.instagram.com/reel/CJ1"),
        ("https://www.instagram.com/ola.demo/p/CJ1", "https://www.instagram.com/p/CJ1"),
        ("https://www.instagram.com/stories/ola.demo/123", "https://www.instagram.com/stories/ola.demo/123"),
        ("https://www.threads.net/@ola/post/9", "https://www.threads.net/@ola/post/9"),
        ("no link", ""),
        ("", ""),
    ],
)
def test_a_post_has_one_address(href, uri):
    assert wire.media_uri(href) == uri


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("followers_1.json", b'[\n {\n "title": "", "media_list_data": [], "string_list_data"', "followers"),
        ("followers.json", b'{"relationships_followers": [', "followers"),
        ("following.json", b'{"relationships_following": [', "following"),
        ("x.json", b'{"relationships_following": [', "following"),
        ("close_friends.json", b'{"relationships_close_friends": [', "close"),
        ("liked_posts.json", b'{"likes_media_likes": [', "likes"),
        ("liked_posts.json", b'[{"timestamp": 1, "media": [], "label_values"', "likes"),
        ("liked_comments.json", b'{"likes_comment_likes": [', "comment likes"),
        ("post_comments_1.json", b'[{"media_list_data": [], "string_map_data"', "comments"),
        ("reels_comments.json", b'{"comments_reels_comments": [', "comments"),
        ("posts_1.json", b'[{"media": [', "posts"),
        ("stories.json", b'{"ig_stories": [', "posts"),
        ("story_likes.json", b'{"story_activities_story_likes": [', "stories"),
        ("personal_information.json", b'{"profile_user": [', "profile"),
        ("blocked_profiles.json", b'{"relationships_blocked_users": [', ""),
        ("pending_follow_requests.json", b'{"relationships_follow_requests_sent": [', ""),
        ("inbox/a_1/message_1.json", b'{"participants": [', "thread"),
        ("other.json", b'[{"media": [', ""),
        ("posts_1.json", b'[{"id": 5, "text": "other"', ""),
    ],
)
def test_files_are_told_apart_by_name_and_first_words(path, head, kind):
    assert kind_of(path, head) == kind


def test_what_is_private_is_left_alone_with_a_reason():
    reasons = {
        left_alone(one)
        for one in ("blocked_profiles.json", "recently_unfollowed.json", "ads/x.json", "z.json")
    }
    assert len(reasons) == 4


ODD = (None, [], {}, 5, True, -1.5, "x", ["y"], [[]], [None], {"id": 7}, "\ud800", 10**30, "http://[", "@a")


def odd(value):
    """Every way to put one odd value somewhere into a record."""
    yield from ODD
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        for other in odd(inner):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = other
            yield copy


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_whatever_stands_in_a_field_a_record_is_read_or_refused(case):
    case = json.loads(case.read_text("utf-8"))
    for row in odd(case["row"]):
        assert isinstance(outcome({**case, "row": row}), list | str)
