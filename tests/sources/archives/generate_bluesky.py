"""Makes repositories of Bluesky (CAR, DAG-CBOR, the tree of AT Protocol) and knows what is in them.

By hand, for a large one: `python -m tests.sources.archives.generate_bluesky PATH RECORDS`.
"""

import hashlib
import random
import struct
import sys
from base64 import b32encode
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

WORDS = "hello wörld 日本 🙂🙂 so be it é ñandú #tag ok then \u200fשלום the garden grows".split()
FEED, GRAPH = "app.bsky.feed.", "app.bsky.graph."
ORDERS = ("tree", "shuffled", "nodes first", "commit last")


class Ref(bytes):
    """A CID in binary."""


def head_of(major, number):
    for size, info, pack in ((24, None, ""), (1 << 8, 24, ">B"), (1 << 16, 25, ">H"), (1 << 32, 26, ">I")):
        if number < size:
            return bytes([major << 5 | (number if info is None else info)]) + (
                struct.pack(pack, number) if info else b""
            )
    return bytes([major << 5 | 27]) + struct.pack(">Q", number)


def cbor(value):
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return head_of(0, value) if value >= 0 else head_of(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, Ref):
        return b"\xd8\x2a" + cbor(b"\0" + bytes(value))
    if isinstance(value, (bytes, str)):
        data = value.encode() if isinstance(value, str) else value
        return head_of(3 if isinstance(value, str) else 2, len(data)) + data
    if isinstance(value, list):
        return head_of(4, len(value)) + b"".join(map(cbor, value))
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return head_of(5, len(keys)) + b"".join(cbor(key) + cbor(value[key]) for key in keys)


