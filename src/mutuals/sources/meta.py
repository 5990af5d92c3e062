"""What the readers of Meta's exports (Facebook, Instagram) have in common: conversations, lists of records, whole
lists of people. Pure."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Literal
from zipfile import BadZipFile

from mutuals.as2 import Activity, Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report, record_of, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Parcel, Report
from mutuals.wire.jsonstream import Cut, JsonStream, Malformed, assigned
from mutuals.wire.meta_chats import BEGINS, Chat, left_out, message, parts_of, spoken
from mutuals.wire.meta_people import Names
from mutuals.wire.meta_reading import HEAD, Threads
from mutuals.wire.meta_values import mended
from mutuals.wire.repeats import Repeats

Out = Iterator[Item | Report]
Items = list[Activity | Actor]
Row = dict[str, Any]
Translate = Callable[[Row], Items]
ListName = Literal["contacts", "followers", "following"]
UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
FIRST = 4096
_ROW = frozenset(
    ("timestamp", "name", "title", "data", "attachments", "media", "label_values", "tags", "string_list_data")
) | {
    "string_map_data",
    "media_list_data",
    "media_map_data",
    "uri",
    "creation_timestamp",
    "fbid",
    "href",
    "value",
}


class MetaReading:
    """One run over one export: its files by kind, its people, its conversations."""

    def __init__(
        self,
        parcel: Parcel,
        claim: Claim,
        answers: Answers,
        *,
        kind_of: Callable[[str, bytes], str],
        source: str,
    ) -> None:
        self.parcel, self.answers = parcel, answers
        peek: Callable[[str], BinaryIO] = getattr(parcel, "peek", parcel.open)
        self.files: dict[str, list[str]] = {}
        for name in sorted(claim.files):
            self.files.setdefault(kind_of(name, parcel.head(name, FIRST)), []).append(name)
        self.files.pop("", None)
        self.names = Names(answers.scope, source)
        self.threads = Threads(self.files.get("thread", ()), peek, parcel.head)
        self.repeats, self.pace = Repeats(), Pace()
        self.left: Counter[str] = Counter()

    def heads(self, *kinds: str) -> list[bytes]:
        """The first bytes of every file of these kinds."""
        return [self.parcel.head(name, HEAD) for kind in kinds for name in self.files.get(kind, ())]

    def document(self, name: str) -> Any:
        """The contents of a small file; None when it cannot be read."""
        try:
            with self.parcel.open(name) as raw:
                return assigned(raw.read)
        except UNREADABLE:
            return None

    def talks(self) -> Out:
        """Every conversation, file by file, and the members of groups."""
        for key in self.threads.files:
            chat, files = self.threads.chat(key, self.names), self.threads.files[key]
            for name in files:
                yield from self._messages(name, chat)
            if chat.group:
                yield from self.pace.give([chat.members()], files[-1], 0)
                yield self.pace.checkpoint(files[-1], 0)

    def _messages(self, name: str, chat: Chat) -> Out:
        """One file of a conversation, message by message."""
        yield FileReport(name=name, status="reading")
        good, bad = 0, 0
        self.left.clear()
        yield from self.pace.give(chat.hall(), name, 0)
        with self.parcel.open(name) as raw:
            stream = JsonStream(raw.read, BEGINS)
            for what, value in parts_of(stream):
                if what == "title" and chat.group:
                    yield from self.pace.give(chat.hall(mended(value)), name, good)
                if what != "message":
                    continue
                try:
                    items = self._said(value, chat)
                except ValueError as error:
                    bad += 1
                    yield rejected(name, good + bad, error, value)
                    continue
                good += bool(items)
                yield from self.pace.give(items, name, good + bad)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=counted(self.left.items()))
        yield self.pace.checkpoint(name, good + bad)

    def _said(self, value: object, chat: Chat) -> Items:
        row = spoken(value)
        reason = left_out(row)
        if reason:
            self.left[reason] += 1
            return []
        return message(row, chat, self.repeats)

    def each(self, kind: str, translate: Translate) -> Out:
        """Every record in the files of a kind."""
        for name in self.files.get(kind, ()):
            yield from self._rows(name, translate)

    def _rows(self, name: str, translate: Translate) -> Out:
        yield FileReport(name=name, status="reading")
        good, bad = 0, 0
        self.left.clear()
        with self.parcel.open(name) as raw:
            stream = JsonStream(raw.read, _ROW, _is_row)
            for at, row in enumerate(records(stream), 1):
                try:
                    items = translate(record_of(row))
                except ValueError as error:
                    bad += 1
                    yield rejected(name, at, error, row)
                    continue
                good += bool(items)
                yield from self.pace.give(items, name, at)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=counted(self.left.items()))
        yield self.pace.checkpoint(name, good + bad)

    def people(
        self, kind: str, name: ListName, called: str, translate: Translate, *, complete: bool = True
    ) -> Out:
        """The records of a kind, each of one person, and all of them as a list of the owner's; it is complete only if
        every file could be read to its end."""
        items: list[str] = []

        def taken(row: Row) -> Items:
            found = translate(row)
            items.extend(one.id for one in found[:1] if isinstance(one, Actor))
            return found

        whole = complete
        for report in self.each(kind, taken):
            whole = whole and not (isinstance(report, FileReport) and report.status == "broken")
            yield report
        files = self.files.get(kind, ())
        if files:
            me, some = self.names.me, tuple(dict.fromkeys(items))
            yield Collection(id=f"{me}/{called}", name=name, attributed_to=me, items=some, complete=whole)
            yield self.pace.checkpoint(files[-1], len(items))


def profile_report(name: str, *, good: bool) -> FileReport:
    """What came of a file that says whose export it is."""
    note = "" if good else "The file is cut off or damaged; nothing in it could be read."
    return FileReport(name=name, status="understood" if good else "broken", items=int(good), note=note)


def records(stream: JsonStream) -> Iterator[Any]:
    """The records of a document: a list, or the lists in an object or in the objects in it."""
    here = stream.peek()
    if here == "[":
        yield from stream.elements()
        return
    if here != "{":
        stream.cut = True
        return
    try:
        for _ in stream.members():
            if stream.peek() in ("[", "{"):
                yield from records(stream)
            else:
                stream.value()
    except (Cut, Malformed, RecursionError):
        stream.cut = True


def _is_row(value: object) -> bool:
    """Whether a value is a record and not something within one."""
    if not isinstance(value, dict):
        return False
    marks = {"timestamp", "name", "string_list_data", "string_map_data", "media", "creation_timestamp"}
    return bool(marks & value.keys()) and "backup_uri" not in value


def counted(left: Iterable[tuple[str, int]]) -> str:
    """What a report says of what was left out, by kind; "" for nothing."""
    parts = [f"{what} ({number:,})" for what, number in sorted(left)]
    return f"Left out: {', '.join(parts)}." if parts else ""
