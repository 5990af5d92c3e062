"""X to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME, Object
from mutuals.wire.twitter import post_items, superseded
from mutuals.wire.twitter_account import Owner, account_actor, like_activity
from mutuals.wire.twitter_csv import tweet_of
from mutuals.wire.twitter_messages import entry_items, room_of
from mutuals.wire.twitter_notes import note_of
from mutuals.wire.twitter_values import parse_time, post_time, snowflake_time

CASES = sorted(one for one in Path(__file__).parent.glob("twitter/*.json") if ".as2." not in one.name)
MARA = Owner("https://x.com/i/user/7", "7", "mara")


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
    row, what = case["row"], case["what"]
    if what == "message":
        return entry_items(row, room_of(case["room"], file_is_group=False))
    if what == "like":
        return [like_activity(row, MARA)]
    if what == "account":
        return [account_actor(row, case["profile"])]
    note = note_of(case["note"]) if "note" in case else None
    return post_items(tweet_of(row) if what == "csv" else row, MARA, note)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_x_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    items = items_of(json.loads(case.read_text("utf-8")))
    assert json.loads(json.dumps([said(one) for one in items])) == expected


def test_there_are_pairs():
    assert len(CASES) >= 20


@pytest.mark.parametrize(
    ("text", "ms", "grain", "zone"),
    [
        ("Tue Jun 03 19:32:20 +0000 2025", 1748979140000, "s", None),
        ("Tue Jun 03 19:32:20 +0530 2025", 1748959340000, "s", 330),
        ("2015-08-31 18:02:11 +0000", 1441044131000, "s", None),
        ("2025-06-03T20:00:00.123Z", 1748980800123, "ms", None),
        ("2025-06-03T20:00:00-02:00", 1748988000000, "s", -120),
        ("2025-06-03 20:00", 1748980800000, "min", None),
        ("1748980800123", 1748980800123, "ms", None),
        (1748980800, 1748980800000, "s", None),
    ],
)
def test_every_form_of_time_is_read(text, ms, grain, zone):
    assert tuple(parse_time(text)) == (ms, grain, zone)


@pytest.mark.parametrize(
    "text", ["", None, "yesterday", "Tue Foo 03 19:32:20 +0000 2025", "2025-13-03T20:00:00Z", [1]]
)
def test_what_is_no_time_is_unknown(text):
    assert parse_time(text) == UNKNOWN_TIME


def test_a_number_tells_its_moment_to_the_millisecond_where_it_agrees():
    assert snowflake_time("1212092628029698048").ms == 1577820376771
    assert post_time("Tue Dec 31 19:26:16 +0000 2019", "1212092628029698048").ms == 1577820376771
    assert post_time("Wed Jan 01 00:00:00 +0000 2020", "1212092628029698048").ms == 1577836800000
    assert snowflake_time("20") == UNKNOWN_TIME


def test_only_the_last_version_of_an_edit_is_kept():
    row = json.loads((Path(__file__).parent / "twitter" / "last-version-of-an-edit.json").read_text())["row"]
    assert not superseded(row)
    assert superseded({**row, "id_str": "1570990000000000000"})


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
    if case["what"] == "csv":
        return
    for row in odd(case["row"]):
        if isinstance(row, dict):
            with suppress(ValueError):
                for item in items_of({**case, "row": row}):
                    assert_words(item)
