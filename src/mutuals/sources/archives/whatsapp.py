"""Reads exported WhatsApp chats: `_chat.txt` of iOS, `WhatsApp Chat with X.txt` of Android, in any language.

A chat is read twice as a stream: first for its dates, names and kind (`Survey`), then for its messages.
"""

import codecs
import io
import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.as2 import UNKNOWN_TIME, Actor, Checkpoint, Item
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire import whatsapp as wire
from mutuals.wire import whatsapp_lines as lines
from mutuals.wire.whatsapp_dates import Decision, day_of, grammar_of
from mutuals.wire.whatsapp_survey import EARLY, MAX_NAMES, Survey, Uncut, is_chat, orders
from mutuals.wire.whatsapp_words import ME_SENDERS

EVERY = 4_000
LEFT_OUT = {
    "notice": ("notice of WhatsApp", "notices of WhatsApp"),
    "call": ("call", "calls"),
    "deleted": ("deleted message", "deleted messages"),
}
MAX_LINE = 1_000_000
MAX_CHOICES = 40
TEXT_ENDS = (".txt", ".text")
NO_DAY = "There is no such date or time."
BEFORE = "This stands before the first message; the file begins in the middle of one."
WHY = {
    "order": "Day and month were told apart by the order of the messages.",
    "future": "Day and month were told apart because the other order would lie in the future.",
    "told": "",
    "gaps": "Day and month were told apart by the gaps between messages.",
    "sibling": "Day and month were read as in the other chats brought with it.",
    "before": "Day and month were read as you said of an earlier chat.",
    "guess": "Its dates could be day first or month first; without an answer they are read day first.",
}


