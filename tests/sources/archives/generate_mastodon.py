"""Makes archives of Mastodon and its relatives that know their own counts; shares no code with the reader.

Every file is a list of pieces with the byte at which each piece is whole, so that the truth is known for whatever is
left. By hand: `python -m tests.sources.archives.generate_mastodon FOLDER --bytes 1000000000` writes one large archive.
"""

import argparse
import hashlib
import io
import json
import random
import sys
import tarfile
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
TEXTS = (
    ("en", "<p>Thanks &amp; see you &lt;soon&gt;!</p><p>Second<br>line</p>"),
    ("ja", "<p>昨日は楽しかったですね</p>"),
    ("ar", "<p>شكرا جزيلا على المساعدة</p>"),
    ("de", "<p>Grüße aus <b>Köln</b> – schön war&#39;s 🎉</p>"),
    (
        "nl",
        '<p>Zie <a href="https://example.org/x"><span class="invisible">https://</span>example.org/x</a></p>',
    ),
    ("ru", "Спасибо большое за совет"),
)
HOSTS = ("other.example", "third.example", "mastodon.example", "pleroma.example", "gts.example")


@dataclass
class Piece:
    """What a reader must find once `end` bytes of the file are there; `accounts` are rows of tables."""

    end: int
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    accounts: tuple = ()


@dataclass
class File:
    data: bytes
    pieces: list
    closed: int


@dataclass
class Truth:
    posts: set
    activities: set
    actors: set
    broken: set
    owner: str
    following: tuple


