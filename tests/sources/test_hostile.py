"""Whatever is brought: a clear word about it, bounded time and memory, and what is fine beside it is kept.

What is tried on readers is tried on every one that is found. The enormous ones are streams that never exist as a whole.
"""

import io
import re
import time

import pytest

from mutuals.as2 import Activity, Actor
from mutuals.sources.discover import sort_out
from mutuals.sources.seam import FileReport, Rejected
from mutuals.wire.dagcbor import decode
from mutuals.wire.jsonstream import Bad, JsonStream
from tests.fuzz.corpus import READERS, samples
from tests.fuzz.holds import ANSWERS, check, read
from tests.fuzz.shelf import Shelf
from tests.sources.generate_hostile import CHAT, car_of, put
from tests.sources.hostile_child import BLOCK, Stuffed

DEEP = 100_000
each = pytest.mark.parametrize("name", sorted(READERS))


def ids(things):
    return {one.id for one in things if isinstance(one, (Activity, Actor))}


# Readers


@each
def test_files_that_are_empty_white_or_noise_are_nothing(name):
    for data in (
        b"",
        b"\n" * 5_000,
        b" ",
        b"\0" * 70_000,
        bytes(range(256)) * 300,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
    ):
        files = dict.fromkeys(samples(name), data)
        assert not ids(one for one in check(READERS[name], files) if isinstance(one, Activity))


@each
@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "cp1252", "utf-7"])
def test_a_wrong_encoding_never_raises(name, coding):
    files = {
        one: data.decode("utf-8", "replace").encode(coding, "replace") for one, data in samples(name).items()
    }
    check(READERS[name], files)


