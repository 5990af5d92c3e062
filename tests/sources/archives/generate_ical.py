# ruff: noqa: DTZ001 - wall clocks have no zone
"""Makes calendars as several programs export them and knows what is in them. Shares no code with the reader.

The times of a series are counted out by hand and only then written as a rule. `python -m
tests.sources.archives.generate_ical FOLDER --bytes N` writes a large one.
"""

import argparse
import random
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LAYOUTS = ("google", "apple", "outlook", "single", "old")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Brussels", "America/New_York", "Asia/Tokyo", "America/Sao_Paulo", "Asia/Kolkata")
WINDOWS = {"Europe/Brussels": "Romance Standard Time", "America/New_York": "Eastern Standard Time",
           "Asia/Tokyo": "Tokyo Standard Time", "America/Sao_Paulo": "E. South America Standard Time",
           "Asia/Kolkata": "India Standard Time"}  # fmt: skip
PEOPLE = (
    ("Ola Berg", "ola@two.example"), ("Zoë Núñez", "zoe@x.example"), ("Иван Петров", "ivan@почта.example"),
    ("山田 太郎", "yamada@jp.example"), ("Bo", "BO@Harbour.Example"), ("O'Neil, Ann", "ann@three.example"),
    ("", "nobody+tag@x.example"),
)  # fmt: skip
TITLES = ("Weekly", "Grüße & mehr", "昼ごはん", "Plan; with, marks", "شاي", "Lunch \U0001f35c")
NOTES = ("", "one\nBEGIN:VEVENT is only a word\ntwo", "<p>Some <b>html</b></p>", "long " * 60)


@dataclass
class Meet:
    """One meeting: its id, when it begins (ms), how long it lasts (s), who leads and who else came."""

    id: str
    ms: int
    seconds: int
    host: str
    others: tuple
    day: bool = False


@dataclass
class Entry:
    """One entry of a file: the bytes of it, what it is left out for, what it gives, what it moves away, and
    the id that it calls off."""

    start: int
    end: int
    why: str = ""
    meets: tuple = ()
    series: bool = False
    goes_on: bool = False
    moves: str = ""
    off: str = ""
    changed: int = 0


@dataclass
class File:
    name: str
    data: bytearray = field(default_factory=bytearray)
    entries: list = field(default_factory=list)
    head: int = 0
    todos: list = field(default_factory=list)


def mail(address):
    local, _, host = address.lower().partition("@")
    host = host if host.isascii() else host.encode("idna").decode()
    return f"mailto:{local}@{host}"


