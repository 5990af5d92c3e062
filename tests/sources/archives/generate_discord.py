"""Makes data packages of Discord that know their own counts; shares no code with the reader.

By hand: `python -m tests.sources.archives.generate_discord FOLDER --bytes 1000000000` writes one large package.
"""

import argparse
import csv
import io
import json
import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

SITE = "https://discord.com"
OWN = "tag:owner.mutuals.invalid,2026:discord/me"
TEXTS = (
    "Grüße, aus Köln 🎉",
    "a <b> & c",
    "昨日は\n楽しかった",
    'tricky ""quotes"" ] } \\',
    "hi <:wave:123456>",
    "شكرا",
    "",
)
LAYOUTS = ("new", "old", "german")
FOLDERS = {"new": ("Account", "Messages", "Servers"), "old": ("account", "messages", "servers")}


@dataclass
class Piece:
    """What a reader must find once `end` bytes of the file are there; ME stands for the owner."""

    end: int = 0
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    times: dict = field(default_factory=dict)


@dataclass
class File:
    data: bytearray = field(default_factory=bytearray)
    pieces: list = field(default_factory=list)
    closed: int = 0


class Maker:
    """One account; `layout`: new (JSON messages, 2024), old (CSV messages, no c before the numbers), german (folders
    with other names, package in one)."""

    def __init__(self, seed, layout="new", messages=20, year=2021):
        self.r = random.Random(seed)
        self.layout, self.count, self.seed = layout, messages, seed
        self.me = 80_000_000_000_000_000 + seed
        self.friends = [90_000_000_000_000_000 + seed * 100 + at for at in range(6)]
        self.at = datetime(year, 3, 1, tzinfo=UTC)
        self.files, self.pages, self.last = {}, {}, 0
        self.account, self.messages, self.servers = FOLDERS.get(layout, ("Konto", "Nachrichten", "Server"))
        self.root = "package/" if layout == "german" else ""

    def snowflake(self):
        self.last += 1
        ms = int(self.at.timestamp() * 1000) - 1_420_070_400_000
        return (ms << 22) + self.last

    def stamp(self):
        self.at += timedelta(milliseconds=self.r.randrange(500, 90_000_000))
        if self.layout == "old":
            return self.at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "000+00:00", self.at.timestamp()
        self.at = self.at.replace(microsecond=0)
        return self.at.strftime("%Y-%m-%d %H:%M:%S"), self.at.timestamp()

    def channels(self):
        """(number, channel.json, name in the index, path of ids, actors)"""
        for at, one in enumerate(self.friends[:3]):
            number = str(30_000 + at)
            row = {
                "id": number,
                "type": "DM" if self.layout != "old" else 1,
                "recipients": [str(self.me), str(one)],
            }
            yield number, row, f"Direct Message with friend{at}#0", f"@me/{number}", {f"{SITE}/users/{one}"}
        some = [str(one) for one in (*self.friends[:4], self.me)]
        row = {
            "id": "40000",
            "type": "GROUP_DM" if self.layout != "old" else 3,
            "name": "crew",
            "recipients": some,
        }
        people = {f"{SITE}/users/{one}" for one in self.friends[:4]} | {"ME"}
        yield "40000", row, "crew", "@me/40000", {f"{SITE}/channels/@me/40000", *people}
        for at in (1, 2):
            row = {"id": f"5000{at}", "type": "GUILD_TEXT" if self.layout != "old" else 0, "name": "general"}
            row["guild"] = {"id": "777", "name": "Woodworkers"}
            yield (
                f"5000{at}",
                row,
                "general in Woodworkers",
                f"777/5000{at}",
                {f"{SITE}/channels/777/5000{at}"},
            )
        yield "60000", {"id": "60000", "type": 0}, None, "@me/60000", {f"{SITE}/channels/@me/60000"}

    # files ---------------------------------------------------------------------------------------------------------
    def put(self, path, data, pieces=()):
        file = self.files[self.root + path] = File(bytearray(data), list(pieces))
        file.closed = len(file.data)
        return file

    def make(self):
        self.user()
        index = {}
        for number, row, name, path, actors in self.channels():
            index[number] = name
            folder = f"{self.messages}/{number if self.layout == 'old' else 'c' + number}"
            head = json.dumps(row).encode()
            self.put(f"{folder}/channel.json", head, [Piece(end=len(head), actors=actors)])
            room = (
                actors if row["type"] in ("DM", 1) else {next(one for one in actors if "/channels/" in one)}
            )
            self.talk(folder, path, room, row)
        self.put(f"{self.messages}/index.json", json.dumps(index).encode())
        self.put(f"{self.servers}/index.json", json.dumps({"777": "Woodworkers"}).encode())
        self.put(f"{self.servers}/777/guild.json", b'{"id": "777", "name": "Woodworkers"}')
        self.put("activity/analytics/events-2024-1.json", b'{"event_type":"x","day":"1"}\n' * 9)
        return self

    def user(self):
        row = {"id": str(self.me), "username": "mara", "discriminator": 0 if self.layout != "old" else 42}
        row |= {"global_name": "Mara", "email": "Mara@Example.org", "phone": None, "settings": {"x": [1, 2]}}
        text = json.dumps(row)[:-1] + ', "relationships": ['
        file = self.put(f"{self.account}/user.json", text.encode())
        for at, one in enumerate(self.friends):
            kind = 2 if at == 4 else self.r.choice((1, "FRIEND"))
            friend = {
                "id": str(one),
                "type": kind,
                "nickname": None,
                "user": {"id": str(one), "username": f"friend{at}"},
            }
            file.data += (b", " if at else b"") + json.dumps(friend).encode()
            actors = set() if kind == 2 else {f"{SITE}/users/{one}"}
            file.pieces.append(Piece(end=len(file.data), actors=actors))
        file.data += b'], "premium_until": null}'
        file.closed = len(file.data)

    def talk(self, folder, path, room, row):
        table = self.layout == "old" or (self.layout == "german" and self.r.random() < 0.5)
        file = self.put(f"{folder}/messages.{'csv' if table else 'json'}", b"" if table else b"[")
        if table:
            file.data += b"ID,Timestamp,Contents,Attachments\r\n"
        for at in range(self.r.randrange(1, self.count + 2)):
            text, seconds = self.stamp()
            number, said = self.snowflake(), self.r.choice(TEXTS)
            uri = f"{SITE}/channels/{path}/{number}"
            piece = Piece(posts={uri}, activities={uri + "#create"}, actors={"ME", *room})
            piece.times = {uri: round(seconds * 1000)}
            if self.r.random() < 0.2:
                said += f" <@!{self.friends[5]}> in <#50001>"
                piece.actors.add(f"{SITE}/users/{self.friends[5]}")
            files = "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&hm=2" if at % 5 == 0 else ""
            cells = (number, text, said, files)
            file.data += self.csv_row(cells) if table else self.json_row(cells, at)
            piece.end = len(file.data)
            file.pieces.append(piece)
        file.data += b"" if table else b"]"
        file.closed = len(file.data)

    def json_row(self, cells, at):
        row = dict(zip(("ID", "Timestamp", "Contents", "Attachments"), cells, strict=True))
        return (b", " if at else b"") + json.dumps(row, ensure_ascii=self.seed % 2 == 0).encode()

    def csv_row(self, cells):
        out = io.StringIO()
        csv.writer(out).writerow(cells)
        return out.getvalue().encode()

    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts, truth, broken = cuts or {}, Piece(actors={"ME"}), set()
        for path, file in self.files.items():
            if path in missing or "/" + self.servers in "/" + path or "activity/" in path:
                continue
            size = cuts.get(path, len(file.data))
            between = path.endswith(".csv") and bytes(file.data[:size]).endswith(b"\r\n")
            if size < file.closed and not (between and not self.open_cell(file, size)):
                broken.add(path)
            for piece in (one for one in file.pieces if one.end <= size):
                truth.posts |= piece.posts
                truth.activities |= piece.activities
                truth.actors |= piece.actors
                truth.times |= piece.times
        truth.owner = f"{SITE}/users/{self.me}"
        truth.actors = {truth.owner if one == "ME" else one for one in truth.actors}
        truth.broken = broken
        return truth

    def open_cell(self, file, size):
        """Whether a cut lies between lines, but within a row."""
        return size not in {piece.end for piece in file.pieces} and size > len(
            "ID,Timestamp,Contents,Attachments\r\n"
        )

    def write(self, folder, *, container="folder", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {
            path: bytes(file.data[: cuts.get(path)])
            for path, file in self.files.items()
            if path not in missing
        }
        if container == "zip":
            with zipfile.ZipFile(folder / "package.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return folder / "package.zip"
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One channel of about `size` bytes; gives the number of messages."""
    place = folder / "messages" / "c1"
    place.mkdir(parents=True, exist_ok=True)
    (place / "channel.json").write_text('{"id": "1", "type": "DM", "recipients": ["1", "2"]}')
    r, number, written = random.Random(1), 0, 0
    with (place / "messages.json").open("w", encoding="utf-8") as out:
        written += out.write("[")
        while written < size:
            number += 1
            row = {"ID": 600100200300400500 + number, "Timestamp": "2024-05-01 10:00:00", "Attachments": ""}
            row["Contents"] = "word " * r.randrange(1, 30)
            written += out.write((", " if number > 1 else "") + json.dumps(row))
        out.write("]")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes)} messages\n")
