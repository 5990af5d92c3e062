"""Makes the tables of YouTube in Google Takeout, in several languages and layouts, and knows what is in them.

By hand, for a large one: `python -m tests.sources.archives.generate_youtube PATH COMMENTS`.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
WORDS = 'so it is, "naïve" 日本 🙂 \n yes https://x.example {ok}'.split(" ")
HOME = "https://www.youtube.com"
FOLDERS = {
    "en": (
        "YouTube and YouTube Music",
        "comments/comments.csv",
        "live chats/live chats.csv",
        "subscriptions/subscriptions.csv",
    ),
    "nl": (
        "YouTube en YouTube Music",
        "reacties/reacties.csv",
        "livechats/livechats.csv",
        "abonnementen/abonnementen.csv",
    ),
    "de": (
        "YouTube und YouTube Music",
        "Kommentare/Kommentare.csv",
        "Livechats/Livechats.csv",
        "Abos/Abos.csv",
    ),
}
LAYOUTS = {
    6: "id channel time price video text",
    7: "id channel time price parent video text",
    9: "id channel time price parent post video text top",
}
NAMES = {
    "en": {
        "id": "Comment ID", "channel": "Channel ID", "time": "Comment Create Timestamp", "price": "Price",
        "parent": "Parent Comment ID", "post": "Post ID", "video": "Video ID", "text": "Comment Text",
        "top": "Top-Level Comment ID",
    },
    "nl": {
        "id": "Reactie-ID", "channel": "Kanaal-ID", "time": "Tijdstempel van reactie", "price": "Prijs",
        "parent": "ID van bovenliggende reactie", "post": "Post-ID", "video": "Video-ID", "text": "Reactietekst",
        "top": "ID van reactie op hoogste niveau",
    },
    "de": {
        "id": "Kommentar-ID", "channel": "Kanal-ID", "time": "Zeitstempel", "price": "Preis", "parent": "Übergeordnet",
        "post": "Beitrags-ID", "video": "Video-ID", "text": "Kommentartext", "top": "Oberster Kommentar",
    },
}  # fmt: skip


@dataclass
class Truth:
    posts: set = field(default_factory=set)
    answers: Counter = field(default_factory=Counter)
    texts: Counter = field(default_factory=Counter)
    actors: set = field(default_factory=set)
    following: tuple = ()


class Maker:
    def __init__(self, seed, *, lang="en", layout=9, rows=15, runs="new"):
        self.r = random.Random(seed)
        self.lang, self.runs = lang, runs
        self.own = [f"UC{self.key(22)}" for _ in range(1 + seed % 2)]
        self.now = datetime(2010 + seed % 16, 1, 1, tzinfo=UTC)
        self.tables, self.end = {}, ("\n", "\r\n")[seed % 2]
        folder, comments, chats, subscribed = FOLDERS[lang]
        self.table(f"{folder}/{comments}", layout, rows, chat=False)
        self.table(f"{folder}/{chats}", 6, rows // 3 + 1, chat=True)
        self.subscriptions(f"{folder}/{subscribed}", rows // 2)

    def key(self, size):
        return "".join(self.r.choices(SIGNS, k=size))

    def table(self, name, layout, rows, *, chat):
        columns = LAYOUTS[layout].split()
        names = {**NAMES[self.lang]}
        if self.lang == "en" and chat:
            names |= {"id": "Live Chat ID", "time": "Live Chat Create Timestamp", "text": "Live Chat Text"}
        self.tables[name] = [([names[one] for one in columns], None)]
        for _ in range(rows):
            self.tables[name].append(self.row(columns, chat=chat))

    def row(self, columns, *, chat):
        self.now += timedelta(seconds=self.r.randrange(10**6))
        video, top = self.key(11), f"Ug{self.key(20)}4AaABAg"
        key = f"L{self.key(30)}" if chat else top
        about = f"{HOME}/watch?v={video}"
        cells = {"channel": self.r.choice(self.own), "time": self.time(), "price": "0", "video": video}
        answers = about
        if not chat and self.r.random() < 0.4:
            key = f"{top}.{self.key(22)}"
            answers = f"{about}&lc={top}"
            cells |= {"parent": top, "top": top}
        if "post" in columns and not chat and self.r.random() < 0.2 and "parent" not in cells:
            post = f"Ugkx{self.key(32)}"
            cells |= {"post": post, "video": ""}
            about = answers = f"{HOME}/post/{post}"
        text, shown, mentioned = self.words()
        uri = f"{about}{'&' if '?' in about else '?'}lc={key}"
        told = (uri, answers, shown, {cells["channel"], *mentioned})
        return [{**cells, "id": key, "text": text}.get(one, "") for one in columns], told

    def time(self):
        return self.r.choice(
            (
                self.now.isoformat(),
                self.now.isoformat(timespec="microseconds"),
                f"{self.now:%Y-%m-%dT%H:%M:%SZ}",
            )
        )

    def words(self):
        """The cell, the words in it and the channels it mentions."""
        runs, mentioned = [], []
        for _ in range(self.r.randrange(1, 4)):
            text = " ".join(self.r.choices(WORDS, k=self.r.randrange(1, 6)))
            kind = self.r.choice(("plain", "plain", "link", "video", "mention"))
            if kind == "plain":
                runs.append({"text": text})
            elif kind == "link":
                runs.append({"text": "x.example", "link": {"linkUrl": "https://x.example/a"}})
            elif kind == "video":
                runs.append(
                    {"text": "1:23", "videoLink": {"externalVideoId": self.key(11), "startTimeSeconds": 83}}
                )
            else:
                mentioned.append(f"UC{self.key(22)}")
                runs.append({"text": "@ola", "mention": {"externalChannelId": mentioned[-1]}})
        shown = "".join(run["text"] for run in runs)
        if self.runs == "old":
            return json.dumps({"takeoutSegments": runs}, ensure_ascii=False), shown, mentioned
        return ",".join(json.dumps(run, ensure_ascii=False) for run in runs), shown, mentioned

    def subscriptions(self, name, rows):
        header = {"en": "Channel Id,Channel Url,Channel Title"}.get(self.lang, "Kanaal,URL,Titel").split(",")
        keys = [f"UC{self.key(22)}" for _ in range(rows)]
        made = [
            ([key, f"http://www.youtube.com/channel/{key}", f"Channel, {at}"], key)
            for at, key in enumerate(keys)
        ]
        self.tables[name] = [(header, None), *made]

    def quoted(self, cell):
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n') else cell

    def lines(self, name):
        return [(",".join(map(self.quoted, cells)) + self.end).encode() for cells, _ in self.tables[name]]

    def write(self, folder, *, missing=(), cuts=None):
        root = folder / "brought" / "Takeout"
        for name in self.tables:
            if name not in missing:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                data = b"".join(self.lines(name))
                (root / name).write_bytes(data[: (cuts or {}).get(name, len(data))])
        history = root / FOLDERS[self.lang][0] / "history" / "watch-history.json"
        history.parent.mkdir(parents=True, exist_ok=True)
        history.write_text('[{"header": "YouTube", "title": "Watched x"}]')
        return folder / "brought"

    def truth(self, *, missing=(), cuts=None):
        found = Truth()
        for name, rows in self.tables.items():
            at, end = 0, (cuts or {}).get(name)
            for line, (_, told) in zip(self.lines(name), rows, strict=True):
                at += len(line)
                if name not in missing and told and (end is None or at - len(self.end) <= end):
                    self.tell(found, told)
        return found

    def tell(self, found, told):
        if isinstance(told, str):
            found.following = (*found.following, f"{HOME}/channel/{told}")
            found.actors.add(f"{HOME}/channel/{told}")
            return
        uri, answers, text, people = told
        found.posts.add(uri)
        found.answers[answers] += 1
        found.texts[text.replace("\r\n", "\n")] += 1
        found.actors |= {f"{HOME}/channel/{one}" for one in people}


def large(path, comments):
    Maker(1, rows=comments).write(Path(path))


if __name__ == "__main__":
    large(sys.argv[1], int(sys.argv[2]))
