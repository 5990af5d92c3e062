"""Large archives whose parts refer to one another: the signed tree of Bluesky and the books of Monica."""

import hashlib
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
START = datetime(2011, 1, 1, tzinfo=UTC)
WORDS = "word " * 40
CALLS = 10
"""With each of Monica's contacts."""


class Ref(bytes):
    """A CID in binary."""


def _head(major: int, number: int) -> bytes:
    for info, limit, form in ((24, 1 << 8, ">B"), (25, 1 << 16, ">H"), (26, 1 << 32, ">I")):
        if number < 24:
            return bytes([major << 5 | number])
        if number < limit:
            return bytes([major << 5 | info]) + struct.pack(form, number)
    return bytes([major << 5 | 27]) + struct.pack(">Q", number)


def cbor(value: Any) -> bytes:
    """A value as DAG-CBOR (https://ipld.io/specs/codecs/dag-cbor/spec/)."""
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, Ref):
        return b"\xd8\x2a" + cbor(b"\0" + bytes(value))
    if isinstance(value, bytes | str):
        data = value.encode() if isinstance(value, str) else value
        return _head(3 if isinstance(value, str) else 2, len(data)) + data
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    keys = sorted(value, key=lambda key: (len(key), key))
    return _head(5, len(keys)) + b"".join(cbor(key) + cbor(value[key]) for key in keys)


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def _layer(key: str) -> int:
    bits = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    return (256 - bits.bit_length()) // 2


def _tid(number: int) -> str:
    out = ""
    for _ in range(13):
        number, out = number >> 5, SIGNS[number & 31] + out
    return out


