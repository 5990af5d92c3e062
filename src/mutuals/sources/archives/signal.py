"""Reads chats of Signal that a tool wrote out as text, line by line; Signal itself exports none.

A chat is read twice as a stream: first for who speaks, then for its messages. All chats brought are one claim:
comparing them tells who "I" am.
"""

import codecs
import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.as2 import Item
from mutuals.sources.pace import Pace
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire import signal as wire

Out = Iterator[Item | Report]
HEAD = 1 << 14
MAX_LINE = 1_000_000
MAX_NAMES = 20_000
MAX_CHOICES = 40
ENDS = (".txt", ".text", ".md")


class SignalArchive:
    """The archive of chats as text; satisfies `seam.Reads`."""

    info = Info(
        name="signal",
        title="Signal (text)",
        mark="Si",
        ask=(
            "Signal has no export of its own that can be read; on a computer with Signal Desktop a tool writes one.",
            "With signal-export: run sigexport and a folder; each chat becomes a folder with chat.md in it.",
            "Drop that folder here. Any text with lines like [2019-12-24, 12:23] Jane Doe: hello is read too.",
        ),
        ask_url="https://github.com/carderne/signal-export",
        wait="A few minutes, once the tool is installed.",
        hears="Who wrote what and when in each chat, to the minute, in both directions.",
        cannot_hear="Numbers (people are known by their names alone), what a message answers, reactions, calls, "
        "messages that had disappeared, and the time zone: times are read in yours.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """Finds the chats by their first lines."""
        found = [entry.name for entry in parcel.entries() if entry.size and _recognised(parcel, entry.name)]
        title = f"Signal, {len(found):,} chats" if len(found) > 1 else "A Signal chat"
        return [Claim(format="signal", root="", title=title, files=tuple(found))] if found else []

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Reads all chats of the claim, in the order of their names."""
        return _Reading(parcel, claim, answers).everything()


def _recognised(parcel: Parcel, name: str) -> bool:
    if not name.lower().endswith(ENDS) or name.rpartition("/")[2].startswith("._"):
        return False
    head = parcel.head(name, HEAD)
    lines = head.decode(_encoding(head), "replace").splitlines()
    return wire.is_chat([line for line in lines if line.strip()][:60], name)


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


class _Lines:
    """The lines of a file as a stream, without the beginning of a head at its end; `cut` says if there was one."""

    def __init__(self, parcel: Parcel, name: str, *, peek: bool) -> None:
        opener = getattr(parcel, "peek", parcel.open) if peek else parcel.open
        self._open = partial(opener, name)
        self._encoding = _encoding(parcel.head(name, 4))
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        held = ""
        try:
            with io.TextIOWrapper(self._open(), self._encoding, "replace") as text:
                for line in iter(partial(text.readline, MAX_LINE), ""):
                    if held:
                        yield held
                    held = line
        except READ_ERRORS:
            self.cut = True
        self.cut = self.cut or wire.is_cut(held)
        if held and not wire.is_cut(held):
            yield held


class _Reading:
    """One run over some chats: who speaks where, and whose they are."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._files, self._answers = parcel, claim.files, answers
        self._zone = _zone(answers.zone)
        self._people: dict[str, Counter[str]] = {}
        self._mine: dict[str, tuple[bool, str]] = {}
        self._pace = Pace()
        self._told: set[str] = set()

    def everything(self) -> Out:
        for name in self._files:
            yield FileReport(name=name, status="reading", note="Looking who takes part.")
            self._people[name] = self._survey(name)
        self._mine = self._me()
        if not self._mine and self._files:
            yield self._who()
        for name in self._files:
            yield from self._chat(name)

    def _survey(self, name: str) -> Counter[str]:
        people: Counter[str] = Counter()
        for message in wire.messages(_Lines(self._parcel, name, peek=True)):
            sender = message.sender if isinstance(message, wire.Message) else ""
            if sender and (sender in people or len(people) < MAX_NAMES):
                people[sender] += 1
        return people

    def _me(self) -> dict[str, tuple[bool, str]]:
        """The names that are the owner's: as told, Signal's own word, the voice beside the title, the voice in all."""
        speakers = Counter(one for people in self._people.values() for one in people)
        told = {" ".join(one.casefold().split()) for one in self._answers.me}
        sure = {one: (True, "You said that this is you.") for one in speakers if one.casefold() in told}
        sure |= {one: (True, f"Signal calls you “{one}”.") for one in speakers if one.lower() in wire.ME}
        if sure:
            return sure
        for name, people in self._people.items():
            beside = [one for one in people if one != wire.title_of(name)]
            if len(people) == 2 and len(beside) == 1:
                return {beside[0]: (False, f"The other voice in the chat with {wire.title_of(name)}.")}
        everywhere = [one for one, count in speakers.items() if count == len(self._files) > 1]
        if len(everywhere) == 1:
            return {everywhere[0]: (False, f"Speaks in all {len(self._files):,} chats.")}
        return {}

    def _who(self) -> Question:
        voices = sum(self._people.values(), Counter[str]())
        chat = self._decided(self._files[0])
        choices = tuple((chat.actor(one), one) for one, _ in voices.most_common(MAX_CHOICES))
        return Question(kind="me", about=self._files[0], choices=choices)

    def _decided(self, name: str) -> wire.Chat:
        people = tuple(self._people[name])
        me = next((one for one in people if one in self._mine), "")
        return wire.Chat(self._answers.scope, wire.title_of(name), people, me, self._zone)

    def _chat(self, name: str) -> Out:
        chat, lines = self._decided(name), _Lines(self._parcel, name, peek=False)
        good = bad = notices = at = 0
        yield FileReport(name=name, status="reading")
        yield from self._introduced(chat, name)
        for message in wire.messages(lines):
            at += 1
            try:
                if not isinstance(message, wire.Message):
                    raise ValueError(
                        "This stands before the first message; the file begins in the middle of one."
                    )
                if not message.sender:
                    notices += 1
                    continue
                items = (wire.person(message.sender, chat), wire.post(message, chat))
            except (ValueError, OverflowError) as error:
                bad += 1
                yield _rejected(name, message, error)
                continue
            good += 1
            yield from self._pace.give(items, name, at)
        yield self._report(name, good, notices, lines.cut, bad)
        yield self._pace.checkpoint(name, at + 1)

    def _introduced(self, chat: wire.Chat, name: str) -> Out:
        """The room, those who speak, and who of them is the owner."""
        if chat.room:
            yield from self._pace.give(wire.room_items(chat), name, 0)
        silent = [chat.partner] if len(chat.people) == 1 else []
        for at, one in enumerate((*chat.people, *silent)):
            yield from self._pace.give([wire.person(one, chat)], name, at)
            known = self._mine.get(one) or (
                (True, "The other side of a chat that is yours.") if not one else None
            )
            if known and one not in self._told:
                self._told.add(one)
                yield Mine(actor=chat.actor(one), sure=known[0], evidence=known[1])

    def _report(self, name: str, good: int, notices: int, cut: bool, bad: int) -> FileReport:
        notes = ["The file ends in the middle; what stands before is read."] if cut else []
        notes += [f"{bad:,} lines could not be read."] if bad else []
        notes += [f"Left out: notices of Signal ({notices:,})."] if notices else []
        return FileReport(
            name=name, status="broken" if cut else "understood", items=good, note=" ".join(notes)
        )


def _rejected(name: str, message: wire.Message | tuple[int, str], error: Exception) -> Rejected:
    if isinstance(message, wire.Message):
        reason, text = "There is no such date or time.", f"{message.sender}: {message.text}"
        return Rejected(file=name, line=message.line, reason=reason, excerpt=text[:200])
    return Rejected(file=name, line=message[0], reason=str(error), excerpt=message[1][:200])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


archive = SignalArchive()
