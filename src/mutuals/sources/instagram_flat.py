"""Reads the files of Instagram's exports of 2018 to 2020 as streams (`wire/instagram_flat`). Pure."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, Protocol

from mutuals.as2 import Actor, Collection
from mutuals.sources.meta import Items, MetaReading, Out, Row, Translate, counted
from mutuals.sources.pace import file_report, rejected
from mutuals.sources.seam import FileReport
from mutuals.wire import instagram as wire
from mutuals.wire import instagram_flat as flat
from mutuals.wire.jsonstream import JsonStream
from mutuals.wire.meta_chats import Chat, chat_of, message

KEPT = 50_000
"""Conversations whose people are remembered; of those beyond it each begins with who speaks."""
Step = tuple[object, Callable[[], Items]]
"""A value as it stands, and what translates it."""


class Follower(Protocol):
    """Gives what translates an account that the owner follows (`by_me`), or that follows the owner."""

    def __call__(self, *, by_me: bool) -> Translate: ...


class FlatFiles:
    """The flat files among those of one reading, whose names, pace and counts they share."""

    def __init__(self, reading: MetaReading) -> None:
        self._at = reading
        self.there = any(kind in reading.files for kind in flat.FLAT)
        self._people: dict[str, list[list[str]]] = {}
        self._lists: dict[str, list[str]] = {}

    def people(self) -> Iterator[frozenset[str]]:
        """Whom each conversation names as taking part."""
        for name in self._at.files.get("flat talks", ()):
            yield from (frozenset(filter(None, people)) for people in self._talks(name))

    def everything(self, follower: Follower) -> Out:
        """Lists of people first, then messages, likes, comments, posts; `follower` translates an account of a list."""
        at = self._at
        for name in at.files.get("flat lists", ()):
            self._lists.clear()
            yield from self._read(name, partial(self._listed, follower=follower))
        at.names.forget()
        for name in at.files.get("flat talks", ()):
            yield from self._rooms(name)
            yield from self._read(name, partial(self._said, name))
        for name in at.files.get("flat likes", ()):
            yield from self._read(name, self._liked)
        for name in at.files.get("flat comments", ()):
            yield from self._read(name, self._commented)
        for name in at.files.get("flat media", ()):
            yield from self._read(name, self._posted)

    def _read(self, name: str, steps: Callable[[JsonStream], Iterable[Step]]) -> Out:
        """One file: each of its steps gives items, nothing, or a ValueError that says why not."""
        at = self._at
        yield FileReport(name=name, status="reading")
        good, bad = 0, 0
        at.left.clear()
        with at.parcel.open(name) as raw:
            stream = JsonStream(raw.read, flat.BEGINS)
            for value, translate in steps(stream):
                try:
                    items = translate()
                except ValueError as error:
                    bad += 1
                    yield rejected(name, good + bad, error, value)
                    continue
                good += bool(items)
                yield from at.pace.give(items, name, good + bad)
        yield from self._whole_lists(complete=not stream.cut)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=counted(at.left.items()))
        yield at.pace.checkpoint(name, good + bad)

    def _listed(self, stream: JsonStream, follower: Follower) -> Iterator[Step]:
        for section, handle, since in flat.sections(stream):
            if section in ("followers", "following"):
                self._lists.setdefault(section, [])
                yield [handle, since], partial(self._kept, section, follower, flat.listed(handle, since))
            elif section == "close_friends":
                yield [handle, since], partial(wire.close, flat.listed(handle, since))
            else:
                self._leave(section)

    def _kept(self, section: str, follower: Follower, row: Row) -> Items:
        items = follower(by_me=section == "following")(row)
        self._lists[section] += [one.id for one in items[:1] if isinstance(one, Actor)]
        return items

    def _whole_lists(self, *, complete: bool) -> Iterator[Collection]:
        """The lists that a file named; whoever stood behind a cut is not gone."""
        me = self._at.names.me
        names: tuple[Literal["followers", "following"], ...] = ("followers", "following")
        for one in names:
            if one in self._lists:
                items = tuple(dict.fromkeys(self._lists.pop(one)))
                yield Collection(id=f"{me}/{one}", name=one, attributed_to=me, items=items, complete=complete)

    def _liked(self, stream: JsonStream) -> Iterator[Step]:
        for section, _, value in flat.sections(stream):
            kind = "comment-like" if section == "comment_likes" else "like"
            yield value, partial(self._like, value, kind)

    def _like(self, value: object, kind: str) -> Items:
        return wire.story(flat.liked(value), self._at.names, self._at.repeats, kind=kind)

    def _commented(self, stream: JsonStream) -> Iterator[Step]:
        for _, _, value in flat.sections(stream):
            yield value, partial(self._comment, value)

    def _comment(self, value: object) -> Items:
        return wire.comment(flat.commented(value), self._at.names, self._at.repeats)

    def _posted(self, stream: JsonStream) -> Iterator[Step]:
        for section, rows in flat.posts(stream):
            if section in flat.LEFT:
                self._leave(section, len(rows))
            else:
                yield rows[0], partial(self._post, rows)

    def _post(self, rows: list[Any]) -> Items:
        return wire.post(flat.posted(rows), self._at.names, self._at.repeats)

    def _leave(self, section: str, number: int = 1) -> None:
        if section in flat.LEFT:
            self._at.left[flat.LEFT[section]] += number

    def _rooms(self, name: str) -> Out:
        """The groups of a file and who is in them, before anything is said in them."""
        for people in self._talks(name):
            chat = self._chat(people)
            if chat.group:
                yield from self._at.pace.give([*chat.hall(), *chat.people.values(), chat.members()], name, 0)

    def _said(self, name: str, stream: JsonStream) -> Iterator[Step]:
        told, at, chat = self._talks(name), -1, self._chat([])
        for number, what, value in flat.talks(stream):
            if number != at:
                at, chat = number, self._chat(told[number] if number < len(told) else [])
            if what == "message":
                yield value, partial(self._message, value, chat)

    def _message(self, value: object, chat: Chat) -> Items:
        row = flat.spoken(value)
        if not row:
            self._at.left[flat.NOTICE] += 1
            return []
        return message(row, chat, self._at.repeats)

    def _chat(self, people: list[str]) -> Chat:
        return chat_of(flat.key_of(people), people, [], self._at.names)

    def _talks(self, name: str) -> list[list[str]]:
        """Who takes part in each conversation of a file: whom it names, or, of one that names nobody, who speaks."""
        if name not in self._people:
            found: list[list[str]] = []
            peek = getattr(self._at.parcel, "peek", self._at.parcel.open)
            with peek(name) as raw:
                for number, what, value in flat.talks(JsonStream(raw.read, flat.BEGINS)):
                    if len(found) > KEPT:
                        break
                    found += [[] for _ in range(number + 1 - len(found))]
                    if what == "people":
                        found[number] = flat.people_in(value)
                    elif isinstance(value, dict) and len(found[number]) < 2:
                        found[number] += flat.people_in([value.get("sender")])
                        found[number] = list(dict.fromkeys(found[number]))
            self._people[name] = found
        return self._people[name]
