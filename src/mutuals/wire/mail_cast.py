"""Who appears in a person's mail: lists that were learned, and every actor once, again when known better.

Pure state over one reading; the same mails in the same order give the same actors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from mutuals.as2 import Actor
from mutuals.wire.mail_lists import (
    HINT,
    Claimed,
    bulk,
    claimed,
    looks_like_list,
    machine_address,
)
from mutuals.wire.mail_parts import Heads, heads_of
from mutuals.wire.mail_people import Mailbox, actor_id, good_name, mailboxes, mailto

MAX_KNOWN = 100_000
"""Actors remembered; beyond, the oldest are forgotten and would be yielded again, which is harmless."""


_TELLING = re.compile(
    rb"^(?:list-id|list-post|x-beenthere|x-mailing-list|mailing-list|x-list|x-ml-name|sender|errors-to|to|cc|precedence)"
    rb":[^\n]*(?:\n[ \t][^\n]*)*",
    re.MULTILINE | re.IGNORECASE,
)


class Lists:
    """The mailing lists of a parcel: learned from mails that came through them, so that a sent copy without such
    heads is also known to go to a list."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        self._seen: set[int] = set()

    def __contains__(self, address: object) -> bool:
        return isinstance(address, str) and (address in self.names or looks_like_list(address))

    def learn(self, block: bytes) -> None:
        """Takes in what one head block says of its list."""
        if HINT.search(b"\n" + block) and self._news(block):
            heads = heads_of(block)
            through = claimed(heads)
            if through:
                self._learn(heads, through)

    def _news(self, block: bytes) -> bool:
        """Whether a line that matters here is new; a list's mails mostly differ in others."""
        lines = {hash(line) for line in _TELLING.findall(block)}
        if lines <= self._seen:
            return False
        if len(self._seen) > MAX_KNOWN:
            self._seen.clear()
        self._seen |= lines
        return True

    def _learn(self, heads: Heads, through: Claimed) -> None:
        short = (through.address.partition("@")[0] or through.list_id.partition(".")[0]).lower()
        met = [through.address] if through.address else []
        if bulk(heads) or through.list_id:
            met += [one for one in _recipients(heads) if _same(one, short, through.list_id)]
        for address in met:
            self.names[address] = self.names.get(address) or through.name
        if met and through.list_id:
            self._by_id.setdefault(through.list_id, met[0])

    def through(self, said: Claimed) -> Mailbox | None:
        """The list's mailbox when its address is known."""
        address = said.address or self._by_id.get(said.list_id, "")
        return Mailbox(said.name, address) if address else None


def _recipients(heads: Heads) -> list[str]:
    found = [*mailboxes(heads.joined("to")), *mailboxes(heads.joined("cc"))]
    return [box.address for box in found if box.address]


def _same(address: str, short: str, list_id: str) -> bool:
    return address.partition("@")[0] == short or address.replace("@", ".") == list_id


def list_actor(said: Claimed, lists: Lists, scope: str) -> Actor:
    """The Group of a list; one that is known by its List-Id alone is a local actor."""
    box = lists.through(said)
    if box:
        name = lists.names.get(box.address) or box.name or box.address.partition("@")[0]
        return Actor(id=mailto(box.address), type="Group", name=name)
    uri = f"tag:{scope}.mutuals.invalid,2026:mail/list/{quote(said.list_id, safe='')}"
    return Actor(id=uri, type="Group", name=said.name or said.list_id)


@dataclass(slots=True)
class _Known:
    name: str = ""
    times: int = 0
    rival: str = ""
    rivals: int = 0
    people: int = 0
    machines: int = 0
    told: Actor | None = None


class Cast:
    """Yields each actor at its first appearance and again when a better name or a truer type is known."""

    def __init__(self, lists: Lists, scope: str) -> None:
        self._lists, self._scope = lists, scope
        self._known: dict[str, _Known] = {}

    def wrote(self, box: Mailbox, *, machine: bool) -> Iterator[Actor]:
        """Meets an author; an address from which ever came a mail by hand is a person's."""
        known = self._of(box)
        known.machines += machine
        known.people += not machine
        yield from self._tell(box, known)

    def named(self, boxes: tuple[Mailbox, ...]) -> Iterator[Actor]:
        """Meets those a mail was sent to."""
        for box in boxes:
            known = self._of(box)
            if known.told is None or box.name != known.name:
                yield from self._tell(box, known)
            else:
                known.times += 1

    def group(self, actor: Actor) -> Iterator[Actor]:
        """Meets a list."""
        known = self._known.setdefault(actor.id, _Known())
        if known.told is None:
            known.told = actor
            yield actor

    def name_of(self, uri: str) -> str:
        """The name by which an actor id is known; ""."""
        known = self._known.get(uri)
        return known.name if known else ""

    def _of(self, box: Mailbox) -> _Known:
        uri = actor_id(box, self._scope)
        known = self._known.get(uri)
        if known is None:
            known = self._known[uri] = _Known()
            if len(self._known) > MAX_KNOWN:
                for old in list(self._known)[: MAX_KNOWN // 5]:
                    del self._known[old]
        return known

    def _tell(self, box: Mailbox, known: _Known) -> Iterator[Actor]:
        _hear(known, box.name)
        kind = self._kind(box, known)
        name, told = known.name, known.told
        if told and told.type == kind and told.name == name:
            return
        if kind == "Group":
            name = good_name(self._lists.names.get(box.address, "")) or name or box.address.partition("@")[0]
        actor = Actor(id=actor_id(box, self._scope), type=kind, name=name)
        if actor != known.told:
            known.told = actor
            yield actor

    def _kind(self, box: Mailbox, known: _Known) -> Literal["Group", "Service", "Person"]:
        if box.address in self._lists:
            return "Group"
        if machine_address(box.address) or (known.machines and not known.people):
            return "Service"
        return "Person"


def _hear(known: _Known, name: str) -> None:
    """Keeps the commonest good name: a fuller one wins at once, an equally good one when it was met more often."""
    if not name:
        return
    if name == known.name or not known.name:
        known.name, known.times = name, known.times + 1
    elif _fullness(name) > _fullness(known.name):
        known.rival, known.rivals, known.name, known.times = (
            known.name,
            known.times,
            name,
            1,
        )
    elif _fullness(name) == _fullness(known.name):
        known.rivals = known.rivals + 1 if name == known.rival else 1
        known.rival = name
        if known.rivals > known.times:
            known.name, known.rival = known.rival, known.name
            known.times, known.rivals = known.rivals, known.times


def _fullness(name: str) -> int:
    """0 for something like an address, 1 for one word, 2 for a first and last name."""
    return 0 if "@" in name or not any(char.isalpha() for char in name) else min(len(name.split()), 2)
