"""Makes data exports of Reddit and knows what is in them.

By hand, for a large one: `python -m tests.sources.archives.generate_reddit PATH COMMENTS`.
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = 'so it is, "naïve" 日本 🙂 \n\n> quoted; and, more [link](https://x.example) ok'.split(" ")
PLACES = ("Gardens", "AskHistorians", "de", "u_Mara-9")
HOME = "https://www.reddit.com"
ALONE = {
    "ip_logs.csv": "date,ip",
    "saved_posts.csv": "id,permalink",
    "comment_headers.csv": "id,permalink,date,ip,subreddit",
}


@dataclass
class Truth:
    posts: set = field(default_factory=set)
    likes: int = 0
    actors: set = field(default_factory=set)
    answers: Counter = field(default_factory=Counter)


class Maker:
    def __init__(self, seed, *, rows=12, silver=False):
        self.r = random.Random(seed)
        self.owner = f"Mara-{seed}"
        self.others = [f"{one}_{seed % 7}" for one in ("Ola", "kai", "BEN", "eve-x")]
        self.now = datetime(2012 + seed % 14, 1, 1, tzinfo=UTC)
        self.silver = silver
        self.end = ("\r\n", "\n")[seed % 2]
        self.tables = {}
        self.make(rows)

    def make(self, rows):
        gold = "gildings,gildings_silver,gildings_supergold" if self.silver else "gildings"
        self.table("posts.csv", f"id,permalink,date,ip,subreddit,{gold},title,url,body", self.post, rows)
        self.table(
            "comments.csv",
            f"id,permalink,date,ip,subreddit,{gold},link,parent,body,media",
            self.comment,
            rows * 3,
        )
        name = self.r.choice(("messages.csv", "messages_archive.csv"))
        self.table(name, "id,permalink,thread_id,date,ip,from,to,subject,body", self.message, rows)
        chat = (
            "message_id,created_at,updated_at,username,message,thread_parent_message_id,channel_url,subreddit"
        )
        self.chats = {f"https://chat.reddit.com/!r{n}": self.r.sample(self.others, n + 1) for n in range(3)}
        self.table("chat_history.csv", f"{chat},channel_name,conversation_type", self.chat, rows)
        self.table("post_votes_1.csv", "id,permalink,direction", self.vote, rows)
        self.table("friends.csv", "username,note", self.friend, 3)
        facts = (("account name", self.owner), ("account ID", "t2_x"), ("is deleted", "False"))
        self.tables["statistics.csv"] = [
            (["statistic", "value"], None),
            *((list(one), ("name",)) for one in facts),
        ]

    def table(self, name, header, make, rows):
        self.columns = header.split(",")
        self.tables[name] = [(self.columns, None), *(make(at) for at in range(rows))]

    def row(self, told, **cells):
        assert set(cells) <= set(self.columns)
        return [str(cells.get(name, "0" if name.startswith("gild") else "")) for name in self.columns], told

    def date(self):
        self.now += timedelta(seconds=self.r.randrange(10**6))
        return f"{self.now:%Y-%m-%d %H:%M:%S} UTC"

    def words(self):
        return " ".join(self.r.choices(WORDS, k=self.r.randrange(1, 9)))

    def number(self):
        return "".join(self.r.choices("0123456789abcdefghijklmnopqrstuvwxyz", k=6))

    def place(self):
        """A community, the path of a post in it, and its canonical address."""
        name, number = self.r.choice(PLACES), self.number()
        path = f"/r/{name}/comments/{number}/some_title_é/"
        return name, path, f"{HOME}/r/{name.lower()}/comments/{number}/some_title_é/"

    def post(self, at):
        name, path, uri = self.place()
        shown = self.r.choice((path, HOME + path, "https://old.reddit.com" + path))
        told = ("post", uri, name, "")
        return self.row(
            told, id=path.split("/")[4], permalink=shown, date=self.date(), subreddit=name, title=self.words(),
            url=self.r.choice((HOME + path, "https://x.example/")), body=self.words(),
        )  # fmt: skip

    def comment(self, at):
        name, path, uri = self.place()
        number, parent = self.number(), self.r.choice(("", self.number()))
        answers = f"{uri}{parent}/" if parent else uri
        told = ("post", f"{uri}{number}/", name, answers)
        parent = self.r.choice((parent, f"t1_{parent}" if parent else f"t3_{path.split('/')[4]}"))
        return self.row(
            told, id=number, permalink=f"{HOME}{path}{number}/", date=self.date(), subreddit=name,
            link=HOME + path, parent=parent, body=self.words(),
        )  # fmt: skip

    def message(self, at):
        pair = [self.owner, self.r.choice(self.others)]
        self.r.shuffle(pair)
        number = self.number()
        told = ("message", f"{HOME}/message/messages/{number}", pair)
        return self.row(
            told, id=number, permalink=f"{HOME}/message/messages/{number}", thread_id=self.number(), date=self.date(),
            subject="re: wall", body=self.words(), **{"from": pair[0], "to": pair[1]},
        )  # fmt: skip

    def chat(self, at):
        room = self.r.choice(list(self.chats))
        who = self.r.choice([self.owner, *self.chats[room]])
        several = len(self.chats[room]) > 1
        key = f"$%{self.number()}"
        told = ("chat", f"{HOME}/chat/message/%24%25{key[2:]}", who, room if several else "")
        return self.row(
            told, message_id=key, created_at=self.date(), username=who, message=self.words(), channel_url=room,
            channel_name="Wall", conversation_type="group" if several else "direct",
        )  # fmt: skip

    def vote(self, at):
        _, path, _ = self.place()
        way = self.r.choice(("up", "up", "down", "none"))
        return self.row(("vote", way), id=path.split("/")[4], permalink=HOME + path, direction=way)

    def friend(self, at):
        return self.row(
            ("friend", self.others[at]), username=self.others[at], note=self.r.choice(("", "met, once"))
        )

    def quoted(self, cell):
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n') else cell

    def lines(self, name):
        return [(",".join(map(self.quoted, cells)) + self.end).encode() for cells, _ in self.tables[name]]

    def write(self, folder, *, missing=(), cuts=None, root="brought"):
        for name in self.tables:
            if name not in missing:
                data = b"".join(self.lines(name))
                (folder / root).mkdir(parents=True, exist_ok=True)
                (folder / root / name).write_bytes(data[: (cuts or {}).get(name, len(data))])
        for name, header in ALONE.items():
            (folder / root / name).write_text(f"{header}\nx,y\n")
        return folder / root

    def truth(self, *, missing=(), cuts=None, owner=""):
        found = Truth()
        found.actors.add(owner or self.user(self.owner))
        for name, rows in self.tables.items():
            at, end = 0, (cuts or {}).get(name)
            for line, (_, told) in zip(self.lines(name), rows, strict=True):
                at += len(line)
                # A row is whole without its line break.
                if name not in missing and told and (end is None or at - len(self.end) <= end):
                    self.tell(found, told)
        return found

    def user(self, name):
        return f"{HOME}/user/{name.lower()}"

    def tell(self, found, told):
        kind, *rest = told
        if kind == "post":
            found.posts.add(rest[0])
            found.actors |= set() if rest[1].startswith("u_") else {f"{HOME}/r/{rest[1].lower()}"}
            found.answers[rest[2]] += 1
        elif kind == "message":
            found.posts.add(rest[0])
            found.actors |= {self.user(one) for one in rest[1]}
        elif kind == "chat":
            found.posts.add(rest[0])
            found.actors |= {self.user(rest[1])} | ({rest[2]} - {""})
        elif kind == "vote":
            found.likes += rest[0] == "up"
        elif kind == "friend":
            found.actors.add(self.user(rest[0]))


def large(path, comments):
    Path(path).mkdir(parents=True, exist_ok=True)
    Maker(1, rows=comments // 3).write(Path(path))


if __name__ == "__main__":
    large(sys.argv[1], int(sys.argv[2]))
