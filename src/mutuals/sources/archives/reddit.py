"""Reads the data export of Reddit: a flat ZIP of tables, which are told by their columns, not by their names."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from zipfile import BadZipFile

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire.csv_rows import Table, header_of
from mutuals.wire.reddit import (
    SURE,
    WRITERS,
    Cells,
    Items,
    Kind,
    chat_items,
    friend_of,
    kind_of,
    named,
    person,
    room_id,
)

HEAD = 8_192
MAX_CHATS = 100_000
MAX_SPEAKERS = 500
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_EXPORT = re.compile(r"export_([A-Za-z0-9_-]{3,20})_\d{8}")
_ORDER: tuple[Kind, ...] = ("posts", "comments", "messages", "chat", "votes", "friends")
_SAME = "The same as another table, without the words."
_PRIVATE = "It says nothing of whom you know, and much of you."
_LISTS = "What you saved, hid or subscribed to is between nobody."
_ALONE = {
    "ip_logs": _PRIVATE, "birthdate": _PRIVATE, "linked": _PRIVATE, "persona": _PRIVATE, "stripe": _PRIVATE,
    "account_gender": _PRIVATE, "sensitive": _PRIVATE, "user_preferences": _PRIVATE, "twitter": _PRIVATE,
    "payouts": _PRIVATE, "purchases": _PRIVATE, "checkfile": _PRIVATE, "drafts": _PRIVATE, "announcements": _LISTS,
    "saved": _LISTS, "hidden": _LISTS, "subscribed": _LISTS, "moderated": _LISTS, "approved": _LISTS,
    "multireddits": _LISTS, "gilded": _LISTS, "gold": _LISTS, "poll_votes": _LISTS, "scheduled": _LISTS,
}  # fmt: skip


class RedditArchive:
    """The data that Reddit hands out on request; satisfies `seam.Reads`."""

    info = Info(
        name="reddit",
        title="Reddit",
        mark="R",
        ask=(
            "On reddit.com/settings/data-request choose what law applies to you and All data, then Submit.",
            "Reddit sends you a message with a link when it is ready; download the ZIP and drop it here as it is.",
        ),
        ask_url="https://www.reddit.com/settings/data-request",
        wait="Said to take from two to 30 days.",
        hears="Every post and comment of yours with what it answers, private messages and chats with both sides, what "
        "you voted up, and your list of friends.",
        cannot_hear="Who wrote what you answered or voted up, what others answered to you, when you voted, and the "
        "other side of a chat that never wrote.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each folder with such tables."""
        roots: dict[str, dict[str, Kind]] = {}
        names = [entry.name for entry in parcel.entries() if entry.name.lower().endswith(".csv")]
        for name in names:
            if kind := kind_of(header_of(parcel.head(name, HEAD))):
                roots.setdefault(_root(name), {})[name] = kind
        return [
            _claim(root, kinds, [name for name in names if _root(name) == root])
            for root, kinds in sorted(roots.items())
            if SURE & set(kinds.values())
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams what the claimed tables hold: posts, comments, messages, chats, votes, friends."""
        return _Reading(parcel, claim, answers).everything()


def _root(name: str) -> str:
    return name.rpartition("/")[0]


def _claim(root: str, kinds: dict[str, Kind], names: list[str]) -> Claim:
    alone = [(name, why) for name in names if name not in kinds and (why := _why(name))]
    title = "Reddit export"
    return Claim(format="reddit", root=root, title=title, files=tuple(kinds), left_alone=tuple(alone))


def _why(name: str) -> str:
    """Why a table is left alone; "" for one that is not known."""
    last = name.rpartition("/")[2].lower()
    if "_headers" in last:
        return _SAME
    return next((why for begin, why in _ALONE.items() if last.startswith(begin)), "")


class _Chats:
    """Who talks in which chat, as far as the tables show."""

    def __init__(self) -> None:
        self._speakers: dict[str, dict[str, None]] = {}
        self._group: dict[str, str] = {}

    def note(self, cells: Cells) -> None:
        """Takes a row in a first look."""
        try:
            room = room_id(cells)
        except ValueError:
            return
        if room not in self._speakers and len(self._speakers) >= MAX_CHATS:
            return
        speakers = self._speakers.setdefault(room, {})
        if (name := named(cells["username"])) and len(speakers) < MAX_SPEAKERS:
            speakers[person(name).id] = None
        kind = cells.get("conversation_type", "").strip().lower()
        if (kind and kind != "direct") or len(speakers) > 2 or cells.get("subreddit", "").strip():
            self._group[room] = cells.get("channel_name", "").strip()

    def others(self, room: str) -> tuple[str, ...]:
        """The ids of those who talk in a chat."""
        return tuple(self._speakers.get(room, ()))

    def group(self, room: str) -> Actor | None:
        """The actor of a chat of several; None for a talk of two."""
        return Actor(id=room, type="Group", name=self._group[room]) if room in self._group else None

    def groups(self) -> Iterator[Collection]:
        """Who was seen in which chat of several."""
        for room in self._group:
            members = self.others(room)
            yield Collection(
                id=f"{room}#members", name="members", attributed_to=room, items=members, complete=False
            )


class _Reading:
    """One run over one export."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers, self._claim = parcel, answers, claim
        self._files: dict[str, list[str]] = {}
        for name in sorted(claim.files):
            self._files.setdefault(kind_of(header_of(parcel.head(name, HEAD))) or "", []).append(name)
        self._pace, self._chats, self._me = Pace(), _Chats(), ""
        self._cut = False

    def everything(self) -> Iterator[Item | Report]:
        yield from self._whose()
        for name in self._files.get("chat", ()):
            for cells in self._cells(name, peek=True):
                self._chats.note(cells)
        if me := self._me:
            for kind in _ORDER:
                for name in self._files.get(kind, ()):
                    yield from self._table(kind, name, me)
        groups = list(self._chats.groups())
        yield from groups
        yield self._pace.checkpoint("", len(groups))

    def _whose(self) -> Iterator[Item | Report]:
        """The owner: statistics.csv names them; else the person; else the name of the ZIP; else who is in all
        messages."""
        stated = ""
        for name in self._files.get("statistics", ()):
            rows = list(self._cells(name))
            told = (row["value"] for row in rows if _plain(row["statistic"]) in ("account name", "username"))
            stated = stated or next((one for value in told if (one := named(value))), "")
            yield file_report(name, items=len(rows), bad=0, cut=self._cut)
        guessed, seen = ("", set()) if stated else self._guess()
        said = next((one for text in self._answers.me if (one := _said(text, seen))), "")
        name = stated or said or guessed
        owner = (
            person(name) if name else Actor(id=f"tag:{self._answers.scope}.mutuals.invalid,2026:reddit/me")
        )
        self._me = owner.id
        yield from self._pace.give([owner], "", 0)
        evidence = "statistics.csv names this account." if stated else "You said that this account is yours."
        if not stated and not said:
            evidence = (
                "It is in all messages, or in the name of the export."
                if guessed
                else "No table says whose it is."
            )
        yield Mine(actor=owner.id, sure=bool(stated or said), evidence=evidence)
        if not name:
            yield Question(kind="me", about=self._claim.files[0], default=owner.id)

    def _guess(self) -> tuple[str, set[str]]:
        """The account whose export this seems to be, and all that messages are between."""
        seen, rows = Counter[str](), 0
        for name in self._files.get("messages", ()):
            for cells in self._cells(name, peek=True):
                rows += 1
                if len(seen) < MAX_CHATS:
                    seen.update({named(cells["from"]), named(cells["to"])} - {""})
        titled = [
            found[1] for text in (self._parcel.name, self._claim.root) if (found := _EXPORT.search(text))
        ]
        always = [name for name, count in seen.items() if count == rows]
        guess = titled[0] if titled else always[0] if len(always) == 1 else ""
        return guess, {*seen, guess} - {""}

    def _cells(self, name: str, *, peek: bool = False) -> Iterator[Cells]:
        """The good rows of a table, by the names of their columns."""
        for row in self._rows(name, peek=peek):
            if not isinstance(row, Rejected):
                yield row[1]

    def _rows(self, name: str, *, peek: bool) -> Iterator[tuple[int, Cells] | Rejected]:
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        self._cut = True
        try:
            with opener(name) as stream:
                table = Table(stream, self._parcel.head(name, 4))
                for row in table.rows():
                    if row.wrong:
                        excerpt = ", ".join(row.cells)[:200]
                        yield Rejected(file=name, line=row.line, reason=row.wrong, excerpt=excerpt)
                    else:
                        yield row.line, dict(zip(map(str.lower, table.header), row.cells, strict=False))
                self._cut = table.cut
        except _UNREADABLE:
            return

    def _table(self, kind: Kind, name: str, me: str) -> Iterator[Item | Report]:
        yield FileReport(name=name, status="reading")
        write = self._writer(kind)
        friends: list[str] = []
        understood = bad = other = at = 0
        for row in self._rows(name, peek=False):
            if isinstance(row, Rejected):
                bad += 1
                yield row
                continue
            at, cells = row
            try:
                items = write(cells, me)
            except ValueError as error:
                bad += 1
                excerpt = ", ".join(one for one in cells.values() if one)[:200]
                yield Rejected(file=name, line=at, reason=str(error), excerpt=excerpt)
                continue
            understood, other = understood + bool(items), other + (not items)
            friends += [one.id for one in items] if kind == "friends" else []
            yield from self._pace.give(items, name, at)
        if kind == "friends":
            yield self._following(friends, whole=not (bad or self._cut))
        more = f"{other:,} votes down or taken back are left out." if other else ""
        yield file_report(name, items=understood, bad=bad, cut=self._cut, more=more)
        yield self._pace.checkpoint(name, at)

    def _writer(self, kind: Kind) -> Callable[[Cells, str], Items]:
        if kind == "chat":
            return self._chat
        if kind == "friends":
            return lambda cells, _: [friend_of(cells)]
        return WRITERS[kind]

    def _chat(self, cells: Cells, me: str) -> Items:
        room = room_id(cells)
        group, others = self._chats.group(room), self._chats.others(room)
        others = others if len(others) > 1 else (*others, me)
        items = chat_items(cells, others, group)
        return [group, *items] if group else items

    def _following(self, items: list[str], *, whole: bool) -> Collection:
        return Collection(
            id=f"{self._me}#friends",
            name="following",
            attributed_to=self._me,
            items=tuple(dict.fromkeys(items)),
            complete=whole,
        )


def _plain(text: str) -> str:
    return text.strip().lower().replace("_", " ")


def _said(text: str, seen: set[str]) -> str:
    """The account that a person said is theirs: written as one of Reddit, or a name that is in the messages."""
    text = text.strip()
    if re.match(r"(?:https?://(?:[\w-]+\.)?reddit\.com)?/?u(?:ser)?/", text):
        return named(text)
    plain = text.removeprefix("@").lower()
    return next((name for name in sorted(seen) if name.lower() == plain), "")


archive = RedditArchive()
