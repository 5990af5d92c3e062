"""Makes exports of Facebook and Messenger of every layout that know their own counts; shares no code with the reader.

Every file is a list of pieces with the byte at which each record is whole, so that the truth is known for whatever is
left. By hand: `python -m tests.sources.archives.generate_facebook FOLDER --bytes 1000000000` writes one large thread.
"""

import argparse
import json
import random
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

LAYOUTS = ("2019", "2022", "2024", "secure")
FOLDERS = ("inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover")
FIRST = (
    "Ola",
    "Zoë",
    "Kai",
    "Müge",
    "José",
    "Łucja",
    "Anaïs",
    "Bo",
    "Иван",
    "花子",
    "علي",
    "Siân",
    "Tuğba",
    "Noor",
)
LAST = ("Demo", "Šample", "Önal", "de Vries", "O'Neil", "Example", "Fictif", "Muster", "Probe")
TEXTS = (
    "Café at 8? ☕ {n}",
    'She said "yes" \\ {n}\nand more',
    "Zum Glück, {n} 🎉👩🏽‍🔧",
    "午後三時に {n}",
    "شكرا {n}",
    "See https://example.org/{n}",
    "Did you hear that Kai left the group? {n}",
)
FACES = ("👍", "❤", "😆", "😮")
PLACES = {
    "2019": {
        "threads": "messages/",
        "friends": ("friends/friends.json", "friends"),
        "profile": ("profile_information/profile_information.json", "profile"),
        "posts": ("posts/your_posts_1.json", ""),
        "comments": ("comments/comments.json", "comments"),
        "reactions": ("likes_and_reactions/posts_and_comments.json", "reactions"),
        "wall": ("posts/other_people's_posts_to_your_timeline.json", "wall_posts_sent_to_you"),
    },
    "2022": {
        "threads": "messages/",
        "friends": ("friends_and_followers/friends.json", "friends_v2"),
        "profile": ("profile_information/profile_information.json", "profile_v2"),
        "posts": ("posts/your_posts_1.json", ""),
        "comments": ("comments_and_reactions/comments.json", "comments_v2"),
        "reactions": ("comments_and_reactions/posts_and_comments.json", "reactions_v2"),
        "follow": ("friends_and_followers/who_you_follow.json", "following_v2"),
    },
    "2024": {
        "threads": "your_facebook_activity/messages/",
        "friends": ("connections/friends/your_friends.json", "friends_v2"),
        "profile": ("personal_information/profile_information/profile_information.json", "profile_v2"),
        "posts": ("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json", ""),
        "comments": ("your_facebook_activity/comments_and_reactions/comments.json", "comments_v2"),
        "reactions": ("your_facebook_activity/comments_and_reactions/likes_and_reactions_1.json", ""),
        "follow": ("connections/followers/who_you_follow.json", "following_v3"),
    },
    "secure": {"threads": ""},
}


@dataclass
class Piece:
    """One record: where its bytes end; `said` is (by, to, room, words, ms, seconds of a call), names as people see
    them; `likes` who liked; `named` whom it brings in; `friend` (name, day); `left` counts as left out."""

    end: int = 0
    said: tuple = ()
    likes: tuple = ()
    named: tuple = ()
    follows: int = 0
    friend: str = ""
    left: bool = False


@dataclass
class File:
    data: bytes
    pieces: list
    header: int
    closed: int
    thread: tuple = ()


@dataclass
class Truth:
    actors: set
    said: set
    likes: int
    follows: int
    contacts: list
    owner: str
    broken: set