@each
def test_bytes_of_many_encodings_in_one_file_cost_no_more_than_their_line(name):
    whole = samples(name)
    files = {}
    for one, data in whole.items():
        at = [found.end() for found in re.finditer(rb"\n", data)]
        middle = at[len(at) // 2] if at else len(data)
        odd = "caf\xe9 ".encode("latin-1") + b"\xff\xfe\x00\xd8\xed\xa0\x80\x00" + "\u20ac".encode("cp1252")
        files[one] = data[:middle] + odd + data[middle:]
    check(READERS[name], files)


@each
@pytest.mark.parametrize(
    "deep", [b"[", b'{"a":', b'[{"messages":', b"(", b"BEGIN:VEVENT\n", b">", b"\x81", b"=?"]
)
def test_a_hundred_thousand_levels_end_the_thing_alone(name, deep):
    whole = samples(name)
    begun = time.process_time()
    for one in sorted(whole, key=lambda file: -len(whole[file]))[:3]:
        data = whole[one]
        at = len(data) // 2
        files = whole | {one: data[:at] + deep * (DEEP // len(deep) + 1) + data[at:]}
        things = read(READERS[name], files)
        others = read(READERS[name], {file: data for file, data in whole.items() if file != one})
        if len(whole) > 1:
            assert len(ids(things)) >= len(ids(others)) // 2
    assert time.process_time() - begun < 20


def test_deep_things_with_names_cost_little_and_what_follows_is_kept():
    """Each of them could be where the array goes on, and to see that it is too deep takes a millisecond."""
    fine = b'{"tweet":{"id":"%d"}}'
    body = b",".join([fine % 1, b'[{"tweet":' * 200_000 + b"1" * 70_000, fine % 2, fine % 3])
    stream = JsonStream(
        io.BytesIO(b"[" + body + b"]").read, frozenset(("tweet",)), lambda one: one["tweet"] != 1
    )
    begun = time.process_time()
    found = list(stream.elements())
    assert time.process_time() - begun < 5
    assert [one["tweet"]["id"] for one in found if isinstance(one, dict)] == ["1", "2", "3"]
    assert "nested too deeply" in next(one for one in found if isinstance(one, Bad)).reason


@pytest.mark.parametrize("depth", [50, 900, DEEP])
def test_deep_cbor_is_refused_and_never_overflows(depth):
    for opening in (b"\x81", b"\xa1\x61a", b"\xd8\x2a"):
        with pytest.raises(ValueError, match="It "):
            decode(opening * depth)


def test_a_repository_with_a_deep_block_keeps_the_others():
    (name, data), *_ = samples("bluesky").items()
    whole, broken = (
        ids(read(READERS["bluesky"], {name: data})),
        {name: data + car_of(b"\x81" * DEEP + b"\x01")},
    )
    assert whole
    assert ids(read(READERS["bluesky"], broken)) == whole


HUGE = [
    "-1",
    "0",
    "1e400",
    "NaN",
    "-Infinity",
    "9" * 30,
    "253402300800000",
    "1" + "0" * 5_000,
    "true",
    "null",
    '""',
]


@each
@pytest.mark.parametrize("number", HUGE, ids=lambda one: one[:9])
def test_numbers_out_of_range_never_raise(name, number):
    for pattern in (rb"(?<=[: ,\[=;])-?\d{2,20}(?=[,\s}\]Z;])", rb'(?<=["T:/ -])\d{2,20}(?=["\s:/,TZ-])'):
        files = {one: re.sub(pattern, number.encode(), data) for one, data in samples(name).items()}
        check(READERS[name], files)


@each
def test_keys_that_come_twice_never_raise(name):
    for again in (rb"\1null,\1", rb'\1"x",\1', rb"\1[],\1", rb"\1{},\1"):
        files = {
            one: re.sub(rb'("[A-Za-z_]{2,30}"\s*:\s*)', again, data) for one, data in samples(name).items()
        }
        check(READERS[name], files)


@each
def test_files_that_vanish_between_looking_and_reading_end_alone(name):
    whole = samples(name)
    for gone in whole:
        parcel = Shelf(whole)
        claims = READERS[name].find(parcel)
        parcel.torn[gone] = (0, FileNotFoundError(2, "No such file or directory"))
        things = [one for claim in claims for one in READERS[name].read(parcel, claim, ANSWERS)]
        others = read(READERS[name], {file: data for file, data in whole.items() if file != gone})
        kept = {one.id for one in others if isinstance(one, Activity)}
        assert len({one.id for one in things if isinstance(one, Activity)}) >= len(kept) // 2
        told = [one for one in things if isinstance(one, FileReport) and one.name == gone]
        if told and any(gone in claim.files for claim in claims):
            assert told[-1].status in ("broken", "understood", "left alone", "unknown")


def test_a_file_that_changes_while_it_is_read_ends_alone(tmp_path, opened):
    chat = put(tmp_path / "f" / "WhatsApp Chat with Ola.txt", CHAT.encode())
    put(tmp_path / "f" / "WhatsApp Chat with Mara.txt", CHAT.encode())
    parcel = opened(tmp_path / "f")
    claims, _ = sort_out(parcel, READERS.values())
    chat.write_bytes(b"\0" * 10)
    things = [one for claim in claims for one in READERS[claim.format].read(parcel, claim, ANSWERS)]
    assert sum(isinstance(one, Activity) for one in things) >= 16


def largest(name):
    whole = samples(name)
    return max(sorted(whole), key=lambda one: len(whole[one]))


@each
@pytest.mark.parametrize("way", ["line", "text"])
def test_an_enormous_line_keeps_what_stands_before_it(name, way):
    whole = samples(name)
    file, reader = largest(name), READERS[name]
    parcel = Stuffed(whole, file, way, 5 * BLOCK)
    before = {**whole, file: parcel.parts[0]}
    things = [one for claim in reader.find(parcel) for one in reader.read(parcel, claim, ANSWERS)]
    kept = {one.id for one in read(reader, before) if isinstance(one, Activity)}
    missing = kept - {one.id for one in things if isinstance(one, Activity)}
    assert len(missing) <= 2, missing
    assert sum(isinstance(one, Rejected) for one in things) < 4