class WhatsApp:
    """The archive of exported chats. All chats of a parcel are one claim: comparing them tells who "I" am."""

    info = Info(
        name="whatsapp",
        title="WhatsApp",
        mark="WA",
        ask=(
            "Android: open the chat, then ⋮, More, Export chat.",
            "iPhone: open the chat, tap the name at the top, then Export Chat at the very bottom.",
            "Choose Without media: it is small, and the words are what counts here.",
            "Send the file to yourself and drop it here as it is, ZIP or not, once for each chat.",
            "Start with the five people you write to most.",
        ),
        ask_url="https://faq.whatsapp.com/1180414079177245",
        wait="Less than a minute for each chat.",
        hears=(
            "Who wrote what and when, in both directions, with mentions, group names and who was seen in a "
            "group. Without media it reaches back 40,000 messages, with media 10,000."
        ),
        cannot_hear=(
            "Chats that were not exported, which message an answer belongs to, reactions, who read what, "
            "deleted words, calls, and the time zone: times are read in yours."
        ),
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """Finds the chats by their first lines, whatever the files are called."""
        found = [entry.name for entry in parcel.entries() if entry.size and _recognised(parcel, entry.name)]
        if not found:
            return []
        title = f"WhatsApp, {len(found):,} chats" if len(found) > 1 else "A WhatsApp chat"
        return [Claim(format=self.info.name, root="", title=title, files=tuple(found))]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Reads all chats of the claim, in the order of their names."""
        surveys = []
        for name in claim.files:
            yield FileReport(name=name, status="reading", note="Looking who takes part.")
            survey = _survey(parcel, name)
            if survey is not None:
                surveys.append(survey)
        before = answers.dates_before
        turn = answers.dates_turn + bool(before and answers.dates not in (None, before))
        decisions = orders(surveys, answers.dates, wire.today(answers.now_ms), before, turn)
        me = _me(surveys, answers)
        if surveys and not me:
            yield _who(surveys, answers)
        told: set[str] = set()
        for name in claim.files:
            mine = next((one for one in surveys if one.name == name), None)
            if mine is None:
                yield FileReport(name=name, status="broken", note="It could not be read.")
            else:
                yield from _Reading(parcel, mine, decisions[name], answers, me, told).items()
            yield Checkpoint(json.dumps({"file": name, "item": "end"}))


def _recognised(parcel: Parcel, name: str) -> bool:
    last = name.rsplit("/", 1)[-1].lower()
    if not (last.endswith(TEXT_ENDS) or "." not in last[-6:]) or last.startswith("._"):
        return False
    return is_chat(_sample(parcel, name), named="whatsapp" in name.lower() or last == "_chat.txt")


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head[:400].count(0) > len(head[:400]) // 4:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Lines:
    """The lines of a file as a stream; `cut` says why it ended too early, "" when it did not."""

    def __init__(self, parcel: Parcel, name: str, *, peek: bool) -> None:
        opener = getattr(parcel, "peek", parcel.open) if peek else parcel.open
        self.cut = ""
        self._open = partial(opener, name)
        self._encoding = _encoding(parcel.head(name))

    def __iter__(self) -> Iterator[str]:
        try:
            with io.TextIOWrapper(self._open(), self._encoding, "replace") as text:
                for line in iter(partial(text.readline, MAX_LINE), ""):
                    yield line.replace("\0", "")
        except READ_ERRORS as error:
            self.cut = str(error) or type(error).__name__


def _survey(parcel: Parcel, name: str) -> Survey | None:
    found = grammar_of(_sample(parcel, name))
    if found is None:
        return None
    title = next((title for part in _parts(parcel, name) if (title := lines.title_of(part))), "")
    survey = Survey(name, found[0], title)
    for line in _Lines(parcel, name, peek=True):
        survey.feed(line)
    survey.close()
    return survey


def _sample(parcel: Parcel, name: str) -> list[str]:
    head = parcel.head(name)
    return [line for line in head.decode(_encoding(head), "replace").splitlines() if line.strip()][:200]


def _parts(parcel: Parcel, name: str) -> list[str]:
    return [*reversed(name.split("/")), parcel.name]


def _me(surveys: list[Survey], answers: Answers) -> dict[str, Mine]:
    """The names that are the owner's, with evidence: as told, the other voice, the voice in all chats."""
    speakers = Counter(name for survey in surveys for name in survey.speakers)
    told = {_key(one) for one in answers.me}
    ids = {name: wire.actor_id(name, answers.scope, answers.region) for name in speakers}
    sure = {name: "You said that this is you." for name in speakers if told & {_key(name), _key(ids[name])}}
    if sure:
        return {name: Mine(actor=ids[name], sure=True, evidence=why) for name, why in sure.items()}
    guesses = {one.other_voice: f"The other voice in the chat with {one.title}." for one in surveys}
    guesses.pop("", None)
    everywhere = [name for name, count in speakers.items() if count == len(surveys) > 1]
    if not guesses and len(everywhere) == 1:
        guesses[everywhere[0]] = f"Speaks in all {len(surveys):,} chats."
    if not guesses:
        guesses = {name: f"WhatsApp calls them “{name}”." for name in speakers if name.lower() in ME_SENDERS}
    return {name: Mine(actor=ids[name], sure=False, evidence=why) for name, why in guesses.items()}


def _key(text: str) -> str:
    """A name, number, handle or id as it is compared: case, spaces and a leading @ do not count."""
    plain = lines.plain(text).casefold().removeprefix("mailto:").removeprefix("tel:").removeprefix("@")
    digits = "".join(sign for sign in plain if sign.isdecimal())
    return digits if plain[:1] in "+0123456789(" and len(digits) > 6 else " ".join(plain.split())


def _who(surveys: list[Survey], answers: Answers) -> Question:
    counted = Counter[str]()
    for survey in surveys:
        counted.update(survey.speakers)
    choices = tuple(
        (wire.actor_id(name, answers.scope, answers.region), name)
        for name, _ in counted.most_common(MAX_CHOICES)
    )
    return Question(kind="me", about=surveys[0].name, choices=choices)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


class _Reading:
    """One chat while it is read."""

    def __init__(
        self,
        parcel: Parcel,
        survey: Survey,
        order: Decision,
        answers: Answers,
        me: dict[str, Mine],
        told: set[str],
    ) -> None:
        self.survey, self.order, self.me, self.told = survey, order, me, told
        self.chat = survey.chat(answers.scope, order, _zone(answers.zone), answers.region)
        self.source = _Lines(parcel, survey.name, peek=False)
        self.uncut = Uncut(self.source, survey.grammar)
        self.posts = 0
        self.yielded = 0
        self.left: Counter[str] = Counter()
        self.members: dict[str, None] = {}
        self.last = UNKNOWN_TIME

    def items(self) -> Iterator[Item | Report]:
        """The chat as items and reports, with a checkpoint at least every 5,000 items."""
        yield from self._before()
        for item in self._body():
            yield item
            self.yielded += 1
            if self.yielded % EVERY == 0:
                yield Checkpoint(json.dumps({"file": self.survey.name, "item": self.yielded}))
        yield from self._after()

    def _before(self) -> Iterator[Item | Report]:
        if self.order.why == "guess":
            choices = (("dmy", "Day first"), ("mdy", "Month first"))
            yield Question(kind="dates", about=self.survey.name, choices=choices, default="dmy")
        if self.chat.room:
            yield Actor(id=self.chat.room, type="Group", name=self.chat.title)

    def _body(self) -> Iterator[Item | Report]:
        for message in lines.messages(self.uncut, self.survey.grammar):
            if isinstance(message, lines.Message):
                yield from self._one(message)
            else:
                number, text = message
                yield self._rejected(number, BEFORE, text)

    def _one(self, message: lines.Message) -> list[Item | Report]:
        line = lines.split(message.rest, message.led, self.survey.bracket)
        said = lines.understand(line, bracket=self.survey.bracket, early=self.posts < EARLY)
        day = day_of(message.head.parts, self.order.order, message.head.month)
        if said.kind in LEFT_OUT:
            self.left[said.kind] += 1
            if day is not None:
                self.chat.time(message.head, day)
            return self._arrivals(line) if said.kind == "notice" else []
        if day is None:
            return [self._rejected(message.line, NO_DAY, message.rest)]
        name = lines.name_of(line.sender)[0]
        named = self.chat.mentioned(line.text)
        found = self._people(name, named)
        activity = wire.post(message.head, name, said, day, self.chat, named)
        self.last = activity.published
        self.posts += 1
        found.append(activity)
        return found

    def _people(self, name: str, named: list[tuple[str, str]]) -> list[Item | Report]:
        """Those who must be known before a message of `name`."""
        found: list[Item | Report] = []
        if name not in self.members:
            self.members[name] = None
            found += self._person(name)
            for one in () if self.chat.room else self.chat.between:
                found += self._person(one)
        for one, _ in named:
            found += self._person(one)
        return found

    def _arrivals(self, line: lines.Line) -> list[Item | Report]:
        found: list[Item | Report] = []
        for name in lines.came(line.text) if self.chat.room else ():
            if name not in self.members:
                self.members[name] = None
                found += self._person(name)
        return found

    def _person(self, name: str) -> Iterator[Item | Report]:
        uri = self.chat.actor(name)
        if uri in self.told:
            return
        if len(self.told) < MAX_NAMES:
            self.told.add(uri)
        yield wire.person(name, name in self.survey.chosen, self.chat)
        if not name:
            yield Mine(actor=uri, sure=True, evidence="The other side of a chat that you exported.")
        elif name in self.me:
            yield self.me[name]

    def _rejected(self, number: int, reason: str, text: str) -> Rejected:
        return Rejected(file=self.survey.name, line=number, reason=reason, excerpt=text[:200])

    def _after(self) -> Iterator[Item | Report]:
        if self.chat.room:
            yield wire.room(self.chat, self.members, self.last)
        cut = self.source.cut or ("it ends in the middle of a line" if self.uncut.cut else "")
        ending = f"The file is cut off ({cut}); what came before is kept." if cut else ""
        note = " ".join(one for one in (self._left_out(), WHY.get(self.order.why, ""), ending) if one)
        name, posts = self.survey.name, self.posts
        if cut:
            yield FileReport(name=name, status="broken", items=posts, note=note)
        else:
            guessed = self.order.why == "guess"
            yield FileReport(name=name, status="asks" if guessed else "understood", items=posts, note=note)

    def _left_out(self) -> str:
        parts = [
            f"{self.left[kind]:,} {words[self.left[kind] > 1]}"
            for kind, words in LEFT_OUT.items()
            if self.left[kind]
        ]
        return f"Left out: {', '.join(parts)}." if parts else ""


archive = WhatsApp()
