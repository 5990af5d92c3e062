"""Reads any table of people, or log of times in touch, that no other archive knows: its columns are guessed or said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.text.names import key
from mutuals.text.phones import e164
from mutuals.wire.csv_columns import (
    WORDS,
    BadMapping,
    Guessed,
    Mapping,
    guessed,
    header_key,
    ordered,
    said,
    with_turn,
    written_down,
)
from mutuals.wire.csv_dates import unit_of
from mutuals.wire.csv_moments import LeftOut, Moments
from mutuals.wire.csv_people import People
from mutuals.wire.csv_rows import UNREADABLE, Row
from mutuals.wire.csv_shape import HEAD, Shape, shape_of
from mutuals.wire.csv_sheet import Sheet
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.repeats import base
from mutuals.wire.vcard import identifiers, name_of
from mutuals.wire.vcard_shared import Book

TABLES = (".csv", ".tsv", ".tab")
CHUNK = 2_000
SHOWN = 12
HOW = 'Say it: mutuals import FILE --map "name=COLUMN,email=COLUMN". Its columns are {}.'


class CsvArchive:
    """Tables as any other tool writes them; satisfies `seam.Reads`. It is shown only what no other archive knows."""

    info = Info(
        name="csv",
        title="A table (CSV) of people or times in touch",
        mark="CSV",
        ask=(
            (
                "In the tool that holds your people (a CRM, Outlook, Airtable, Notion, a list of members) choose "
                "Export, then CSV; in a spreadsheet save as CSV."
            ),
            "Drop the file here. I show its first rows with a guess for each column; nothing is kept before your yes.",
            "Next time a table with the same columns is read as you said.",
        ),
        wait="Ready at once.",
        hears="Of people: names, mail addresses and phone numbers, birthdays, employers, notes and labels, private to "
        "you. Of a log: when you met, called or wrote whom, and how long.",
        cannot_hear="What a column without a heading or sense means, until you say it. People without address or "
        "number are known by their names alone, so that two of one name are taken for one.",
        general=True,
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each table in which somebody can be told; one that was brought alone may be about anything."""
        alone = len(getattr(parcel, "whole", parcel).entries()) == 1
        return [
            Claim(format="csv", root=one.name, title=title, files=(one.name,))
            for one in parcel.entries()
            if (title := _title(parcel, one.name, alone=alone))
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Asks what the columns hold where nobody said it, then streams what is in the rows."""
        for name in claim.files:
            yield FileReport(name=name, status="reading")
            yield from _Reading(parcel, name, answers).everything()


def looked_at(parcel: Parcel, name: str) -> tuple[Shape, list[list[str]]] | None:
    """How a table is written, and its first rows; None for what is none."""
    head = parcel.head(name, HEAD)
    if head[:1] in b"{[<%" or head.startswith((b"BEGIN:", b"From ")):
        return None
    return shape_of(head, whole=len(head) < HEAD)


def _title(parcel: Parcel, name: str, *, alone: bool) -> str:
    lowered = name.lower()
    table = lowered.endswith(TABLES)
    if not (table or alone or lowered.endswith(".txt")):
        return ""
    found = looked_at(parcel, name)
    if found is None:
        return ""
    guess = guessed(*found)
    sure = {one.role for one in guess.guesses if one.sure}
    told = guess.sure or (table and sure & {"name", "first", "last", "email"})
    if not told and not (alone and table):
        return ""
    return "A log of times in touch" if guess.mapping.moments else "A table of people" if told else "A table"


class _Reading:
    """One run over one table."""

    def __init__(self, parcel: Parcel, name: str, answers: Answers) -> None:
        self._parcel, self._name, self._answers = parcel, name, answers
        self._year = datetime.fromtimestamp(answers.now_ms / 1000, UTC).year if answers.now_ms else 2099
        self._pace, self._left = Pace(), Counter[str]()
        self._good = self._bad = 0
        self._cut = False
        self._told = _told(answers)

    def everything(self) -> Iterator[Item | Report]:
        found = looked_at(self._parcel, self._name)
        if found is None:
            yield from self._not_read("I cannot make out rows and columns in it.")
            return
        shape, rows = found
        dates = self._answers.dates or self._answers.dates_before
        guess = guessed(shape, rows, dates=dates)
        try:
            mapping = self._said(shape)
        except BadMapping as error:
            yield from self._not_read(str(error))
            return
        if mapping is None:
            choices = tuple(zip(guess.mapping.roles, shape.names, strict=True))
            yield Question(
                kind="columns", about=self._name, choices=choices, default=written_down(guess.mapping)
            )
            if not guess.sure:
                yield from self._not_read(f"{guess.why_not} {HOW.format(_listed(shape.names))}")
                return
        yield from self._read(shape, ordered(mapping or guess.mapping, shape, rows, dates=dates), rows)
        yield self._ended(shape, mapping, guess)
        yield self._pace.checkpoint(self._name, self._good + self._bad)

    def _said(self, shape: Shape) -> Mapping | None:
        """What a person said of these columns, now or of a table with the same header; raises BadMapping."""
        if self._answers.columns:
            found = said(self._answers.columns, shape)
            return with_turn(found, found.turn or self._answers.columns_turn)
        known = dict(self._answers.tables).get(header_key(shape) or "-")
        try:
            return said(known, shape) if known else None
        except BadMapping:
            return None

    def _read(self, shape: Shape, mapping: Mapping, rows: list[list[str]]) -> Iterator[Item | Report]:
        me = Actor(id=f"{base(self._answers.scope, 'csv')}me")
        yield from self._pace.give([me], self._name, 0)
        yield Mine(actor=me.id, sure=True, evidence="A table of one's people is its keeper's.")
        if mapping.moments:
            yield from self._moments(shape, mapping, rows)
        else:
            yield from self._people(shape, mapping, me.id)

    def _people(self, shape: Shape, mapping: Mapping, me: str) -> Iterator[Item | Report]:
        people = People(
            shape.names, mapping, scope=self._answers.scope, region=self._answers.region, this_year=self._year
        )
        shared, known = self._shared(shape, people), list[str]()
        for row in self._rows(shape, peek=False):
            try:
                one = people.actor(_whole(row), shared)
            except ValueError as error:
                yield self._rejected(row, str(error))
                continue
            self._good += 1
            known.append(one.id)
            yield from self._pace.give([one], self._name, self._good + self._bad)
            if self._is_me(one):
                yield Mine(actor=one.id, sure=True, evidence="You said so.")
            if len(known) == CHUNK:
                yield from self._pace.give([_contacts(me, known)], self._name, self._good + self._bad)
                known.clear()
        if known:
            yield from self._pace.give([_contacts(me, known)], self._name, self._good + self._bad)

    def _moments(self, shape: Shape, mapping: Mapping, rows: list[list[str]]) -> Iterator[Item | Report]:
        moments = Moments(
            header_key(shape), mapping, scope=self._answers.scope, region=self._answers.region,
            zone=ZoneInfo(self._answers.zone), this_year=self._year, unit=_unit(shape, mapping, rows), me=self._told,
        )  # fmt: skip
        for row in self._rows(shape, peek=False):
            try:
                items = moments.items(_whole(row))
            except LeftOut:
                self._left["tasks and reminders"] += 1
                continue
            except ValueError as error:
                yield self._rejected(row, str(error))
                continue
            self._good += 1
            yield from self._pace.give(items, self._name, self._good + self._bad)

    def _shared(self, shape: Shape, people: People) -> set[str]:
        """What is on rows of different people, and so is nobody's own."""
        book = Book()
        for row in self._rows(shape, peek=True, only=people.telling):
            if not row.wrong:
                card = people.card(_closed(row), brief=True)
                book.note(identifiers(card), name_of(card))
        return book.shared

    def _rows(self, shape: Shape, *, peek: bool, only: Sequence[int] | None = None) -> Iterator[Row]:
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        try:
            with opener(self._name) as stream:
                sheet = Sheet(stream, shape, only=only)
                yield from sheet.rows()
                self._cut = sheet.cut
        except UNREADABLE:
            self._cut = True

    def _rejected(self, row: Row, why: str) -> Rejected:
        self._bad += 1
        return Rejected(file=self._name, line=row.line, reason=why, excerpt=", ".join(row.cells)[:200])

    def _is_me(self, one: Actor) -> bool:
        return bool(self._told) and bool(
            self._told & {one.id.lower(), key(one.name), *(uri.lower() for uri in one.also_known_as)} - {""}
        )

    def _ended(self, shape: Shape, mapping: Mapping | None, guess: Guessed) -> FileReport:
        used = mapping or guess.mapping
        pairs = [
            f"{name} ({WORDS[role].lower()})"
            for name, role in zip(shape.names, used.roles, strict=True)
            if role
        ]
        more = f"{'Read as you said' if mapping else 'Read by a guess'}: {_listed(pairs)}."
        if self._left:
            more += f" Left out: {', '.join(f'{count:,} {what}' for what, count in self._left.items())}."
        return file_report(self._name, items=self._good, bad=self._bad, cut=self._cut, more=more)

    def _not_read(self, why: str) -> Iterator[Item | Report]:
        yield FileReport(name=self._name, status="unknown", note=why)
        yield self._pace.checkpoint(self._name, 0)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _contacts(me: str, known: list[str]) -> Collection:
    """People of a table as contacts of its keeper; never all of them, so that nobody is taken away."""
    items = tuple(dict.fromkeys(known))
    return Collection(id=f"{me}#contacts", name="contacts", attributed_to=me, items=items, complete=False)


def _unit(shape: Shape, mapping: Mapping, rows: list[list[str]]) -> float:
    """In how many seconds the column of durations counts."""
    for at in mapping.at("duration")[:1]:
        return unit_of(shape.names[at], [row[at] for row in rows if at < len(row)])
    return 60.0


def _closed(row: Row) -> list[str]:
    """The cells of a row without one that may be cut off: half a number would be somebody else's."""
    return [*row.cells[:-1], ""] if row.open else row.cells


def _whole(row: Row) -> list[str]:
    """The cells of a good row; raises ValueError for one that is not."""
    if row.wrong:
        raise ValueError(row.wrong)
    return _closed(row)


def _told(answers: Answers) -> frozenset[str]:
    """What the person said of themselves, as ids and names."""
    found = set()
    for one in answers.me:
        said_ = one.strip().lower()
        address, number = address_of(said_), e164(one, region=answers.region)
        found |= {said_, key(one), mailto(address) if address else "", f"tel:{number}" if number else ""}
    return frozenset(found - {""})


archive = CsvArchive()
