"""Walks through a result.json of Telegram Desktop, whatever its size or damage, and tells whose it is. Pure.

A whole export is `{about, personal_information, contacts: {list}, chats: {list: [chat]}, left_chats, ...}`, the export
of one chat is the chat itself: `{name, type, id, messages: [...]}`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from mutuals.text.folding import clean
from mutuals.wire.json_values import words_of
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed
from mutuals.wire.telegram import KINDS, PERSONAL, sender_of
from mutuals.wire.telegram_values import Peer, number_of

BEGINS = frozenset(("id", "user_id", "first_name"))
HTML = "It is the export as pages, which do not say who is who; choose Machine-readable JSON and export once more."
BOTH = "The same messages are read from the JSON file beside it."
_CHATS = frozenset(("chats", "left_chats"))
_HEAD = frozenset(("name", "type", "id"))
_CHAT = re.compile(rb'"type"\s*:\s*"(?:%b)"' % b"|".join(one.encode() for one in sorted(KINDS)))
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_WHOLE = re.compile(
    rb'"(?:contacts|chats|left_chats|frequent_contacts)"\s*:\s*\{\s*"about"|"personal_information"\s*:\s*\{'
)
SENDERS = 12
CHOICES = 2_000

What = Literal["owner", "contact", "chat", "head", "message", "bad"]


class Step(NamedTuple):
    """One thing on the way through a file; `key` names the field of a head."""

    what: What
    value: Any = None
    key: str = ""


def kind_of(name: str, head: bytes) -> str:
    """What a file is by its first bytes: "json", "html", or "" for anything else."""
    last = name.lower().rpartition("/")[2]
    if last.endswith((".html", ".htm")):
        page = b"page_wrap" in head and (
            b"Exported Data" in head or b"tgme" in head or b"telegram" in head.lower()
        )
        return "html" if page else ""
    if not last.endswith((".json", ".json.txt")) or not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ""
    if _CHAT.search(head) and _MESSAGES.search(head):
        return "json"
    return "json" if _WHOLE.search(head) and b'"next_cursor"' not in head else ""


def walk(stream: JsonStream) -> Iterator[Step]:
    """Everything in a file, in its order; after damage it goes on at the next message or chat. `stream.cut` is True
    afterwards when the file ended too early."""
    way = _document(stream)
    while True:
        try:
            yield from way
            return
        except Cut:
            stream.cut = True
            return
        except Malformed as error:
            yield Step("bad", stream.skip_bad(error, frozenset(("name", "id"))))
            if stream.peek() != "{":
                stream.cut = True
                return
            way = _goes_on(stream)


def _document(stream: JsonStream) -> Iterator[Step]:
    begun = False
    for key in stream.members():
        if key in _CHATS:
            yield from _listed(stream, "chat")
        elif key == "contacts":
            yield from _listed(stream, "contact")
        elif key in _HEAD or key == "messages":
            if not begun:
                begun = True
                yield Step("chat")
            yield from _field(stream, key)
        else:
            value = stream.value()
            if key == "personal_information":
                yield Step("owner", value)


def _listed(stream: JsonStream, what: What) -> Iterator[Step]:
    """The `list` of a part of the document."""
    if stream.peek() != "{":
        stream.value()
        return
    for key in stream.members():
        if key != "list" or stream.peek() != "[":
            stream.value()
        elif what == "chat":
            for _ in stream.places():
                yield from _chat(stream)
        else:
            yield from (Step("contact", one) for one in stream.elements())


def _chat(stream: JsonStream) -> Iterator[Step]:
    if stream.peek() != "{":
        yield Step("bad", Bad("It is no chat.", repr(stream.value())[:200]))
        return
    yield Step("chat")
    for key in stream.members():
        yield from _field(stream, key)
        if stream.stands_at("name"):
            return


def _field(stream: JsonStream, key: str) -> Iterator[Step]:
    if key == "messages" and stream.peek() == "[":
        yield from (Step("message", one) for one in stream.elements("name"))
    else:
        yield Step("head", stream.value(), key)


def _goes_on(stream: JsonStream) -> Iterator[Step]:
    """What follows damage that broke the frame: messages of the same chat, or further chats."""
    while True:
        here = stream.peek()
        if here == "," and stream.seek("{"):
            continue
        if here != "{":
            break
        if stream.stands_at("name"):
            yield from _chat(stream)
        else:
            yield Step("message", stream.value())
    if here:
        stream.skip_bad(Malformed(""), frozenset(("name",)))
        if stream.peek() == "{":
            yield from _goes_on(stream)


@dataclass(slots=True)
class Facts:
    """What a chat says of itself, and who spoke in it first: peers with the names shown."""

    kind: str = ""
    number: str = ""
    name: str = ""
    senders: dict[Peer, str] = field(default_factory=dict)

    def takes(self, key: str, value: object) -> None:
        """Takes one field of the head."""
        if key == "type":
            self.kind = words_of(value)
        elif key == "id":
            self.number = number_of(value).lstrip("-")
        elif key == "name":
            self.name = clean(words_of(value)).strip()

    @property
    def other(self) -> Peer | None:
        """The other of a chat of two: Telegram numbers the chat after them; else it bears their name."""
        if self.kind not in ("personal_chat", "bot_chat"):
            return None
        numbered = Peer("user", self.number) if self.number else None
        if numbered in self.senders:
            return numbered
        return next((one for one, name in self.senders.items() if name and name == self.name), None)


@dataclass(slots=True)
class Survey:
    """A file looked through before it is read: its chats in order, and whose it is if it says so."""

    chats: list[Facts] = field(default_factory=list)
    owner: dict[str, Any] = field(default_factory=dict)
    voices: Counter[tuple[Peer, str]] = field(default_factory=Counter)

    def look(self, steps: Iterable[Step]) -> None:
        """Looks through a file."""
        for step in steps:
            if step.what == "message":
                self._heard(step.value)
            elif step.what == "chat":
                self.chats.append(Facts())
            elif step.what == "head" and self.chats:
                self.chats[-1].takes(step.key, step.value)
            elif step.what == "owner" and isinstance(step.value, dict):
                self.owner = self.owner or step.value

    def _heard(self, row: object) -> None:
        if not isinstance(row, dict) or not self.chats:
            return
        chat = self.chats[-1]
        if chat.kind in PERSONAL and len(chat.senders) > 1:
            return
        peer, name = sender_of(row, chat.number)
        if peer is None or peer.kind != "user":
            return
        if len(chat.senders) < SENDERS:
            chat.senders.setdefault(peer, name)
        if chat.kind not in PERSONAL and (len(self.voices) < CHOICES or (peer, name) in self.voices):
            self.voices[(peer, name)] += 1


def owner_among(chats: Iterable[Facts]) -> tuple[Peer | None, bool, str]:
    """Whose chats these are, whether it is sure, and why: where they saved messages for themselves, else the voice
    beside the other in chats of two."""
    beside: Counter[Peer] = Counter()
    numbered = False
    for one in chats:
        if one.kind == "saved_messages" and (one.number or one.senders):
            own = Peer("user", one.number) if one.number else next(iter(one.senders))
            return own, True, "Your saved messages are under this account."
        other = one.other
        if one.kind not in ("personal_chat", "bot_chat") or (other is None and len(one.senders) != 1):
            continue
        beside.update(peer for peer in one.senders if peer != other)
        numbered = numbered or (other is not None and other.number == one.number)
    if not beside:
        return None, False, ""
    (best, _), *rest = beside.most_common(2)
    why = "Speaks beside the other person in your chats of two."
    return best, numbered and not rest, why
