"""Makes exports of Telegram Desktop that know their own counts; shares no code with the reader.

Every file is a list of pieces with the byte at which each piece is whole. By hand:
`python -m tests.sources.archives.generate_telegram FOLDER --bytes 1000000000` writes one large export.
"""

import argparse
import json
import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

T = "tag:telegram.mutuals.invalid,2026:"
OWN = "tag:owner.mutuals.invalid,2026:telegram/"
ME = "ME"
TEXTS = (
    "Grüße aus Köln 🎉",
    "昨日は楽しかったですね",
    "شكرا جزيلا",
    'so "quoted" \\ and } ] tricky',
    "Спасибо!\nдо встречи",
    "ok",
    "",
)
NAMES = ("Ola Berg", "Zoë", "Иван Петров", "山田", "Ahmed", "Mara's friend", 'Bo "B" Lund', "Finn")
GROUPS = ("private_group", "private_supergroup", "public_supergroup", "private_channel", "public_channel")


@dataclass
class Piece:
    """What a reader must find once `end` bytes are there; `times` are milliseconds by post."""

    end: int = 0
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    times: dict = field(default_factory=dict)
    calls: int = 0
    contact: str = ""
    speaks: bool = False  # the owner, beside somebody or for himself


@dataclass
class File:
    data: bytearray = field(default_factory=bytearray)
    pieces: list = field(default_factory=list)
    closed: int = 0


