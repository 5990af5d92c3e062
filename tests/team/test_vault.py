"""A locked file opens with its passphrase alone, and shows every change, cut and turn of its parts."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.team.vault import CHUNK, MAGIC, TAG, Damaged, Locking, Unlocking, WrongPassphrase

CHEAP = (4, 1, 1)
HEADER = len(MAGIC) + 3 + 16 + 7 + 16
WORDS = "correct horse battery"


def locked(data, pieces=1):
    out = io.BytesIO()
    lock = Locking(out, WORDS, cost=CHEAP)
    step = max(1, len(data) // pieces)
    for start in range(0, len(data), step):
        lock.write(data[start : start + step])
    lock.close()
    return out.getvalue()


def opened(data, words=WORDS, size=-1):
    source, parts = Unlocking(io.BytesIO(data), words), []
    while part := source.read(size):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
@pytest.mark.parametrize("read", [-1, 1000, CHUNK + 3])
def test_what_goes_in_comes_out(size, read):
    data = bytes(index % 251 for index in range(size))
    assert opened(locked(data, 3), size=read) == data


def test_another_passphrase_opens_nothing():
    with pytest.raises(WrongPassphrase):
        opened(locked(b"heronsecret"), "correct horse")


def test_nothing_of_the_plain_text_shows_and_no_two_are_alike():
    data = b"heronsecret" * 10
    one, other = locked(data), locked(data)
    assert b"heron" not in one
    assert one != other


@given(at=st.integers(0), bit=st.integers(0, 7))
def test_every_changed_bit_shows(at, bit):
    data = bytearray(locked(b"x" * (CHUNK + 9)))
    data[at % len(data)] ^= 1 << bit
    with pytest.raises((Damaged, WrongPassphrase, ValueError)):
        opened(bytes(data))


@given(cut=st.integers(1, 2 * CHUNK))
def test_every_cut_shows(cut):
    data = locked(b"x" * (2 * CHUNK + 9))
    with pytest.raises((Damaged, WrongPassphrase)):
        opened(data[:-cut])


def test_parts_in_another_order_or_left_out_show():
    data = locked(b"x" * (3 * CHUNK))
    head, size = data[:HEADER], CHUNK + TAG
    parts = [data[HEADER + n * size : HEADER + (n + 1) * size] for n in range(3)]
    for order in ((1, 0, 2), (0, 2), (0, 1), (0, 1, 2, 2), (0, 0, 2)):
        with pytest.raises((Damaged, WrongPassphrase)):
            opened(head + b"".join(parts[n] for n in order))


def test_a_file_may_not_ask_for_more_than_a_machine_has():
    data = bytearray(locked(b"x"))
    data[len(MAGIC)] = 40
    with pytest.raises(Damaged):
        opened(bytes(data))
