"""Reads exports of Telegram Desktop: `result.json` of one chat or of the whole account, and says what HTML lacks.

Each file is walked through twice as a stream: first for whose it is and who talks with whom (`Survey`), then for its
messages. All files brought are one claim: comparing chats tells who "I" am.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Report
from mutuals.wire import telegram as wire
from mutuals.wire.jsonstream import Bad, JsonStream
from mutuals.wire.telegram_files import BEGINS, BOTH, HTML, Facts, Step, Survey, kind_of, owner_among, walk
from mutuals.wire.telegram_values import Peer, local_id, peer_of

Out = Iterator[Item | Report]
HEAD = 1 << 16
MAX_CHOICES = 40


class TelegramArchive:
    """The archive that Telegram Desktop makes; satisfies `seam.Reads`."""

    info = Info(
        name="telegram",
        title="Telegram",
        mark="T",
        ask=(
            "Install Telegram Desktop from desktop.telegram.org; phones cannot export, nor the Mac App Store version.",
            "Everything: Settings, Advanced, Export Telegram data. Tick account information, contacts, chats, groups.",
            "Leave Only my messages off; photos and videos are not needed.",
            "One chat: open it, then ⋮ and Export chat history.",
            "As the format choose Machine-readable JSON, not HTML.",
            "Drop the folder, or the file result.json in it, here.",
        ),
        ask_url="https://telegram.org/blog/export-and-more",
        wait="For everything Telegram asks you to confirm on another device or to wait 24 hours; then minutes to "
        "an hour. A single chat comes at once.",
        hears="Who wrote what and when in both directions, answers, reactions, calls with their length, who was seen "
        "in a group, and your contacts with their numbers.",
        cannot_hear="Secret chats, deleted messages, who read what, who reacted beyond the last few names in a big "
        "group, and who the members are who stay silent.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """Finds the exports by their first bytes, whatever they are called."""
        found: dict[str, list[str]] = {"json": [], "html": []}
        for entry in parcel.entries():
            if entry.name.lower().endswith((".json", ".json.txt", ".html", ".htm")):
                found.setdefault(kind_of(entry.name, parcel.head(entry.name, HEAD)), []).append(entry.name)
        homes = {name.rpartition("/")[0] for name in found["json"]}
        pages = [(name, BOTH if _home(name) in homes else HTML) for name in found["html"]]
        if not (found["json"] or pages):
            return []
        title = "Telegram export" if len(found["json"]) < 2 else f"Telegram, {len(found['json']):,} exports"
        return [
            Claim(
                format="telegram", root="", title=title, files=tuple(found["json"]), left_alone=tuple(pages)
            )
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, contacts, then chat by chat."""
        return _Reading(parcel, claim, answers).everything()


def _home(name: str) -> str:
    """The folder of an export, of one of its pages; those of whole accounts lie one or two folders deeper."""
    folder = name.rpartition("/")[0]
    for inner in ("chats", "lists"):
        head, found, _ = f"/{folder}/".rpartition(f"/{inner}/")
        folder = head.strip("/") if found else folder
    return folder


