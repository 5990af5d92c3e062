"""Reads address books of Google as tables (contacts.csv), in the columns of today and of before 2024."""

import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

from mutuals.as2 import Item
from mutuals.sources.pace import Pace, file_report
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Rejected, Report
from mutuals.wire.csv_rows import Row, Table, header_of
from mutuals.wire.google_contacts import Columns, is_header
from mutuals.wire.vcard import actor, identifiers, name_of, read
from mutuals.wire.vcard_shared import Book, told_in

HEAD = 32_768
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)


class GoogleContactsArchive:
    """Contacts as Google writes them into a table; satisfies `seam.Reads`."""

    info = Info(
        name="google_contacts",
        title="Google Contacts (CSV)",
        mark="G",
        ask=(
            "On contacts.google.com open Export in the menu at the left.",
            "Choose Google CSV, then Export; drop contacts.csv here. vCard is read as well and says the same.",
            "Contacts in Google Takeout hold the same table.",
        ),
        ask_url="https://contacts.google.com",
        wait="Ready at once.",
        hears="Names with their mail addresses and phone numbers, which join what other sources say of the same "
        "person; birthdays, employers, addresses, notes and labels, private to you.",
        cannot_hear="Whether and when you were in touch. National phone numbers join others only when your country is "
        "known.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for all such tables in what was brought."""
        files = tuple(
            one.name for one in parcel.entries() if is_header(header_of(parcel.head(one.name, HEAD)))
        )
        title = f"Google contacts ({len(files):,} {'file' if len(files) == 1 else 'files'})"
        return [Claim(format="google_contacts", root="", title=title, files=files)] if files else []

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams one Actor for each row; Mine only where an answer says so."""
        for name in claim.files:
            yield FileReport(name=name, status="reading")
            yield from _Reading(parcel, name, answers).everything()


class _Reading:
    """One run over one table."""

    def __init__(self, parcel: Parcel, name: str, answers: Answers) -> None:
        self._parcel, self._name, self._answers = parcel, name, answers
        self._told = told_in(answers.me, answers.region)
        self._cut = False

    def everything(self) -> Iterator[Item | Report]:
        pace, shared = Pace(), self._shared()
        understood = bad = 0
        for row, columns in self._rows(peek=False):
            raw = columns.card(row.line, _closed(row))
            card = read(raw, region=self._answers.region)
            found = None if row.wrong else actor(card, raw, scope=self._answers.scope, shared=shared)
            if found is None:
                bad += 1
                reason = row.wrong or "This contact names nobody."
                yield Rejected(
                    file=self._name, line=row.line, reason=reason, excerpt=", ".join(row.cells)[:200]
                )
                continue
            understood += 1
            yield from pace.give([found], self._name, row.line)
            lines = (f"tel:{one}" for one in card.lines)
            if self._told & {one.lower() for one in (found.id, *found.also_known_as, *lines, found.name)}:
                yield Mine(actor=found.id, sure=True, evidence="You said so.")
        yield file_report(self._name, items=understood, bad=bad, cut=self._cut)
        yield pace.checkpoint(self._name, understood + bad)

    def _shared(self) -> set[str]:
        """What is on rows of different people, and so is nobody's own."""
        book = Book()
        for row, columns in self._rows(peek=True):
            if not row.wrong:
                card = read(columns.card(row.line, _closed(row)), region=self._answers.region)
                book.note(identifiers(card), name_of(card))
        return book.shared

    def _rows(self, *, peek: bool) -> Iterator[tuple[Row, Columns]]:
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        try:
            with opener(self._name) as stream:
                table, columns = Table(stream, self._parcel.head(self._name, 4)), None
                for row in table.rows():
                    columns = columns or Columns(table.header)
                    yield row, columns
                self._cut = table.cut
        except _UNREADABLE:
            self._cut = True


def _closed(row: Row) -> list[str]:
    """The cells of a row without one that may be cut off: half a number would be somebody else's."""
    return row.cells[:-1] if row.open else row.cells


archive = GoogleContactsArchive()