class Maker:
    """Calendars of Mara; `layout` is one of LAYOUTS."""

    def __init__(self, seed, layout="google", events=12, year=2021):
        self.r = random.Random(seed)
        self.layout, self.count, self.year = layout, events, year
        self.me = ("Mara Lind", "mara@one.example")
        self.zone = self.r.choice(ZONES)
        self.eol = "\r\n" if layout in ("google", "outlook", "single") else "\n"
        self.saved = datetime(year + 1, 9, 3, 12, 0, 5, tzinfo=UTC)
        self.number = 0
        self.files = {}

    def make(self):
        if self.layout == "single":
            for _ in range(self.count):
                self.calendar(f"{self.number}-entry.ics", 1)
        else:
            names = {"google": (f"{self.me[1]}.ics", "Family.ics"), "apple": ("Work.ics", "Home & all.ics")}
            for name in names.get(self.layout, ("Calendar.ics",)):
                self.calendar(name, self.count)
        return self

    def calendar(self, name, events):
        file = self.files[name] = File(name)
        self.lines(file, "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Some//Thing 7.1//EN")
        if self.layout == "google":
            self.lines(file, "METHOD:PUBLISH", f"X-WR-CALNAME:{name[:-4]}", f"X-WR-TIMEZONE:{self.zone}")
        file.head = len(file.data)
        if self.layout in ("apple", "outlook"):
            self.lines(file, *self.timezone())
        for _ in range(events):
            self.r.choice((self.once, self.once, self.weekly, self.nth_day, self.daily, self.all_day, self.left,
                           self.crowd))(file)  # fmt: skip
            if self.r.random() < 0.2:
                start = len(file.data)
                self.lines(
                    file, "BEGIN:VTODO", "UID:todo", "SUMMARY:Buy", "ATTENDEE:mailto:x@y.example", "END:VTODO"
                )
                file.todos.append(start)
        self.lines(file, "END:VCALENDAR")
        if self.layout == "old":
            file.data[:0] = b"\xef\xbb\xbf"
            for entry in file.entries:
                entry.start, entry.end = entry.start + 3, entry.end + 3
            file.todos = [one + 3 for one in file.todos]
            file.head += 3

    def timezone(self):
        name = WINDOWS[self.zone] if self.layout == "outlook" else self.zone
        # The rules here are wrong on purpose: a name that is known goes before them.
        return ("BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0900",
                "TZOFFSETTO:+0900", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
                "END:VTIMEZONE")  # fmt: skip

    # Writing

    def lines(self, file, *lines):
        for line in lines:
            raw, first = line.encode(), True
            while raw:
                size = len(raw) if len(raw) <= 74 else self.r.choice((74, 74, 73, 20))
                file.data += (b"" if first else b" ") + raw[:size] + self.eol.encode()
                raw, first = raw[size:], False

    def at(self, name, wall, day=False):
        if day:
            return f"{name};VALUE=DATE:{wall:%Y%m%d}"
        if self.layout == "old" and name != "DTSTART" and self.r.random() < 0.5:
            return f"{name}:{self.utc(wall):%Y%m%dT%H%M%SZ}"
        zone = WINDOWS[self.zone] if self.layout == "outlook" else self.zone
        zone = f"/example.org/2005_1/{zone}" if self.layout == "old" else zone
        quoted = f'"{zone}"' if " " in zone and self.r.random() < 0.5 else zone
        return f"{name};TZID={quoted}:{wall:%Y%m%dT%H%M%S}"

    def utc(self, wall):
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def ms(self, wall):
        return int(self.utc(wall).timestamp()) * 1000

    def stamp(self, wall):
        return f"{self.utc(wall):%Y%m%dT%H%M%SZ}"

    def text(self, text):
        return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")

    def uid(self):
        self.number += 1
        return f"entry-{self.layout}-{self.number:04}@cal.example"

    def attendee(self, person, answer, kind="INDIVIDUAL"):
        name, address = person
        shown = f'"{name}"' if set(name) & set(",;:") or self.r.random() < 0.3 else name
        parts = [f"CUTYPE={kind}", "ROLE=REQ-PARTICIPANT"]
        parts += [f"PARTSTAT={answer}"] if answer else []
        parts += [f"CN={shown}"] if name else []
        self.r.shuffle(parts)
        scheme = self.r.choice(("mailto:", "MAILTO:", "mailto:"))
        return f"ATTENDEE;{';'.join(parts)}:{scheme}{address}"

    def entry(self, file, lines, **known):
        start = len(file.data)
        changed = self.saved - timedelta(days=self.r.randrange(0, 80))
        stamps = [f"DTSTAMP:{self.saved if self.layout == 'google' else changed:%Y%m%dT%H%M%SZ}"]
        stamps += [f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}"] if self.layout != "old" else []
        noise = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT15M", "DTSTART:19990101T000000",
                 "END:VALARM"] if self.r.random() < 0.4 else []  # fmt: skip
        noise += ["ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 90] if self.r.random() < 0.1 else []
        self.lines(file, "BEGIN:VEVENT", *stamps, *lines, *noise, "END:VEVENT")
        when = self.saved if self.layout == "google" else changed
        file.entries.append(
            Entry(start, len(file.data) - len(self.eol), changed=int(when.timestamp()) * 1000, **known)
        )

    # People

    def company(self):
        """Lines of people, and who came: (lines, host, others)."""
        others = self.r.sample(PEOPLE, self.r.randrange(1, 4))
        host = self.r.choice((self.me, others[0]))
        answers = "" if self.layout == "outlook" else "ACCEPTED"
        lines = [f"ORGANIZER;CN={host[0].replace(',', '') or 'x'}:mailto:{host[1]}"]
        listed = (
            [self.me, *others]
            if self.layout != "outlook"
            else [one for one in (self.me, *others) if one != host]
        )
        lines += [self.attendee(one, answers) for one in listed]
        if self.layout != "outlook":
            lines += [
                self.attendee(
                    ("No Show", f"no{self.r.randrange(9)}@x.example"),
                    self.r.choice(("DECLINED", "TENTATIVE", "NEEDS-ACTION")),
                )
            ]
        lines += [self.attendee(("Blue room", "blue@resource.calendar.google.com"), "ACCEPTED", "RESOURCE")]
        lines += [self.attendee(("Hall", "hall@one.example"), "ACCEPTED", "ROOM")]
        self.r.shuffle(lines)
        came = {mail(one[1]) for one in (self.me, *others)}
        return lines, mail(host[1]), tuple(sorted(came - {mail(host[1])}))

    def said(self):
        title, note = self.r.choice(TITLES), self.r.choice(NOTES)
        return [f"SUMMARY:{self.text(title)}", *([f"DESCRIPTION:{self.text(note)}"] if note else [])]

    def begin(self):
        return datetime(self.year, self.r.randrange(1, 13), self.r.randrange(1, 28), self.r.randrange(4, 22),
                        self.r.choice((0, 15, 30)))  # fmt: skip

    def length(self, wall):
        """Lines that say how long, and the seconds."""
        seconds = self.r.choice((900, 1800, 3600, 5400))
        if self.r.random() < 0.5:
            return [f"DURATION:PT{seconds // 60}M"], seconds
        # In UTC, since the clock may be changed meanwhile.
        return [f"DTEND:{self.utc(wall) + timedelta(seconds=seconds):%Y%m%dT%H%M%SZ}"], seconds

    # Entries

    def once(self, file):
        uid, wall, (lines, host, others) = self.uid(), self.begin(), self.company()
        how_long, seconds = self.length(wall)
        meet = Meet(self.uri(uid), self.ms(wall), seconds, host, others)
        self.entry(
            file, [f"UID:{uid}", self.at("DTSTART", wall), *how_long, *lines, *self.said()], meets=(meet,)
        )

    def uri(self, uid, stamp=""):
        return f"tag:ical.mutuals.invalid,2026:ical/event/{uid}" + (f"/{stamp}" if stamp else "")

    def weekly(self, file):
        """A series with days left out, one time moved and one called off."""
        first, days = self.begin(), sorted(self.r.sample(range(7), self.r.randrange(1, 4)))
        first += timedelta((days[0] - first.weekday()) % 7)
        every, walls, week = self.r.choice((1, 1, 2)), [], first - timedelta(first.weekday())
        size = self.r.randrange(6, 30)
        while len(walls) < size:
            walls += [week + timedelta(day) for day in days if week + timedelta(day) >= first]
            week += timedelta(7 * every)
        walls = walls[:size]
        names = ",".join("MO TU WE TH FR SA SU".split()[day] for day in days)
        rule = f"RRULE:FREQ=WEEKLY;BYDAY={names}" + (f";INTERVAL={every}" if every > 1 else "")
        ends = self.r.choice(("count", "until"))
        rule += f";COUNT={size}" if ends == "count" else f";UNTIL={self.stamp(walls[-1])}"
        self.series(file, first, walls, rule)

    def nth_day(self, file):
        """On the second Tuesday of each month, without end: as long as the calendar was kept."""
        first, walls = self.begin(), []
        month, goes = first.replace(day=1), True
        while month.year < NOW.year:
            wall = month + timedelta((1 - month.weekday()) % 7 + 7)
            walls += [wall] if wall >= first else []
            month = (month + timedelta(32)).replace(day=1)
        self.series(file, walls[0], walls, "RRULE:FREQ=MONTHLY;BYDAY=2TU", goes_on=goes)

    def daily(self, file):
        first = self.begin()
        walls = [first + timedelta(3 * one) for one in range(self.r.randrange(2, 12))]
        self.series(file, first, walls, f"RRULE:FREQ=DAILY;INTERVAL=3;COUNT={len(walls)}")

    def series(self, file, first, walls, rule, goes_on=False):
        uid, (lines, host, others) = self.uid(), self.company()
        how_long, seconds = self.length(first)
        out = set(self.r.sample(walls[1:], min(2, len(walls) - 1)))
        kept = [wall for wall in walls if wall not in out]
        changed = [
            one for one in self.r.sample(kept[1:], min(2, len(kept) - 1)) if one < datetime(self.year, 12, 20)
        ]
        exdates = [self.at("EXDATE", one) for one in sorted(out)]
        meets = tuple(
            Meet(self.uri(uid, self.stamp(one)), self.ms(one), seconds, host, others) for one in kept
        )
        apart = [self.moved, self.called_off]
        made = [
            (lambda f=f, one=one: f(file, uid, one, host, others, lines))
            for f, one in zip(apart, changed, strict=False)
        ]
        parts = [lambda: self.entry(
            file, [f"UID:{uid}", self.at("DTSTART", first), *how_long, rule, *exdates, *lines, *self.said()],
            meets=meets, series=True, goes_on=goes_on), *made]  # fmt: skip
        if self.layout == "single":
            self.r.shuffle(parts)
        elif self.r.random() < 0.3:
            parts.reverse()
        for part in parts:
            part()

    def moved(self, file, uid, wall, host, others, lines):
        later = wall + timedelta(days=1, hours=1)
        meet = Meet(self.uri(uid, self.stamp(wall)), self.ms(later), 1200, host, others)
        again = [f"UID:{uid}", self.at("RECURRENCE-ID", wall), self.at("DTSTART", later), "DURATION:P0DT20M"]
        self.entry(file, [*again, *lines, "SUMMARY:Later"], meets=(meet,), moves=meet.id)

    def called_off(self, file, uid, wall, host, others, lines):
        again = [f"UID:{uid}", self.at("RECURRENCE-ID", wall), self.at("DTSTART", wall), "STATUS:CANCELLED"]
        gone = self.uri(uid, self.stamp(wall))
        self.entry(file, [*again, *lines, "SUMMARY:Off"], why="cancelled", moves=gone, off=gone)

    def all_day(self, file):
        uid, wall, (lines, host, others) = self.uid(), self.begin(), self.company()
        day = wall.replace(hour=0, minute=0)
        end = self.at("DTEND", day + timedelta(self.r.choice((1, 3))), day=True)
        marks = self.r.random() < 0.4
        ms = int(day.replace(tzinfo=UTC).timestamp()) * 1000
        meet = () if marks else (Meet(self.uri(uid), ms, 0, host, others, True),)
        free = ["TRANSP:TRANSPARENT"] if marks else []
        self.entry(file, [f"UID:{uid}", self.at("DTSTART", day, day=True), end, *free, *lines, *self.said()],
                   meets=meet, why="all-day marks" if marks else "")  # fmt: skip

    def crowd(self, file):
        uid, wall = self.uid(), self.begin()
        many = [(f"Guest {one}", f"guest{one}@many.example") for one in range(15)]
        lines = [
            f"ORGANIZER;CN=Ola Berg:mailto:{PEOPLE[0][1]}",
            *(self.attendee(one, "ACCEPTED") for one in (self.me, *many)),
        ]
        meet = Meet(
            self.uri(uid),
            self.ms(wall),
            3600,
            mail(PEOPLE[0][1]),
            tuple(sorted(mail(one[1]) for one in (self.me, *many))),
        )
        self.entry(
            file,
            [f"UID:{uid}", self.at("DTSTART", wall), "DURATION:PT1H", *lines, "SUMMARY:All"],
            meets=(meet,),
        )

    def left(self, file):
        """An entry that is no meeting."""
        uid, wall, (lines, _, _) = self.uid(), self.begin(), self.company()
        why = self.r.choice(("with nobody else", "cancelled", "never confirmed", "that you declined",
                             "more than a year ahead", "that you answered with maybe",
                             "that you did not answer"))  # fmt: skip
        extra = {"cancelled": ["STATUS:CANCELLED"], "never confirmed": ["STATUS:TENTATIVE"]}.get(why, [])
        if why == "with nobody else":
            lines = self.r.choice(
                ([], [self.attendee(self.me, "ACCEPTED")], [f"ORGANIZER:mailto:{self.me[1]}"])
            )
        if why == "more than a year ahead":
            wall = datetime(2030, 1, 2, 10)
        answer = {"that you declined": "DECLINED", "that you answered with maybe": "TENTATIVE",
                  "that you did not answer": "NEEDS-ACTION"}.get(why)  # fmt: skip
        if answer:
            lines = [
                "ORGANIZER:mailto:ola@two.example",
                self.attendee(self.me, answer),
                self.attendee(PEOPLE[0], "ACCEPTED"),
            ]
        off = self.uri(uid) if why == "cancelled" else ""
        self.entry(
            file, [f"UID:{uid}", self.at("DTSTART", wall), *extra, *lines, *self.said()], why=why, off=off
        )

    # What is true

    def truth(self, missing=(), cuts=None):
        """The meetings by id, the reasons of what is left out by file, and the files that are cut off."""
        cuts, kept, broken = cuts or {}, {}, set()
        for name, file in self.files.items():
            if name not in missing:
                size = cuts.get(name, len(file.data))
                kept[name] = [one for one in file.entries if one.end <= size]
                broken |= {name} if size < len(file.data) - len(self.eol) else set()
        everything = [one for some in kept.values() for one in some]
        away = {one.moves for one in everything if one.moves}
        last = max((one.changed for one in everything), default=0)
        now = int(NOW.timestamp()) * 1000
        until = now if not last else last if self.layout == "google" else min(now, last + 92 * 86_400_000)
        meets, left = {}, {name: Counter() for name in kept}
        for name, some in kept.items():
            for one in some:
                left[name].update([one.why] if one.why else [])
                for meet in one.meets:
                    if not one.series or (meet.ms <= until and meet.id not in away):
                        meets[meet.id] = meet
                if one.series and one.goes_on:
                    left[name]["series that go on, whose next times a later export brings"] += 1
        return meets, left, broken

    def gone(self, missing=(), cuts=None):
        """The ids that are called off in what is left of the files."""
        cuts = cuts or {}
        return {
            one.off
            for name, file in self.files.items()
            for one in file.entries
            if name not in missing and one.off and one.end <= cuts.get(name, len(file.data))
        }

    def write(self, folder, *, container="folder", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {
            name: bytes(file.data[: cuts.get(name)])
            for name, file in self.files.items()
            if name not in missing
        }
        if container == "zip":
            with zipfile.ZipFile(folder / "takeout-20220903.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for name, data in parts.items():
                    book.writestr(f"Takeout/Calendar/{name}", data)
            return folder / "takeout-20220903.zip"
        for name, data in parts.items():
            (folder / "brought").mkdir(parents=True, exist_ok=True)
            (folder / "brought" / name).write_bytes(data)
        return folder / "brought"


def write_large(folder, size):
    """One calendar of about `size` bytes, of single meetings; gives their number."""
    folder.mkdir(parents=True, exist_ok=True)
    r, number, written, at = random.Random(1), 0, 0, datetime(1990, 1, 1)
    with (folder / "mara@one.example.ics").open("w", encoding="utf-8", newline="") as out:
        out.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:mara@one.example\r\n")
        while written < size:
            number, at = number + 1, at + timedelta(minutes=r.randrange(9))
            guests = "".join(
                "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Guest\r\n"
                f"  {one};X-NUM-GUESTS=0:mailto:guest{one}@x.example\r\n"
                for one in r.sample(range(20_000), r.randrange(1, 4))
            )
            written += out.write(
                f"BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Brussels:{at:%Y%m%dT%H%M%S}\r\n"
                f"DTEND;TZID=Europe/Brussels:{at + timedelta(minutes=30):%Y%m%dT%H%M%S}\r\nDTSTAMP:20250903T120005Z\r\n"
                "ORGANIZER;CN=Mara Lind:mailto:mara@one.example\r\n"
                f"UID:{number:020}@google.com\r\n{guests}CREATED:20200101T000000Z\r\n"
                f"DESCRIPTION:{'word ' * r.randrange(12)}\r\n"
                f"LAST-MODIFIED:20250903T120005Z\r\nLOCATION:\r\nSEQUENCE:0\r\n"
                f"STATUS:CONFIRMED\r\nSUMMARY:Meeting {number}\r\n"
                "TRANSP:OPAQUE\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:This is an event reminder\r\n"
                "TRIGGER:-P0DT0H10M0S\r\nEND:VALARM\r\nEND:VEVENT\r\n"
            )
        out.write("END:VCALENDAR\r\n")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes)} meetings\n")
