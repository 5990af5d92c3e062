"""Reads DAG-CBOR, the strict subset of CBOR in which AT Protocol keeps its records.

Pure. Sources: https://ipld.io/specs/codecs/dag-cbor/spec/, RFC 8949. Integers in their shortest form, floats of 64
bits, no indefinite lengths, text as keys, each once, no tag but 42 (a link). Depth is bounded, sizes by what is there.
"""

import struct
from base64 import b32encode
from typing import Any

MAX_DEPTH = 64
RECORD_LINK = b"\x01\x71\x12\x20"
"""How the binary CID of a record begins: version 1, DAG-CBOR, SHA-256 of 32 bytes (https://github.com/multiformats/cid)."""
LINK_SIZE = 36
_SIMPLE: dict[int, object] = {20: False, 21: True, 22: None}
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_LEAST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}


class Cid(bytes):
    """A link to a block, in binary."""

    __slots__ = ()

    def __str__(self) -> str:
        """The link as text: base32 in lower case (multibase `b`)."""
        return "b" + b32encode(self).decode().lower().rstrip("=")


def decode(data: bytes) -> Any:
    """The one value in `data`; raises ValueError for anything that is not strict DAG-CBOR."""
    try:
        value, end = _item(data, 0, 0)
    except (IndexError, struct.error):
        raise ValueError("It ends in the middle.") from None
    if end != len(data):
        raise ValueError("Something stands behind it.")
    return value


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    first = data[at]
    kind, info = first >> 5, first & 31
    at += 1
    if kind == 7:
        return _simple(data, at, info)
    if info < 24:
        number = info
    else:
        number, at = _number(data, at, info)
    if kind in (2, 3):
        return _string(data, at, number, kind)
    if kind < 2:
        return (-1 - number if kind else number), at
    if depth >= MAX_DEPTH:
        raise ValueError("It is nested too deeply.")
    if kind == 5:
        return _map(data, at, number, depth + 1)
    if kind == 4:
        return _list(data, at, number, depth + 1)
    return _link(data, at, number)


def _number(data: bytes, at: int, info: int) -> tuple[int, int]:
    size = _SIZES.get(info)
    if size is None:
        raise ValueError("It has an indefinite length.")
    end = at + size
    if end > len(data):
        raise ValueError("It ends in the middle.")
    number = int.from_bytes(data[at:end], "big")
    if number < _LEAST[info]:
        raise ValueError("A number is longer than it has to be.")
    return number, end


def _string(data: bytes, at: int, size: int, kind: int) -> tuple[str | bytes, int]:
    end = at + size
    if end > len(data):
        raise ValueError("It ends in the middle.")
    return (data[at:end].decode() if kind == 3 else data[at:end]), end


def _simple(data: bytes, at: int, info: int) -> tuple[object, int]:
    if info in _SIMPLE:
        return _SIMPLE[info], at
    if info != 27:
        raise ValueError("It holds a value that DAG-CBOR does not know.")
    return struct.unpack_from(">d", data, at)[0], at + 8


def _list(data: bytes, at: int, size: int, depth: int) -> tuple[list[Any], int]:
    if size > len(data) - at:
        raise ValueError("It ends in the middle.")
    found = []
    for _ in range(size):
        value, at = _item(data, at, depth)
        found.append(value)
    return found, at


def _map(data: bytes, at: int, size: int, depth: int) -> tuple[dict[str, Any], int]:
    if size > (len(data) - at) // 2:
        raise ValueError("It ends in the middle.")
    found: dict[str, Any] = {}
    for _ in range(size):
        key, at = _text(data, at)
        first = data[at]
        # Most of a record is text: it is read here, without another step down.
        found[key], at = _text(data, at) if 0x60 <= first <= 0x78 else _item(data, at, depth)
    if len(found) != size:
        raise ValueError("A key comes twice.")
    return found, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text at a place, mostly of less than 256 bytes."""
    first = data[at]
    if 0x60 <= first < 0x78:
        start, end = at + 1, at + first - 0x5F
    elif first == 0x78 and data[at + 1] >= 24:
        start, end = at + 2, at + 2 + data[at + 1]
    else:
        value, end = _item(data, at, MAX_DEPTH)
        if not isinstance(value, str):
            raise ValueError("A key is no text.")
        return value, end
    if end > len(data):
        raise ValueError("It ends in the middle.")
    return data[start:end].decode(), end


def _link(data: bytes, at: int, tag: int) -> tuple[Cid, int]:
    """Tag 42: a byte string of a zero and the CID."""
    if tag != 42 or data[at] >> 5 != 2:
        raise ValueError("It holds a tag that DAG-CBOR does not know.")
    value, end = _item(data, at, MAX_DEPTH)
    if value[:1] != b"\0" or len(value) < 2:
        raise ValueError("A link is none.")
    return Cid(value[1:]), end
