"""Bluesky to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from base64 import b32decode
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME
from mutuals.wire.bluesky import author_of, did_of, record_items, tid_time
from mutuals.wire.dagcbor import Cid
from tests.wire.brought import said

CASES = sorted(one for one in Path(__file__).parent.glob("bluesky/*.json") if ".as2." not in one.name)


def linked(row):
    """Links as JSON writes them (`$link`), as the decoder gives them."""
    if "$link" in row:
        text = row["$link"][1:].upper()
        return Cid(b32decode(text + "=" * (-len(text) % 8)))
    return row


def items_of(case):
    record = json.loads(json.dumps(case["record"]), object_hook=linked)
    return record_items(case["collection"], case["key"], record, "did:plc:mara")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_records_read_as_their_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    items = items_of(json.loads(case.read_text("utf-8")))
    found = None if items is None else [said(one) for one in items]
    assert json.loads(json.dumps(found)) == expected


def test_there_are_pairs():
    assert len(CASES) >= 15


def test_keys_tell_times():
    assert tid_time("3jzfcijpj2z2a").ms == 1688137381887
    assert tid_time("self") == UNKNOWN_TIME
    assert tid_time("zzzzzzzzzzzzz") == UNKNOWN_TIME


@pytest.mark.parametrize(
    ("text", "did"),
    [("did:plc:abc", "did:plc:abc"), ("did:web:a.b", "did:web:a.b"), ("did:plc:", ""), ("x", ""), (7, "")],
)
def test_only_dids_are_dids(text, did):
    assert did_of(text) == did


def test_addresses_name_their_author():
    assert author_of("at://did:plc:abc/app.bsky.feed.post/3k") == "did:plc:abc"
    assert author_of("at://ola.example.org/app.bsky.feed.post/3k") == ""
