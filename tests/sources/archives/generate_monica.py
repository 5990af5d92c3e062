"""Makes exports of Monica in both forms and knows what is in them. Shares no code with the reader.

Written after Monica's source (see `wire/monica.py`). `python -m tests.sources.archives.generate_monica FOLDER --bytes N
[--sql]` writes a large one.
"""

import argparse
import json
import random
import sys
import uuid
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

LAYOUTS = ("json", "sql", "json-minified", "sql-1.8")
FIRST = ("Ola", "Zoë", "Иван", "山田", "O'Neil", "Ahmed", 'Jo "J"', "Bo\\Bo", "Ana")
LAST = ("Berg", "Núñez", "Петров", "太郎", "(Smith)", "", "de, Vries", "Li;")
SUMMARIES = (
    "Walked along the harbour",
    "Grüße: Kaffee",
    "昼ごはん",
    'It\'s "fun"',
    "Brunch (late), then; cinema",
    "x' OR 1=1 --",
)
TEXTS = (
    "",
    "one\ntwo",
    "It's fine), ('a",
    "tea \\ coffee \\n",
    "🎉 yes",
    "INSERT INTO `contacts` VALUES (1);",
)
TYPES = (
    ("Email", "mailto:", "email"),
    ("Phone", "tel:", "phone"),
    ("Twitter", None, None),
    ("Telegram", "telegram:", None),
)
STAMP = "%Y-%m-%d %H:%M:%S"


@dataclass
class Person:
    number: int
    uuid: str
    first: str
    last: str
    partial: bool
    mails: list = field(default_factory=list)
    phones: list = field(default_factory=list)
    handles: list = field(default_factory=list)
    born: tuple = ()
    notes: list = field(default_factory=list)
    gifts: list = field(default_factory=list)
    debts: int = 0
    reminders: int = 0
    calls: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    street: str = ""
    job: str = ""
    end: int = 0

    @property
    def name(self):
        return " ".join(one for one in (self.first, self.last) if one)


@dataclass
class Act:
    number: int
    uuid: str
    day: datetime
    summary: str
    text: str
    people: list
    made: datetime
    end: int = 0
    pair_ends: dict = field(default_factory=dict)


@dataclass
class Said:
    """A call or a message."""

    at: datetime
    text: str
    by_me: bool
    made: datetime
    end: int = 0


