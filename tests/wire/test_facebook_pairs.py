"""Facebook and Messenger to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs
no Python; what is refused or left out reads as the reason."""

import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME, Object
from mutuals.wire import facebook as wire
from mutuals.wire.facebook_files import kind_of, left_alone
from mutuals.wire.facebook_titles import author, whom
from mutuals.wire.jsonstream import JsonStream
from mutuals.wire.meta_chats import chat_of, key_of, left_out, message, parts_of, spoken
from mutuals.wire.meta_files import network_of, root_of, thread_order
from mutuals.wire.meta_people import Names, owner_in
from mutuals.wire.meta_values import mended, milliseconds, seconds
from mutuals.wire.repeats import Repeats

CASES = sorted(one for one in Path(__file__).parent.glob("facebook/*.json") if ".as2." not in one.name)


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    kept = {}
    for name, value in asdict(thing).items():
        if isinstance(getattr(thing, name), Object):
            kept[name] = said(getattr(thing, name))
        elif value not in ("", (), 0, UNKNOWN_TIME):
            kept[name] = value
    return {"is": type(thing).__name__, **kept}


def items_of(case):
    names, row, repeats = Names("me", "facebook"), case["row"], Repeats()
    if not isinstance(row, dict):
        raise ValueError("It is no record.")
    names.me, names.my_name = names.person("Mara Demo").id, "Mara Demo"
    if case["what"] == "message":
        chat = chat_of("2qr6kux07q", case.get("people", ["Zoë Šample", "Mara Demo"]), [], names)
        row = spoken(row)
        return left_out(row) or message(row, chat, repeats)
    one = {
        "friend": lambda: list(filter(None, [wire.friend(row, names)])),
        "follower": lambda: wire.follow(row, names, by_me=False),
        "following": lambda: wire.follow(row, names, by_me=True),
    }
    return one[case["what"]]() if case["what"] in one else getattr(wire, case["what"])(row, names, repeats)


def outcome(case):
    try:
        items = items_of(case)
    except ValueError as error:
        return str(error)
    return items if isinstance(items, str) else json.loads(json.dumps([said(one) for one in items]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_facebook_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    assert outcome(json.loads(case.read_text("utf-8"))) == expected


def test_there_are_pairs():
    assert len(CASES) >= 30


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("M\u00c3\u00b8r", "Mør"),
        ("\u00f0\u009f\u0091\u008d", "👍"),
        ("Mør", "Mør"),
        ("Grüße 👍", "Grüße 👍"),
        ("👍 caf\u00c3\u0089", "👍 cafÉ"),
        ("«CAFÉ» 👍", "«CAFÉ» 👍"),
        ("plain", "plain"),
        ("\u00e2\u0080\u0093", "–"),
        (7, ""),
        (None, ""),
    ],
)
def test_letters_are_put_right(text, right):
    assert mended(text) == right


def test_moments_in_seconds_and_milliseconds():
    assert seconds(1700000000) == (1700000000000, "s", None)
    assert milliseconds("1700000000123") == (1700000000123, "ms", None)
    for odd in (0, -5, True, None, "x", [], 10**30, float("inf"), float("nan"), "9" * 5000):
        assert seconds(odd) == milliseconds(odd) == UNKNOWN_TIME


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Mara Demo commented on Zoë Šample's post.", "Zoë Šample"),
        ("Mara Demo replied to James' comment.", "James"),
        ("Mara Demo liked Zoë Šample’s photo.", "Zoë Šample"),
        ("Mara Demo reacted to Zoë Šample's comment in Woodworkers.", "Zoë Šample"),
        ("Mara Demo likes a post.", ""),
        ("Mara Demo commented on her own post.", ""),
        ("Mara Demo commented on a photo.", ""),
        ("Mara Demo gefällt Kais Beitrag.", "Kai"),
        ("Mara Demo gefällt Hans' Foto.", "Hans"),
        ("Mara Demo hat auf Zoë Šamples Kommentar geantwortet.", "Zoë Šample"),
        ("Mara Demo hat einen Beitrag von Zoë Šample kommentiert.", "Zoë Šample"),
        ("Mara Demo ha commentato il post di Zoë Šample.", "Zoë Šample"),
        ("Mara Demo curtiu a publicação de Zoë Šample.", "Zoë Šample"),
        ("Mara Demo heeft gereageerd op het bericht van Zoë Šample.", "Zoë Šample"),
        ("Mara Demo updated her status.", ""),
        ("", ""),
    ],
)
def test_titles_tell_whose_it_was(title, name):
    assert whom(title, "Mara Demo") == name