class Maker:
    """One person's export; every fourth is written with right letters instead of Latin-1 ones."""

    NETWORK = "facebook"
    PLACES = PLACES

    def __init__(self, seed, layout="2024", messages=12):
        self.r = random.Random(seed)
        self.seed, self.layout, self.count = seed, layout, messages
        self.right = seed % 4 == 3 or layout == "secure"
        self.me = f"Mära Demo{seed}"
        names = (f"{self.r.choice(FIRST)} {self.r.choice(LAST)}{at}" for at in range(8))
        self.people = list(names)
        self.gone = self.gone_name()
        self.ms = int(datetime(2018 + seed % 7, 2, 1, tzinfo=UTC).timestamp() * 1000)
        self.number = 0
        self.files = {}

    def gone_name(self):
        return self.r.choice(("Facebook User", "Facebook-Nutzer", "Utilisateur de Facebook"))

    # how it is written --------------------------------------------------------------------------------------------
    def bent(self, value):
        """Every string as Meta writes it: the bytes of UTF-8 as letters of Latin-1."""
        if isinstance(value, str):
            return value.encode().decode("latin-1")
        if isinstance(value, list):
            return [self.bent(one) for one in value]
        return {key: self.bent(one) for key, one in value.items()} if isinstance(value, dict) else value

    def dump(self, value):
        value = value if self.right else self.bent(value)
        indent = 2 if self.seed % 2 else None
        return json.dumps(value, indent=indent, ensure_ascii=not self.right or self.seed % 8 == 3).encode()

    def add(self, path, before, rows, after, thread=()):
        """A file of records between what stands before and after them; `rows` are (value, piece)."""
        data, pieces = bytearray(before), []
        header = len(data)
        for at, (value, piece) in enumerate(rows):
            data += (b", " if at else b"") + self.dump(value)
            piece.end = len(data)
            pieces.append(piece)
        closed = len(data) + len(after.rstrip())
        self.files[path] = File(bytes(data) + after, pieces, header, closed, thread)

    def tick(self):
        self.ms += self.r.randrange(1000, 90_000_000)
        return self.ms

    def text(self):
        self.number += 1
        return self.r.choice(TEXTS).format(n=f"n{self.number}")

    # conversations ------------------------------------------------------------------------------------------------
    def threads(self):
        """Pairs, a group, one with a closed account, a long one in parts; the owner is in all."""
        folder = self.PLACES[self.layout]["threads"]
        talks = [[one] for one in self.people[:4]] + [self.people[:3], self.people[4:7], [self.gone]]
        for at, others in enumerate(talks):
            key = f"{self.seed}{at}kux07qabc"
            where = f"{folder}{FOLDERS[at % 5]}/x{at}_{key}/"
            parts = 2 if at == 0 else 1
            for part in range(parts, 0, -1):
                path = (
                    f"{where}message_{part}.json"
                    if self.layout != "2019" or parts > 1
                    else f"{where}message.json"
                )
                path = f"{others[0]}{at}_{key}.json" if self.layout == "secure" else path
                self.thread(path, key, others, f"{others[0]}" if len(others) == 1 else "Floor team é")

    def thread(self, path, key, others, title):
        secure = self.layout == "secure"
        rows = [self.message(key, others, secure) for _ in range(self.count)]
        rows += self.left_out(others, secure)
        rows.sort(key=lambda row: -row[2])
        names = [*others, self.me] if len(others) > 1 or self.seed % 5 else others
        who = names if secure else [{"name": one} for one in names]
        head = self.dump({"participants": who}).rstrip(b"}\n ")
        tail = self.dump({"title": title, "thread_path": f"inbox/x_{key}", "is_still_participant": True})
        thread = (key, tuple(others))
        self.add(
            path, head + b', "messages": [', [row[:2] for row in rows], b"], " + tail.lstrip(b"{"), thread
        )

    def message(self, key, others, secure):
        by = self.r.choice([self.me, *others])
        text, ms = self.text(), self.tick()
        call = self.r.randrange(1, 4000) if self.r.random() < 0.1 and not secure else 0
        likes = tuple(dict.fromkeys(self.r.choice([self.me, *others]) for _ in range(self.r.randrange(3))))
        faces = [{"reaction": self.r.choice(FACES), "actor": one} for one in likes]
        piece = Piece(said=(by, key, "" if call else text, ms, call), likes=likes, named=(by, *likes))
        if secure:
            value = {"isUnsent": False, "media": [], "reactions": faces, "senderName": by, "text": text}
            return value | {"timestamp": ms, "type": "text"}, piece, ms
        value = {"sender_name": by, "timestamp_ms": ms, "content": text, "is_geoblocked_for_viewer": False}
        value |= {"reactions": faces} if faces else {}
        value |= {"type": "Call", "call_duration": call} if call else {}
        value |= {"photos": [{"uri": "a/b.jpg", "creation_timestamp": 5}]} if self.r.random() < 0.2 else {}
        return value, piece, ms

    def left_out(self, others, secure):
        """What nobody said: a message taken back, a missed call, a reaction written as a line."""
        name, ms = others[0], self.tick()
        if secure:
            value = {
                "isUnsent": True,
                "media": [],
                "reactions": [],
                "senderName": name,
                "text": "",
                "timestamp": ms,
            }
            return [(value, Piece(left=True, named=(name,)), ms)]
        base = {"sender_name": name, "timestamp_ms": ms}
        rows = (
            {**base, "is_unsent": True},
            {**base, "content": "You missed a call.", "call_duration": 0, "type": "Call"},
            {**base, "content": f"Reacted {self.r.choice(FACES)} to your message "},
        )
        return [(row, Piece(left=True, named=(name,)), ms) for row in rows]

    # the rest -----------------------------------------------------------------------------------------------------
    def listed(self, what, rows, inner=""):
        path, key = self.PLACES[self.layout][what]
        before = (f'{{"{key}": ' if key else "").encode() + (f'{{"{inner}": ['.encode() if inner else b"[")
        self.add(path, before, rows, b"]" + b"}" * bool(inner) + b"}" * bool(key))

    def everything_else(self):
        friends = [(one, self.tick() // 1000) for one in self.people[1:7]]
        rows = [({"name": one, "timestamp": at}, Piece(friend=one, named=(one,))) for one, at in friends]
        rows.insert(2, ({"name": self.gone, "timestamp": 1600000000}, Piece(left=True)))
        self.listed("friends", rows)
        path, key = self.PLACES[self.layout]["profile"]
        body = {"name": {"full_name": self.me}, "emails": {"emails": ["Mara@Example.invalid"]}}
        whole = self.dump({key: body})
        self.files[path] = File(whole, [], len(whole), len(whole))
        self.listed("posts", [self.post(at) for at in range(6)])
        self.listed("comments", [self.comment(at) for at in range(5)])
        self.listed("reactions", [self.reaction(at) for at in range(5)])
        if "wall" in self.PLACES[self.layout]:
            self.listed("wall", [self.wall(at) for at in range(3)], inner="activity_log_data")
        if "follow" in self.PLACES[self.layout]:
            rows = [({"name": f"Page {at}", "timestamp": 1600000000}, at) for at in range(3)]
            self.listed("follow", [(row, Piece(follows=1, named=(f"Page {at}",))) for row, at in rows])

    def post(self, at):
        text, seconds = self.text(), self.tick() // 1000
        other = self.people[at]
        title = f"{self.me} wrote on {other}'s timeline." if at % 3 == 0 else f"{self.me} updated her status."
        value = {"timestamp": seconds, "data": [{"post": text}], "title": title}
        named = (other,) if at % 3 == 0 else ()
        if at % 3 == 1:
            value["tags"] = [{"name": other}]
            named = (other,)
        return value, Piece(said=("", named, text, seconds * 1000, 0), named=named)

    def comment(self, at):
        text, seconds, other = self.text(), self.tick() // 1000, self.people[at]
        manner = (
            f"commented on {other}'s post.",
            f"replied to {other}'s comment.",
            "commented on her own post.",
        )
        inner = {"timestamp": seconds, "comment": text, "author": self.me}
        value = {"timestamp": seconds, "title": f"{self.me} {manner[at % 3]}", "data": [{"comment": inner}]}
        named = (other,) if at % 3 < 2 else ()
        return value, Piece(said=("", named, text, seconds * 1000, 0), named=named)

    def reaction(self, at):
        other = self.people[at]
        title = f"{self.me} likes {other}'s photo." if at % 2 else f"{self.me} liked a post."
        inner = {"reaction": {"reaction": "LIKE", "actor": self.me}}
        value = {"timestamp": self.tick() // 1000, "data": [inner], "title": title}
        return value, Piece(likes=("",), named=(other,) if at % 2 else ())

    def wall(self, at):
        text, seconds, other = self.text(), self.tick() // 1000, self.people[at]
        value = {"timestamp": seconds, "data": [{"post": text}], "title": f"{other} wrote on your timeline."}
        return value, Piece(said=(other, ("",), text, seconds * 1000, 0), named=(other,))

    def make(self):
        self.threads()
        if self.layout != "secure":
            self.everything_else()
        return self

    PRIVATE = {
        "ads_information/advertisers.json": b'{"custom_audiences_v2": []}',
        "friends/removed_friends.json": b'{"deleted_friends_v2": [{"name": "secret", "timestamp": 1}]}',
    }

    # the truth ----------------------------------------------------------------------------------------------------
    def local(self, rest):
        return f"tag:owner.mutuals.invalid,2026:{self.NETWORK}/{rest}"

    def id_of(self, name, key=""):
        if name == self.gone:
            return self.local(f"thread/{key}/closed")
        return self.local(f"name/{quote(name, safe='')}")

    def owner_of(self, left):
        """The owner's id, and whether the name is known."""
        profile = self.PLACES[self.layout].get("profile", ("", ""))[0]
        known = profile in left and len(left[profile]) == len(self.files[profile].data)
        for what in ("comments", "reactions"):
            path = self.PLACES[self.layout].get(what, ("", ""))[0]
            mine = self.dump(self.me)
            known = known or any(mark + mine in left.get(path, b"") for mark in (b'"author": ', b'"actor": '))
        talks = {file.thread[0] for path, file in self.files.items() if file.thread and path in left}
        known = known or len(talks) > 1
        return self.id_of(self.me) if known else self.local("me")

    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts = cuts or {}
        left = {
            path: one.data[: cuts.get(path, None)] for path, one in self.files.items() if path not in missing
        }
        owner = self.owner_of(left)
        truth = Truth({owner}, set(), 0, 0, [], owner, set())
        for path, data in left.items():
            file = self.files[path]
            if len(data) < file.closed:
                truth.broken.add(path)
            pieces = [piece for piece in file.pieces if piece.end <= len(data)]
            if file.thread:
                self.of_thread(truth, file, data)
            for piece in pieces:
                self.of_piece(truth, piece, file.thread)
        return truth

    def of_thread(self, truth, file, data):
        key, others = file.thread
        if len(others) > 1:
            truth.actors.add(self.local(f"thread/{key}"))
            truth.actors |= {self.id_of(one, key) for one in others}

    def of_piece(self, truth, piece, thread):
        key = thread[0] if thread else ""
        truth.likes += len(piece.likes)
        truth.follows += piece.follows
        truth.contacts += [self.id_of(piece.friend)] if piece.friend else []
        if not piece.left:
            truth.actors |= {self.id_of(one, key) for one in piece.named}
        if piece.said:
            truth.said.add(self.of_said(truth, piece.said, thread))

    def of_said(self, truth, said, thread):
        by, to, text, ms, call = said
        if not thread:
            whom = tuple(truth.owner if one == "" else self.id_of(one) for one in to)
            return (self.id_of(by) if by else truth.owner, whom, text, ms, 0)
        key, others = thread
        if len(others) > 1:
            whom = self.local(f"thread/{key}")
        else:
            whom = self.id_of(others[0] if by == self.me else self.me, key)
            truth.actors.add(whom)
        return (self.id_of(by, key), (whom,), text, ms, call)

    def cut(self, path, r):
        """A place to cut a file at, behind what stands before its records."""
        file = self.files[path]
        return r.randrange(min(file.header, file.closed - 1), file.closed)

    def write(self, folder, *, packed=False, root="", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {n: one.data[: cuts.get(n, None)] for n, one in self.files.items() if n not in missing}
        parts |= self.PRIVATE if self.layout != "secure" else {}
        if packed:
            with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for name, data in parts.items():
                    book.writestr(root + name, data)
            return folder / "export.zip"
        for name, data in parts.items():
            place = folder / "brought" / (root + name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One conversation of about `size` bytes; gives the number of messages in it."""
    maker, number = Maker(1), 0
    place = folder / "messages" / "inbox" / "x_2qr6kux07q"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "message_1.json").open("wb") as out:
        who = maker.dump({"participants": [{"name": maker.people[0]}, {"name": maker.me}]})
        out.write(who.rstrip(b"}\n ") + b', "messages": [')
        while out.tell() < size:
            maker.ms = 1_600_000_000_000
            for _ in range(2_000):
                value, _, _ = maker.message("k", maker.people[:1], False)
                out.write((b", " if number else b"") + maker.dump(value))
                number += 1
        out.write(b'], "title": "x"}')
    return number


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--bytes", type=int, default=10**9)
    asked = words.parse_args()
    sys.stdout.write(f"{write_large(asked.folder, asked.bytes)} messages\n")
