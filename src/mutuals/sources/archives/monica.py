"""Reads exports of Monica (2 to 4): the JSON export, and the SQL export with its MySQL inserts.

Both are gone over twice as streams: first for what rows refer to (`wire/monica_book.py`), then for what they say.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mutuals.as2 import Activity, Actor, Item, PropertyValue
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire import monica as wire
from mutuals.wire.mail_people import address_of
from mutuals.wire.monica_book import Book, text
from mutuals.wire.monica_json import HEAD, Entries, flat, kinds_within, within
from mutuals.wire.monica_sql import Inserts

Out = Iterator[Item | Report]
PEEK = 1 << 13
_JSON = re.compile(r'"(?:app_version|exported_by)"\s*:')
_SQL = re.compile(r"# \*{20,}\s*# (.*?) dump of data\s")
_ALL = re.compile(r"# \*{20,}\s*# Monica data export\.")
WHOLE = "It holds every account of an installation; in Monica under Settings, Export data you get your own."
NO_PLACE = {
    "debt": "debts",
    "reminder": "reminders",
    "task": "tasks",
    "document": "documents",
    "photo": "photos",
    "journal_entries": "journal entries",
    "journal_entry": "journal entries",
    "audit_logs": "log entries",
}
"""What has no place here and is left out on purpose, by its kind."""
TABLES = {"debts": "debt", "reminders": "reminder", "tasks": "task", "documents": "document", "photos": "photo",
          "entries": "journal_entry", "days": "journal_entry", "audit_logs": "audit_logs"}  # fmt: skip
_FACTS: dict[str, Callable[[wire.Row], PropertyValue]] = {
    "note": wire.note,
    "gift": wire.gift,
    "life_event": wire.life_event,
    "pet": wire.pet,
    "address": wire.address,
}
_FACT_TABLES = {"notes": "note", "gifts": "gift", "life_events": "life_event", "pets": "pet"}


class MonicaArchive:
    """Exports of Monica, the personal CRM; satisfies `seam.Reads`."""

    info = Info(
        name="monica",
        title="Monica",
        mark="Mo",
        ask=(
            "In Monica (2 to 4) open Settings, Export data.",
            "Choose Export to Json (since 3.7), or Export to SQL; download the file once it is ready.",
            "Drop the file here as it is. One of the two is enough; both say the same.",
        ),
        ask_url="https://app.monicahq.com/settings/export",
        wait="Minutes.",
        hears="Your contacts with addresses, numbers, birthdays, how you met, notes, gifts, relations and labels, "
        "private to you; what you did together on which day, calls, and conversations that you wrote down.",
        cannot_hear="How long a call or an activity lasted: a call counts as seven and a half minutes, an activity as "
        "an hour. People who are known only as somebody's relation are told with that person. Debts, reminders, tasks, "
        "the journal, photos and documents have no place here and are counted in the report. Monica 5 exports vCards, "
        "which are read as contacts.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each export."""
        found = []
        for entry in parcel.entries():
            kind = _kind(parcel.head(entry.name, PEEK))
            root = entry.name.rpartition("/")[0]
            if kind == "all":
                left = ((entry.name, WHOLE),)
                found.append(Claim(format="monica", root=root, title="Monica", files=(), left_alone=left))
            elif kind:
                files = (entry.name,)
                found.append(Claim(format="monica", root=root, title="Monica export", files=files))
        return found

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what an export says: first whose it is, then people and what was done with them, as they stand."""
        for name in claim.files:
            kind = _kind(parcel.head(name, PEEK))
            reading = _Sql if kind == "sql" else _Json
            yield from reading(parcel, name, answers).everything()


def _kind(head: bytes) -> str:
    """ "json", "sql", "all" (the SQL of a whole installation) or "", told by how a file begins."""
    start = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return "json" if len(set(_JSON.findall(start))) == 2 and '"account"' in start else ""
    if _ALL.match(start):
        return "all"
    return "sql" if _SQL.match(start) and "Export date" in start else ""


class _Reading(ABC):
    """What both exports share: whose it is, and how rows become things."""

    def __init__(self, parcel: Parcel, name: str, answers: Answers) -> None:
        self._parcel, self._name, self._answers = parcel, name, answers
        self._book = Book(answers.scope, answers.region)
        self._pace = Pace()
        self._left: Counter[str] = Counter()
        self._good = self._bad = self._at = 0
        self._by = ""
        self._cut = False

    def everything(self) -> Out:
        yield FileReport(name=self._name, status="reading", note="Looking who is in it.")
        self._look()
        yield from self._whose()
        self._book.start_over()
        yield from self._rows()
        left = ", ".join(f"{count:,} {what}" for what, count in sorted(self._left.items()) if count)
        more = f"Left out: {left}." if left else ""
        yield file_report(self._name, items=self._good, bad=self._bad, cut=self._cut, more=more)
        yield self._pace.checkpoint(self._name, self._at + 1)

    @abstractmethod
    def _look(self) -> None:
        """Reads the file once, to see who is in it."""

    @abstractmethod
    def _rows(self) -> Out:
        """Reads it again and tells what happened."""

    def _user(self) -> tuple[dict[str, Any] | None, str]:
        """The login that made the export, and how that is known."""
        users = [one for one in self._book.users if wire.owner(one)]
        by = next((one for one in users if self._by and self._by in (one.get("uuid"), _full_name(one))), None)
        if by:
            return by, "This account made the export."
        if len(users) == 1:
            return users[0], "The only account in it."
        told = {address_of(one.lower()) for one in self._answers.me} - {""}
        mine = next((one for one in users if address_of(text(one, "email")) in told), None)
        return mine, "You said so."

    def _whose(self) -> Out:
        user, why = self._user()
        actor = wire.owner(user) if user else None
        if actor is None:
            name = self._by if " " in self._by else ""
            actor, why = wire.local_owner(self._answers.scope, name), "Monica exports are their owner's."
            choices = [one for one in map(wire.owner, self._book.users) if one]
            if len(choices) > 1:
                pairs = tuple((one.id, one.name) for one in choices[:20])
                yield Question(kind="me", about=self._name, choices=pairs)
        self._book.me = actor.id
        yield from self._pace.give([actor], self._name, 0)
        yield Mine(actor=actor.id, sure=True, evidence=why)
        key = text(user, "me_contact") or self._book.of_number(text(user, "me_contact_id")) if user else ""
        if key in self._book.names:
            self._book.mine = key
            yield from self._pace.give(
                [Actor(id=self._book.uri(key), name=self._book.names[key])], self._name, 0
            )
            yield Mine(actor=self._book.uri(key), sure=True, evidence="Monica knows this contact as you.")

    def _given(self, items: list[Activity | Actor], *, counts: bool = True) -> Out:
        self._good += counts
        yield from self._pace.give(items, self._name, self._at)

    def _tried(
        self, make: Callable[[], list[Activity | Actor]], row: object, line: int, *, counts: bool = True
    ) -> Out:
        """What a row becomes, or why it becomes nothing."""
        try:
            items = make()
        except wire.Nobody:
            self._left["entries about nobody in it"] += 1
            return
        except (ValueError, OverflowError) as error:
            self._bad += 1
            yield rejected(self._name, line, error, row)
            return
        yield from self._given(items, counts=counts)

    def _facts(self, key: str, facts: list[PropertyValue], also: tuple[str, ...] = ()) -> Out:
        """Adds to what is known of a contact."""
        some = tuple(one for one in facts if one.value)
        if key not in self._book.names:
            self._left["entries about nobody in it"] += 1
        elif key in self._book.partial:
            self._left["entries about people known only through others"] += 1
        elif some or also:
            actor = Actor(id=self._book.uri(key), also_known_as=also, attachment=some)
            if also:
                # Of an actor that brings nothing but identifiers the pace sees no news.
                yield actor
            yield from self._given([] if also else [actor], counts=False)


class _Json(_Reading):
    """The JSON export, where most stands within the contacts."""

    def _look(self) -> None:
        for kind, entry in self._entries(peek=True):
            if kind == HEAD:
                self._by = entry[1] if entry[0] == "exported_by" and isinstance(entry[1], str) else self._by
                continue
            try:
                self._hear(kind, entry, flat(entry))
            except ValueError:
                continue

    def _hear(self, kind: str, entry: Any, row: dict[str, Any]) -> None:
        book = self._book
        if kind == "contact":
            book.hear_contact(row)
            key = book.key(row)
            for one in within(entry, "activity"):
                if isinstance(one, str):
                    book.hear_part(one, key)
            for field in _fields(entry):
                book.hear_identifier(wire.field(field, book)[0], key)
        elif kind == "user":
            book.hear_user(row)
        elif kind == "contact_field_types":
            book.hear_type(row)

    def _rows(self) -> Out:
        for number, (kind, entry) in enumerate(self._entries(), 1):
            self._at = number
            if kind == HEAD:
                continue
            try:
                row = flat(entry)
            except ValueError as error:
                self._bad += 1
                yield rejected(self._name, self._at, error, entry)
                continue
            if kind == "contact":
                yield from self._contact(entry, row)
            elif kind == "activity":
                yield from self._tried(partial(wire.activity, row, self._book), row, self._at)
            elif kind == "relationship":
                yield from self._related(row)
            elif kind in NO_PLACE:
                self._left[NO_PLACE[kind]] += 1

    def _related(self, row: dict[str, Any]) -> Out:
        if self._book.person(row, "contact_is") not in self._book.partial:
            yield from self._tried(lambda: [wire.relationship(row, self._book)], row, self._at, counts=False)

    def _contact(self, entry: Any, row: dict[str, Any]) -> Out:
        """A contact and all that stands within it."""
        book, key = self._book, self._book.key(row)
        for kind, size in kinds_within(entry):
            self._left.update({NO_PLACE[kind]: size} if kind in NO_PLACE else {})
        if key in book.partial:
            self._left["people known only through others"] += 1
        else:
            yield from self._tried(lambda: [wire.contact(row, book, _fields(entry))], row, self._at)
        for kind, make in _FACTS.items():
            for one in within(entry, kind):
                yield from self._facts(key, [make(flat(one))] if isinstance(one, dict) else [])
        for one in within(entry, "call"):
            yield from self._talk(wire.call, one, key)
        for one in within(entry, "conversation"):
            some = flat(one).get("messages") if isinstance(one, dict) else None
            for each in some if isinstance(some, list) else ():
                yield from self._talk(wire.message, each, key)

    def _talk(self, make: Callable[..., list[Activity | Actor]], entry: Any, key: str) -> Out:
        try:
            row = flat(entry)
        except ValueError as error:
            self._bad += 1
            yield rejected(self._name, self._at, error, entry)
            return
        yield from self._tried(lambda: make(row, self._book, key), row, self._at)

    def _entries(self, *, peek: bool = False) -> Iterator[tuple[str, Any]]:
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        with opener(self._name) as raw:
            entries = Entries(raw.read)
            yield from entries
        self._cut = entries.cut


def _fields(entry: Any) -> list[wire.Row]:
    return [flat(one) for one in within(entry, "contact_field") if isinstance(one, dict)]


class _Sql(_Reading):
    """The SQL export, table by table."""

    def _look(self) -> None:
        head = _SQL.match(
            self._parcel.head(self._name, PEEK).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        )
        self._by = " ".join(head[1].split()) if head else ""
        for one in self._inserts(peek=True):
            if not one.problem:
                self._hear(one.table, one.row)

    def _hear(self, table: str, row: dict[str, str | None]) -> None:
        book = self._book
        words = {"relationship_types": book.kinds, "tags": book.tags}
        heard: dict[str, Callable[[wire.Row], None]] = {
            "contacts": book.hear_contact,
            "users": book.hear_user,
            "contact_field_types": book.hear_type,
            "special_dates": book.hear_day,
            "places": book.hear_place,
        }
        if table in heard:
            heard[table](row)
        elif table in words:
            book.hear_word(words[table], row)
        elif table == "activity_contact":
            book.hear_part(text(row, "activity_id"), text(row, "contact_id"))
        elif table == "contact_fields":
            book.hear_identifier(wire.field(row, book)[0], book.person(row, "contact_id"))

    def _rows(self) -> Out:
        for number, one in enumerate(self._inserts(), 1):
            self._at = number
            if one.problem:
                self._bad += 1
                yield Rejected(file=self._name, line=one.line, reason=one.problem, excerpt=one.excerpt[:200])
            elif one.table in TABLES:
                self._left[NO_PLACE[TABLES[one.table]]] += 1
            elif one.row:
                yield from self._row(one.table, one.row, one.line)

    def _row(self, table: str, row: dict[str, str | None], line: int) -> Out:
        book = self._book
        things: dict[str, Callable[[], list[Activity | Actor]]] = {
            "activities": lambda: wire.activity(row, book),
            "calls": lambda: wire.call(row, book),
            "messages": lambda: wire.message(row, book),
        }
        if table == "contacts":
            yield from self._contact(row, line)
        elif table in things:
            yield from self._tried(things[table], row, line)
        elif table == "relationships":
            if book.person(row, "contact_is") not in book.partial:
                yield from self._tried(lambda: [wire.relationship(row, book)], row, line, counts=False)
        else:
            yield from self._of_contact(table, row)

    def _of_contact(self, table: str, row: dict[str, str | None]) -> Out:
        """A row that says more of a contact."""
        book = self._book
        key = book.person(row, "contact_id")
        if table in _FACT_TABLES:
            yield from self._facts(key, [_FACTS[_FACT_TABLES[table]](row)])
        elif table == "addresses":
            yield from self._facts(key, [wire.address(book.place_of(row))])
        elif table == "contact_fields":
            known, facts = wire.identified([row], book)
            yield from self._facts(key, facts, tuple(known))
        elif table == "contact_tag":
            yield from self._facts(key, [PropertyValue("label", book.tags.get(text(row, "tag_id"), ""))])

    def _contact(self, row: dict[str, str | None], line: int) -> Out:
        if self._book.key(row) in self._book.partial:
            self._left["people known only through others"] += 1
        else:
            yield from self._tried(lambda: [wire.contact(row, self._book, [])], row, line)

    def _inserts(self, *, peek: bool = False) -> Iterator[Any]:
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        with opener(self._name) as raw:
            rows = Inserts(raw.read, READ_ERRORS)
            yield from rows
        self._cut = rows.cut


def _full_name(row: dict[str, Any]) -> str:
    return f"{text(row, 'first_name')} {text(row, 'last_name')}".strip()


archive = MonicaArchive()