def test_a_known_name_settles_where_a_genitive_ends():
    title = "Mara Demo hat Hans Jonas Beitrag kommentiert."
    assert whom(title, "Mara Demo", {"Hans Jonas"}) == "Hans Jonas"
    assert author("Zoë Šample wrote on your timeline.") == "Zoë Šample"


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("messages/inbox/zoe_1/message_1.json", ""),
        ("facebook-mara/messages/inbox/zoe_1/message_1.json", "facebook-mara/"),
        ("x/your_facebook_activity/posts/your_posts_1.json", "x/"),
        ("connections/friends/your_friends.json", ""),
        ("zoe_1/message_1.json", ""),
        ("friends.json", ""),
        ("a/friends.json", "a/"),
    ],
)
def test_files_belong_to_a_root(path, root):
    assert root_of(path) == root


def test_the_network_is_told_by_what_lies_there():
    assert network_of("", ["messages/inbox/a_1/message_1.json"]) == "facebook"
    both = ["messages/inbox/a_1/message_1.json", "followers_and_following/followers.json"]
    assert network_of("", both) == "instagram"
    old = [
        "messages/inbox/a_1/message_1.json",
        "following_and_followers/following.json",
        "friends/friends.json",
    ]
    assert network_of("", old) == "facebook"
    assert network_of("x/", ["x/connections/followers_and_following/following.json"]) == "instagram"


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("inbox/a_1/message_1.json", b'{\n "participants": [\n', "thread"),
        ("a_1/message.json", b'{"participants":[', "thread"),
        ("Zo_12.json", b'{"participants": ["Zo", "Mara"], "threadName": "Zo_12"', "thread"),
        ("Zo_12.json", b'{"participants": [{"id": 1}], "name": 1', ""),
        ("friends.json", b'{"friends_v2": [', "friends"),
        ("friends.json", b'{"friends": [', "friends"),
        ("other.json", b'{"friends": [', ""),
        ("your_friends.json", b'[{"name": "Zo", "timestamp": 1', "friends"),
        ("removed_friends.json", b'{"deleted_friends_v2": [', ""),
        ("profile_information.json", b'{"profile_v2": {', "profile"),
        ("your_posts_1.json", b'[{"timestamp": 1, "data"', "posts"),
        ("your_posts__check_ins__photos_and_videos_12.json", b'[{"timestamp": 1', "posts"),
        ("your_posts.json", b'{"status_updates": [', "posts"),
        ("comments.json", b'{"comments_v2": [', "comments"),
        ("your_comments_in_groups.json", b'{"group_comments_v2": [', "comments"),
        ("likes_and_reactions_1.json", b'[{"timestamp": 1', "reactions"),
        ("posts_and_comments.json", b'{"reactions_v2": [', "reactions"),
        ("other_people's_posts_to_your_timeline.json", b'{"wall_posts_sent_to_you": {', "wall"),
        ("who_you_follow.json", b'{"following_v3": [', "following"),
        ("ads_interests.json", b'{"topics_v2": [', ""),
        ("comments.json", b'{"other": [', ""),
    ],
)
def test_files_are_told_apart_by_name_and_first_words(path, head, kind):
    assert kind_of(path, head) == kind


def test_what_is_private_is_left_alone_with_a_reason():
    for name in (
        "removed_friends.json",
        "ads_information/x.json",
        "security_and_login_information/y.json",
        "z.json",
    ):
        assert left_alone(name).endswith(".")
    assert left_alone("rejected_friend_requests.json") != left_alone("security/where.json")


def test_a_conversation_keeps_its_key_when_it_is_renamed():
    assert key_of("zoesample_2qr6kux07q") == key_of("ZoeMarried_2qr6kux07q") == "2qr6kux07q"
    assert key_of("Oak & lime") == "Oak%20%26%20lime"
    assert sorted(["a/message_10.json", "a/message_2.json"], key=thread_order)[0] == "a/message_2.json"


def test_the_owner_is_who_takes_part_in_everything():
    talks = [frozenset(("Mara", "Zo")), frozenset(("Mara", "Kai"))]
    assert owner_in(talks, ()) == ("Mara", True, [])
    assert owner_in(talks[:1], ()) == ("", False, ["Mara", "Zo"])
    assert owner_in(talks[:1], (), {"Zo"}) == ("Mara", True, [])
    assert owner_in(talks[:1], (), (), ["Zo updated her status."]) == ("Zo", True, [])
    assert owner_in(talks[:1], ("ZO",)) == ("Zo", True, [])
    assert owner_in([*talks, frozenset(("Bo",))], ()) == ("Mara", False, [])


def test_a_conversation_is_read_as_a_stream_to_where_it_breaks():
    whole = b'{"participants": [{"name": "Z"}], "messages": [{"sender_name": "Z"}, 7, {"sender_name": "M"'
    stream = JsonStream(io.BytesIO(whole).read)
    assert [name for name, _ in parts_of(stream)] == ["participants", "message", "message"]
    assert stream.cut


ODD = (None, [], {}, 5, True, -1.5, "x", ["y"], [[]], [None], {"id": 7}, "\ud800", 10**30, float("nan"))


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
    for value in ODD:
        assert wire.profile(value, None) == ("", {})
        assert isinstance(wire.profile({"profile_v2": value}, None), tuple)
