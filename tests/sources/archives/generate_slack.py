"""Makes exports of Slack workspaces that know their own counts; shares no code with the reader.

By hand: `python -m tests.sources.archives.generate_slack FOLDER --bytes 1000000000` writes one large export.
"""

import argparse
import json
import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

TEXTS = (
    "Grüße aus Köln 🎉",
    "a &lt;b&gt; &amp; c",
    "昨日は楽しかったですね",
    'tricky "quotes" ] } \\',
    "multi\nline",
    "شكرا",
)
MADE = "plain plain plain mention reply root react file edit join gone bot webhook huddle".split()
NAMES = ("Mara Lund", "Ola Berg", "Zoë", "Иван Петров", "山田 太郎", "Ahmed", "Bo Ek", "Finn")


@dataclass
class Piece:
    """What a reader must find once `end` bytes of the file are there; actors by user id, or whole where they have a
    colon."""

    end: int = 0
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    times: dict = field(default_factory=dict)
    calls: int = 0
    room: str = ""


@dataclass
class File:
    data: bytearray = field(default_factory=bytearray)
    pieces: list = field(default_factory=list)


@dataclass
class Truth(Piece):
    broken: set = field(default_factory=set)


class Maker:
    """One workspace; `layout`: corporate (every kind of conversation), public (channels only), old (2015: few fields,
    no team in messages). Everybody but Mara may be a guest of another workspace in a corporate one."""

    def __init__(self, seed, layout="corporate", messages=30, year=2021):
        self.r = random.Random(seed)
        self.layout, self.count, self.seed = layout, messages, seed
        self.team = f"T{seed:05}X"
        self.people = [f"U{seed:03}{at:05}P" for at in range(len(NAMES))]
        self.bot_user, self.bot = f"U{seed:03}BOT", f"B{seed:03}BOT"
        self.at = datetime(year, 3, 1, tzinfo=UTC)
        self.files = {}

    def uri(self, path):
        return f"tag:slack.mutuals.invalid,2026:{self.team}/{path}"

    def conversations(self):
        """(list, id, folder, members)"""
        for at, name in enumerate(("general", "random", "dev_ops-1")):
            yield "channels", f"C{self.seed:03}{at:05}", name, self.r.sample(self.people, 5)
        if self.layout == "corporate":
            yield "groups", f"G{self.seed:03}00001", "secret", self.people[:3]
            yield "mpims", f"G{self.seed:03}00002", "mpdm-mara--ola--zoe-1", self.people[:3]
            for at in (1, 2, 3):
                number = f"D{self.seed:03}{at:05}"
                yield "dms", number, number, [self.people[0], self.people[at]]

    def user_row(self, at, number):
        row = {
            "id": number,
            "team_id": self.team,
            "name": f"user.{at}",
            "deleted": at == 5,
            "real_name": NAMES[at],
        }
        profile = {"real_name": NAMES[at], "display_name": "", "title": "Wood & work" if at % 2 else ""}
        if self.layout != "old":
            profile["email"] = f"User{at}@Example.org"
        return row | {"profile": profile, "is_bot": False, "is_owner": at == 0, "updated": 1}

    # files ---------------------------------------------------------------------------------------------------------
    def listing(self, path, rows):
        """A list file from (row, what it tells)."""
        file = self.files[path] = File(bytearray(b"["))
        for at, (row, piece) in enumerate(rows):
            indent = self.r.choice((None, 4))
            file.data += (b",\n" if at else b"\n") + json.dumps(row, indent=indent).encode()
            piece.end = len(file.data)
            file.pieces.append(piece)
        file.data += b"\n]"

    def make(self):
        rows = [(self.user_row(at, one), Piece(actors={one})) for at, one in enumerate(self.people)]
        bot = {
            "id": self.bot_user,
            "team_id": self.team,
            "name": "helper",
            "is_bot": True,
            "profile": {"bot_id": self.bot},
        }
        self.listing("users.json", [*rows, (bot, Piece(actors={self.bot_user}))])
        lists = {}
        for kind, number, folder, members in self.conversations():
            row = {"id": number, "created": 1, "members": members}
            if kind != "dms":
                row |= {
                    "name": folder,
                    "creator": members[0],
                    "topic": {"value": "t"},
                    "purpose": {"value": "p"},
                }
            room = set() if kind == "dms" else {number}
            lists.setdefault(kind, []).append((row, Piece(actors={*members, *room}, room=number)))
            self.days(kind, number, folder, members)
        for kind, some in lists.items():
            self.listing(f"{kind}.json", some)
        self.listing(
            "integration_logs.json", [({"user_id": "U1", "service_type": "x", "date": "1"}, Piece())]
        )
        return self

    def days(self, kind, number, folder, members):
        left, self.roots = self.r.randrange(2, self.count + 2), []
        while left > 0:
            day = self.at.strftime("%Y-%m-%d")
            rows = []
            for _ in range(self.r.randrange(1, 9)):
                self.at += timedelta(seconds=self.r.randrange(1, 600))
                rows.append(self.message(kind, number, members))
            left -= len(rows)
            self.listing(f"{folder}/{day}.json", rows)
            self.at = self.at.replace(hour=7) + timedelta(days=self.r.randrange(1, 40))

    def message(self, kind, number, members):
        """A row and what it tells."""
        who = self.r.choice(members)
        stamp = f"{int(self.at.timestamp())}.{self.r.randrange(1_000_000):06}"
        row = {"type": "message", "user": who, "text": self.r.choice(TEXTS), "ts": stamp}
        uri = self.uri(f"{number}/{stamp}")
        ms = int(stamp[:-7]) * 1000 + int(stamp[-6:-3])
        room = {number} if kind != "dms" else {one for one in members if one != who}
        found = Piece(posts={uri}, activities={uri + "#create"}, actors={who, *room}, times={uri: ms})
        if self.layout != "old":
            row |= {"client_msg_id": "x-1", "team": self.team, "user_team": self.team}
        made = self.r.choice(MADE)
        found = getattr(self, f"make_{made}", lambda *_: found)(row, found, uri, who, members) or found
        if found.posts and made in ("plain", "root"):
            self.roots.append(stamp)
        return row, found

    def make_mention(self, row, found, uri, who, members):
        other = self.r.choice(self.people)
        row["text"] = f"Hey <@{other}>, see <#C1|general> &amp; <https://example.org/x|this> <!here>"
        row["blocks"] = [{"type": "rich_text", "elements": [{"type": "user", "user_id": other}]}]
        found.actors.add(other)

    def make_reply(self, row, found, uri, who, members):
        if self.roots:
            row |= {"thread_ts": self.r.choice(self.roots), "parent_user_id": self.r.choice(members)}

    def make_root(self, row, found, uri, who, members):
        row |= {"thread_ts": row["ts"], "reply_count": 1, "replies": [{"user": who, "ts": row["ts"]}]}

    def make_react(self, row, found, uri, who, members):
        some = self.r.sample(members, 2)
        row["reactions"] = [
            {"name": "+1", "users": some, "count": 2},
            {"name": "tada", "users": [who], "count": 1},
        ]
        found.activities |= {f"{uri}#reaction/{one}/%2B1" for one in some} | {f"{uri}#reaction/{who}/tada"}
        found.actors |= set(some)

    def make_file(self, row, found, uri, who, members):
        row["files"] = [
            {"id": "F1", "name": "a.png", "mimetype": "image/png", "url_private": "https://files/x?t=secret"}
        ]
        row |= {"subtype": "file_share", "upload": True, "text": ""}

    def make_edit(self, row, found, uri, who, members):
        row["edited"] = {"user": who, "ts": f"{int(row['ts'][:-7]) + 60}.000000"}
        row["attachments"] = [{"ts": row["ts"], "text": "quoted", "from_url": "https://x", "fallback": "f"}]

    def make_join(self, row, found, uri, who, members):
        row |= {"subtype": "channel_join", "text": f"<@{who}> has joined the channel"}
        return Piece(actors={who})

    def make_gone(self, row, found, uri, who, members):
        row |= {
            "subtype": "tombstone",
            "user": "USLACKBOT",
            "text": "This message was deleted.",
            "hidden": True,
        }
        return Piece()

    def make_bot(self, row, found, uri, who, members):
        row |= {"user": self.bot_user, "bot_id": self.bot, "bot_profile": {"id": self.bot, "name": "Helper"}}
        found.actors = found.actors - {who} | {self.bot_user} | ({members[0]} if len(members) == 2 else set())
        if len(members) == 2:
            found.actors -= set(members[1:])

    def make_webhook(self, row, found, uri, who, members):
        del row["user"]
        row |= {"subtype": "bot_message", "text": "", "username": "build bot", "bot_id": "B0HOOK"}
        row["attachments"] = [{"fallback": "Build failed", "id": 1}]
        found.actors = found.actors - {who} | {"B0HOOK"}
        if len(members) == 2:
            found.actors = {"B0HOOK", members[0]}

    def make_huddle(self, row, found, uri, who, members):
        start = int(row["ts"][:-7])
        missed = self.r.random() < 0.3
        room = {
            "id": "R1",
            "date_start": start,
            "date_end": 0 if missed else start + 125,
            "participant_history": members,
        }
        row |= {"subtype": "huddle_thread", "text": "", "room": room}
        if missed:
            return Piece()
        found.calls = 1
        found.actors |= set(members)
        return None

    # truth ---------------------------------------------------------------------------------------------------------
    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts, truth = cuts or {}, Truth()
        for path, file in self.files.items():
            if path in missing or path == "integration_logs.json":
                continue
            size = cuts.get(path, len(file.data))
            truth.broken |= {path} if size < len(file.data) else set()
            for piece in (one for one in file.pieces if one.end <= size):
                truth.posts |= piece.posts
                truth.activities |= piece.activities
                truth.times |= piece.times
                truth.calls += piece.calls
                truth.actors |= {self.uri(one) for one in piece.actors}
        return truth

    def write(self, folder, *, container="folder", missing=(), cuts=None, root=""):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {
            root + path: bytes(file.data[: cuts.get(path)])
            for path, file in self.files.items()
            if path not in missing
        }
        if container == "zip":
            with zipfile.ZipFile(folder / "slack.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return folder / "slack.zip"
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One channel with about `size` bytes in days of up to 5,000 messages; gives the number of messages."""
    (folder / "general").mkdir(parents=True, exist_ok=True)
    maker, number, written, day = Maker(1), 0, 0, datetime(2001, 1, 1, tzinfo=UTC)
    (folder / "users.json").write_text(
        json.dumps([maker.user_row(at, one) for at, one in enumerate(maker.people)])
    )
    while written < size:
        rows = []
        for at in range(5000):
            number += 1
            row = {
                "client_msg_id": "aaaa-bbbb",
                "type": "message",
                "text": "word " * maker.r.randrange(1, 30),
            }
            row |= {
                "user": maker.r.choice(maker.people),
                "ts": f"{int(day.timestamp()) + at}.{number % 10**6:06}",
            }
            rows.append(row | {"team": maker.team, "blocks": [{"type": "rich_text", "elements": []}]})
        text = json.dumps(rows, indent=4)
        written += (folder / "general" / day.strftime("%Y-%m-%d.json")).write_text(text)
        day += timedelta(days=1)
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes)} messages\n")
