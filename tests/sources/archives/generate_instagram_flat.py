"""Makes exports of Instagram as they were from 2018 to 2020, all files at the root, that know their own counts; shares
no code with the reader.

Every file is written piece by piece with the byte at which each record is whole, so that the truth is known for
whatever is left of it.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.sources.archives.generate_facebook import TEXTS, Truth

HOME = "https://www.instagram.com/"
LAYOUTS = ("2018", "2020")
FILES = (
    "profile.json",
    "connections.json",
    "messages.json",
    "likes.json",
    "comments.json",
    "media.json",
)


@dataclass
class Piece:
    """One record: where its bytes end; what it means."""

    end: int = 0
    said: tuple = ()
    likes: int = 0
    named: tuple = ()
    follows: int = 0
    listed: str = ""
    rooms: tuple = ()


@dataclass
class File:
    data: bytearray = field(default_factory=bytearray)
    pieces: list = field(default_factory=list)


class Maker:
    """One person's export."""

    def __init__(self, seed, layout="2018", messages=8):
        self.r = random.Random(seed)
        self.seed, self.layout, self.count = seed, layout, messages
        self.me = f"mara.demo{seed}"
        self.friends = [f"friend_{at}.{seed}" for at in range(9)]
        self.now = datetime(2013 + seed % 7, 3, 2, 9, 0, tzinfo=UTC)
        self.number, self.files = 0, {}

    def tick(self):
        """A later moment: (as it is written, milliseconds)."""
        self.now += timedelta(seconds=self.r.randrange(1, 90_000))
        text = self.now.isoformat() if self.layout == "2020" else self.now.strftime("%Y-%m-%dT%H:%M:%S")
        return text, int(self.now.timestamp()) * 1000

    def fine(self):
        """A moment of a message, which in 2020 has microseconds."""
        text, ms = self.tick()
        if self.layout == "2020":
            return text.replace("+00:00", ".123456+00:00"), ms + 123
        return text, ms

    def text(self):
        self.number += 1
        return self.r.choice(TEXTS).format(n=f"n{self.number}").strip()

    def dump(self, value):
        return json.dumps(value, ensure_ascii=self.seed % 2 == 0).encode()

    def id_of(self, handle):
        return f"tag:owner.mutuals.invalid,2026:instagram/{handle}" if "/" in handle else HOME + handle

    # one file each --------------------------------------------------------------------------------------------------
    def profile(self):
        file = self.files["profile.json"] = File()
        body = {"biography": "", "date_joined": "2012-01-02T03:04:05", "email": "mara@example.invalid"}
        file.data += self.dump({**body, "name": "Mära Demo", "private_account": True, "username": self.me})
        file.pieces.append(Piece(len(file.data), named=(self.me,)))

    def connections(self):
        file = self.files["connections.json"] = File(bytearray(b"{"))
        parts = {
            "blocked_users": [("blocked.one", None)],
            "close_friends": [(one, Piece(named=(one,))) for one in self.friends[:2]],
            "followers": [
                (one, Piece(listed="followers", follows=1, named=(one,))) for one in self.friends[:6]
            ],
            "following": [
                (one, Piece(listed="following", follows=1, named=(one,))) for one in self.friends[3:]
            ],
            "following_hashtags": [("gardens", None)],
        }
        for at, (section, rows) in enumerate(parts.items()):
            file.data += b'%s"%s": {' % (b", " if at else b"", section.encode())
            for number, (handle, piece) in enumerate(rows):
                file.data += b", " if number else b""
                file.data += self.dump(handle) + b": " + self.dump(self.tick()[0])
                if piece:
                    piece.end = len(file.data)
                    file.pieces.append(piece)
            file.data += b"}"
        file.data += b"}"

    def messages(self):
        file = self.files["messages.json"] = File(bytearray(b"["))
        talks = [[one] for one in self.friends[:3]] + [self.friends[2:5], self.friends[4:9]]
        for at, others in enumerate(talks):
            people = [*others, self.me]
            self.r.shuffle(people)
            file.data += b'%s{"participants": %s, "conversation": [' % (
                b", " if at else b"",
                self.dump(people),
            )
            room = () if len(others) == 1 else (tuple(sorted(people)),)
            file.pieces.append(Piece(len(file.data), named=tuple(people) if room else (), rooms=room))
            for number in range(self.count):
                value, piece = self.message(others, number)
                file.data += (b", " if number else b"") + self.dump(value)
                piece.end = len(file.data)
                file.pieces.append(piece)
            file.data += b"]}"
        file.data += b"]"

    def message(self, others, number):
        by, (when, ms) = self.r.choice([*others, self.me]), self.fine()
        value, text = {"sender": by, "created_at": when}, ""
        if number % 7 == 6:
            return {**value, "video_call_action": "Video chat ended"}, Piece()
        if number % 5 == 4:
            value |= {"media_owner": others[0], "media_share_url": "https://example.org/x.jpg"}
        elif number % 5 == 3:
            value["heart"] = text = "❤️"
        else:
            value["text"] = text = self.text()
        likes = self.r.sample([*others, self.me], self.r.randrange(2))
        if likes:
            value["likes"] = [{"username": one, "date": self.tick()[0]} for one in likes]
        room = tuple(sorted([*others, self.me])) if len(others) > 1 else ()
        to = room or ((others[0] if by == self.me else self.me),)
        named = (by, *likes, *(() if room else to))
        return value, Piece(said=(by, ("room", *to) if room else to, text, ms), likes=len(likes), named=named)

    def rows(self, name, parts):
        """A file of lists of lists."""
        file = self.files[name] = File(bytearray(b"{"))
        for at, (section, rows) in enumerate(parts.items()):
            file.data += b'%s"%s": [' % (b", " if at else b"", section.encode())
            for number, (value, piece) in enumerate(rows):
                file.data += (b", " if number else b"") + self.dump(value)
                piece.end = len(file.data)
                file.pieces.append(piece)
            file.data += b"]"
        file.data += b"}"

    def likes(self):
        def some(number):
            for _ in range(number):
                one = self.r.choice(self.friends)
                yield [self.tick()[0], one], Piece(likes=1, named=(one,))

        self.rows("likes.json", {"media_likes": some(6), "comment_likes": some(3)})

    def comments(self):
        def some(number):
            for _ in range(number):
                one, text, (when, ms) = self.r.choice(self.friends), self.text(), self.tick()
                yield [when, text, one], Piece(said=(self.me, (one,), text, ms), named=(one,))

        parts = {"media_comments": some(5), "live_comments": some(1), "story_comments": some(2)}
        self.rows("comments.json", parts)

    def media(self):
        def some(kind, number):
            for at in range(number):
                (when, ms), one = self.tick(), self.friends[at % 9]
                text = self.text() + (f" with @{one}!" if at % 2 else "")
                row = {"caption": text, "taken_at": when, "path": f"{kind}/201903/{self.seed}{at}.jpg"}
                yield row, Piece(said=(self.me, (), text, ms), named=(one,) if at % 2 else ())

        def albums(number):
            for row, piece in some("photos", number):
                # Pictures of one post stand one after another, and tell the same.
                for part in range(self.r.randrange(1, 4)):
                    yield {**row, "path": f"{part}{row['path']}"}, piece if not part else Piece()

        left = [({"taken_at": self.tick()[0], "path": "direct/1.jpg"}, Piece()) for _ in range(2)]
        parts = {
            "stories": some("stories", 3),
            "photos": albums(5),
            "videos": some("videos", 2),
            "direct": left,
        }
        self.rows("media.json", parts)

    def make(self):
        for one in (self.profile, self.connections, self.messages, self.likes, self.comments, self.media):
            one()
        return self

    # the truth ------------------------------------------------------------------------------------------------------
    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts = cuts or {}
        sizes = {name: cuts.get(name, len(self.files[name].data)) for name in FILES if name not in missing}
        pieces = [one for name, size in sizes.items() for one in self.files[name].pieces if one.end <= size]
        told = {"profile.json", "messages.json"} & set(sizes)
        owner = self.id_of(self.me if told else "me/").removesuffix("/")
        actors = {self.id_of(one) for piece in pieces for one in piece.named} | {owner}
        rooms = {self.room(one) for piece in pieces for one in piece.rooms}
        said = {self.of_said(piece.said, owner) for piece in pieces if piece.said}
        follows, likes = (sum(getattr(piece, name) for piece in pieces) for name in ("follows", "likes"))
        listed = [self.id_of(piece.named[0]) for piece in pieces if piece.listed == "followers"]
        broken = {name for name, size in sizes.items() if size < len(self.files[name].data)}
        return Truth(actors | rooms, said, likes, follows, listed, owner, broken)

    def room(self, people):
        """The id of a group: by those who take part, since it has no number."""
        from hashlib import sha256

        mark = sha256("\n".join(people).encode()).hexdigest()[:32]
        return f"tag:owner.mutuals.invalid,2026:instagram/thread/flat-{mark}"

    def of_said(self, said, owner):
        by, to, text, ms = said
        whom = (self.room(to[1:]),) if to[:1] == ("room",) else tuple(self.id_of(one) for one in to)
        return (owner if by == self.me else self.id_of(by), whom, text, ms, 0)

    def write(self, folder, *, root="", missing=(), cuts=None):
        """Writes what is left as a folder; gives its path."""
        cuts = cuts or {}
        for name in FILES:
            place = folder / "brought" / root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if name not in missing:
                place.write_bytes(bytes(self.files[name].data[: cuts.get(name)]))
        (folder / "brought" / root / "searches.json").write_text('[{"search_click": "secret"}]')
        return folder / "brought"