class _Reading:
    """One run over some exports: whose they are, and the chat that is read."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._files, self._answers = parcel, sorted(claim.files), answers
        self._zone = _zone(answers.zone)
        self._surveys: dict[str, Survey] = {}
        self._pace = Pace()
        self._owner = local_id(answers.scope, "me")
        self._handles: dict[str, str] = {}
        self._chat: wire.Chat | None = None
        self._left: Counter[str] = Counter()
        self._contacts: list[str] = []

    def everything(self) -> Out:
        for name in self._files:
            yield FileReport(name=name, status="reading", note="Looking who takes part.")
            self._surveys[name] = self._survey(name)
        for at, name in enumerate(self._files):
            yield from self._whose(name, first=not at)
            yield from self._one(name)

    def _survey(self, name: str) -> Survey:
        survey, opener = Survey(), getattr(self._parcel, "peek", self._parcel.open)
        try:
            with opener(name) as raw:
                survey.look(walk(_stream(raw)))
        except READ_ERRORS:
            pass  # what is unreadable is told when it is read
        return survey

    def _whose(self, name: str, *, first: bool) -> Out:
        """The owner: the file says so, the person did, or the chats of two show it."""
        actor = wire.owner_actor(self._surveys[name].owner)
        if actor is not None:
            self._handles[actor.preferred_username.lower()] = actor.id
            yield from self._mine(actor, True, "The file says whose account it is.")
            return
        if not first:
            return
        chats = [chat for survey in self._surveys.values() for chat in survey.chats]
        told = self._told(chats)
        peer, sure, why = (told, True, "You said that this is you.") if told else owner_among(chats)
        if peer is None:
            yield from self._mine(Actor(id=self._owner), False, "No file says whose account it is.")
            yield self._who(name)
        else:
            known = next((chat.senders[peer] for chat in chats if chat.senders.get(peer)), "")
            yield from self._mine(Actor(id=peer.uri, name=known), sure, why)

    def _mine(self, actor: Actor, sure: bool, evidence: str) -> Out:
        self._owner = actor.id
        yield from self._pace.give([actor], "", 0)
        yield Mine(actor=actor.id, sure=sure, evidence=evidence)

    def _told(self, chats: list[Facts]) -> Peer | None:
        """Whom the person named, among those who speak."""
        me = {_plain(one) for one in self._answers.me} - {""}
        heard = [pair for chat in chats for pair in chat.senders.items()]
        heard += [pair for survey in self._surveys.values() for pair in survey.voices]
        for peer, name in heard:
            if me & {_plain(name), peer.number, f"user{peer.number}", peer.uri}:
                return peer
        return None

    def _who(self, name: str) -> Question:
        voices = Counter[Peer]()
        names: dict[Peer, str] = {}
        for survey in self._surveys.values():
            for (peer, shown), times in survey.voices.items():
                voices[peer] += times
                names[peer] = names.get(peer) or shown
            for chat in survey.chats:
                voices.update(list(chat.senders))
                names.update({peer: shown for peer, shown in chat.senders.items() if shown})
        some = [
            (one.uri, names.get(one) or f"Account {one.number}") for one, _ in voices.most_common(MAX_CHOICES)
        ]
        return Question(kind="me", about=name, choices=tuple(some), default=self._owner)

    def _one(self, name: str) -> Out:
        yield FileReport(name=name, status="reading")
        self._left.clear()
        self._contacts, self._chat, good, bad = [], None, 0, 0
        at = 0
        chats = iter(self._surveys[name].chats)
        with self._parcel.open(name) as raw:
            stream = _stream(raw)
            for at, step in enumerate(walk(stream), 1):
                if step.what == "chat":
                    yield from self._closed(name, at)
                    self._begin(next(chats, Facts()))
                    continue
                try:
                    items, counts = self._taken(step)
                except ValueError as error:
                    bad += 1
                    yield rejected(name, good + bad, error, step.value)
                    continue
                good += counts
                yield from self._pace.give(items, name, at)
        yield from self._closed(name, at + 1)
        yield from self._listed(name, whole=not stream.cut and not bad)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=self._note())
        yield self._pace.checkpoint(name, at + 1)

    def _taken(self, step: Step) -> tuple[wire.Items, int]:
        """What a step gives, and how many things were understood in it; raises ValueError for what is damaged."""
        if isinstance(step.value, Bad):
            raise ValueError(f"It is damaged: {step.value.reason}")
        if step.what not in ("message", "contact"):
            return [], 0
        if not isinstance(step.value, dict):
            raise ValueError("It is no record.")
        return self._contact(step.value) if step.what == "contact" else self._message(step.value)

    def _contact(self, row: dict[str, Any]) -> tuple[wire.Items, int]:
        actor = wire.contact_actor(row, self._answers.scope, self._zone, self._answers.region)
        self._contacts.append(actor.id)
        return [actor], 1

    def _message(self, row: dict[str, Any]) -> tuple[wire.Items, int]:
        if self._chat is None:
            self._begin(Facts())
        chat = self._chat
        assert chat is not None
        why = wire.left_out(row)
        if why:
            self._left[why] += 1
            return wire.presence(row, chat), 0
        return wire.message_items(row, chat), 1

    def _begin(self, facts: Facts) -> None:
        """Opens a chat. One of two without a number is with whoever speaks beside the owner."""
        other = facts.other
        if other is None and facts.kind in ("personal_chat", "bot_chat"):
            beside = [one for one in facts.senders if one.uri != self._owner]
            numbered = Peer("user", facts.number) if facts.number else None
            other = beside[0] if len(beside) == 1 else numbered
        self._chat = wire.Chat(
            facts.kind or ("personal_chat" if len(facts.senders) < 3 else "private_group"),
            facts.number,
            facts.name,
            self._answers.scope,
            self._zone,
            self._owner,
            other.uri if other else "",
            self._handles,
        )

    def _closed(self, name: str, at: int) -> Out:
        """What is told of a room once all of it was read."""
        chat, self._chat = self._chat, None
        if chat is not None and chat.members:
            yield from self._pace.give([wire.room_actor(chat), wire.members_of(chat)], name, at)

    def _listed(self, name: str, *, whole: bool) -> Out:
        """The address book as a list of the owner's."""
        if self._contacts:
            yield Collection(
                id=f"{self._owner}#contacts",
                name="contacts",
                attributed_to=self._owner,
                items=tuple(dict.fromkeys(self._contacts)),
                complete=whole,
            )

    def _note(self) -> str:
        parts = [f"{what} ({count:,})" for what, count in sorted(self._left.items())]
        return f"Left out: {', '.join(parts)}." if parts else ""


def _stream(raw: BinaryIO) -> JsonStream:
    return JsonStream(raw.read, BEGINS)


def _plain(text: str) -> str:
    """A name, number or id as it is compared."""
    peer = peer_of(text)
    return peer.uri if peer else " ".join(text.casefold().removeprefix("@").split())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


archive = TelegramArchive()
