"""Mastodon to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME, Object
from mutuals.wire.mastodon import actor_of, entry_items, like_items
from mutuals.wire.mastodon_files import kind_of
from mutuals.wire.mastodon_values import acct_of, author_in, handle_in

CASES = sorted(one for one in Path(__file__).parent.glob("mastodon/*.json") if ".as2." not in one.name)
MARA = "https://social.example/users/mara"


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
    if case["what"] == "actor":
        return [actor_of(case["row"])]
    return like_items(case["row"], MARA) if case["what"] == "like" else entry_items(case["row"], MARA)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mastodon_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    items = items_of(json.loads(case.read_text("utf-8")))
    assert json.loads(json.dumps([said(one) for one in items])) == expected


def test_there_are_pairs():
    assert len(CASES) >= 20


@pytest.mark.parametrize(
    ("text", "acct"),
    [
        ("@Ola@Other.Example", "ola@other.example"),
        ("acct:ola@other.example", "ola@other.example"),
        (" ola ", "ola@home.example"),
        ("ola@", ""),
        ("https://a.example/@ola", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_addresses_of_accounts(text, acct):
    assert acct_of(text, "home.example") == acct


def test_what_an_id_tells_of_its_owner():
    assert handle_in("https://a.example/users/Ola") == "Ola@a.example"
    assert handle_in("https://a.example/@ola") == "ola@a.example"
    assert handle_in("https://mk.example/users/9abcdef0xy") == ""
    assert handle_in("https://a.example/ap/users/116") == ""
    assert author_in("https://a.example/ap/users/116/statuses/3") == "https://a.example/ap/users/116"
    assert author_in("https://a.example/objects/3") == ""


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("following_accounts.csv", b"Account address,Show boosts\n", "following"),
        ("export.csv", b"Account address,Show boosts,Notify on new posts,Languages\n", "following"),
        ("following.csv", b"@ola@a.example\n", "following"),
        ("my followers.csv", b"Account address\r\nola@a.example\r\n", "followers"),
        ("muted_accounts.csv", b"Account address,Hide notifications\n", "blocked"),
        ("blocked_accounts.csv", b"ola@a.example\n", "blocked"),
        ("blocked_domains.csv", b"bad.example\n", "blocked"),
        ("lists.csv", b'"Close, ones",ola@a.example\n', "lists"),
        ("bookmarks.csv", b"https://a.example/1\n", "bookmarks"),
        ("contacts.csv", b"ola@a.example\n", ""),
        ("contacts.csv", b"Name,Email\n", ""),
        ("x.json", b'{"id": "likes.json", "type": "OrderedCollection"', "likes"),
        ("x.json", b'{"type": "OrderedCollection", "orderedItems": [{"type": "Announce", ', "outbox"),
        ("x.json", b'{"messages": []}', ""),
        ("actor.json", b'{"type": "Person", "preferredUsername": "m"', "actor"),
    ],
)
def test_files_are_told_apart_by_their_contents(name, head, kind):
    assert kind_of(f"some/folder/{name}", head) == kind


def assert_words(thing):
    """Every field that holds text does."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        if isinstance(value, Object):
            assert_words(value)
        assert one.default != "" or isinstance(value, str | Object)
        assert one.name not in ("to", "cc", "audience") or all(isinstance(uri, str) and uri for uri in value)


ODD = (None, [], {}, 5, True, -1.5, "x", ["y"], [[]], [None], {"id": 7}, "\ud800", 10**30)


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
        if isinstance(row, dict):
            with suppress(ValueError):
                for item in items_of({**case, "row": row}):
                    assert_words(item)