def ref_of(data):
    return Ref(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def tid(micros, clock=0):
    number, out = micros << 10 | clock, ""
    for _ in range(13):
        number, out = number >> 5, "234567abcdefghijklmnopqrstuvwxyz"[number & 31] + out
    return out


@lru_cache(None)
def layer(key):
    bits = bin(int.from_bytes(hashlib.sha256(key.encode()).digest(), "big"))[2:].zfill(256)
    return (len(bits) - len(bits.lstrip("0"))) // 2


@dataclass
class Truth:
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    mentions: Counter = field(default_factory=Counter)


class Maker:
    def __init__(self, seed, *, records=40, order=""):
        self.r = random.Random(seed)
        self.owner = f"did:plc:{seed:024d}" if seed % 4 else f"did:web:mara{seed}.example.org"
        self.people = [f"did:plc:{self.r.getrandbits(100):025x}" for _ in range(8)]
        self.order = order or ORDERS[seed % 4]
        self.count = records
        self.micros = int(datetime(2023 + seed % 4, 1 + seed % 12, 3, tzinfo=UTC).timestamp()) * 1_000_000
        self.records, self.links, self.holders = {}, {}, {}
        self.nodes, self.blocks = [], {}

    def make(self):
        self.record(
            "app.bsky.actor.profile",
            {"displayName": "Mara é", "description": "garden", "pinned": None},
            "self",
        )
        kinds = (
            self.post,
            self.post,
            self.reply,
            self.quote,
            self.like,
            self.repost,
            self.follow,
            self.block,
            self.gate,
        )
        for _ in range(self.count):
            self.r.choice(kinds)()
        self.lists()
        root = self.tree(sorted(self.records), None)
        commit = {
            "did": self.owner,
            "version": 3,
            "data": root,
            "rev": tid(self.micros),
            "prev": None,
            "sig": bytes(64),
        }
        self.commit = self.put(commit)
        return self

    def put(self, value):
        data = cbor(value)
        ref = ref_of(data)
        self.blocks[ref] = data
        return ref

    def record(self, collection, value, key=""):
        self.micros += self.r.randrange(1, 10**10)
        name = f"{collection}/{key or tid(self.micros, self.r.randrange(1024))}"
        self.records[name] = {"$type": collection, **value}
        self.links[name] = self.put(self.records[name])
        return f"at://{self.owner}/{name}"

    def now(self):
        when = datetime.fromtimestamp(self.micros / 1e6, UTC)
        return self.r.choice(
            (when.isoformat(timespec="milliseconds").replace("+00:00", "Z"), when.isoformat())
        )

    def words(self, most=12):
        return " ".join(self.r.choices(WORDS, k=self.r.randrange(1, most)))

    def strong(self, kind="post", did=""):
        uri = f"at://{did or self.r.choice(self.people)}/{FEED}{kind}/{tid(self.micros)}"
        return {"uri": uri, "cid": str(self.r.getrandbits(90))}

    def post(self, **more):
        text, facets = self.words(), []
        for _ in range(self.r.choice((0, 0, 1, 2))):
            text += " "
            start, feature, shown = len(text.encode()), *self.feature()
            text += shown
            place = {"byteStart": start, "byteEnd": len(text.encode())}
            facets.append({"index": place, "features": [feature]})
        text += " " + self.words(3)
        value = {
            "text": text,
            "createdAt": self.now(),
            "langs": [self.r.choice(("en", "de", "pt-BR"))],
            **more,
        }
        if facets:
            value["facets"] = facets
        if "embed" not in more and self.r.random() < 0.3:
            value["embed"] = self.media()
        return self.record(FEED + "post", value)

    def feature(self):
        one = self.r.choice(self.people)
        return self.r.choice(
            (
                ({"$type": "app.bsky.richtext.facet#mention", "did": one}, f"@{one[-4:]}.example.org"),
                ({"$type": "app.bsky.richtext.facet#link", "uri": "https://x.example/a?b=é"}, "x.example/a…"),
                ({"$type": "app.bsky.richtext.facet#tag", "tag": "日本"}, "#日本"),
            )
        )

    def media(self):
        blob = {"$type": "blob", "ref": ref_of(b"picture"), "mimeType": "image/jpeg", "size": 5}
        return self.r.choice(
            (
                {"$type": "app.bsky.embed.images", "images": [{"alt": "a wall 🙂", "image": blob}]},
                {
                    "$type": "app.bsky.embed.external",
                    "external": {"uri": "https://y.example", "title": "Y", "description": ""},
                },
                {
                    "$type": "app.bsky.embed.video",
                    "video": blob,
                    "alt": "waves",
                    "aspectRatio": {"width": 1, "height": 2},
                },
            )
        )

    def reply(self):
        parent = self.strong(did=self.r.choice((*self.people, self.owner)))
        self.post(reply={"root": self.strong(), "parent": parent})

    def quote(self):
        inner = {"$type": "app.bsky.embed.record", "record": self.strong()}
        whole = {"$type": "app.bsky.embed.recordWithMedia", "record": inner, "media": self.media()}
        self.post(embed=self.r.choice((inner, whole)))

    def like(self):
        self.record(FEED + "like", {"subject": self.strong(), "createdAt": self.now()})

    def repost(self):
        self.record(FEED + "repost", {"subject": self.strong(), "createdAt": self.now()})

    def follow(self):
        self.record(GRAPH + "follow", {"subject": self.r.choice(self.people), "createdAt": self.now()})

    def block(self):
        self.record(
            GRAPH + "block", {"subject": f"did:plc:blocked{self.r.getrandbits(60)}", "createdAt": self.now()}
        )

    def gate(self):
        self.record(
            FEED + "threadgate",
            {"post": "at://x", "allow": [], "createdAt": self.now(), "n": -70_000, "f": 1.5},
        )

    def lists(self):
        made = {"purpose": "app.bsky.graph.defs#curatelist", "name": "Gardeners", "createdAt": self.now()}
        uri = self.record(GRAPH + "list", made)
        self.record(GRAPH + "listitem", {"list": uri, "subject": self.people[0], "createdAt": self.now()})

    def tree(self, keys, top):
        """A node over sorted keys: those of the highest layer lie in it, the rest hangs between them."""
        if not keys:
            return None
        top = max(map(layer, keys)) if top is None else top
        own = [key for key in keys if layer(key) == top]
        groups = [[]]
        for key in keys:
            groups.append([]) if layer(key) == top else groups[-1].append(key)
        left, entries, last = self.tree(groups[0], top - 1), [], b""
        for key, after in zip(own, groups[1:], strict=True):
            name = key.encode()
            same = next(
                (at for at, (a, b) in enumerate(zip(name, last, strict=False)) if a != b),
                min(len(name), len(last)),
            )
            right = self.tree(after, top - 1)
            entries.append({"p": same, "k": name[same:], "v": self.links[key], "t": right})
            last = name
        ref = self.put({"l": left, "e": entries})
        self.nodes.append(ref)
        for key in own:
            self.holders[key] = ref
        return ref

    def ordered(self):
        inner = {*self.nodes, self.commit}
        records = [ref for ref in self.blocks if ref not in inner]
        nodes = list(reversed(self.nodes))
        rest = [*nodes, *records]
        if self.order in ("shuffled", "commit last"):
            self.r.shuffle(rest)
        elif self.order == "tree":
            rest = self.preorder()
        return [*rest, self.commit] if self.order == "commit last" else [self.commit, *rest]

    def preorder(self):
        by_node = {}
        for key, holder in self.holders.items():
            by_node.setdefault(holder, []).append(self.links[key])
        return list(
            dict.fromkeys(ref for node in reversed(self.nodes) for ref in (node, *by_node.get(node, [])))
        )

    def data(self):
        """The file, and where each block ends."""
        head = cbor({"roots": [self.commit], "version": 1})
        out, ends = [varint(len(head)) + head], {}
        at = len(out[0])
        for ref in self.ordered():
            body = bytes(ref) + self.blocks[ref]
            out.append(varint(len(body)) + body)
            at += len(out[-1])
            ends[ref] = at
        return b"".join(out), ends

    def truth(self, there=None):
        """What a reader must find; `there` are the blocks that are in the file (all if None)."""
        found = Truth()
        there = set(self.blocks) if there is None else there
        if self.commit not in there:
            return found
        found.actors.add(self.owner)
        for key, record in self.records.items():
            if self.links[key] in there and self.holders[key] in there:
                self.tell(found, f"at://{self.owner}/{key}", record)
        if any(
            f"{GRAPH}listitem" in key and self.links[key] in there and self.holders[key] in there
            for key in self.records
        ):
            made = next(key for key in self.records if f"{GRAPH}list/" in key)
            if self.links[made] in there and self.holders[made] in there:
                found.actors.add(self.people[0])
        return found

    def tell(self, found, uri, record):
        kind = record["$type"].rpartition(".")[2]
        if kind == "post":
            found.posts.add(uri)
            found.activities.add(uri + "#create")
            named = set()
            for facet in record.get("facets", ()):
                named |= {one["did"] for one in facet["features"] if "did" in one}
            found.mentions.update(named)
            embed = record.get("embed", {})
            quoted = embed.get("record", {})
            refs = [record.get("reply", {}).get("parent"), quoted.get("record", quoted)]
            found.actors |= {ref["uri"].split("/")[2] for ref in refs if ref} | set(found.mentions)
        elif kind in ("like", "repost"):
            found.activities.add(uri)
            found.actors.add(record["subject"]["uri"].split("/")[2])
        elif kind == "follow":
            found.activities.add(uri)
            found.actors.add(record["subject"])

    def write(self, folder, cut=None, name="repo.car"):
        """Writes the file, cut after some bytes; gives its path and the blocks that are whole in it."""
        data, ends = self.data()
        data = data if cut is None else data[:cut]
        (folder / "brought").mkdir(exist_ok=True)
        path = folder / "brought" / name
        path.write_bytes(data)
        return folder / "brought", {ref for ref, end in ends.items() if end <= len(data)}


def text_of(ref):
    return "b" + b32encode(bytes(ref)).decode().lower().rstrip("=")


def large(path, records):
    Path(path).write_bytes(Maker(1, records=records, order="shuffled").make().data()[0])


if __name__ == "__main__":
    large(sys.argv[1], int(sys.argv[2]))