class Maker:
    """One account; `layout` is one of LAYOUTS."""

    def __init__(self, seed, layout="json", contacts=12, year=2021):
        self.r = random.Random(seed)
        self.layout = layout
        self.me = ("Mara", "Lind", "mara@one.example")
        self.at = datetime(year, 1, 4, 9, 0, 7, tzinfo=UTC)
        self.user = self.uuid()
        self.types = [(self.uuid(), *one) for one in TYPES]
        self.people = [self.person(number) for number in range(1, contacts + 1)]
        self.acts = [self.act(number) for number in range(1, contacts + 3)]
        whole = [one for one in self.people if not one.partial]
        self.relations = [
            (one, "child", two) for one, two in zip(whole, self.people[1:], strict=False) if one is not two
        ]
        self.journal = self.r.randrange(3)
        self.data = bytearray()
        self.user_end = 0

    def uuid(self):
        return str(uuid.UUID(int=self.r.getrandbits(128), version=4))

    def tick(self):
        self.at += timedelta(seconds=self.r.randrange(1, 90_000))
        return self.at

    def day(self):
        return datetime(self.at.year, self.r.randrange(1, 13), self.r.randrange(1, 28), tzinfo=UTC)

    def person(self, number):
        partial = number > 3 and self.r.random() < 0.2
        one = Person(number, self.uuid(), self.r.choice(FIRST), self.r.choice(LAST), partial)
        if self.r.random() < 0.6:
            one.born = (self.day(), self.r.choice(("", "age", "year")))
        if partial:
            return one
        one.mails = [f"p{number}.{at}@x.example" for at in range(self.r.randrange(3))]
        one.phones = [f"+3247{number:07}"] if self.r.random() < 0.5 else []
        one.handles = [f"@p{number}"] if self.r.random() < 0.3 else []
        one.notes = [self.r.choice(TEXTS[1:]) for _ in range(self.r.randrange(3))]
        one.gifts = [
            (f"Book {at}", self.r.choice(("idea", "offered", "received")))
            for at in range(self.r.randrange(3))
        ]
        one.debts, one.reminders = self.r.randrange(2), self.r.randrange(3)
        one.calls = [
            Said(self.day(), self.r.choice(TEXTS), self.r.random() < 0.5, self.tick())
            for _ in range(self.r.randrange(4))
        ]
        if self.layout != "sql-1.8" and self.r.random() < 0.5:
            made, day = self.tick(), self.day()
            one.messages = [
                Said(day, self.r.choice(("hi", "ok", *TEXTS[1:])), self.r.random() < 0.5, made)
                for _ in range(5)
            ]
        one.tags = self.r.sample(("friends", "Köln", "it's"), self.r.randrange(3))
        one.street = self.r.choice(("", f"Quay {number}"))
        one.job = self.r.choice(("", "Baker", "007", "1e5"))
        return one

    def act(self, number):
        some = [one for one in self.people if not one.partial]
        people = self.r.sample(some, self.r.randrange(1, min(4, len(some)) + 1))
        return Act(
            number,
            self.uuid(),
            self.day(),
            self.r.choice(SUMMARIES),
            self.r.choice(TEXTS),
            people,
            self.tick(),
        )

    def make(self):
        self.json() if self.layout.startswith("json") else self.sql()
        return self

    # JSON

    def put(self, text):
        self.data += text.encode()

    def iso(self, at):
        return f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"

    def entry(self, properties, made=None, **more):
        stamp = self.iso(made or self.at)
        return {
            "uuid": self.uuid(),
            "created_at": stamp,
            "updated_at": stamp,
            "properties": properties,
            **more,
        }

    def dump(self, value):
        if self.layout == "json-minified":
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return json.dumps(value, ensure_ascii=False, indent=4)

    def json(self):
        head = {
            "version": "1.0-preview.1",
            "app_version": "4.0.0",
            "export_date": self.iso(self.at),
            "url": "https://monica.example",
            "exported_by": self.user,
        }
        self.put(
            self.dump(head).rstrip("}\n")
            + ',\n    "account": {\n"uuid": "a-b-c", "created_at": null, "data": ['
        )
        self.collection("user", [self.json_user()], lambda _, end: setattr(self, "user_end", end), first=True)
        self.collection(
            "contact",
            [self.json_contact(one) for one in self.people],
            lambda at, end: setattr(self.people[at], "end", end),
        )
        self.collection("relationship", [self.json_relation(*one) for one in self.relations])
        self.collection(
            "photo",
            [self.entry({"original_filename": "a.jpg", "dataUrl": "data:image/jpeg;base64," + "QUJD" * 50})],
        )
        self.collection(
            "activity",
            [self.json_act(one) for one in self.acts],
            lambda at, end: setattr(self.acts[at], "end", end),
        )
        types = [
            {
                "uuid": one,
                "created_at": None,
                "updated_at": None,
                "properties": {"name": name, "protocol": protocol, "type": kind},
            }
            for one, name, protocol, kind in self.types
        ]
        journal = [
            self.entry({"type": "entry", "title": "x", "post": "y", "date": "2020-01-01"})
            for _ in range(self.journal)
        ]
        self.put('],\n"properties": {"journal_entries": ' + self.dump(journal) + '},\n"instance": ')
        self.put(self.dump({"genders": [], "contact_field_types": types}) + "}\n}\n")

    def collection(self, kind, values, ended=None, *, first=False):
        self.put(("" if first else ",") + f'{{"count": {len(values)}, "type": "{kind}", "values": [')
        for at, one in enumerate(values):
            self.put(",\n" * bool(at) + self.dump(one))
            if ended:
                ended(at, len(self.data))
        self.put("]}")

    def json_user(self):
        first, last, mail = self.me
        return {
            "uuid": self.user,
            "first_name": first,
            "last_name": last,
            "email": mail,
            "google2fa_secret": None,
            "properties": {"locale": "en"},
        }

    def json_contact(self, one):
        properties = {
            "first_name": one.first,
            "middle_name": None,
            "last_name": one.last or None,
            "is_partial": one.partial,
            "job": one.job or None,
            "avatar": {"has_avatar": False},
        }
        if one.tags:
            properties["tags"] = one.tags
        if one.born:
            properties["birthdate"] = {
                "uuid": self.uuid(),
                "is_age_based": one.born[1] == "age",
                "is_year_unknown": one.born[1] == "year",
                "date": self.iso(one.born[0]),
            }
        mail, phone, other = (one[0] for one in self.types[:3])
        fields = [(mail, value) for value in one.mails] + [(phone, value) for value in one.phones]
        fields += [(other, value) for value in one.handles]
        inside = [
            ("call", [self.json_call(call) for call in one.calls]),
            ("contact_field", [self.entry({"data": value, "type": kind}) for kind, value in fields]),
            ("debt", [self.entry({"amount": 5, "in_debt": True}) for _ in range(one.debts)]),
            (
                "gift",
                [self.entry({"name": name, "status": status, "date": None}) for name, status in one.gifts],
            ),
            ("note", [self.entry({"body": body, "is_favorite": False}) for body in one.notes]),
            ("reminder", [self.entry({"title": "x"}) for _ in range(one.reminders)]),
            (
                "address",
                [self.entry({"name": None, "street": one.street, "city": "Gent"})] if one.street else [],
            ),
            ("conversation", [self.json_talk(one.messages)] if one.messages else []),
            ("activity", [act.uuid for act in self.acts if one in act.people]),
        ]
        data = [{"count": len(values), "type": kind, "values": values} for kind, values in inside if values]
        return {**self.entry(properties, data=data), "uuid": one.uuid}

    def json_call(self, call):
        return self.entry(
            {"called_at": self.iso(call.at), "content": call.text or None, "contact_called": not call.by_me},
            call.made,
        )

    def json_talk(self, messages):
        rows = [
            self.entry(
                {"content": one.text, "written_at": self.iso(one.at), "written_by_me": one.by_me}, one.made
            )
            for one in messages
        ]
        return self.entry({"happened_at": self.iso(messages[0].at), "messages": rows})

    def json_relation(self, one, kind, other):
        return self.entry({"type": kind, "contact_is": one.uuid, "of_contact": other.uuid})

    def json_act(self, one):
        row = {"summary": one.summary, "description": one.text or None, "happened_at": self.iso(one.day)}
        return {**self.entry(row, one.made), "uuid": one.uuid}

    # SQL

    def value(self, one):
        if one is None:
            return "NULL"
        if isinstance(one, int):
            return str(int(one))
        text = one.strftime(STAMP) if isinstance(one, datetime) else str(one)
        try:
            float(text)
        except ValueError:
            escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')
            return f"'{escaped}'"
        return text  # PHP's is_numeric

    def table(self, name, columns, rows, ended=None):
        if not rows:
            return
        old = self.layout == "sql-1.8"
        listed = ",".join(columns if old else (f"`{one}`" for one in columns))
        for at, row in enumerate(rows):
            values = f"({','.join(map(self.value, row))})"
            if old:
                self.put(f"INSERT INTO {name} ({listed}) VALUES {values}")
            else:
                self.put(f"INSERT IGNORE INTO `{name}` ({listed}) VALUES\n" * (not at) + f" {values}")
            if ended:
                ended(at, len(self.data))
            self.put(";\n" if old or at == len(rows) - 1 else ",\n")

    def sql(self):
        old = self.layout == "sql-1.8"
        first, last, mail = self.me
        line = "# ************************************************************\n"
        self.put(
            f"{line}# {first} {last} dump of data\n# {'7.sql' if old else 'How to use:'}\n"
            f"# Export date: 2021-05-05 10:00:00\n{line}\n"
        )
        if not old:
            self.put("SET FOREIGN_KEY_CHECKS=0;\n\n")
        self.table("accounts", ("id", "api_key"), [(1, "sécret'key")])
        self.sql_things(old)
        pairs = [(act, one) for act in self.acts for one in act.people]
        contacts = self.sql_contacts if old else lambda: None
        if not old:
            self.sql_contacts()
        self.table(
            "activity_contact",
            ("activity_id", "account_id", "contact_id"),
            [(act.number, 1, one.number) for act, one in pairs],
            lambda at, end: pairs[at][0].pair_ends.update({pairs[at][1].number: end}),
        )
        self.sql_calls()
        contacts()
        self.sql_rest(old, mail)
        if not old:
            self.put("SET FOREIGN_KEY_CHECKS=1;")

    def sql_things(self, old):
        when = "date_it_happened" if old else "happened_at"
        self.table(
            "activities",
            (
                "id",
                "account_id",
                "activity_type_id",
                "summary",
                "description",
                when,
                "created_at",
                "updated_at",
            ),
            [
                (
                    one.number,
                    1,
                    None,
                    one.summary,
                    one.text or None,
                    one.day if old else f"{one.day:%Y-%m-%d}",
                    one.made,
                    one.made,
                )
                for one in self.acts
            ],
            lambda at, end: setattr(self.acts[at], "end", end),
        )

    def sql_contacts(self):
        old = self.layout == "sql-1.8"
        columns = [
            "id",
            "account_id",
            "first_name",
            "middle_name",
            "last_name",
            "is_partial",
            "job",
            "birthday_special_date_id",
            *([] if old else ["uuid"]),
            "created_at",
            "updated_at",
        ]
        rows = [
            (
                one.number,
                1,
                one.first,
                None,
                one.last or None,
                one.partial,
                one.job or None,
                one.number if one.born else None,
                *([] if old else [one.uuid]),
                self.at,
                self.at,
            )
            for one in self.people
        ]
        self.table("contacts", columns, rows, lambda at, end: setattr(self.people[at], "end", end))

    def sql_calls(self):
        calls = [(one, call) for one in self.people for call in one.calls]
        self.table(
            "calls",
            (
                "id",
                "account_id",
                "contact_id",
                "called_at",
                "content",
                "contact_called",
                "created_at",
                "updated_at",
            ),
            [
                (at, 1, one.number, call.at, call.text or None, not call.by_me, call.made, call.made)
                for at, (one, call) in enumerate(calls, 1)
            ],
            lambda at, end: setattr(calls[at][1], "end", end),
        )

    def sql_rest(self, old, mail):
        self.table(
            "contact_field_types",
            ("id", "account_id", "name", "protocol", "type"),
            [(at, 1, *one[1:]) for at, one in enumerate(self.types, 1)],
        )
        fields = [
            (one.number, kind, value)
            for one in self.people
            for kind, some in ((1, one.mails), (2, one.phones), (3, one.handles))
            for value in some
        ]
        self.table(
            "contact_fields",
            ("id", "account_id", "contact_id", "contact_field_type_id", "data"),
            [(at, 1, *one) for at, one in enumerate(fields, 1)],
        )
        tags = sorted({tag for one in self.people for tag in one.tags})
        self.table(
            "contact_tag",
            ("contact_id", "tag_id", "account_id"),
            [(one.number, tags.index(tag) + 1, 1) for one in self.people for tag in one.tags],
        )
        self.table(
            "debts",
            ("id", "contact_id", "amount"),
            [(9, one.number, "5.50") for one in self.people for _ in range(one.debts)],
        )
        self.table("entries", ("id", "title"), [(at, "x") for at in range(self.journal)])
        gifts = [(one.number, name, status) for one in self.people for name, status in one.gifts]
        if old:
            rows = [
                (at, number, name, status == "idea", status == "offered", status == "received")
                for at, (number, name, status) in enumerate(gifts)
            ]
            self.table(
                "gifts",
                ("id", "contact_id", "name", "is_an_idea", "has_been_offered", "has_been_received"),
                rows,
            )
        else:
            self.table(
                "gifts", ("id", "contact_id", "name", "status"), [(at, *one) for at, one in enumerate(gifts)]
            )
        said = [(one, message) for one in self.people for message in one.messages]
        self.table(
            "messages",
            ("id", "contact_id", "conversation_id", "content", "written_at", "written_by_me", "created_at"),
            [(at, one.number, 1, m.text, m.at, m.by_me, m.made) for at, (one, m) in enumerate(said)],
            lambda at, end: setattr(said[at][1], "end", end),
        )
        self.table(
            "notes",
            ("id", "contact_id", "body"),
            [(at, one.number, body) for at, one in enumerate(self.people) for body in one.notes],
        )
        if old:
            self.table(
                "addresses",
                ("id", "contact_id", "street", "city"),
                [(1, one.number, one.street, "Gent") for one in self.people if one.street],
            )
        else:
            self.table(
                "addresses",
                ("id", "contact_id", "place_id"),
                [(1, one.number, one.number) for one in self.people if one.street],
            )
            self.table(
                "places",
                ("id", "street", "city"),
                [(one.number, one.street, "Gent") for one in self.people if one.street],
            )
        self.table("relationship_types", ("id", "name"), [(4, "child")])
        self.table(
            "relationships",
            ("id", "relationship_type_id", "contact_is", "of_contact"),
            [(at, 4, one.number, other.number) for at, (one, _, other) in enumerate(self.relations)],
        )
        self.table(
            "reminders",
            ("id", "contact_id", "title"),
            [(7, one.number, "x") for one in self.people for _ in range(one.reminders)],
        )
        self.table(
            "special_dates",
            ("id", "is_age_based", "is_year_unknown", "date"),
            [
                (one.number, one.born[1] == "age", one.born[1] == "year", f"{one.born[0]:%Y-%m-%d}")
                for one in self.people
                if one.born
            ],
        )
        self.table("tags", ("id", "name"), list(enumerate(tags, 1)))
        self.table(
            "users",
            ("id", "first_name", "last_name", "email", "password"),
            [(1, *self.me[:2], mail, "$2y$10$x'y")],
            lambda _, end: setattr(self, "user_end", end),
        )

    # What is true

    def key(self, one):
        own = f"id{one.number}" if self.layout == "sql-1.8" else one.uuid
        return f"tag:owner.mutuals.invalid,2026:monica/contact/{own}"

    def truth(self, cut=None):
        """Everything told, as (kind, title, words, ms, from, to), and the actors; `cut` is the size that is left."""
        size = len(self.data) if cut is None else cut
        kept = {one.number for one in self.people if one.end <= size}
        sql = not self.layout.startswith("json")
        me = (
            f"mailto:{self.me[2]}"
            if self.user_end <= size
            else "tag:owner.mutuals.invalid,2026:monica/" + ("name/Mara%20Lind" if sql else "me")
        )
        told, actors = Counter(), {me}
        for act in self.acts:
            came = [
                one for one in act.people if one.number in kept and act.pair_ends.get(one.number, 0) <= size
            ]
            if act.end <= size and came:
                told[
                    (
                        "Event",
                        act.summary,
                        act.text.strip(),
                        self.ms(act.day),
                        me,
                        tuple(sorted(map(self.key, came))),
                    )
                ] += 1
        for one in self.people:
            if one.number in kept:
                actors |= set() if one.partial else {self.key(one)}
                for kind, said in [("call", call) for call in one.calls] + [
                    ("message", message) for message in one.messages
                ]:
                    if said.end <= size:
                        ways = (me, (self.key(one),)) if said.by_me else (self.key(one), (me,))
                        told[(kind, "", said.text.strip(), self.ms(said.at), *ways)] += 1
        return told, actors

    def ms(self, at):
        return int(at.timestamp()) * 1000

    def facts(self):
        """What is known of each contact: identifiers, and (name, value) of facts."""
        found = {}
        names = {"idea": "gift idea", "offered": "gift given", "received": "gift received"}
        for one in self.people:
            if one.partial:
                continue
            facts = {
                ("title", one.job),
                *(("note", " ".join(body.split("\0")).strip()) for body in one.notes),
            }
            facts |= {(names[status], name) for name, status in one.gifts} | {
                ("label", tag) for tag in one.tags
            }
            facts |= {("twitter", handle) for handle in one.handles} | {("birthday", self.birthday(one))}
            facts |= {("address", f"{one.street}, Gent")} if one.street else set()
            for person, kind, other in self.relations:
                if person is one:
                    born = self.birthday(other) if other.partial else ""
                    facts.add((kind, f"{other.name} ({born})" if born else other.name))
            ids = {f"mailto:{mail}" for mail in one.mails} | {f"tel:{phone}" for phone in one.phones}
            found[self.key(one)] = (ids, {fact for fact in facts if fact[1]})
        return found

    def birthday(self, one):
        if not one.born:
            return ""
        return f"{one.born[0]:{ {'': '%Y-%m-%d', 'age': '%Y', 'year': '--%m-%d'}[one.born[1]] }}"

    def left(self):
        """How many things of each kind have no place."""
        found = {
            "debts": sum(one.debts for one in self.people),
            "reminders": sum(one.reminders for one in self.people),
            "journal entries": self.journal,
            "photos": int(self.layout.startswith("json")),
            "people known only through others": sum(one.partial for one in self.people),
        }
        return {what: count for what, count in found.items() if count}

    def write(self, folder, *, container="folder", cut=None):
        """Writes what is left as a file in a folder or ZIP; gives its path."""
        name = "export." + ("json" if self.layout.startswith("json") else "sql")
        data = bytes(self.data[:cut])
        if container == "zip":
            with zipfile.ZipFile(folder / "monica.zip", "w", zipfile.ZIP_DEFLATED) as book:
                book.writestr(name, data)
            return folder / "monica.zip"
        (folder / "brought").mkdir(exist_ok=True)
        (folder / "brought" / name).write_bytes(data)
        return folder / "brought"


