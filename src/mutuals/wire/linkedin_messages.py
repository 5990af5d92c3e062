"""Translates messages.csv of a LinkedIn export: conversations of two people and of several. Pure.

A conversation is a group's when more than two people wrote or were written to in all of it, so it is looked through
once (`Talks`) before it is translated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from mutuals.as2 import Activity, Actor, Collection, Link, Object
from mutuals.text.html import plain
from mutuals.text.names import key
from mutuals.wire.linkedin_people import Cast, is_gone
from mutuals.wire.linkedin_values import profile_uri, profile_uris, time_of
from mutuals.wire.repeats import Repeats, digest

KEPT = 200_000
MEMBERS = 1_000
MET = 10_000
_CAMPAIGN = '<p class="spinmail-quill-editor__spin-break">'
DRAFT, SPAM, ADVERTISING = "drafts", "messages in the spam folder", "advertisements"
Cells = dict[str, str]


def left_out(cells: Cells, cast: Cast) -> str:
    """Why a row is no message that anybody sent to the other: `DRAFT`, `SPAM` or `ADVERTISING`; "" for the others."""
    if cells.get("is message draft", "").lower() in ("yes", "true"):
        return DRAFT
    if cells.get("folder", "").upper() == "SPAM":
        return SPAM
    unknown = not cells.get("sender profile url") and not cast.knows(cells["from"])
    return ADVERTISING if unknown and cells["content"].startswith(_CAMPAIGN) else ""


def conversation_of(cells: Cells) -> str:
    """What a row's conversation is called: its id, or in tables without ids who takes part."""
    said = cells.get("conversation id", "")
    return said or digest(*sorted({cells["from"], *cells["to"].split(", ")}))


@dataclass(slots=True)
class Talks:
    """All conversations of an export, by who takes part; of many the first `KEPT` are known."""

    cast: Cast
    _people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _same: dict[str, str] = field(default_factory=dict)
    _met: dict[str, list[Actor]] = field(default_factory=dict)

    def look(self, cells: Cells) -> None:
        """Takes note of who takes part in a row's conversation."""
        called = conversation_of(cells)
        have = self._people.get(called)
        if have is None and len(self._people) >= KEPT:
            return
        found = dict.fromkeys(have or ())
        for one in _named(cells, self.cast):
            if one not in found and len(found) < MEMBERS:
                found[self._same.setdefault(one, one)] = None
        if have is None or len(have) < len(found):
            self._people[called] = tuple(found)

    def people(self, cells: Cells) -> list[Actor]:
        """Everybody in a row's conversation, as far as it is known."""
        called = conversation_of(cells)
        if called in self._met:
            return self._met[called]
        known = self._people.get(called)
        actors = (_actor(one, called, self.cast) for one in known or _named(cells, self.cast))
        found = _without_doubles(list({one.id: one for one in actors}.values()))
        if len(self._met) >= MET:
            self._met.clear()
        if known:
            self._met[called] = found
        return found

    def in_all(self) -> list[str]:
        """The addresses that take part in every conversation, when there are at least two of them."""
        some = [set(one) for one in self._people.values()]
        common = set.intersection(*some) if len(some) > 1 else set()
        return sorted(one for one in common if one.startswith("https://"))

    def groups(self) -> Iterator[Collection]:
        """The members of every group."""
        for called, names in self._people.items():
            actors = {one.id: one for one in (_actor(name, called, self.cast) for name in names)}
            members = tuple(one.id for one in _without_doubles(list(actors.values())))
            if len(members) > 2:
                room = room_uri(called)
                yield Collection(
                    id=f"{room}#members", name="members", attributed_to=room, items=members, complete=False
                )


def _without_doubles(people: list[Actor]) -> list[Actor]:
    """Of one name with an address and without one, in one conversation, the one with the address is meant."""
    named = {key(one.name) for one in people if one.id.startswith("https:")}
    return [one for one in people if one.id.startswith("https:") or key(one.name) not in named]


@lru_cache(maxsize=4_096)
def room_uri(called: str) -> str:
    """The id of a conversation, and of the room of a group."""
    return f"https://www.linkedin.com/messaging/thread/{quote(called, safe='=')}"


def message(cells: Cells, cast: Cast, people: list[Actor], repeats: Repeats) -> list[Activity | Actor]:
    """One message and those who take part; `people` is everybody in its conversation. Raises ValueError when it does
    not say who wrote it or to whom."""
    called = conversation_of(cells)
    sender = _actor(_sender(cells), called, cast)
    time, room = time_of(cells["date"]), room_uri(called)
    content, subject = plain(cells["content"]), plain(cells.get("subject", ""))
    others = [one for one in people if one.id != sender.id]
    if not others:
        raise ValueError("It does not say to whom it was sent.")
    group = len(others) > 1
    hall = [Actor(id=room, type="Group", name=cells.get("conversation title", ""))] if group else []
    mark = repeats.digest(called, time.ms, sender.id, subject, content)
    thing = Object(
        id=f"{room}/{mark}",
        type="ChatMessage",
        attributed_to=sender.id,
        name=subject,
        content=content,
        context=room,
        to=(room,) if group else (others[0].id,),
        audience=(room,) if group else (),
        attachment=tuple(_attached(cells.get("attachments", ""))),
        published=time,
    )
    act = Activity(id=f"{thing.id}#create", actor=sender.id, object=thing, published=time, to=thing.to)
    return [*hall, sender, *others, act]


def _attached(text: str) -> Iterator[Link]:
    for one in text.replace(",http", "\nhttp").split("\n"):
        if one.strip():
            address = one.strip() if one.strip().startswith("http") else ""
            yield Link(address, "Document", "" if address else one.strip()[:200])


def _sender(cells: Cells) -> str:
    return profile_uri(cells.get("sender profile url", "")) or cells["from"]


def _named(cells: Cells, cast: Cast) -> Iterator[str]:
    """Those whom a row names: addresses where it has them, else names."""
    uris = profile_uris(cells.get("recipient profile urls", ""))
    for one in (_sender(cells), *(uris or cast.split(cells["to"]))):
        if one.strip():
            yield one.strip()


def _actor(name: str, called: str, cast: Cast) -> Actor:
    # Whatever stands in the column of names; an address that is no profile's is a name like others.
    uri = profile_uri(name) if name.startswith("https://www.linkedin.com/") else ""
    if not uri and is_gone(name):
        return cast.person(name, where=f"thread/{quote(called, safe='=')}")
    return cast.person("" if uri else name, uri)