class Maker:
    """One person's exports. `layout`: new (whole account), old (2019: numbers for peers, no unix seconds), single (one
    file a chat), silent (a whole account without the account information)."""

    def __init__(self, seed, layout="new", messages=40, year=2021):
        self.r = random.Random(seed)
        self.layout, self.count = layout, messages
        self.old = layout == "old"
        self.mine = 100_000 + seed
        self.friends = {self.r.randrange(200_000, 4_000_000_000): name for name in NAMES}
        if not self.old:
            self.friends[self.r.randrange(5_000_000_000, 8_000_000_000)] = "New Person"
        self.at = datetime(year, 3, 1, tzinfo=UTC)
        self.ahead = 0 if self.old else self.r.choice((0, 120, -300, 330))
        self.files = {}

    def uri(self, user):
        return ME if user == self.mine else f"{T}user/{user}"

    def peer(self, user):
        if self.old:
            return self.r.choice((user, user + (1 << 32)))
        return f"user{user}"

    def stamp(self, row, name="date"):
        self.at += timedelta(seconds=self.r.randrange(5, 40_000))
        row[name] = (self.at + timedelta(minutes=self.ahead)).strftime("%Y-%m-%dT%H:%M:%S")
        if not self.old:
            row[f"{name}_unixtime"] = str(int(self.at.timestamp()))
        return int(self.at.timestamp()) * 1000

    # messages ------------------------------------------------------------------------------------------------------
    def base(self, kind, number):
        shared = kind in GROUPS[1:]
        return f"{T}chat/{number}" if shared else f"{OWN}chat/{number}"

    def message(self, kind, number, people, at):
        """A row and what it tells."""
        who = self.r.choice([self.mine, *people])
        channel = kind.endswith("channel")
        room = f"{T}chat/{number}" if kind in GROUPS else ""
        made = self.r.choice(
            ("text", "text", "text", "list", "media", "reply", "call", "missed", "notice", "odd")
        )
        if made in ("call", "missed", "notice"):
            return self.service(kind, number, people, at, made, who)
        row = {"id": at, "type": "message"}
        ms = self.stamp(row)
        uri, author = f"{self.base(kind, number)}/{at}", self.uri(who)
        if channel:
            row["from"], row["from_id"] = (
                "The Channel",
                number + (2 << 32) if self.old else f"channel{number}",
            )
            author = room
        else:
            row["from"] = None if self.r.random() < 0.1 else self.name(who)
            row["from_id"] = self.peer(who)
        other = self.other(kind, number, who)
        found = Piece(
            posts={uri}, activities={uri + "#create"}, actors={author, room or other}, times={uri: ms}
        )
        found.speaks = author == ME and kind in ("personal_chat", "bot_chat", "saved_messages")
        self.fill(row, made, found)
        if not self.old and self.r.random() < 0.2:
            self.react(row, uri, found, [self.mine, *people])
        return row, found

    def other(self, kind, number, who):
        if kind in ("personal_chat", "bot_chat"):
            return ME if who != self.mine else f"{T}user/{number}"
        return ME

    def name(self, user):
        return "Mara" if user == self.mine else self.friends.get(user, "Helper")

    def fill(self, row, made, found):
        text = self.r.choice(TEXTS)
        row["text"] = text
        if made == "list":
            friend, handle = self.r.choice(list(self.friends)), self.r.choice(("Some_One", "weather_bot"))
            row["text"] = [
                text,
                {"type": "mention_name", "text": "you", "user_id": friend},
                {"type": "mention", "text": f"@{handle}"},
                {"type": "text_link", "text": "here", "href": "https://example.org"},
                {"type": "hashtag", "text": "#tag"},
            ]
            found.actors |= {f"{T}user/{friend}", f"{T}username/{handle.lower()}"}
        if made == "media":
            row |= self.r.choice(
                (
                    {"photo": "photos/1.jpg", "width": 1, "height": 2},
                    {"file": "(File not included.)", "media_type": "sticker", "sticker_emoji": "😥"},
                    {
                        "file": "f.ogg",
                        "media_type": "voice_message",
                        "mime_type": "audio/ogg",
                        "duration_seconds": 9,
                    },
                    {"location_information": {"latitude": 1.5, "longitude": 2}},
                    {
                        "poll": {
                            "question": "When?",
                            "closed": False,
                            "answers": [{"text": "Now", "voters": 1}],
                        }
                    },
                    {"contact_information": {"first_name": "A", "last_name": "B", "phone_number": "+32 470"}},
                )
            )
        if made == "reply":
            row["reply_to_message_id"] = max(1, row["id"] - 1)
        if made == "odd":
            row |= {"forwarded_from": "Somebody", "edited": row["date"], "via_bot": "@gif"}
        row["text_entities"] = (
            [one for one in row["text"] if one] if made == "list" else [{"type": "plain", "text": text}]
        )

    def react(self, row, uri, found, people):
        recent = []
        for who in self.r.sample(people, min(2, len(people))):
            recent.append({"from": self.name(who), "from_id": f"user{who}", "date": row["date"]})
            found.actors.add(self.uri(who))
            found.activities.add(f"{uri}#reaction/user{who}/{quote('👍', safe='')}")
        row["reactions"] = [{"type": "emoji", "count": 2, "emoji": "👍", "recent": recent}]
        row["reactions"].append({"type": "emoji", "count": 9, "emoji": "🔥"})

    def service(self, kind, number, people, at, made, who):
        row = {"id": at, "type": "service"}
        ms = self.stamp(row)
        row |= {"actor": self.name(who), "actor_id": self.peer(who), "text": "", "text_entities": []}
        room = f"{T}chat/{number}" if kind in GROUPS else ""
        if made == "notice" or room:
            row |= {"action": "pin_message", "message_id": 1}
            return row, Piece(actors={self.uri(who), room} if room else set())
        row |= {"action": "phone_call", "discard_reason": "hangup"}
        if made == "missed":
            found = Piece()
        else:
            row["duration_seconds"] = self.r.randrange(1, 5000)
            uri = f"{self.base(kind, number)}/{at}"
            people = {self.uri(who), self.other(kind, number, who)}
            found = Piece(posts={uri}, activities={uri + "#create"}, actors=people, times={uri: ms}, calls=1)
        found.speaks = who == self.mine
        return row, found

    # files ---------------------------------------------------------------------------------------------------------
    def chat(self, file, kind, number, name, people, tail="}"):
        head = {"name": name, "type": kind, "id": number}
        file.data += (
            json.dumps(head, ensure_ascii=False, indent=1).encode().rstrip(b"\n}") + b',\n "messages": ['
        )
        for at in range(1, self.r.randrange(2, self.count + 2)):
            row, piece = self.message(kind, number, people, at)
            file.data += (b",\n" if at > 1 else b"\n") + json.dumps(
                row, ensure_ascii=False, indent=1
            ).encode()
            piece.end = len(file.data)
            file.pieces.append(piece)
        file.data += ("\n ]\n" + tail).encode()

    def chats(self):
        friends = list(self.friends)
        for one in friends[:5]:
            yield "personal_chat", one, self.friends[one], [one]
        yield "bot_chat", 777_000, "Helper", [777_000]
        yield "saved_messages", self.mine, None, []
        for at, kind in enumerate(GROUPS):
            yield kind, 9_000_000 + at, f"Room {at}", self.r.sample(friends, 4)

    def make(self):
        if self.layout == "single":
            for at, (kind, number, name, people) in enumerate(self.chats()):
                file = self.files[f"ChatExport_{at}/result.json"] = File()
                self.chat(file, kind, number, name, people)
                file.closed = len(file.data)
        else:
            self.whole(self.files.setdefault("result.json", File()))
        return self

    def whole(self, file):
        file.data += b'{\n "about": "Here is the data you requested.",\n'
        if self.layout != "silent":
            owner = {
                "user_id": self.mine,
                "first_name": "Mara",
                "last_name": "",
                "phone_number": "+32 470 12 34 56",
            }
            owner |= {"username": "@mara_m", "bio": "hi"}
            file.data += b' "personal_information": ' + json.dumps(owner).encode() + b",\n"
        self.least = len(file.data)
        self.contacts(file)
        file.data += (
            b' "frequent_contacts": {"about": "x", "list": [{"id": 1, "type": "user", "name": "Ola"}]},\n'
        )
        some = list(self.chats())
        for key, chats in (("chats", some[:-2]), ("left_chats", some[-2:])):
            file.data += f' "{key}": {{\n  "about": "y",\n  "list": ['.encode()
            for at, (kind, number, name, people) in enumerate(chats):
                file.data += b",\n" if at else b"\n"
                self.chat(file, kind, number, name, people)
            file.data += b"\n ]\n }," if key == "chats" else b"\n ]\n }\n}"
        file.closed = len(file.data)

    def contacts(self, file):
        file.data += b' "contacts": {\n  "about": "z",\n  "list": [\n'
        rows = [
            (user, name, f"+32 470 00 00 {at:02}") for at, (user, name) in enumerate(self.friends.items())
        ]
        rows += [(None, "No Account", "0032470111213"), (None, "Nur Name", ""), (None, "", "+32470141516")]
        for at, (user, name, phone) in enumerate(rows):
            row = {"first_name": name, "last_name": "", "phone_number": phone}
            row = row if user is None or self.old else {"user_id": user, **row}
            self.stamp(row)
            file.data += (b",\n" if at else b"") + json.dumps(row, ensure_ascii=False).encode()
            digits = phone.replace(" ", "").replace("0032", "+32") if phone else ""
            uri = f"tel:{digits}" if digits else f"{OWN}name/{quote(name, safe='')}"
            uri = self.uri(user) if "user_id" in row else uri
            file.pieces.append(Piece(end=len(file.data), actors={uri}, contact=uri))
        file.data += b"\n  ]\n },\n"

    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts, truth, broken = cuts or {}, Piece(), set()
        found = []
        for path, file in self.files.items():
            if path in missing:
                continue
            size = cuts.get(path, len(file.data))
            found += [piece for piece in file.pieces if piece.end <= size]
            broken |= {path} if size < file.closed else set()
        known = any(piece.speaks for piece in found) or self.layout in ("new", "old")
        me = f"{T}user/{self.mine}" if known else f"{OWN}me"
        real = f"{T}user/{self.mine}"
        for piece in found:
            truth.posts |= piece.posts
            truth.activities |= piece.activities
            truth.times |= piece.times
            truth.calls += piece.calls
            for one in piece.actors:
                truth.actors |= {real, me} if one == ME and not known else {me if one == ME else one}
        truth.contacts = tuple(piece.contact for piece in found if piece.contact)
        truth.actors.add(me)
        truth.owner, truth.broken, truth.known = me, broken, known
        return truth

    def write(self, folder, *, container="folder", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {
            path: bytes(file.data[: cuts.get(path)])
            for path, file in self.files.items()
            if path not in missing
        }
        parts |= {"photos/1.jpg": b"\xff\xd8", "css/style.css": b"a {}"}
        if container == "zip":
            with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return folder / "t.zip"
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One group chat of about `size` bytes; gives the number of messages."""
    folder.mkdir(parents=True, exist_ok=True)
    r, number, written = random.Random(1), 0, 0
    with (folder / "result.json").open("w", encoding="utf-8") as out:
        written += out.write(
            '{\n "name": "Big",\n "type": "private_supergroup",\n "id": 5,\n "messages": [\n'
        )
        while written < size:
            number += 1
            row = {"id": number, "type": "message", "date": "2022-12-09T21:25:39"}
            row |= {
                "date_unixtime": str(1_670_610_339 + number),
                "from": "N",
                "from_id": f"user{r.randrange(300)}",
            }
            row |= {
                "text": "word " * r.randrange(1, 30),
                "text_entities": [{"type": "plain", "text": "word"}],
            }
            text = json.dumps(row, ensure_ascii=False, indent=1)
            written += out.write((",\n" if number > 1 else "") + text)
        out.write("\n ]\n}")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes)} messages\n")
