"""Makes chats of Signal as text that know their own counts; shares no code with the reader.

By hand: `python -m tests.sources.archives.generate_signal FOLDER --bytes 1000000000` writes one large chat.
"""

import argparse
import random
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

TEXTS = (
    "hello there",
    "Grüße aus Köln 🎉",
    "昨日は: 楽しかった",
    "see https://example.org/a?b=c",
    "two\nlines: really",
    "gap\n\nafter it",
    "[not a date] x",
    "شكرا",
    "",
)
NAMES = ("Ola Berg", "Zoë", "Иван Петров", "山田", "Ahmed", "O'Neil-Smith", "Bo ❤")


@dataclass
class Said:
    """One message: where it begins, where its head ends, and what it says."""

    start: int
    named: int
    sender: str
    text: str
    ms: int


@dataclass
class File:
    data: bytearray = field(default_factory=bytearray)
    said: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    people: tuple = ()
    minutes: Counter = field(default_factory=Counter)


class Maker:
    """Some chats of one person; `layout`: miner ([date, time], one text file a chat), markdown ([date time], folders
    with chat.md, the owner is Me)."""

    def __init__(self, seed, layout="miner", messages=20, year=2020):
        self.r = random.Random(seed)
        self.layout, self.count = layout, messages
        self.me = "Mara" if layout == "miner" else "Me"
        self.end = self.r.choice(("\n", "\n", "\r\n"))
        self.at = datetime(year, 3, 1, tzinfo=UTC)
        self.files = {}

    def make(self):
        for at, one in enumerate(NAMES[:3]):
            self.chat(f"{one}", (self.me, one), at)
        self.chat("Woodworkers", (self.me, *NAMES[2:]), 9)
        return self

    def chat(self, title, people, at):
        name = f"{title}/chat.md" if self.layout == "markdown" else f"Signal chat with {title}.txt"
        file = self.files[name] = File(people=people)
        for number in range(self.r.randrange(len(people) + 2, self.count + len(people) + 3)):
            self.at += timedelta(minutes=self.r.choice((0, 0, 1, 7, 4000)))
            stamp = self.at.strftime("%Y-%m-%d %H:%M" if self.layout == "markdown" else "%Y-%m-%d, %H:%M")
            # Everybody speaks at first, so that a chat of several is known as one.
            sender = people[number] if number < len(people) else self.r.choice(people)
            if number > len(people) and self.r.random() < 0.1:
                start = len(file.data)
                file.data += f"[{stamp}] The safety number changed{self.end}".encode()
                file.notices.append((start, len(file.data)))
                continue
            text = self.r.choice(TEXTS)
            start, head = len(file.data), f"[{stamp}] {sender}:"
            file.data += head.encode() + f" {text}".replace("\n", self.end).encode() + self.end.encode()
            self.note(file, start, head, sender, text)

    def note(self, file, start, head, sender, text):
        minute = int(self.at.timestamp()) // 60
        file.minutes[minute] += 1
        ms = int(self.at.timestamp()) * 1000 + file.minutes[minute] - 1
        file.said.append(Said(start, start + len(head.encode()), sender, text, ms))

    def truth(self, missing=(), cuts=None):
        """What each file that is left holds: (sender, text, ms) by file, and the files that end in a head."""
        cuts, found, broken = cuts or {}, {}, set()
        for path, file in self.files.items():
            if path in missing:
                continue
            size = cuts.get(path, len(file.data))
            found[path] = [one for one in file.said if one.named <= size]
            heads = [(one.start, one.named) for one in file.said]
            if not file.data[:size].endswith(b"\r"):
                heads += file.notices
            broken |= {path} if any(start < size < end for start, end in heads) else set()
        return found, broken

    def write(self, folder, *, container="folder", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {
            path: bytes(file.data[: cuts.get(path)])
            for path, file in self.files.items()
            if path not in missing
        }
        if container == "zip":
            with zipfile.ZipFile(folder / "signal.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for path, data in parts.items():
                    book.writestr(path, data)
            return folder / "signal.zip"
        for path, data in parts.items():
            place = folder / "brought" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One chat of about `size` bytes; gives the number of messages."""
    folder.mkdir(parents=True, exist_ok=True)
    r, number, written, at = random.Random(1), 0, 0, datetime(2001, 1, 1, tzinfo=UTC)
    with (folder / "Signal chat with Ola.txt").open("w", encoding="utf-8") as out:
        while written < size:
            number, at = number + 1, at + timedelta(minutes=r.randrange(2))
            text = "word " * r.randrange(1, 30) + str(number)
            written += out.write(f"[{at:%Y-%m-%d, %H:%M}] {r.choice(('Ola', 'Mara'))}: {text}\n")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes)} messages\n")
