"""Address books by pairs of files: `case.vcf` reads as `case.as2.json`. A new case needs no Python."""

import json
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import UNKNOWN_TIME, Actor, Collection
from mutuals.sources.archives.vcard import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Mine
from mutuals.wire.vcard import actor, day_of, read
from mutuals.wire.vcard_lines import cards_of, lines_of

CASES = sorted(Path(__file__).parent.glob("vcard/*.vcf"))


def said(actor):
    """An actor as JSON shows it: its facts as `name: value`, nothing that says nothing."""
    found = {
        name: value for name, value in asdict(actor).items() if value not in ("", ()) and name != "attachment"
    }
    found["facts"] = [f"{fact.name}: {fact.value}" for fact in actor.attachment]
    return {name: value for name, value in found.items() if value and value != tuple(UNKNOWN_TIME)}


def translated(path, tmp_path):
    parcel = OpenedParcel(path, spool=tmp_path)
    items = list(archive.read(parcel, archive.find(parcel)[0], Answers(region="BE")))
    assert all(fact.private for one in items if isinstance(one, Actor) for fact in one.attachment)
    groups = {one.attributed_to: list(one.items) for one in items if isinstance(one, Collection)}
    return {
        "actors": [said(one) for one in items if isinstance(one, Actor)],
        "mine": [one.actor for one in items if isinstance(one, Mine)],
        **({"groups": groups} if groups else {}),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_cards_read_as_their_pair_says(case, tmp_path):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    assert json.loads(json.dumps(translated(case, tmp_path))) == expected


def test_there_are_pairs():
    assert len(CASES) >= 10


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1996-04-15", "1996-04-15"),
        ("19960415", "1996-04-15"),
        ("1996-04-15T23:10:00Z", "1996-04-15"),
        ("--0415", "--04-15"),
        ("--04-15", "--04-15"),
        ("1604-04-15", "--04-15"),
        ("0000-04-15", "--04-15"),
        ("1996", "1996"),
        ("1996-04", "1996-04"),
        ("in spring", ""),
        ("", ""),
    ],
)
def test_birthdays_keep_only_what_is_known(value, day):
    assert day_of(value, no_year="1604") == day


def test_a_picture_of_any_size_is_not_held():
    picture = (
        [b"BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:"]
        + [b"A" * 100_000] * 200
        + [b"\nEMAIL:a@b.example\nEND:VCARD\n"]
    )
    (card,) = cards_of(lines_of(picture))
    assert [one.name for one in card.properties] == ["FN", "EMAIL"]
    folded = (
        [b"BEGIN:VCARD\nPHOTO;ENCODING=b:AAAA\n"]
        + [b" " + b"A" * 74 + b"\n"] * 50_000
        + [b"FN:A\nEND:VCARD\n"]
    )
    (card,) = cards_of(lines_of(folded))
    assert [one.value for one in card.properties] == ["A"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_where_the_chunks_fall_changes_nothing(size):
    for case in CASES:
        data = case.read_bytes()
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert list(cards_of(lines_of(pieces))) == list(cards_of(lines_of([data])))


@given(st.binary(max_size=300), st.text(alphabet='BEGIN:VCARD;=\n "\\\t,.éNFTEL+0', max_size=300))
def test_nothing_breaks_the_reader(noise, text):
    for inside in (noise, text.encode()):
        for raw in cards_of(lines_of([b"BEGIN:VCARD\nFN:Ana\n" + inside + b"\nEND:VCARD\n"])):
            found = actor(read(raw, region="BE"), raw, scope="owner")
            assert found is None or found.id


@pytest.mark.parametrize(
    "evil", ["A;", ';X="', ":", '":', "\\;", " ", "=\n", "BEGIN:VCARD\n", "AGENT:\nBEGIN:VCARD\n"]
)
def test_hostile_cards_take_no_time(evil):
    data = f"BEGIN:VCARD\nFN:Ana\nN{evil * (100_000 // len(evil))}:x\nEND:VCARD\n".encode()
    began = time.process_time()
    for raw in cards_of(lines_of([data])):
        actor(read(raw), raw, scope="owner")
    assert time.process_time() - began < 4