def write_large(folder, size, *, sql=False):
    """One export of about `size` bytes, of contacts with a call each and activities of two; gives its number of
    contacts."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"export.{'sql' if sql else 'json'}").open("w", encoding="utf-8") as out:
        return (_large_sql if sql else _large_json)(out, size)


def _large_json(out, size):
    number, words = 0, "word " * 40
    stamp = '"created_at": "2021-03-01T%02d:%02d:%02d.000000Z"'
    out.write(
        '{"version": "1", "app_version": "4.0.0", "exported_by": "u", '
        '"account": {"data": [{"type": "contact", "values": ['
    )
    while out.tell() < size * 0.8:
        number += 1
        made = stamp % (number // 3600 % 24, number // 60 % 60, number % 60)
        said = f'"called_at": "2021-02-03T10:00:00.000000Z", "content": "{words}"'
        call = f'{{"uuid": "k", {made}, "properties": {{{said}}}}}'
        note = f'{{"uuid": "n", {made}, "properties": {{"body": "{words}"}}}}'
        out.write(
            ",\n" * (number > 1) + f'{{"uuid": "c{number:034}", {made}, '
            f'"properties": {{"first_name": "Ola", "last_name": "{number}"}}, "data": ['
            f'{{"type": "call", "values": [{call}]}}, {{"type": "note", "values": [{note}]}}, '
            f'{{"type": "activity", "values": ["a{number // 2:034}"]}}]}}'
        )
    out.write(']}, {"type": "activity", "values": [')
    for at in range(1, number // 2):
        made = stamp % (at // 3600 % 24, at // 60 % 60, at % 60)
        row = (
            f'"summary": "Walk {at}", "description": "{words}", "happened_at": "2021-02-03T00:00:00.000000Z"'
        )
        out.write(",\n" * (at > 1) + f'{{"uuid": "a{at:034}", {made}, "properties": {{{row}}}}}')
    out.write(']}], "instance": {}}}\n')
    return number


def _large_sql(out, size):
    number, words = size // 620, "word " * 40
    line = "# ************************************************************\n"
    out.write(f"{line}# Mara Lind dump of data\n# Export date: x\n{line}\nSET FOREIGN_KEY_CHECKS=0;\n\n")
    made = "'2021-03-01 10:00:00'"
    tables = (
        ("activities", "id,account_id,summary,description,happened_at,created_at", 2,
         lambda at: f"{at},1,'Walk {at}','{words}','2021-02-03',{made}"),
        ("contacts", "id,account_id,first_name,last_name,uuid", 1, lambda at: f"{at},1,'Ola',{at},'c{at:034}'"),
        ("activity_contact", "activity_id,account_id,contact_id", 1, lambda at: f"{at // 2},1,{at}"),
        ("calls", "id,account_id,contact_id,called_at,content,created_at", 1,
         lambda at: f"{at},1,{at},'2021-02-03 10:00:00','It\\'s {words}',{made}"),
        ("notes", "id,account_id,contact_id,body", 1, lambda at: f"{at},1,{at},'{words}'"),
    )  # fmt: skip
    for table, columns, every, row in tables:
        listed = ",".join(f"`{one}`" for one in columns.split(","))
        out.write(f"INSERT IGNORE INTO `{table}` ({listed}) VALUES\n")
        for at in range(1, number // every + 1):
            out.write(",\n" * (at > 1) + f" ({row(at)})")
        out.write(";\n")
    out.write("SET FOREIGN_KEY_CHECKS=1;")
    return number


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--sql", action="store_true")
    given = parser.parse_args()
    sys.stdout.write(f"{write_large(given.folder, given.bytes, sql=given.sql)} contacts\n")