class Car:
    """Writes a repository whose keys come in order, holding only the open nodes of its tree
    (https://atproto.com/specs/repository)."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        # A node that is open: the link to its left, its entries [key, link, link to the right].
        self._open: list[list[Any]] = []
        self._begin(Ref(bytes(36)))

    def _begin(self, root: Ref) -> None:
        head = cbor({"roots": [root], "version": 1})
        self._out.write(_varint(len(head)) + head)

    def block(self, value: Any) -> Ref:
        """Writes a block; gives its link."""
        data = cbor(value)
        ref = Ref(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())
        self._out.write(_varint(36 + len(data)) + ref + data)
        return ref

    def record(self, key: str, value: Any) -> None:
        """A record behind the last."""
        layer = _layer(key)
        while len(self._open) <= layer:
            self._open.append([None, []])
        below = None
        for at in range(layer):
            below = self._closed(at, below)
        self._hang(layer, below)
        self._open[layer][1].append([key, self.block(value), None])

    def _hang(self, layer: int, below: Ref | None) -> None:
        left, entries = self._open[layer]
        if below is not None and entries:
            entries[-1][2] = below
        elif below is not None and left is None:
            self._open[layer][0] = below

    def _closed(self, layer: int, below: Ref | None) -> Ref | None:
        """Writes the open node of a layer, if anything is in it."""
        self._hang(layer, below)
        left, entries = self._open[layer]
        self._open[layer] = [None, []]
        if left is None and not entries:
            return None
        rows, last = [], b""
        for key, value, right in entries:
            name = key.encode()
            same = next((at for at, one in enumerate(name) if last[at : at + 1] != bytes([one])), len(name))
            rows.append({"p": same, "k": name[same:], "v": value, "t": right})
            last = name
        return self.block({"l": left, "e": rows})

    def end(self, owner: str) -> None:
        """Writes the rest of the tree and the commit, and names it at the beginning."""
        below = None
        for layer in range(len(self._open)):
            below = self._closed(layer, below)
        commit = {"did": owner, "version": 3, "data": below, "rev": _tid(1), "prev": None, "sig": bytes(64)}
        root = self.block(commit)
        self._out.seek(0)
        self._begin(root)


def bluesky(folder: Path, size: int) -> int:
    """A repository of likes and posts."""
    owner, number = "did:plc:" + "a" * 24, 0
    with (folder / "repo.car").open("wb") as out:
        car = Car(out)
        for kind, share in (("like", 0.5), ("post", 1.0)):
            while out.tell() < size * share:
                at = START + timedelta(seconds=30 * number)
                key = _tid(int(at.timestamp()) * 1_000_000 << 10)
                car.record(f"app.bsky.feed.{kind}/{key}", _bluesky(kind, number, at))
                number += 1
        car.end(owner)
    return number


def _bluesky(kind: str, number: int, at: datetime) -> dict[str, Any]:
    friend = f"did:plc:{number * 7 % 300:024}"
    post = {"uri": f"at://{friend}/app.bsky.feed.post/{_tid(number << 12)}", "cid": "bafyrei" + "a" * 52}
    value: dict[str, Any] = {"$type": f"app.bsky.feed.{kind}", "createdAt": f"{at:%Y-%m-%dT%H:%M:%S}.000Z"}
    if kind == "like":
        return value | {"subject": post}
    return value | {
        "text": f"{WORDS[: number % 200]}{number}",
        "langs": ["en"],
        "reply": {"root": post, "parent": post},
    }


def monica_json(folder: Path, size: int) -> int:
    """Contacts with ten calls each, and a walk of two with both; gives the number of calls and walks."""
    number = 0
    with (folder / "export.json").open("w", encoding="utf-8") as out:
        out.write('{"version": "1", "app_version": "4.0.0", "exported_by": "u", "account": {"data": [')
        out.write('{"type": "contact", "values": [')
        while out.tell() < size * 0.8:
            number += 1
            made = f'"created_at": "{START + timedelta(seconds=number):%Y-%m-%dT%H:%M:%S}.000000Z"'
            calls = ", ".join(_call(at) for at in range(number * CALLS, (number + 1) * CALLS))
            note = f'{{"uuid": "n{number:034}", {made}, "properties": {{"body": "{WORDS}"}}}}'
            out.write(
                ",\n" * (number > 1) + f'{{"uuid": "c{number:034}", {made}, '
                f'"properties": {{"first_name": "Ola", "last_name": "Number{number}"}}, "data": ['
                f'{{"type": "call", "values": [{calls}]}}, '
                f'{{"type": "note", "values": [{note}]}}, {{"type": "activity", "values": ["a{number // 2:034}"]}}]}}'
            )
        out.write(']}, {"type": "activity", "values": [')
        walks = (number - 1) // 2
        for at in range(1, walks + 1):
            made = f'"created_at": "{START + timedelta(seconds=at):%Y-%m-%dT%H:%M:%S}.000000Z"'
            row = f'"summary": "Walk {at}", "description": "{WORDS}", "happened_at": "2021-02-03T00:00:00.000000Z"'
            out.write(",\n" * (at > 1) + f'{{"uuid": "a{at:034}", {made}, "properties": {{{row}}}}}')
        out.write(']}], "instance": {}}}\n')
    return number * CALLS + walks


def _call(number: int) -> str:
    at = f"{START + timedelta(minutes=number % 4_000_000):%Y-%m-%dT%H:%M:%S}.000000Z"
    said = f'{{"called_at": "{at}", "content": "{WORDS}{number}"}}'
    return f'{{"uuid": "k{number:034}", "created_at": "{at}", "properties": {said}}}'


def monica_sql(folder: Path, size: int) -> int:
    """The same as a dump of the database."""
    number, made = size // (420 + 270 * CALLS), "'2021-03-01 10:00:00'"
    walks = number // 2
    tables = (
        ("activities", "id,account_id,summary,description,happened_at,created_at", walks,
         lambda at: f"{at},1,'Walk {at}','{WORDS}','2021-02-03',{made}"),
        ("contacts", "id,account_id,first_name,last_name,uuid", number,
         lambda at: f"{at},1,'Ola','Number{at}','c{at:034}'"),
        ("activity_contact", "activity_id,account_id,contact_id", number - 1, lambda at: f"{(at + 1) // 2},1,{at}"),
        ("calls", "id,account_id,contact_id,called_at,content,created_at", number * CALLS,
         lambda at: f"{at},1,{at % number + 1},'2021-02-03 10:00:00','It\\'s {WORDS}{at}',{made}"),
        ("notes", "id,account_id,contact_id,body", number, lambda at: f"{at},1,{at},'{WORDS}'"),
    )  # fmt: skip
    line = "# ************************************************************\n"
    with (folder / "export.sql").open("w", encoding="utf-8") as out:
        out.write(f"{line}# Mara Lind dump of data\n# Export date: x\n{line}\nSET FOREIGN_KEY_CHECKS=0;\n\n")
        for table, columns, many, row in tables:
            listed = ",".join(f"`{one}`" for one in columns.split(","))
            out.write(f"INSERT IGNORE INTO `{table}` ({listed}) VALUES\n")
            for at in range(1, many + 1):
                out.write(",\n" * (at > 1) + f" ({row(at)})")
            out.write(";\n")
        out.write("SET FOREIGN_KEY_CHECKS=1;")
    return number * CALLS + walks
