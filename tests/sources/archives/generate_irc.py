"""Makes IRC logs in the shapes of #ubuntu, irssi, WeeChat and ZNC, and knows what is in them.

By hand, for a large one: `python -m tests.sources.archives.generate_irc PATH MEGABYTES`.
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

FORMS = ("ubuntu", "old", "twelve", "irssi", "weechat", "znc")
BASES = (
    "ada",
    "Ben[x]",
    "c|ara",
    "dmitri",
    "eve`",
    "Fox^",
    "g{u}s",
    "hana",
    "ivo\\",
    "jörg",
    "kim-lee",
    "Lou",
)
MARKS = ("_", "|away", "-afk", "`work")
WORDS = "so the kernel won't boot: try 12:30 http://x.example/a?b=1 naïve 日本 🙂 apt-get -f <grin> * [ok]".split()
CHANNEL = "#Gardens"


@dataclass
class Said:
    who: str
    nick: str
    minute: int
    mentions: tuple = ()


@dataclass
class Line:
    """One line as bytes, and what it does: said, rename, come, go, or nothing."""

    data: bytes
    does: str = ""
    person: str = ""
    nick: str = ""
    to: str = ""
    minute: int = 0
    mentions: tuple = ()


class Maker:
    def __init__(self, seed, form, *, days=3, lines=60, query=False):
        self.r = random.Random(seed)
        self.form, self.query = form, query
        self.start = datetime(2003 + seed % 20, 1 + seed % 12, 1 + seed % 27, tzinfo=UTC)
        self.crlf = b"\r\n" if seed % 5 == 4 else b"\n"
        self.days, self.lines = days, lines
        self.files = {}
        self.spelled = {}
        self.now = dict.fromkeys(self.r.sample(BASES, 2 if query else 6), "")
        self.network = "" if form in ("ubuntu", "old", "twelve") else "libera"
        self.pair = tuple(self.now)

    def make(self):
        for day in range(self.days):
            start = self.start + timedelta(days=day)
            into = self.files.setdefault(self.path(start), [])
            self.opened(into, start, first=not day)
            self.day(into, start)
        return self

    def path(self, start):
        window = self.pair[0] if self.query else CHANNEL
        if self.form in ("ubuntu", "old", "twelve"):
            return f"{start:%Y/%m/%d}/{CHANNEL}.txt" if self.form == "old" else f"{start:%Y-%m-%d}.ascii.txt"
        return {
            "irssi": f"irclogs/Libera/{window}.log",
            "weechat": f"logs/irc.libera.{window}.weechatlog",
            "znc": f"moddata/log/libera/{window}/{start:%Y-%m-%d}.log",
        }[self.form]

    def opened(self, into, start, *, first):
        if self.form == "irssi":
            text = (
                f"--- Log opened {start:%a %b %d} 00:00:00 {start:%Y}"
                if first
                else f"--- Day changed {start:%a %b %d %Y}"
            )
            into.append(Line(text.encode() + self.crlf))
        for person in self.now if first and not self.query else ():
            self.put(into, start, "come", person, self.nick(person))
        if self.form in ("ubuntu", "old", "twelve") and not first:
            self.put(into, start, "come", "bot", "helpbot")

    def day(self, into, start):
        moments = sorted(self.r.randrange(1440) for _ in range(self.lines))
        moments = [5, 65, *moments] if self.form == "twelve" else moments
        for minute in moments:
            when = start + timedelta(minutes=minute, seconds=self.r.randrange(60))
            person = self.r.choice(list(self.now))
            chance = self.r.random()
            if chance < 0.08:
                self.rename(into, when, person)
            elif chance < 0.12 and not self.query:
                self.put(into, when, "go", person, self.nick(person))
                self.now[person] = ""
                self.put(into, when, "come", person, person)
            else:
                for _ in range(2 if chance > 0.95 else 1):
                    self.say(into, when, person, act=chance < 0.18)

    def nick(self, person):
        return person + self.now[person]

    def rename(self, into, when, person):
        old = self.nick(person)
        self.now[person] = "" if self.now[person] else self.r.choice(MARKS)
        self.put(into, when, "rename", person, old, to=self.nick(person))

    def say(self, into, when, person, *, act):
        text = " ".join(self.r.choices(WORDS, k=self.r.randrange(1, 9)))
        mentions = ()
        others = [one for one in self.now if one != person]
        if not act and self.r.random() < 0.4:
            mentions = tuple(self.r.sample(others, min(len(others), self.r.choice((1, 1, 1, 2)))))
            self.spelled |= {(int(when.timestamp()) // 60, person, one): self.nick(one) for one in mentions}
            text = ", ".join(self.nick(one) for one in mentions) + self.r.choice((": ", ", ")) + "x " + text
        self.put(
            into, when, "act" if act else "said", person, self.nick(person), text=text, mentions=mentions
        )

    def put(self, into, when, does, person, nick, *, to="", text="", mentions=()):
        minute = int(when.timestamp()) // 60
        if does == "act" and self.form == "old":
            # Such a line has no time, and is told from other news only where that nick talks as well.
            timed = [line for line in into if line.does == "said"]
            does = "act" if any(line.nick == nick for line in timed) else "said"
            minute = timed[-1].minute if does == "act" else minute
        data = self.written(when, does, nick, to, text)
        into.append(Line(data.encode() + self.crlf, does, person, nick, to, minute, mentions))

    def written(self, when, does, nick, to, text):
        return {"irssi": self.irssi, "weechat": self.weechat, "znc": self.znc}.get(self.form, self.ubuntu)(
            when, does, nick, to, text
        )

    def ubuntu(self, when, does, nick, to, text):
        clock = f"{when:%I:%M}" if self.form == "twelve" else f"{when:%H:%M}"
        if does == "act" and self.form == "old":
            return f"=== {nick} waves {text}"
        return {
            "said": f"[{clock}] <{nick}> {text}",
            "act": f"[{clock}]  * {nick} {text}",
            "rename": f"=== {nick} is now known as {to}",
            "come": f"=== {nick} [n=u@host.example]  has joined {CHANNEL}",
            "go": f'=== {nick} [n=u@host.example]  has left {CHANNEL} ["Bye: <all>"]',
        }[does]

    def irssi(self, when, does, nick, to, text):
        clock = f"{when:%H:%M}"
        return {
            "said": f"{clock} <{self.r.choice(' @+')}{nick}> {text}",
            "act": f"{clock}  * {nick} {text}",
            "rename": f"{clock} -!- {nick} is now known as {to}",
            "come": f"{clock} -!- {nick} [~u@host.example] has joined {CHANNEL}",
            "go": f"{clock} -!- {nick} [~u@host.example] has quit [Quit: bye]",
        }[does]

    def weechat(self, when, does, nick, to, text):
        clock = f"{when:%Y-%m-%d %H:%M:%S}"
        return {
            "said": f"{clock}\t{self.r.choice(('', '@', '+'))}{nick}\t{text}",
            "act": f"{clock}\t *\t{nick} {text}",
            "rename": f"{clock}\t--\t{nick} is now known as {to}",
            "come": f"{clock}\t-->\t{nick} (~u@host.example) has joined {CHANNEL}",
            "go": f"{clock}\t<--\t{nick} (~u@host.example) has quit (Quit: bye)",
        }[does]

    def znc(self, when, does, nick, to, text):
        clock = f"[{when:%H:%M:%S}]"
        return {
            "said": f"{clock} <{nick}> {text}",
            "act": f"{clock} * {nick} {text}",
            "rename": f"{clock} *** {nick} is now known as {to}",
            "come": f"{clock} *** Joins: {nick} (~u@host.example)",
            "go": f"{clock} *** Quits: {nick} (~u@host.example) (bye)",
        }[does]

    def write(self, folder, *, missing=(), cuts=None):
        root = folder / "brought"
        for name, lines in self.files.items():
            if name not in missing:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                data = b"".join(line.data for line in lines)
                path.write_bytes(data[: (cuts or {}).get(name, len(data))])
        return root

    def size(self, name):
        return sum(len(line.data) for line in self.files[name])

    def truth(self, *, missing=(), cuts=None):
        """Counter of (actor id, minute) of the messages, and counter of (actor id) of the mentions."""
        said, mentioned = Counter(), Counter()
        for name, lines in self.files.items():
            if name not in missing:
                kept, at = [], 0
                for line in lines:
                    at += len(line.data)
                    kept += [line] if at <= (cuts or {}).get(name, at) else []
                self.count(kept, said, mentioned)
        return said, mentioned

    def count(self, lines, said, mentioned):
        """Who a nick is: the bare one, if a change of nick within this stay leads to it."""
        stays = self.stays(lines)
        seen = {nick.lower() for line in lines if line.does for nick in (line.nick, line.to) if nick}
        self.current = {}
        for at, line in enumerate(lines):
            self.step(line)
            if line.does in ("said", "act"):
                said[(self.id(line.person, line.nick, stays[(at, line.person)]), line.minute)] += 1
                for one in line.mentions:
                    nick = self.current.get(one, self.spelled[line.minute, line.person, one])
                    if nick.lower() not in seen:
                        break
                    mentioned[self.id(one, nick, stays[(at, one)])] += 1

    def stays(self, lines):
        """For each line and person the nicks that this stay of theirs shows."""
        stays, current = {}, {}
        for at, line in enumerate(lines):
            if line.does in ("come", "go"):
                current.pop(line.person, None)
                continue
            for one in {line.person, *line.mentions} - {""}:
                stays[(at, one)] = current.setdefault(one, set())
            if line.does:
                stays[(at, line.person)] |= {line.nick, line.to} - {""}
        return stays

    def step(self, line):
        if line.does in ("come", "said", "act"):
            self.current[line.person] = line.nick
        elif line.does == "rename":
            self.current[line.person] = line.to

    def id(self, person, nick, stay):
        who = person if person in stay else nick
        root = self.network or CHANNEL.lower()
        return f"tag:owner.mutuals.invalid,2026:irc/{quote(root, safe='')}/{quote(who.lower(), safe='')}"


def large(path, megabytes):
    """One irssi log of so many megabytes."""
    maker = Maker(1, "irssi", days=1, lines=2_000).make()
    body = b"".join(line.data for line in next(iter(maker.files.values())))
    with Path(path).open("wb") as out:
        for day in range(megabytes * 1_000_000 // len(body) + 1):
            when = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=day)
            out.write(f"--- Day changed {when:%a %b %d %Y}\n".encode())
            out.write(body.split(b"\n", 1)[1])


if __name__ == "__main__":
    large(sys.argv[1], int(sys.argv[2]))