class Maker:
    """One person's archive; `layout` is the manner of mastodon, pleroma (indented, sorted keys) or old (no header in
    tables, no language map)."""

    def __init__(self, seed, layout="mastodon", posts=30, year=2019):
        self.r = random.Random(seed)
        self.layout, self.count, self.seed = layout, posts, seed
        self.host = "social.example"
        self.me = f"https://{self.host}/users/mara{seed}"
        self.friends = [(f"https://{self.r.choice(HOSTS)}/users/Friend_{seed}_{at}") for at in range(8)]
        self.friends.append(f"https://{self.host}/users/neighbour{seed}")
        self.at = datetime(year, 3, 1, tzinfo=UTC)
        self.last = 0
        self.files = {}

    def acct(self, uri):
        host, name = uri.removeprefix("https://").split("/users/")
        return f"{name}@{host}".lower()

    def tick(self):
        self.at += timedelta(seconds=self.r.randrange(5, 90_000))
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def dump(self, value):
        if self.layout == "pleroma":
            return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()
        return json.dumps(value, ensure_ascii=self.r.random() < 0.3).encode()

    # the outbox ----------------------------------------------------------------------------------------------------
    def addressed(self, named):
        manner = self.r.choice(("public", "unlisted", "followers", "direct"))
        lists = {
            "public": ([PUBLIC], [self.me + "/followers", *named]),
            "unlisted": ([self.me + "/followers"], [PUBLIC, *named]),
            "followers": ([self.me + "/followers"], list(named)),
            "direct": (list(named), []),
        }
        return lists[manner]

    def note(self, kind="Note"):
        self.last += 1
        uri, published = f"{self.me}/statuses/{self.last:08}", self.tick()
        named = self.r.sample(self.friends, self.r.choice((0, 0, 1, 1, 2)))
        to, cc = self.addressed(named)
        language, text = self.r.choice(TEXTS)
        row = {
            "id": uri,
            "type": kind,
            "summary": self.r.choice((None, "", "food & drink")),
            "published": published,
            "inReplyTo": None,
            "url": f"https://{self.host}/@mara/{self.last}",
            "attributedTo": self.me,
            "to": to,
            "cc": cc,
            "sensitive": False,
            "content": text,
            "conversation": f"tag:{self.host},2023:o={self.last}",
            "attachment": [],
            "tag": [self.mention(one) for one in named],
        }
        if self.layout != "old":
            row["contentMap"] = {language: text}
        if named and self.r.random() < 0.6:
            row["inReplyTo"] = f"{named[0]}/statuses/{self.last}"
        if self.r.random() < 0.2:
            row["attachment"].append(
                {"type": "Document", "mediaType": "image/png", "url": "/media/1.png", "name": "A cat"}
            )
            row["tag"] += [
                {"type": "Hashtag", "href": "https://social.example/tags/x", "name": "#x"},
                {"type": "Emoji", "name": ":x:"},
            ]
        return row, set(named)

    def mention(self, uri):
        acct = self.acct(uri)
        name = "@" + (acct.split("@")[0] if acct.endswith("@" + self.host) else acct)
        return {"type": "Mention", "href": uri, "name": name}

    def entries(self, count):
        kinds = (
            "Create",
            "Create",
            "Create",
            "Announce",
            "embedded",
            "Update",
            "Delete",
            "Undo",
            "vote",
            "Question",
            "Article",
            "Video",
            "Move",
            "Like",
            "Follow",
            "many",
        )
        for _ in range(count):
            kind = self.r.choice(kinds)
            maker = getattr(self, "make_" + kind.lower(), None)
            yield maker() if maker else self.posted("Note" if kind == "Create" else kind)

    def around(self, kind, thing, name):
        act = {"id": name, "type": kind, "actor": self.me, "published": self.tick(), "object": thing}
        if self.layout == "pleroma":
            act["@context"] = ["https://www.w3.org/ns/activitystreams"]
        return act

    def posted(self, kind):
        row, named = self.note(kind)
        if kind == "Question":
            row["oneOf"] = [{"type": "Note", "name": "Yes"}, {"type": "Note", "name": "No"}]
        if kind == "Video":
            row["url"] = [{"type": "Link", "mediaType": "text/html", "href": "https://tube.example/w/1"}]
        act = self.around("Create", row, row["id"] + "/activity") | {"to": row["to"], "cc": row["cc"]}
        return act, {row["id"]}, {row["id"] + "#create"}, named | {self.me}

    def make_many(self):
        """A single addressee as a plain string, mentions with references as objects."""
        row, _ = self.note()
        friend = self.r.choice(self.friends)
        row |= {
            "to": friend,
            "cc": [],
            "tag": self.mention(friend),
            "attributedTo": {"id": self.me, "type": "Person"},
        }
        row["tag"] = [row["tag"]]
        return (
            self.around("Create", row, row["id"] + "/activity"),
            {row["id"]},
            {row["id"] + "#create"},
            {friend, self.me},
        )

    def make_update(self):
        row, named = self.note()
        name = f"{row['id']}#updates/{self.last}"
        return self.around("Update", row | {"updated": self.tick()}, name), set(), {name}, named | {self.me}

    def make_announce(self):
        self.last += 1
        friend, name = self.r.choice(self.friends), f"{self.me}/statuses/{self.last}/activity"
        act = self.around("Announce", f"{friend}/statuses/{self.last}", name)
        act |= {"to": [PUBLIC], "cc": self.r.sample([friend, self.me + "/followers"], 2)}
        return act, set(), {name}, {friend, self.me}

    def make_embedded(self):
        self.last += 1
        friend, name = self.r.choice(self.friends), f"{self.me}/statuses/{self.last}/activity"
        thing = {
            "id": f"{friend}/statuses/{self.last}",
            "type": "Note",
            "attributedTo": friend,
            "content": "<p>hi</p>",
            "to": [PUBLIC],
        }
        return (
            self.around("Announce", thing, name) | {"to": [PUBLIC], "cc": []},
            set(),
            {name},
            {friend, self.me},
        )

    def make_delete(self):
        self.last += 1
        name = f"{self.me}/statuses/{self.last}#delete"
        thing = {"id": f"{self.me}/statuses/{self.last}", "type": "Tombstone"}
        return self.around("Delete", thing, name) | {"to": [PUBLIC]}, set(), {name}, {self.me}

    def make_undo(self):
        self.last += 1
        name = f"{self.me}#announces/{self.last}/undo"
        thing = {"id": f"{self.me}/statuses/{self.last}/activity", "type": "Announce"}
        return self.around("Undo", thing, name), set(), {name}, {self.me}

    def make_like(self):
        self.last += 1
        friend, name = self.r.choice(self.friends), f"{self.me}#given/{self.last}"
        return self.around("Like", f"{friend}/statuses/{self.last}", name), set(), {name}, {friend, self.me}

    def make_follow(self):
        self.last += 1
        friend, name = self.r.choice(self.friends), f"{self.me}#follows/{self.last}"
        return self.around("Follow", friend, name), set(), {name}, {friend, self.me}

    def make_vote(self):
        row, _ = self.note()
        row |= {
            "name": "Yes",
            "inReplyTo": f"{self.friends[0]}/statuses/1",
            "content": None,
            "contentMap": {},
        }
        return self.around("Create", row, row["id"] + "/activity"), set(), set(), set()

    def make_move(self):
        return (
            self.around("Move", self.me, f"{self.me}#moves/1") | {"target": self.friends[0]},
            set(),
            set(),
            set(),
        )

    # files ---------------------------------------------------------------------------------------------------------
    def collection(self, path, name, elements):
        head = {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": name,
            "type": "OrderedCollection",
            "totalItems": self.count,
        }
        data, pieces = bytearray(json.dumps(head)[:-1].encode() + b', "orderedItems": ['), []
        for at, (value, *found) in enumerate(elements):
            data += (b", " if at else b"") + self.dump(value)
            pieces.append(Piece(len(data), *found))
        data += b"]}"
        self.files[path] = File(bytes(data), pieces, len(data))

    def table(self, path, header, rows):
        data, pieces = bytearray(header.encode()), []
        for line, uri in rows:
            data += line.encode() + b"\n"
            pieces.append(Piece(len(data), accounts=(uri,)))
        self.files[path] = File(bytes(data), pieces, len(data))

    def make(self):
        actor = {
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": self.me,
            "type": "Person",
            "preferredUsername": f"mara{self.seed}",
            "followers": self.me + "/followers",
            "following": self.me + "/following",
            "outbox": "outbox.json",
            "inbox": self.me + "/inbox",
            "name": "Mara",
            "summary": "<p>hi</p>",
            "attachment": [
                {"type": "PropertyValue", "name": "Web", "value": "<a href='https://m.example'>m.example</a>"}
            ],
        }
        body = json.dumps(actor).encode()
        self.files["actor.json"] = File(body, [], len(body))
        self.collection("outbox.json", "outbox.json", list(self.entries(self.count)))
        liked = [f"{self.r.choice(self.friends)}/statuses/{at}" for at in range(6)] + [
            "https://px.example/p/x/123"
        ]
        keyed = [(one, ("like", hashlib.sha256(one.encode()).hexdigest()[:32])) for one in liked]
        self.collection(
            "likes.json",
            "likes.json",
            [
                (one, set(), {key}, {one.split("/statuses")[0] if "/statuses" in one else self.me, self.me})
                for one, key in keyed
            ],
        )
        self.collection(
            "bookmarks.json",
            "bookmarks.json",
            [("https://a.example/users/secret/statuses/1", set(), set(), set())],
        )
        old = self.layout == "old"
        some = self.r.sample(self.friends, 5)
        at = "@" if self.r.random() < 0.5 else ""
        self.table(
            "following_accounts.csv",
            "" if old else "Account address,Show boosts,Notify on new posts,Languages\n",
            [(at + self.acct(one) + ("" if old else ',true,false,"en, nl"'), one) for one in some],
        )
        self.table("followers.csv", "Account address\n", [(self.acct(one), one) for one in some[:3]])
        self.table("lists.csv", "", [(f'"Close, friends",{self.acct(one)}', one) for one in some[2:]])
        self.table("blocked_accounts.csv", "", [("enemy@bad.example", None)])
        self.table(
            "muted_accounts.csv", "Account address,Hide notifications\n", [("enemy@bad.example,true", None)]
        )
        self.table("blocked_domains.csv", "", [("bad.example", None)])
        return self

    PRIVATE = ("bookmarks.json", "blocked_accounts.csv", "muted_accounts.csv", "blocked_domains.csv")

    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts, left, broken = cuts or {}, {}, set()
        for path, one in self.files.items():
            if path in missing or path in self.PRIVATE:
                continue
            size = cuts.get(path, len(one.data))
            left[path] = [piece for piece in one.pieces if piece.end <= size]
            between = path.endswith(".csv") and one.data[:size].endswith(b"\n")
            if size < one.closed and not between:
                broken.add(path)
        outbox = (
            self.files["outbox.json"].data[: cuts.get("outbox.json", None)] if "outbox.json" in left else b""
        )
        says = outbox[:16384].partition(b'"actor": "')[2].partition(b'"')
        told = ("actor.json" in left and "actor.json" not in broken) or bool(says[1])
        me = self.me if told else "tag:owner.mutuals.invalid,2026:mastodon/me"
        found = [piece for pieces in left.values() for piece in pieces]
        met = {one for piece in left.get("outbox.json", []) for one in piece.actors} | (
            {me} if told else set()
        )
        rows = {
            path: [self.named(uri, met) for piece in pieces for uri in piece.accounts]
            for path, pieces in left.items()
        }
        acts = {one for piece in found for one in piece.activities}
        return Truth(
            posts=set().union(*(piece.posts for piece in found)),
            activities={f"{me}#likes/{one[1]}" if isinstance(one, tuple) else one for one in acts},
            actors={me}
            | {
                me if one == self.me and path == "likes.json" else one
                for path, pieces in left.items()
                for piece in pieces
                for one in piece.actors
            }
            | {one for names in rows.values() for one in names},
            broken=broken,
            owner=me,
            following=tuple(rows.get("following_accounts.csv", ())),
        )

    def named(self, uri, met):
        return uri if uri in met else f"acct:{self.acct(uri)}"

    def write(self, folder, *, container="folder", root="", missing=(), cuts=None):
        """Writes what is left as a folder, ZIP or tar.gz; gives its path."""
        cuts = cuts or {}
        parts = {
            root + path: one.data[: cuts.get(path, None)]
            for path, one in self.files.items()
            if path not in missing
        }
        parts[root + "media_attachments/files/1/original/a.png"] = b"\x89PNG"
        if container == "zip":
            with zipfile.ZipFile(folder / "archive.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return folder / "archive.zip"
        if container == "tar.gz":
            with tarfile.open(folder / "archive.tar.gz", "w:gz") as book:
                for path, data in parts.items():
                    info = tarfile.TarInfo(path)
                    info.size = len(data)
                    book.addfile(info, io.BytesIO(data))
            return folder / "archive.tar.gz"
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One archive whose outbox has about `size` bytes; gives the number of activities in it."""
    maker, count = Maker(1).make(), 0
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actor.json").write_bytes(maker.files["actor.json"].data)
    with (folder / "outbox.json").open("wb") as out:
        out.write(b'{"id": "outbox.json", "type": "OrderedCollection", "orderedItems": [')
        first = True
        while out.tell() < size:
            maker.at = datetime(2020, 1, 1, tzinfo=UTC)
            for value, _, activities, _ in maker.entries(1000):
                out.write((b"" if first else b", ") + maker.dump(value))
                count, first = count + len(activities), False
        out.write(b"]}")
    return count


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--bytes", type=int, default=10**9)
    asked = words.parse_args()
    sys.stdout.write(f"{write_large(asked.folder, asked.bytes)} activities\n")
