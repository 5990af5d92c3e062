"""Reads CAR files (version 1) and the tree in which AT Protocol keeps a repository: keys, and links to records.

Sources: https://ipld.io/specs/transport/car/carv1/, https://atproto.com/specs/repository. Blocks may come in any order,
so they are copied to a file that can be jumped in, and found by the first eight bytes of their digest; whoever asks for
one gets it only if its SHA-256 is right. Of a file that is cut off or damaged all that is reachable is found: the
nodes of the tree hold whole keys each, so those whose parents are lost are walked as well.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, BinaryIO

import numpy as np

from mutuals.wire.dagcbor import LINK_SIZE, RECORD_LINK, Cid, decode

MAX_HEAD = 1 << 16
MAX_BLOCK = 1 << 23
MAX_ENTRIES = 1 << 16
_NODE = b"\xa2\x61e"
_KEY = re.compile(r"[A-Za-z0-9.-]{1,200}/[A-Za-z0-9._:~-]{1,512}")
_UNREADABLE = (OSError, EOFError, ValueError)


class Damaged(ValueError):
    """A block is not what its link says."""


class Missing(Damaged):
    """A block is not in the file."""


class Blocks:
    """The blocks of a CAR file. `cut` says why it ended too early, "" when it did not; `roots` are its first links."""

    def __init__(self, read: Callable[[int], bytes], spool: BinaryIO) -> None:
        """Reads all of a stream into `spool`; never raises for what stands in it."""
        self.cut, self.roots = "", [Cid(b"")][:0]
        self._spool = spool
        # Some 25 bytes a block; besides, only the nodes walked over grow with the file.
        self._keys, self._starts, self._sizes, self._nodes = array("Q"), array("Q"), array("I"), array("I")
        try:
            self._head(read)
            while self._block(read):
                pass
        except _UNREADABLE as error:
            self.cut = str(error) or type(error).__name__
        keys = np.frombuffer(self._keys, dtype=np.uint64) if self._keys else np.empty(0, np.uint64)
        self._order = np.argsort(keys, kind="stable").astype(np.uint32)
        self._sorted = keys[self._order]
        self._keys = array("Q")

    def __len__(self) -> int:
        return len(self._starts)

    def _head(self, read: Callable[[int], bytes]) -> None:
        size = _varint(read)
        if size is None or not 0 < size <= MAX_HEAD:
            raise ValueError("its head is damaged")
        head = decode(_exactly(read, size))
        if not isinstance(head, dict) or head.get("version") != 1:
            raise ValueError("its head is none of version 1")
        roots = head.get("roots")
        self.roots = [one for one in roots if isinstance(one, Cid)] if isinstance(roots, list) else []

    def _block(self, read: Callable[[int], bytes]) -> bool:
        size = _varint(read)
        if size is None:
            return False
        if not LINK_SIZE <= size <= MAX_BLOCK:
            raise ValueError("it is damaged")
        body = _exactly(read, size)
        if not body.startswith(RECORD_LINK):
            return True
        key, at = int.from_bytes(body[4:12], "big"), self._spool.tell()
        if body.startswith(_NODE, LINK_SIZE):
            self._nodes.append(len(self._starts))
        self._keys.append(key)
        self._starts.append(at)
        self._sizes.append(size)
        self._spool.write(body)
        return True

    def get(self, link: object) -> Any:
        """The decoded block of a link; raises Missing, Damaged, or ValueError for what is no
        DAG-CBOR."""
        if not isinstance(link, Cid) or len(link) != LINK_SIZE or not link.startswith(RECORD_LINK):
            raise Damaged("It is no link to a record.")
        key = np.uint64(int.from_bytes(link[4:12], "big"))
        place = int(self._sorted.searchsorted(key))
        while place < len(self._sorted) and self._sorted[place] == key:
            body = self._at(int(self._order[place]))
            if body[:LINK_SIZE] == link:
                return _sound(body)
            place += 1
        raise Missing("It is not in the file.")

    def _at(self, number: int) -> bytes:
        self._spool.seek(self._starts[number])
        return self._spool.read(self._sizes[number])

    def nodes(self) -> Iterator[Cid]:
        """Links to all blocks that look like nodes of a tree, in the order of the file."""
        for number in self._nodes:
            yield Cid(self._at(number)[:LINK_SIZE])


def _sound(body: bytes) -> Any:
    if sha256(body[LINK_SIZE:]).digest() != body[4:LINK_SIZE]:
        raise Damaged("Its checksum does not fit.")
    return decode(body[LINK_SIZE:])


def _varint(read: Callable[[int], bytes]) -> int | None:
    """An unsigned LEB128 number of at most ten bytes; None at the end of the stream."""
    number = shift = 0
    while byte := read(1):
        number |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return number
        shift += 7
        if shift > 63:
            raise ValueError("it is damaged")
    if shift:
        raise ValueError("it ends in the middle of a block")
    return None


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    data = read(size)
    if len(data) != size:
        raise ValueError("it ends in the middle of a block")
    return data


def commit_of(blocks: Blocks) -> dict[str, Any]:
    """The commit that a repository's file begins with; {} when it is lost."""
    for root in blocks.roots[:1]:
        try:
            commit = blocks.get(root)
        except ValueError:
            return {}
        return commit if isinstance(commit, dict) else {}
    return {}


class Tree:
    """A walk over the records of a repository, in the order of their keys; `lost` counts nodes that are not there."""

    def __init__(self, blocks: Blocks, root: object) -> None:
        self._blocks, self._root = blocks, root
        self._seen: set[bytes] = set()
        self.lost = 0

    def records(self) -> Iterator[tuple[str, Cid]]:
        """(key, link) of each record; where parts of the tree are lost, also what hangs on no root any more."""
        self.lost += not isinstance(self._root, Cid)
        yield from self._walk(self._root)
        if self.lost or self._blocks.cut:
            for node in self._blocks.nodes():
                if node not in self._seen:
                    yield from self._walk(node)

    def _walk(self, root: object) -> Iterator[tuple[str, Cid]]:
        stack: list[object] = [root]
        while stack:
            one = stack.pop()
            if isinstance(one, tuple):
                yield one
                continue
            if isinstance(one, Cid) and one not in self._seen:
                self._seen.add(bytes(one))
                stack += reversed(self._node(one))

    def _node(self, link: Cid) -> list[object]:
        """What a node holds, in order: links to nodes, and (key, link to a record)."""
        try:
            node = self._blocks.get(link)
            entries = node["e"]
            found: list[object] = [node["l"]]
            key = b""
            for entry in entries[:MAX_ENTRIES]:
                key = key[: entry["p"]] + entry["k"]
                name = key.decode("ascii")
                if _KEY.fullmatch(name) and isinstance(entry["v"], Cid):
                    found.append((name, entry["v"]))
                found.append(entry["t"])
        except (ValueError, KeyError, TypeError):
            self.lost += 1
            return []
        return found
