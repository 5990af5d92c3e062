"""Reads address books: .vcf files of any version, with one card or many, alone, in folders or in a ZIP."""

import codecs
import json
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Literal
from zipfile import BadZipFile

from mutuals.as2 import Actor, Checkpoint, Item
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Rejected, Report
from mutuals.wire.vcard import Card, actor, identifiers, name_of, read
from mutuals.wire.vcard_lines import TOO_LONG, RawCard, cards_of, lines_of
from mutuals.wire.vcard_shared import Book, Groups, told_in

CHUNK = 2**18
STEP = 2_000
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class VcardArchive:
    """Address books as vCards; satisfies `seam.Reads`."""

    info = Info(
        name="vcard",
        title="Contacts (vCard)",
        mark="C",
        ask=(
            (
                "iPhone: in Contacts open Lists, hold All Contacts, then Export. iCloud.com: Contacts, select all, "
                "then Export vCard."
            ),
            "Android and Google: in Contacts open Fix & manage, Export to file; or contacts.google.com, Export, vCard.",
            "Outlook, Thunderbird, Nextcloud and others: export the address book as vCard (.vcf).",
        ),
        ask_url="https://contacts.google.com",
        wait="Ready at once.",
        hears="Names with their mail addresses and phone numbers, which join what other sources say of the same "
        "person; birthdays, employers, landlines, addresses, notes and labels, private to you.",
        cannot_hear="Whether and when you were in touch. Pictures are left out. National phone numbers join others "
        "only when your country is known.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for all cards in what was brought."""
        files = tuple(one.name for one in parcel.entries() if _begins(parcel.head(one.name, 512)))
        if not files:
            return []
        title = f"Contacts ({len(files):,} {'file' if len(files) == 1 else 'files'})"
        root = files[0].rpartition("/")[0] if len({one.rpartition("/")[0] for one in files}) == 1 else ""
        return [Claim(format="vcard", root=root, title=title, files=files)]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams one Actor for each card, at the end who is in which group; Mine only where a card or an answer says
        so."""
        groups = Groups()
        shared = _shared(parcel, claim, answers, groups)
        for name in claim.files:
            yield from _Reading(parcel, name, answers, shared[name], groups).everything()
        found = list(groups.members())
        yield from found
        if found:
            yield Checkpoint(json.dumps({"file": claim.files[-1], "item": "groups"}))


def _shared(parcel: Parcel, claim: Claim, answers: Answers, groups: Groups) -> dict[str, set[str]]:
    """For each file what in its book is on cards of different people; single cards in one folder are one book.
    `groups` learn whose cards to look out for."""
    singles: dict[str, Book] = {}
    found = {}
    for name in claim.files:
        cards = _Reading(parcel, name, answers, set(), groups).cards()
        first = [*islice(cards, 2)]
        folder = name.rpartition("/")[0]
        book = Book() if len(first) > 1 else singles.setdefault(folder, Book())
        for card in chain(first, cards):
            book.note(identifiers(card), name_of(card))
            groups.look_for(card)
        found[name] = book.shared
    return found


class _Reading:
    """One run over one file of cards."""

    def __init__(self, parcel: Parcel, name: str, answers: Answers, shared: set[str], groups: Groups) -> None:
        self._parcel, self._name, self._answers = parcel, name, answers
        self._shared, self._groups = shared, groups
        self._told = told_in(answers.me, answers.region)
        self._items = 0
        self._forgotten = 0
        self._ends_well = True
        self._broken = ""
        self._begun = False

    def everything(self) -> Iterator[Item | Report]:
        number = 0
        for number, raw in enumerate(cards_of(lines_of(self._chunks())), 1):
            yield from self._card(raw, number)
            if number % STEP == 0:
                yield self._checkpoint(number)
        status: Literal["understood", "broken"] = "broken" if self._broken else "understood"
        yield FileReport(name=self._name, status=status, items=self._items, note=self._broken)
        yield self._checkpoint(number)

    def cards(self) -> Iterator[Card]:
        """All cards, good or cut off, without a report."""
        return (read(raw, region=self._answers.region) for raw in cards_of(lines_of(self._chunks())))

    def _card(self, raw: RawCard, number: int) -> Iterator[Item | Report]:
        """A card without its END is kept where the file is known to forget them, or is whole; not at a cut."""
        at_end = not raw.ended and self._done
        if at_end and (not self._ends_well or self._broken or (number > 1 and not self._forgotten)):
            self._broken = self._broken or "The file is cut off in the middle of its last card."
            yield self._rejected(raw, "This card is cut off.")
            return
        self._forgotten += not raw.ended
        card = read(raw, region=self._answers.region)
        found = actor(card, raw, scope=self._answers.scope, shared=self._shared)
        if not found:
            yield self._rejected(raw, "This card names nobody.")
            return
        for line, begin in raw.long:
            yield Rejected(file=self._name, line=line, reason=TOO_LONG, excerpt=begin)
        self._items += 1
        self._groups.met(card, found)
        yield found
        if card.me or self._is_me(found, card):
            why = "You said so." if not card.me else "The card is marked as yours."
            yield Mine(actor=found.id, sure=True, evidence=why)

    def _is_me(self, found: Actor, card: Card) -> bool:
        lines = (f"tel:{one}" for one in card.lines)
        ids = {one.lower() for one in (found.id, *found.also_known_as, *lines)}
        return bool(self._told & ids) or (bool(found.name) and found.name.lower() in self._told)

    def _rejected(self, raw: RawCard, reason: str) -> Rejected:
        excerpt = "; ".join(f"{one.name}:{one.value}" for one in raw.properties[:4])[:200]
        return Rejected(file=self._name, line=raw.line, reason=reason, excerpt=excerpt)

    def _checkpoint(self, number: int) -> Checkpoint:
        return Checkpoint(json.dumps({"file": self._name, "item": number}))

    def _chunks(self) -> Iterator[bytes]:
        """The file in pieces of UTF-8 or whatever its properties say; UTF-16 is told by its byte order mark."""
        self._done, decoder = False, None
        try:
            with self._parcel.open(self._name) as stream:
                while chunk := stream.read1(CHUNK) if hasattr(stream, "read1") else stream.read(CHUNK):
                    if not self._begun:
                        decoder, self._begun = _decoder(chunk), True
                        chunk = chunk.removeprefix(b"\xef\xbb\xbf")
                    if decoder:
                        chunk = decoder.decode(chunk).replace("\ufeff", "").encode("utf-8", "replace")
                    self._ends_well = chunk.endswith((b"\n", b"\r"))
                    yield chunk
        except _UNREADABLE as error:
            self._broken = f"The file cannot be read to its end ({error})."
        self._done = True


def _decoder(head: bytes) -> "codecs.IncrementalDecoder | None":
    codec = _UTF16.get(head[:2])
    return codecs.getincrementaldecoder(codec)("replace") if codec else None


def _begins(head: bytes) -> bool:
    """Whether a file begins as a card does."""
    codec = _UTF16.get(head[:2])
    if codec:
        head = head[: len(head) // 2 * 2].decode(codec, "replace").removeprefix("\ufeff").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCARD")


archive = VcardArchive()
