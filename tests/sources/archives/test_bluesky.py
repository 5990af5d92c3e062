"""Repositories of Bluesky: whatever is cut off, damaged or in another order, what is found is what is there."""

import random
import tempfile
from collections import Counter
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Activity, Checkpoint
from mutuals.sources.archives.bluesky import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.bluesky import record_items
from mutuals.wire.car import Blocks, Tree
from mutuals.wire.dagcbor import decode
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_bluesky import FEED, ORDERS, Maker, Ref, cbor, layer, text_of, varint
from tests.sources.archives.mangle import mangled


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.activities == truth.activities
    assert found.actors == truth.actors
    assert (
        Counter(one.href for post in found.things.values() for one in post.tag if one.type == "Mention")
        == truth.mentions
    )


@pytest.mark.parametrize("seed", range(34))
def test_every_order_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, records=1 + 6 * seed).make()
    path, _ = maker.write(tmp_path, name=("repo.car", "mara.CAR", "export")[seed % 3])
    found = count(items_of(path, tmp_path))
    agree(found, maker.truth())
    assert not found.rejected
    assert {one.status for one in found.files.values()} == {"understood"}
    assert [(one.actor, one.sure) for one in found.mine] == [(maker.owner, True)]
    assert found.people[maker.owner].name == "Mara é"
    assert not any("blocked" in one for one in found.actors)


@pytest.mark.parametrize("seed", range(40))
def test_files_cut_at_random_bytes_give_all_that_is_reachable(seed, tmp_path):
    maker = Maker(seed, records=60, order=ORDERS[seed % 4]).make()
    size = len(maker.data()[0])
    path, there = maker.write(tmp_path, cut=random.Random(seed).randrange(800, size))
    found = count(items_of(path, tmp_path))
    agree(found, maker.truth(there))
    assert {one.status for one in found.files.values()} == {"broken"}


def test_without_its_commit_a_person_says_whose_it_is(tmp_path):
    maker = Maker(3, order="commit last").make()
    path, there = maker.write(tmp_path, cut=len(maker.data()[0]) - 1)
    asked = count(items_of(path, tmp_path))
    assert (asked.activities, [one.status for one in asked.files.values()]) == (set(), ["broken"])
    found = count(items_of(path, tmp_path, me=("Mara", maker.owner)))
    agree(found, maker.truth({*there, maker.commit}))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_block_costs_only_what_hangs_on_it(seed, tmp_path):
    maker = Maker(seed, records=50).make()
    data, ends = maker.data()
    victim = random.Random(seed).choice([ref for key, ref in maker.links.items() if FEED in key])
    spoilt = bytearray(data)
    spoilt[ends[victim] - 3] ^= 1
    (tmp_path / "brought").mkdir()
    (tmp_path / "brought" / "repo.car").write_bytes(bytes(spoilt))
    found = count(items_of(tmp_path / "brought", tmp_path))
    assert found.activities == maker.truth(set(maker.blocks) - {victim}).activities
    assert [one.reason for one in found.rejected] == ["Its checksum does not fit."] * list(
        maker.links.values()
    ).count(victim)


@pytest.mark.parametrize("seed", range(16))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    dice = random.Random(seed)
    maker = Maker(seed, records=40).make()
    path, _ = maker.write(tmp_path)
    data = bytearray((path / "repo.car").read_bytes())
    for _ in range(5):
        at = dice.randrange(200, len(data))
        data[at : at + dice.randrange(5)] = dice.randbytes(dice.randrange(5))
    (path / "repo.car").write_bytes(bytes(data))
    assert count(items_of(path, tmp_path)).activities <= maker.truth().activities


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9))
def test_records_of_any_form_raise_nothing_but_value_errors(seed):
    dice = random.Random(seed)
    maker = Maker(seed % 50, records=12).make()
    for key, record in maker.records.items():
        collection, _, name = key.partition("/")
        try:
            items = record_items(collection, name, mangled(record, dice, 0.2), maker.owner)
        except ValueError:
            continue
        for item in items or ():
            assert all(isinstance(one, str) for one in ids_in(item))


def rebuilt(maker, change):
    """The file with every block changed by `change` and all checksums right."""
    head = cbor({"roots": [maker.commit], "version": 1})
    out = varint(len(head)) + head
    for ref in maker.ordered():
        body = change(maker.blocks[ref])
        out += varint(len(body) + 36) + bytes(ref) + body
    return out


@given(st.integers(0, 10**9))
def test_any_bytes_can_be_read(seed):
    dice = random.Random(seed)
    maker = Maker(seed % 20, records=8).make()

    def spoilt(body):
        body = bytearray(body)
        if dice.random() < 0.3:
            body[dice.randrange(len(body))] = dice.randrange(256)
        return bytes(body)

    data = rebuilt(maker, spoilt)[: dice.randrange(20, 9_000)]
    with tempfile.TemporaryFile() as spool:
        blocks = Blocks(BytesIO(data).read, spool)
        for _, link in Tree(blocks, None).records():
            with suppress(ValueError):
                blocks.get(link)


@given(st.binary(max_size=80))
def test_noise_is_no_cbor_or_is_a_value(noise):
    for data in (noise, b"\xa1\x61a" + noise, b"\x81" * 70 + noise, b"\xd8\x2a\x58\x25\0" + noise):
        with suppress(ValueError):
            assert cbor(decode(data))


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(), one, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_was_written_is_read(value):
    assert decode(cbor(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x18\x05",  # 5, too long
        b"\x9f\x01\xff",  # an indefinite list
        b"\xf9\x3c\x00",  # a float of 16 bits
        b"\xc1\x01",  # a date
        b"\xa2\x61a\x01\x61a\x02",  # a key twice
        b"\xa1\x01\x02",  # a number as key
        b"\x62\xff\xff",  # text that is no UTF-8
        b"\x01\x02",  # more than one
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",  # a list without end
        b"\x81" * 100,
        b"\xf7",
        b"\xd8\x2a\x41\x01",
    ],
)
def test_what_is_not_strict_is_refused(data):
    with pytest.raises(ValueError, match=r"\w"):
        decode(data)


def test_links_are_written_as_text(tmp_path):
    ref = Ref(b"\x01\x71\x12\x20" + bytes(range(32)))
    assert str(decode(cbor(ref))) == text_of(ref)


def test_the_maker_builds_trees_of_several_layers():
    maker = Maker(1, records=300).make()
    assert len({layer(key) for key in maker.records}) > 2
    assert len(maker.nodes) > 20


def test_the_same_repository_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path, _ = Maker(8, records=5_500).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(
        one.startswith(("did:", "at://", "https://www.w3.org/ns/")) for x in first for one in ids_in(x) if one
    )
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 1


def test_the_order_of_blocks_changes_nothing(tmp_path):
    kept = []
    for order in ORDERS:
        (tmp_path / order).mkdir()
        path, _ = Maker(5, order=order).make().write(tmp_path / order)
        kept.append([item for item in items_of(path, tmp_path) if isinstance(item, Activity)])
    assert kept[0]
    assert all(one == kept[0] for one in kept)


def test_blocks_are_left_alone_and_lists_become_labels(tmp_path):
    maker = Maker(4, records=80).make()
    path, _ = maker.write(tmp_path)
    items = list(items_of(path, tmp_path))
    found = count(items)
    assert "blocks are left alone" in found.files["repo.car"].note
    labels = [fact for one in items for fact in getattr(one, "attachment", ())]
    assert [(one.name, one.value, one.private) for one in labels] == [("label", "Gardeners", True)]
