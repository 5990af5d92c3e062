"""Makes archives of X that know their own counts; shares no code with the reader.

Every file is a list of pieces with the byte at which each piece is whole, and what a reader must find in it, so that
the truth is known for whatever part of an archive is left. By hand: `python -m tests.sources.archives.generate_twitter
FOLDER --bytes 1000000000` writes one large archive.
"""

import argparse
import io
import json
import random
import sys
import tarfile
import time
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ME = "ME"
EPOCH = 1288834974657
TEXTS = (
    "Thanks & see you <soon>!",
    "昨日は楽しかったですね。また会いましょう",
    "شكرا جزيلا على المساعدة",
    "Grüße aus Köln – schön war's 🎉",
    "Does anyone know a carpenter in Gent? “Quoted”",
    "Спасибо большое за совет",
    "नमस्ते, कैसे हैं आप?",
    "line one\nline two\ttabbed \\ backslash / slash",
    "five > four && three < four",
    "👩‍👩‍👧‍👦 family trip 🇧🇪",
)
LANGUAGES = ("en", "ja", "ar", "de", "en", "ru", "hi", "und", "zxx", "in")


@dataclass
class Piece:
    """What a reader must find once `end` bytes of the file are there."""

    end: int
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    note: str = ""
    of_post: str = ""


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


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Maker:
    """One person's archive in one layout: v1 (monthly scripts), csv, bare (2018), wrapped (2020), modern, minified."""

    def __init__(self, seed, layout="modern", posts=40, start=2015):
        self.r = random.Random(seed)
        self.layout, self.count = layout, posts
        self.owner = str(self.r.randrange(1000, 9_000_000_000))
        self.handle = f"me_{seed}"
        self.friends = [(str(self.r.randrange(10_000, 10**18)), f"Friend_{seed}_{i}") for i in range(9)]
        self.at = int(datetime(start, 1, 2, tzinfo=UTC).timestamp() * 1000) + self.r.randrange(10**9)
        self.last = 100
        self.files = {}

    # ids and times -------------------------------------------------------------------------------------------------
    def tick(self):
        self.at += self.r.randrange(2_000, 90_000_000)
        return self.at

    def number(self, ms):
        self.last += self.r.randrange(1, 50)
        return str(((ms - EPOCH) << 22) + self.last % 4000) if ms > EPOCH + 10**7 else str(self.last + 10**6)

    def stamp(self, ms):
        moment = datetime.fromtimestamp(ms // 1000, UTC)
        if self.layout in ("v1", "csv"):
            return moment.strftime("%Y-%m-%d %H:%M:%S +0000")
        return moment.strftime("%a %b %d %H:%M:%S +0000 %Y")

    def iso(self, ms):
        return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{ms % 1000:03}Z"

    # writing -------------------------------------------------------------------------------------------------------
    def dump(self, value):
        if self.layout == "minified":
            return json.dumps(value, separators=(",", ":"), ensure_ascii=self.r.random() < 0.5).encode()
        return json.dumps(value, indent=2, ensure_ascii=self.r.random() < 0.3).encode()

    def script(self, path, name, elements):
        """`elements`: (value, posts, activities, actors, note, of_post)."""
        head = f"window.YTD.{name}.part0 = [" if not name.startswith("Grailbird") else f"{name} = \n["
        data, pieces = bytearray(head.encode()), []
        for at, (value, *found) in enumerate(elements):
            data += (b"," if at else b"") + (b"\n  " if self.layout != "minified" else b"") + self.dump(value)
            pieces.append(Piece(len(data), *found))
        data += b"\n]" if self.layout != "minified" else b"]"
        closed = len(data)
        data += self.r.choice((b"", b";", b"\n", b";\n"))
        self.files[path] = File(bytes(data), pieces, closed)

    # posts ---------------------------------------------------------------------------------------------------------
    def mention(self, friend, known=True):
        number, handle = friend
        return {
            "name": handle.title(),
            "screen_name": handle,
            "id_str": number if known else "-1",
            "id": number if known else "-1",
            "indices": ["0", "5"],
        }

    def post(self):  # noqa: C901 - one kind of post after the other
        kind = self.r.choice(
            ("plain", "plain", "reply", "hidden", "self", "many", "rt", "rt lost", "quote", "link")
        )
        ms = self.tick()
        number, at = self.number(ms), self.r.randrange(len(TEXTS))
        row = {
            "id_str": number,
            "id": number,
            "created_at": self.stamp(ms),
            "lang": LANGUAGES[at],
            "source": '<a href="https://x.com" rel="nofollow">Web</a>',
            "favorite_count": "3",
            "truncated": False,
            "entities": {"user_mentions": [], "urls": [], "hashtags": []},
        }
        text, actors = escaped(TEXTS[at]), {ME}
        friend, other = self.r.sample(self.friends, 2)
        named = row["entities"]["user_mentions"]
        if kind == "reply":
            text = f"@{friend[1]} {text}"
            named.append(self.mention(friend))
            self.answers(row, friend, str(int(number) - 7))
        elif kind == "hidden":
            self.answers(row, friend, "")
            del row["in_reply_to_screen_name"]
        elif kind == "self":
            self.answers(row, (self.owner, self.handle), str(int(number) - 9))
            actors.add(f"https://x.com/i/user/{self.owner}")
        elif kind == "many":
            text = f"@{friend[1]} @{other[1]} {text}"
            named += [self.mention(friend), self.mention(other)]
            actors.add(self.user(other))
        elif kind in ("rt", "rt lost"):
            text = f"RT @{friend[1]}: {text}"
            named.append(self.mention(friend, kind == "rt"))
            if self.layout == "v1":
                row["retweeted_status"] = {
                    "id_str": "77",
                    "id": 77,
                    "text": escaped(TEXTS[at]),
                    "created_at": row["created_at"],
                    "user": {"id_str": friend[0], "screen_name": friend[1], "name": "F"},
                }
        elif kind == "quote":
            text += " https://t.co/quoted1"
            row["entities"]["urls"].append(
                {
                    "url": "https://t.co/quoted1",
                    "expanded_url": f"https://twitter.com/{friend[1]}/status/99{number[:5]}",
                }
            )
        elif kind == "link":
            text += " https://t.co/ab1 https://t.co/ab12"
            row["entities"]["urls"] += [
                {"url": "https://t.co/ab1", "expanded_url": "https://example.org/a?b=1&c=2"},
                {"url": "https://t.co/ab12", "expanded_url": "https://example.org/z"},
            ]
        if kind in ("reply", "hidden", "many", "rt"):
            actors.add(self.user(friend))
        if kind == "rt lost":
            lost = self.layout not in ("v1", "csv")
            actors.add(f"https://x.com/{friend[1].lower()}" if lost else self.user(friend))
        row["text" if self.layout == "v1" else "full_text"] = text
        return self.shaped(row), number, kind, actors

    def answers(self, row, friend, status):
        row |= {
            "in_reply_to_user_id_str": friend[0],
            "in_reply_to_user_id": friend[0],
            "in_reply_to_screen_name": friend[1],
        }
        if status:
            row |= {"in_reply_to_status_id_str": status, "in_reply_to_status_id": status}

    def user(self, friend):
        return f"https://x.com/i/user/{friend[0]}"

    def shaped(self, row):
        if self.layout != "v1":
            return row
        numeric = {"id", "in_reply_to_status_id", "in_reply_to_user_id"}
        row = {key: int(value) if key in numeric else value for key, value in row.items()}
        row["user"] = {
            "id": int(self.owner),
            "id_str": self.owner,
            "screen_name": self.handle,
            "name": "Me",
            "protected": False,
        }
        for one in row["entities"]["user_mentions"]:
            one["id"] = int(one["id"])
        return row

    def elements(self, count, wrap=True):
        for _ in range(count):
            row, number, kind, actors = self.post()
            post, activity, created = self.known(number, kind)
            if not kind.startswith("rt") and self.layout in ("modern", "minified") and self.r.random() < 0.15:
                yield self.edited(row, number)
            yield ({"tweet": row} if wrap else row), post, activity, actors | created, "", ""

    def known(self, number, kind):
        uri = f"https://x.com/i/status/{number}"
        if kind.startswith("rt"):
            return set(), {uri}, set()
        return {uri}, {uri + "#create"}, set()

    def edited(self, row, number):
        """The version before: the row is the last one of two."""
        before = str(int(number) - 4_194_304)
        control = {
            "editTweetIds": [before, number],
            "editableUntil": "2023-01-01T00:00:00.000Z",
            "editsRemaining": "4",
        }
        row["edit_info"] = {"edit": {"initialTweetId": before, "editControlInitial": control}}
        old = {**row, "id": before, "id_str": before, "full_text": "tpyo", "edit_info": {"initial": control}}
        return {"tweet": old}, set(), set(), set(), "", ""

    def write_posts(self):
        if self.layout == "v1":
            for month in ("2013_01", "2013_02", "2015_08"):
                rows = list(self.elements(max(1, self.count // 3), wrap=False))
                self.script(f"data/js/tweets/{month}.js", f"Grailbird.data.tweets_{month}", rows)
        elif self.layout == "csv":
            self.table()
        elif self.layout == "bare":
            self.script("tweet.js", "tweet", list(self.elements(self.count, wrap=False)))
        else:
            name = "tweet" if self.layout == "wrapped" else "tweets"
            for part in range(1 if self.count < 12 else 3):
                suffix = f"-part{part}" if part else ""
                self.script(f"data/{name}{suffix}.js", name, list(self.elements(self.count // 3 + 1)))

    def table(self):
        columns = (
            "tweet_id in_reply_to_status_id in_reply_to_user_id timestamp source text retweeted_status_id "
            "retweeted_status_user_id retweeted_status_timestamp expanded_urls"
        ).split()
        data, pieces = bytearray(",".join(f'"{one}"' for one in columns).encode() + b"\n"), []
        for value, *found in self.elements(self.count, wrap=False):
            cells = {
                "tweet_id": value["id_str"],
                "timestamp": value["created_at"],
                "source": "web",
                "text": value["full_text"],
            }
            cells |= {
                key: value.get(key + "_str", "") for key in ("in_reply_to_status_id", "in_reply_to_user_id")
            }
            if value["full_text"].startswith("RT @"):
                friend = next(one for one in self.friends if f"@{one[1]}:" in value["full_text"])
                cells |= {"retweeted_status_id": "5", "retweeted_status_user_id": friend[0]}
            elif not cells["in_reply_to_user_id"]:
                found[2] = {ME} | {
                    f"https://x.com/{one[1].lower()}"
                    for one in self.friends
                    if f"@{one[1]} " in value["full_text"]
                }
            row = [str(cells.get(one, "")).replace('"', '""') for one in columns]
            data += ",".join(f'"{cell}"' for cell in row[:-1]).encode() + b","
            pieces.append(Piece(len(data), *found))
            data += f'"{row[-1]}"\n'.encode()
        self.files["tweets.csv"] = File(bytes(data), pieces, len(data) - 1)

    def write_notes(self):
        """Long texts: half belong to a post of tweets-part9.js, half to none."""
        rows, posts = [], []
        for at in range(6):
            ms = self.tick() // 1000 * 1000
            number, note = self.number(ms), str(self.r.randrange(10**17, 10**18))
            text = f"A long story number {at} by {self.handle}. " + "And then it went on & on. " * 30
            core = {"text": escaped(text), "urls": [], "mentions": [], "hashtags": []}
            value = {"noteTweet": {"noteTweetId": note, "createdAt": self.iso(ms), "core": core}}
            lone = f"https://x.com/i/status/{note}"
            rows.append((value, {lone}, {lone + "#create"}, {ME}, note, number if at % 2 else ""))
            if at % 2:
                uri = f"https://x.com/i/status/{number}"
                row = {
                    "id_str": number,
                    "created_at": self.stamp(ms),
                    "full_text": escaped(text)[:200] + "… https://t.co/s",
                    "entities": {
                        "user_mentions": [],
                        "urls": [
                            {"url": "https://t.co/s", "expanded_url": f"https://x.com/i/web/status/{number}"}
                        ],
                    },
                }
                posts.append(({"tweet": row}, {uri}, {uri + "#create"}, {ME}, "", number))
        self.script("data/note-tweet.js", "note_tweet", rows)
        self.script("data/tweets-part9.js", "tweets", posts)

    def write_community(self):
        rows = []
        for value, posts, activities, actors, *rest in self.elements(3):
            value["tweet"]["community_id_str"] = "555"
            group = {"https://x.com/i/communities/555"} if posts else set()
            rows.append((value, posts, activities, actors | group, *rest))
        self.script("data/community-tweet.js", "community_tweet", rows)

    def write_likes(self):
        rows = []
        for at in range(7):
            number = self.number(self.tick())
            like = {"tweetId": number, "expandedUrl": f"https://twitter.com/i/web/status/{number}"}
            if at % 3:
                like["fullText"] = TEXTS[at]
            rows.append(({"like": like}, set(), {("like", number)}, {ME}, "", ""))
        self.script("like.js" if self.layout == "bare" else "data/like.js", "like", rows)

    def write_follows(self):
        for name in ("follower", "following"):
            some = self.r.sample(self.friends, 5)
            rows = [
                (
                    {name: {"accountId": one[0], "userLink": "https://twitter.com/intent/user"}},
                    set(),
                    set(),
                    {self.user(one), ME},
                    "",
                    "",
                )
                for one in some
            ]
            self.script(f"data/{name}.js", name, rows)

    # messages ------------------------------------------------------------------------------------------------------
    def write_messages(self):
        bare = self.layout == "bare"
        pairs = [(friend, None) for friend in self.r.sample(self.friends, 3)]
        groups = [(None, str(self.r.randrange(10**17, 10**18))) for _ in range(2)]
        self.talks(
            "direct-message.js" if bare else "data/direct-messages.js",
            "direct_message" if bare else "direct_messages",
            pairs,
        )
        self.talks("data/direct-messages-group.js", "direct_messages_group", groups)

    def talks(self, path, name, rooms):
        data, pieces = bytearray(f"window.YTD.{name}.part0 = [ ".encode()), []
        for at, (friend, group) in enumerate(rooms):
            number = group or "-".join(sorted((self.owner, friend[0]), key=int))
            data += (
                b", " if at else b""
            ) + f'{{ "dmConversation" : {{ "conversationId" : "{number}", "messages" :'.encode()
            if group:
                pieces.append(Piece(len(data), actors={f"https://x.com/i/messages/{group}"}))
            data += b" ["
            for index in range(self.r.randrange(1, 9)):
                value, *found = self.message(number, friend)
                data += (b",\n" if index else b"\n") + self.dump(value)
                pieces.append(Piece(len(data), *found))
            data += b" ] } }"
        data += b" ]"
        self.files[path] = File(bytes(data), pieces, len(data))

    def message(self, number, friend):
        ms = self.tick()
        if friend is None and self.r.random() < 0.3:
            event = self.r.choice(("joinConversation", "participantsLeave", "conversationNameUpdate"))
            return (
                {
                    event: {
                        "initiatingUserId": "1",
                        "name": "Crew",
                        "userIds": ["3"],
                        "createdAt": self.iso(ms),
                    }
                },
                set(),
                set(),
                set(),
            )
        both = [self.owner, friend[0]] if friend else [self.owner, *(one[0] for one in self.friends[:4])]
        sender = self.r.choice(both)
        row = {
            "id": self.number(ms),
            "senderId": sender,
            "text": self.r.choice(TEXTS),
            "createdAt": self.iso(ms),
            "mediaUrls": [],
            "urls": [],
            "reactions": [],
        }
        uri = f"https://x.com/i/messages/{number}/{row['id']}"
        activities, actors = {uri + "#create"}, {f"https://x.com/i/user/{sender}"}
        if friend:
            row["recipientId"] = both[1] if sender == both[0] else both[0]
            actors.add(f"https://x.com/i/user/{row['recipientId']}")
        if self.r.random() < 0.4:
            by = self.r.choice(both)
            row["reactions"].append(
                {"senderId": by, "reactionKey": "like", "eventId": str(ms), "createdAt": self.iso(ms + 5)}
            )
            activities.add(f"{uri}#reactions/{by}/{ms}")
            actors.add(f"https://x.com/i/user/{by}")
        return {"messageCreate": row}, {uri}, activities, actors

    # the whole -----------------------------------------------------------------------------------------------------
    def make(self):
        v1 = self.layout in ("v1", "csv")
        if v1:
            details = {
                "id": self.owner,
                "screen_name": self.handle,
                "full_name": "Me Myself",
                "created_at": "2010-01-01 10:00:00 +0000",
            }
            body = b"var user_details =  " + json.dumps(details).encode()
            self.files["data/js/user_details.js"] = File(body, [], len(body))
        else:
            self.script(
                "account.js" if self.layout == "bare" else "data/account.js",
                "account",
                [
                    (
                        {"account": {"accountId": self.owner, "username": self.handle}},
                        set(),
                        set(),
                        set(),
                        "",
                        "",
                    )
                ],
            )
        self.write_posts()
        if not v1:
            self.write_likes()
            self.write_follows()
            self.write_messages()
            self.script(
                "data/block.js", "block", [({"blocking": {"accountId": "666"}}, set(), set(), set(), "", "")]
            )
            self.script(
                "data/deleted-tweets.js",
                "deleted_tweets",
                [({"tweet": {"id_str": "666", "full_text": "gone"}}, set(), set(), set(), "", "")],
            )
        if self.layout in ("modern", "minified"):
            manifest = {
                "userInfo": {"accountId": self.owner, "userName": self.handle},
                "archiveInfo": {"generationDate": self.iso(self.at)},
            }
            body = b"window.__THAR_CONFIG = " + json.dumps(manifest, indent=2).encode()
            self.files["data/manifest.js"] = File(body, [], len(body))
            self.write_notes()
            self.write_community()
        return self

    def truth(self, missing=(), cuts=None):
        """What is left to find when files are missing and others are cut after so many bytes."""
        cuts = cuts or {}
        left, broken, whole = {}, set(), set()
        for path, one in self.files.items():
            if path in missing or path.endswith(("block.js", "deleted-tweets.js")):
                continue
            size = cuts.get(path, len(one.data))
            left[path] = [piece for piece in one.pieces if piece.end <= size]
            (broken if size < one.closed else whole).add(path)
        me = self.named_by(left, whole)
        found = [piece for pieces in left.values() for piece in pieces]
        told = {piece.of_post for piece in found if piece.of_post and not piece.note}
        found = [piece for piece in found if not (piece.note and piece.of_post in told)]
        key = me.rpartition("/")[2] if me.startswith("https") else "me"
        likes = {
            f"https://x.com/i/likes/{key}/{one[1]}"
            for piece in found
            for one in piece.activities
            if isinstance(one, tuple)
        }
        return Truth(
            posts=set().union(*(piece.posts for piece in found)),
            activities={one for piece in found for one in piece.activities if isinstance(one, str)} | likes,
            actors={me if one == ME else one for piece in found for one in piece.actors} | {me},
            broken=broken,
            owner=me,
        )

    def named_by(self, left, whole):
        uri = f"https://x.com/i/user/{self.owner}"
        saying = {path for path in whole if path.endswith(("account.js", "manifest.js", "user_details.js"))}
        monthly = [pieces for path, pieces in left.items() if "/tweets/" in path and pieces]
        pairs = set()
        for path in left:
            if path.endswith(("direct-messages.js", "direct-message.js")):
                text = self.files[path].data[: self._cut(path, left)].decode("utf-8", "ignore")
                pairs |= {
                    part.split('"')[0] for part in text.split('"conversationId" : "')[1:] if '"' in part
                }
        return uri if saying or monthly or len(pairs) > 1 else "tag:owner.mutuals.invalid,2026:twitter/me"

    def _cut(self, path, left):
        return self.sizes.get(path, len(self.files[path].data))

    sizes: dict = {}

    def write(self, folder, *, container="folder", root="", missing=(), cuts=None):
        """Writes what is left as a folder, ZIP or tar.gz; gives its path."""
        self.sizes = cuts or {}
        parts = {
            root + path: one.data[: self.sizes.get(path, len(one.data))]
            for path, one in self.files.items()
            if path not in missing
        }
        parts[root + "data/tweets_media/1-a.jpg"] = b"\xff\xd8\xff"
        if container == "zip":
            target = folder / "archive.zip"
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return target
        if container == "tar.gz":
            target = folder / "archive.tar.gz"
            with tarfile.open(target, "w:gz") as book:
                for path, data in parts.items():
                    info = tarfile.TarInfo(path)
                    info.size = len(data)
                    book.addfile(info, io.BytesIO(data))
            return target
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One archive whose tweets.js has about `size` bytes; gives the number of posts and retweets in it."""
    maker = Maker(1, posts=2000)
    maker.make()
    target = folder / "data"
    target.mkdir(parents=True, exist_ok=True)
    (target / "account.js").write_bytes(maker.files["data/account.js"].data)
    count = 0
    with (target / "tweets.js").open("wb") as out:
        out.write(b"window.YTD.tweets.part0 = [ ")
        while out.tell() < size:
            for value, posts, activities, *_ in maker.elements(1000):
                out.write((b",\n" if count else b"") + json.dumps(value, indent=2).encode())
                count += bool(posts or activities)
                maker.at %= 4 * 10**12
        out.write(b" ]")
    return count


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--bytes", type=int, default=10**9)
    asked = words.parse_args()
    began = time.time()
    sys.stdout.write(f"{write_large(asked.folder, asked.bytes)} posts in {time.time() - began:.0f} s\n")
