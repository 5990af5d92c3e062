"""Makes contacts.csv of Google, in the columns of today and of before 2024, and knows who is in it.

By hand, for a large one: `python -m tests.sources.archives.generate_google_contacts PATH ROWS`.
"""

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels"
).split(",")
OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,"
    "Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,"
    "Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership"
).split(",")
FIRST = "Ada Børge Çelik Дмитрий Étienne 花子 Gus Hana Ívar José".split()
LAST = "Ångström Berg Demo O'Neil Пуш 山田 van_der_Meer Zoë".replace("_", " ").split(" ")
LABELS = ("Friends", "Work; old", "Famille, proche", "* family")


@dataclass
class Person:
    name: str
    mails: list = field(default_factory=list)
    mobiles: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    note: str = ""
    org: str = ""
    birthday: str = ""
    nobody: bool = False


class Maker:
    def __init__(self, seed, *, old=False, people=12, encoding="utf-8", columns=None):
        self.r = random.Random(seed)
        self.old, self.encoding = old, encoding
        self.mails, self.phones = columns or (self.r.randrange(1, 5), self.r.randrange(1, 4))
        self.end = "\r\n" if seed % 3 else "\n"
        self.people = [self.person(at) for at in range(people)]

    def person(self, at):
        if self.r.random() < 0.06:
            return Person("", nobody=True)
        one = Person(f"{self.r.choice(FIRST)} {self.r.choice(LAST)} {at}")
        one.mails = [f"P{at}.{n}@Example.org" for n in range(self.r.choice((0, 1, 1, 2, 3)))]
        one.mobiles = [
            f"+32 470 {at // 100:02} {at % 100:02} {n:02}" for n in range(self.r.choice((0, 1, 1, 2)))
        ]
        one.lines = [f"+32 2 555 {at // 100:02} {at % 100:02}"] if self.r.random() < 0.3 else []
        one.labels = self.r.sample(LABELS, self.r.randrange(3))
        one.note = self.r.choice(("", 'says "hello", often', "two\nlines; ok", "a ::: b"))
        one.org = self.r.choice(("", "Timber & Co", "A; B, and C"))
        one.birthday = self.r.choice(("", "1990-02-03", "--02-03"))
        return one

    def header(self):
        mark = "Type" if self.old else "Label"
        numbered = [("E-mail", n) for n in range(1, self.mails + 1)] + [
            ("Phone", n) for n in range(1, self.phones + 1)
        ]
        return [
            *(OLD if self.old else NEW),
            *(f"{k} {n} - {what}" for k, n in numbered for what in (mark, "Value")),
        ]

    def row(self, one):
        mark = "Type" if self.old else "Label"
        first, middle, last = [*one.name.split(" ", 2), "", ""][:3]
        columns = ("Given Name", "Additional Name", "Family Name", "Name")
        columns = columns if self.old else ("First Name", "Middle Name", "Last Name")
        names = dict(zip(columns, (first, middle, last, one.name), strict=False))
        cells = {**names, "Notes": one.note, "Birthday": one.birthday}
        cells["Group Membership" if self.old else "Labels"] = " ::: ".join([*one.labels, "* myContacts"])
        cells["Organization Name"] = one.org
        self.spread(cells, "E-mail", self.mails, one.mails, ["* Home"], mark)
        phones = [*((phone, "Mobile") for phone in one.mobiles), *((phone, "Work") for phone in one.lines)]
        self.spread(cells, "Phone", self.phones, [p for p, _ in phones], [kind for _, kind in phones], mark)
        return [cells.get(name, "") for name in self.header()]

    def spread(self, cells, kind, columns, values, kinds, mark):
        """Several values over few columns: what does not fit is joined in the last one."""
        for at in range(min(columns, len(values))):
            mine = values[at:] if at == columns - 1 else values[at : at + 1]
            cells[f"{kind} {at + 1} - Value"] = " ::: ".join(mine)
            cells[f"{kind} {at + 1} - {mark}"] = kinds[min(at, len(kinds) - 1)]

    def quoted(self, cell):
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n') else cell

    def lines(self):
        rows = [self.header(), *(self.row(one) for one in self.people)]
        return [(",".join(map(self.quoted, row)) + self.end).encode(self.codec) for row in rows]

    @property
    def codec(self):
        return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(self.encoding, self.encoding)

    def data(self):
        mark = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}.get(self.encoding, b"")
        return mark + b"".join(self.lines())

    def truth(self, cut=None):
        """For each person in the file: name, addresses and mobile numbers; and how many rows name nobody."""
        at, found, nobody = len(self.data()) - sum(map(len, self.lines())), [], 0
        for place, line in enumerate(self.lines()):
            at += len(line)
            if place and (cut is None or at <= cut):
                one = self.people[place - 1]
                nobody += one.nobody
                found += [] if one.nobody else [self.known(one)]
        return found, nobody

    def known(self, one):
        mails = [f"mailto:{mail.lower()}" for mail in one.mails]
        return one.name, {*mails, *("tel:" + phone.replace(" ", "") for phone in one.mobiles)}


def large(path, rows):
    Path(path).write_bytes(Maker(1, people=rows).data())


if __name__ == "__main__":
    large(sys.argv[1], int(sys.argv[2]))
