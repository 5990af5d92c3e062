"""Makes LinkedIn exports of every era that know their own counts; shares no code with the reader.

Every table is a list of pieces with the byte at which each row is whole, so that the truth is known for whatever is
left. By hand: `python -m tests.sources.archives.generate_linkedin FOLDER --bytes 1000000000` writes one large export.
"""

import argparse
import csv
import io
import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

IN = "https://www.linkedin.com/in/"
SELF = ("", "")
ERAS = (2019, 2022, 2024, 2026)
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
LAST = ("Demo", "Šample", "Ön", "de Vries", "O'Neil", "Example", "van den Berg", "Fictif", "Muster", "Probe")
TEXTS = (
    "Long time!\nHow are you, {n}?",
    'She said "yes, {n}" twice',
    "Zum Glück, {n} 🎉",
    "午後三時に {n}",
    "<p>Thanks &amp; see you <b>{n}</b></p>",
    "شكرا {n}",
    "one, two, {n}",
)


@dataclass
class Piece:
    """One row: where its bytes end, whom it names (name, address), what it says and does."""

    end: int = 0
    named: tuple = ()
    talk: tuple = ()
    said: tuple = ()
    acts: tuple = ()
    contact: tuple = ()
    left: bool = False


@dataclass
class File:
    data: bytes
    pieces: list
    header: int
    last: list = field(default_factory=list)


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
    """One person's export; `era` is the year whose layout it has, `case` bends names and quoting a little."""

    def __init__(self, seed, era=2026, messages=30):
        self.r = random.Random(seed)
        self.seed, self.era, self.count = seed, era, messages
        self.has_url = era >= 2023
        self.me = (f"Mara Demo{seed}", f"{IN}mara-demo-{seed}")
        self.people = [self.person(at) for at in range(9)]
        if seed % 5 == 0:
            self.people[8] = (self.people[7][0], self.people[8][1])  # two people of one name
        self.at = datetime(era - 1, 3, 1, 8, 0, tzinfo=UTC)
        self.files = {}
        self.number = 0

    def person(self, at):
        name = f"{self.r.choice(FIRST)} {self.r.choice(LAST)}{at}"
        if at == 4:
            name += ", PhD"
        slug = "-".join(name.lower().replace(",", "").replace("'", "").split())
        return name, IN + quote(f"{slug}-{self.seed}")

    def spelled(self, url):
        """An address as one table or another writes it."""
        manners = [url, url + "/", url.replace("https://www.", "http://"), url.replace("https://", "")]
        return self.r.choice(manners) if self.r.random() < 0.3 else url

    def tick(self):
        self.at += timedelta(seconds=self.r.randrange(60, 90_000))
        return self.at

    def text(self):
        self.number += 1
        return self.r.choice(TEXTS).format(n=f"n{self.number}")

    def plain(self, text):
        return f"Thanks & see you {text.split('<b>')[1].split('<')[0]}" if text.startswith("<p>") else text

    # tables -------------------------------------------------------------------------------------------------------
    def table(self, name, header, rows, *, before="", quoting=csv.QUOTE_MINIMAL, end="\n"):
        """Writes a table; `rows` are (cells by column, piece). Columns are shuffled in some exports."""
        order = list(header)
        if self.seed % 3 == 2:
            self.r.shuffle(order)
        data = bytearray(before.encode() + self.line(order, quoting))
        file = File(b"", [], len(data))
        for cells, piece in rows:
            row = [cells.get(one, "") for one in order]
            start = len(data)
            data += self.line(row, quoting)
            piece.end = len(data) - 1
            file.last.append((start, piece.end - len(self.line(row[-1:], quoting)) + 1))
            file.pieces.append(piece)
        file.data = bytes(data)[: None if end else -1]
        self.files[name] = file

    def line(self, cells, quoting):
        out = io.StringIO()
        csv.writer(out, quoting=quoting, lineterminator="\n").writerow(cells)
        return out.getvalue().encode()

    def connections(self):
        header = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
        if not self.has_url:
            header.remove("URL")
        rows = []
        for at, (name, url) in enumerate(self.people[:7]):
            first, _, last = name.partition(" ")
            when = self.tick().strftime("%d %b %Y")
            cells = {"First Name": first, "Last Name": last, "URL": self.spelled(url), "Connected On": when}
            cells |= {"Company": "Beams, Joists & Co", "Position": 'Chief "Oak" Officer'}
            cells |= {"Email Address": f"P{at}@Example.invalid"} if at == 2 else {}
            rows.append((cells, Piece(named=((name, self.maybe(url)),), contact=(name, self.maybe(url)))))
            if at == 3:
                rows.append(({"Connected On": "01 Jan 2023"}, Piece(left=True)))
        note = 'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
        end = "" if self.era == 2026 else "\n"
        self.table("Connections.csv", header, rows, before=note if self.era > 2021 else "", end=end)

    def maybe(self, url):
        return url if self.has_url else ""

    def conversations(self):
        """Pairs, two groups, one closed account; the owner takes part in all."""
        for at, person in enumerate(self.people):
            yield f"2-{at}abc==", "", [person]
        yield "2-gX==", "Floor, team", self.people[:3]
        yield "2-gY==", "", self.people[3:7]
        yield "2-gone==", "", [("LinkedIn Member", "")]

    def messages(self):
        header = [
            "CONVERSATION ID",
            "CONVERSATION TITLE",
            "FROM",
            "SENDER PROFILE URL",
            "TO",
            "DATE",
            "SUBJECT",
        ]
        header += ["CONTENT", "FOLDER"]
        if self.has_url:
            header.insert(5, "RECIPIENT PROFILE URLS")
        if self.era >= 2024:
            header += ["ATTACHMENTS", "IS MESSAGE DRAFT"]
        talks = list(self.conversations())
        rows = [self.message(talks[at % len(talks)]) for at in range(self.count)]
        rows += [self.left_out(kind) for kind in ("SPAM", "ADVERTISEMENT") + ("DRAFT",) * (self.era >= 2024)]
        rows.reverse()
        quoting = csv.QUOTE_ALL if self.era == 2026 else csv.QUOTE_MINIMAL
        self.table("messages.csv", header, rows, quoting=quoting)

    def message(self, talk):
        called, title, others = talk
        mine = self.r.random() < 0.5
        sender = self.me if mine else self.r.choice(others)
        to = [one for one in [self.me, *others] if one != sender]
        text, at = self.text(), self.tick()
        cells = {
            "CONVERSATION ID": called,
            "CONVERSATION TITLE": title,
            "FROM": sender[0],
            "URL": sender[1],
            "SENDER PROFILE URL": self.spelled(sender[1]) if sender[1] else "",
            "TO": ", ".join(one[0] for one in to),
            "RECIPIENT PROFILE URLS": ",".join(one[1] for one in to if one[1]),
            "DATE": at.strftime("%Y-%m-%d %H:%M:%S UTC"),
            "CONTENT": text,
            "FOLDER": "INBOX",
            "IS MESSAGE DRAFT": "No",
        }
        seen = [(name, self.maybe(url)) for name, url in to]
        room = called if len(others) > 1 else ""
        talk = (called, (sender, *seen), room)
        said = (sender, tuple(seen), room, self.plain(text), int(at.timestamp()) * 1000, called)
        return cells, Piece(named=(sender, *seen), talk=talk, said=said)

    def left_out(self, kind):
        cells, _ = self.message(("2-0abc==", "", [self.people[0]]))
        cells["FOLDER"] = "SPAM" if kind == "SPAM" else "INBOX"
        cells["IS MESSAGE DRAFT"] = "Yes" if kind == "DRAFT" else "No"
        if kind == "ADVERTISEMENT":
            cells |= {"FROM": "Beam Academy", "SENDER PROFILE URL": "", "CONVERSATION ID": "2-ad=="}
            cells["CONTENT"] = '<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%</p>'
        known = (self.me, *self.people) if cells["SENDER PROFILE URL"] else ()
        gives = tuple(one for one in known if one[1] == cells["URL"])
        return cells, Piece(left=True, named=gives[:1], talk=("left",))

    def invitations(self):
        header = ["From", "To", "Sent At", "Message", "Direction"]
        header += ["inviterProfileUrl", "inviteeProfileUrl"] if self.has_url else []
        rows = []
        for at, other in enumerate(self.people[2:8]):
            pair = (self.me, other) if at % 2 else (other, self.me)
            text, when = (self.text() if at % 3 == 0 else ""), self.tick().replace(second=0)
            clock = f"{when.month}/{when.day}/{when:%y}, {when.hour % 12 or 12}:{when:%M %p}"
            cells = {"From": pair[0][0], "To": pair[1][0], "Sent At": clock, "Message": text}
            cells |= {"Direction": "OUTGOING" if at % 2 else "INCOMING"}
            cells |= {"inviterProfileUrl": pair[0][1], "inviteeProfileUrl": pair[1][1]}
            seen = tuple((name, self.maybe(url)) for name, url in pair)
            ms = int(when.timestamp()) * 1000
            said = (seen[0], (seen[1],), "", self.plain(text), ms, "") if text else ()
            rows.append((cells, Piece(named=seen, said=said)))
        self.table("Invitations.csv", header, rows)

    def endorsements(self):
        for name, side in (
            ("Endorsement_Given_Info.csv", "Endorsee"),
            ("Endorsement_Received_Info.csv", "Endorser"),
        ):
            header = ["Endorsement Date", "Skill Name", f"{side} First Name", f"{side} Last Name"]
            header += [f"{side} Public Url"] if self.has_url else []
            header += ["Endorsement Status"]
            rows = []
            for at, (who, url) in enumerate(self.people[1:6]):
                first, _, last = who.partition(" ")
                cells = {
                    "Endorsement Date": self.tick().strftime("%Y/%m/%d %H:%M:%S UTC"),
                    "Skill Name": f"Skill, {at}",
                    f"{side} First Name": first,
                    f"{side} Last Name": last,
                    f"{side} Public Url": url.removeprefix("https://"),
                    "Endorsement Status": "ACCEPTED",
                }
                rows.append((cells, Piece(named=((who, self.maybe(url)),), acts=("Like",))))
            self.table(name, header, rows)

    def recommendations(self):
        header = ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]
        for name, given in (("Recommendations_Given.csv", True), ("Recommendations_Received.csv", False)):
            rows = []
            for who, _ in self.people[3:5]:
                first, _, last = who.partition(" ")
                text, when = self.text(), self.tick().replace(second=0)
                cells = {"First Name": first, "Last Name": last, "Text": text, "Status": "VISIBLE"}
                cells |= {"Creation Date": when.strftime("%m/%d/%y, %I:%M %p")}
                pair = (SELF, (who, "")) if given else ((who, ""), SELF)
                ms = int(when.timestamp()) * 1000
                said = (pair[0], (pair[1],), "", self.plain(text), ms, "")
                rows.append((cells, Piece(named=((who, ""),), said=said)))
            self.table(name, header, rows)

    def public(self):
        """The tables of the complete export only; in 2026 their names carry the member's number."""
        mark = "_252701747" if self.era == 2026 else ""
        post = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7{n}"
        tables = (
            (
                "Shares",
                ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"],
                "said",
            ),
            ("Comments", ["Date", "Link", "Message"], "said"),
            ("Reactions", ["Date", "Type", "Link"], "Like"),
        )
        for name, header, what in tables:
            rows = []
            for at in range(5):
                text, when = f"{name} {at} of {self.seed}", self.tick()
                link = post.format(n=f"{name}{at}")
                cells = {
                    "Date": when.strftime("%Y-%m-%d %H:%M:%S"),
                    "ShareLink": link,
                    "Link": link,
                    "Type": "LIKE",
                }
                cells |= {"ShareCommentary": text, "Message": text, "Visibility": "MEMBER_NETWORK"}
                said = (SELF, (), "", text, int(when.timestamp()) * 1000, "") if what == "said" else ()
                rows.append((cells, Piece(said=said, acts=() if said else ("Like",))))
            self.table(f"{name}{mark}.csv", header, rows)
        rows = [
            ({"Organization": f"Org, {at}", "Followed On": "Wed Jun 24 12:43:42 UTC 2026"}, at)
            for at in range(3)
        ]
        rows = [(cells, Piece(acts=("Follow",), named=((f"org:Org, {at}", ""),))) for cells, at in rows]
        self.table("Company Follows.csv", ["Organization", "Followed On"], rows)

    def make(self):
        self.connections()
        self.messages()
        self.invitations()
        self.endorsements()
        self.recommendations()
        self.public()
        first, _, last = self.me[0].partition(" ")
        cells = {
            "First Name": first,
            "Last Name": last,
            "Headline": "Finds, joins",
            "Summary": "Oak\nand lime",
        }
        header = [
            "First Name",
            "Last Name",
            "Maiden Name",
            "Address",
            "Birth Date",
            "Headline",
            "Summary",
            "Industry",
        ]
        self.table("Profile.csv", header, [(cells, Piece())])
        rows = [({"Email Address": "Mara@Example.invalid", "Confirmed": "Yes", "Primary": "Yes"}, Piece())]
        self.table("Email Addresses.csv", ["Email Address", "Confirmed", "Primary", "Updated On"], rows)
        return self

    PRIVATE = {
        "Ad_Targeting.csv": b"Company Names,Company Names\nsecret,secret\n",
        "Logins.csv": b"Login Date,IP Address\n2026-01-01,203.0.113.9\n",
        "guide_messages.csv": b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n1,bot,me,2026-01-01,secret\n",
        "Jobs/Job Applications.csv": b"Application Date,Company Name\n1/1/26,secret\n",
        "Skills.csv": b"Name\nOak\n",
    }

    # the truth ----------------------------------------------------------------------------------------------------
    def cut(self, name, r):
        """A place to cut a table at: never within its header nor within the last cell of a row."""
        file = self.files[name]
        at = r.randrange(file.header, len(file.data))
        for (_, last), piece in zip(file.last, file.pieces, strict=True):
            if last <= at < piece.end:
                return last - 1
        return at

    def left_of(self, missing, cuts):
        """The pieces that are left of each table, and which tables are broken."""
        left, broken = {}, set()
        for name, file in self.files.items():
            if name in missing:
                continue
            size = cuts.get(name, len(file.data))
            left[name] = [piece for piece in file.pieces if piece.end <= size]
            whole = left[name][-1].end if left[name] else file.header - 1
            if size > whole + 1:
                broken.add(name)
        return left, broken

    def truth(self, missing=(), cuts=None):
        """What is left to find when tables are missing and others are cut after so many bytes."""
        left, broken = self.left_of(missing, cuts or {})
        urls = {}
        for piece in (one for pieces in left.values() for one in pieces):
            for name, url in piece.named:
                # A table gives an address to several recipients without saying whose is whose.
                if url and (name, url) in self.told(piece):
                    urls.setdefault(name, set()).add(url)
        owner = self.owner(left)
        talks = {}
        for piece in left.get("messages.csv", []):
            for name, url in piece.talk[1] if piece.said else ():
                if url:
                    talks.setdefault(piece.talk[0], {}).setdefault(name, set()).add(url)
        ids = Ids(urls, talks, owner, self.me)
        found = [piece for pieces in left.values() for piece in pieces if not piece.left]
        where = {id(piece): piece.said[5] for piece in found if piece.said}
        actors = {owner} | {ids.of(one, where.get(id(piece), "")) for piece in found for one in piece.named}
        rooms = {room(piece.talk[2]) for piece in found if piece.talk and piece.talk[2]}
        acts = [act for piece in found for act in piece.acts]
        return Truth(
            actors=actors | rooms,
            said={ids.said(piece.said) for piece in found if piece.said},
            likes=acts.count("Like"),
            follows=acts.count("Follow"),
            contacts=[ids.of(piece.contact) for piece in left.get("Connections.csv", []) if piece.contact],
            owner=owner,
            broken=broken,
        )

    def told(self, piece):
        return (
            piece.named[:1] + (piece.named[1:] if len(piece.named) == 2 else ())
            if piece.talk
            else piece.named
        )

    def owner(self, left):
        invited = left.get("Invitations.csv", [])
        named = bool(left.get("Profile.csv") or invited)
        wrote = any(self.me in one.named[:1] for one in left.get("messages.csv", []))
        if (self.has_url and invited) or (named and wrote):
            return self.me[1]
        talks = {}
        for piece in left.get("messages.csv", []):
            if not piece.left:
                talks.setdefault(piece.talk[0], set()).update(url for _, url in piece.talk[1] if url)
        common = set.intersection(*talks.values()) if len(talks) > 1 else set()
        if len(common) == 1:
            return common.pop()
        return local(f"name/{quote(self.me[0], safe='')}" if named else "me")

    def write(self, folder, *, packed=False, root="", missing=(), cuts=None):
        """Writes what is left as a folder or ZIP; gives its path."""
        cuts = cuts or {}
        parts = {n: one.data[: cuts.get(n, None)] for n, one in self.files.items() if n not in missing}
        parts |= self.PRIVATE
        if packed:
            path = folder / "Complete_LinkedInDataExport_01-02-2026.zip"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
                for name, data in parts.items():
                    book.writestr(root + name, data)
            return path
        for name, data in parts.items():
            place = folder / "brought" / (root + name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return folder / "brought"


class Ids:
    """Who is who: an address where a table gives one, else a name."""

    def __init__(self, urls, talks, owner, me):
        self.urls, self.talks, self.owner, self.me = urls, talks, owner, me

    def of(self, person, called=""):
        name, url = person
        if person == SELF:
            return self.owner
        if name.startswith("org:"):
            return local(f"company/{quote(name[4:], safe='')}")
        if name == "LinkedIn Member":
            return local(f"thread/{called}/closed")
        if url:
            return url
        if name == self.me[0] and not self.owner.endswith("/me"):
            return self.owner
        known = self.talks.get(called, {}).get(name) or self.urls.get(name, set())
        return next(iter(known)) if len(known) == 1 else local(f"name/{quote(name, safe='')}")

    def said(self, said):
        sender, to, hall, text, ms, called = said
        whom = room(hall) if hall else "".join(self.of(one, called) for one in to)
        return self.of(sender, called), whom, text, ms


def room(called):
    return f"https://www.linkedin.com/messaging/thread/{called}" if called else ""


def local(rest):
    return f"tag:owner.mutuals.invalid,2026:linkedin/{rest}"


def write_large(folder, size):
    """One export whose messages.csv has about `size` bytes; gives the number of messages in it."""
    maker, number = Maker(1), 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "messages.csv").open("w", newline="") as out:
        book = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        keys = [
            "CONVERSATION ID",
            "FROM",
            "SENDER PROFILE URL",
            "TO",
            "RECIPIENT PROFILE URLS",
            "DATE",
            "CONTENT",
        ]
        book.writerow([*keys, "FOLDER"])
        talks = list(maker.conversations())
        while out.tell() < size:
            maker.at = datetime(2024, 1, 1, tzinfo=UTC)
            for _ in range(2_000):
                cells, _ = maker.message(maker.r.choice(talks))
                book.writerow([cells[key] for key in keys] + ["INBOX"])
                number += 1
    return number


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--bytes", type=int, default=10**9)
    asked = words.parse_args()
    sys.stdout.write(f"{write_large(asked.folder, asked.bytes)} messages\n")
