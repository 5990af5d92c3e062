"""Reads exports of Facebook and Messenger in JSON, of any layout, and of Messenger's secure storage."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, Literal
from zipfile import BadZipFile

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Report
from mutuals.wire import facebook as wire
from mutuals.wire.facebook_files import PAGES, kind_of, left_alone
from mutuals.wire.jsonstream import Cut, JsonStream, Malformed, assigned
from mutuals.wire.meta_chats import BEGINS, Chat, left_out, message, parts_of, spoken
from mutuals.wire.meta_files import is_page, network_of, root_of
from mutuals.wire.meta_people import Names, owner_in
from mutuals.wire.meta_reading import HEAD, Threads, most_named, strings
from mutuals.wire.meta_values import mended, mended_name
from mutuals.wire.repeats import Repeats

Out = Iterator[Item | Report]
Translate = Callable[[dict[str, Any]], wire.Items]
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_ROW = frozenset(("timestamp", "name", "title", "data", "attachments", "media", "label_values", "tags"))
_BY_ME = re.compile(rb'"(?:author|actor)"\s*:\s*"((?:[^"\\]|\\.){0,400})"')
_NAME, _TITLE = (re.compile(rb'"%s"\s*:\s*"((?:[^"\\]|\\.){0,400})"' % one) for one in (b"name", b"title"))
_PAGE = re.compile(
    r"(?:^|/)(?:message_\d+|your_friends|friends|your_posts[^/]*|comments|start_here)\.html?$", re.I
)
KNOWN = 50_000


class FacebookArchive:
    """The information that Facebook makes ready for download; satisfies `seam.Reads`."""

    info = Info(
        name="facebook",
        title="Facebook and Messenger",
        mark="f",
        ask=(
            "On accountscenter.facebook.com open Your information and permissions, Export your information.",
            "Create export, choose your Facebook profile, Export to device; Format JSON, not HTML; All time.",
            "When Facebook tells you that it is ready, download every part and drop them here as they are.",
            "Encrypted chats come apart: messenger.com, Privacy & safety, End-to-end encrypted chats, Message storage.",
        ),
        ask_url="https://accountscenter.facebook.com/info_and_permissions",
        wait="Facebook says up to 30 days; mostly a few hours, a day for many years with media. The files can be "
        "fetched for four days.",
        hears="Every message and call of Messenger, alone and in groups, with its reactions; your friends and since "
        "when; your posts with whom you tagged, your comments and reactions and, where their titles tell, to whom.",
        cannot_hear="Any address of a person: people are names, and two of one name are one. What others wrote under "
        "your posts, who liked them, who may read them, what was missed or taken back.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each export; one that was made as pages is claimed to say so."""
        roots: dict[str, list[str]] = {}
        for entry in parcel.entries():
            if entry.name.lower().endswith((".json", ".html", ".htm")):
                roots.setdefault(root_of(entry.name), []).append(entry.name)
        claims = []
        for root, names in sorted(roots.items()):
            if network_of(root, names) == "facebook":
                claims += _claim(parcel, root, names)
        return claims

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, friends, messages, then posts, comments, reactions."""
        return _Reading(parcel, claim, answers).everything()


def _claim(parcel: Parcel, root: str, names: list[str]) -> list[Claim]:
    files = [name for name in names if kind_of(name, parcel.head(name, 4096))]
    pages = [name for name in names if is_page(name)] if files or any(map(_PAGE.search, names)) else []
    if not files and not (pages and any("message" in name or "facebook" in name for name in pages)):
        return []
    taken = {*files, *pages}
    alone = [(name, PAGES) for name in pages]
    alone += [(name, left_alone(name[len(root) :])) for name in names if name not in taken]
    title = "Facebook export" if files else "Facebook export, made as pages"
    return [
        Claim(
            format="facebook",
            root=root,
            title=title,
            files=tuple(files),
            left_alone=tuple(alone if files or pages else ()),
        )
    ]


class _Reading:
    """One run over one export: whose it is, who its friends are."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._peek: Callable[[str], BinaryIO] = getattr(parcel, "peek", parcel.open)
        self._files: dict[str, list[str]] = {}
        for name in sorted(claim.files):
            self._files.setdefault(kind_of(name, parcel.head(name, 4096)), []).append(name)
        self._files.pop("", None)
        self._names = Names(answers.scope, "facebook")
        self._threads = Threads(self._files.get("thread", ()), self._peek, parcel.head)
        self._repeats, self._pace = Repeats(), Pace()
        self._left: Counter[str] = Counter()
        self._known: set[str] = set()

    def everything(self) -> Out:
        if not self._files:
            return
        names, repeats, known = self._names, self._repeats, self._known
        yield from self._whose()
        yield from self._friends()
        for key_ in self._threads.files:
            yield from self._thread(key_)
        yield from self._each("posts", lambda row: wire.post(row, names, repeats, known))
        yield from self._each("wall", lambda row: wire.wall(row, names, repeats))
        yield from self._each("comments", lambda row: wire.comment(row, names, repeats, known))
        yield from self._each("reactions", lambda row: wire.reaction(row, names, repeats, known))
        yield from self._follows("following")
        yield from self._follows("followers")

    def _whose(self) -> Out:
        """The owner: the profile says it, or who wrote every comment, or who takes part in every conversation."""
        reports: list[FileReport] = []
        name, fields = self._profile(reports)
        evidence, sure, others = "The profile names this person as the owner.", bool(name), list[str]()
        if not name:
            name = most_named(_BY_ME, self._heads("comments", "reactions"))
            evidence, sure = "This person wrote every comment or reaction in the export.", bool(name)
        if not name:
            name, sure, others = self._by_talks()
            evidence = "This name takes part in every conversation, or you said so." if name else ""
        me = self._names.person(name).id if name else f"{self._names.base}me"
        self._names.me, self._names.my_name = me, name
        yield from self._pace.give([Actor(id=me, name=name, **fields)], "", 0)
        yield Mine(actor=me, sure=sure, evidence=evidence or "No file says whose export this is.")
        if not sure:
            choices = tuple((self._names.person(one).id, one) for one in others)
            yield Question(kind="me", about=next(iter(self._files.values()))[0], choices=choices, default=me)
        yield from reports
        yield self._pace.checkpoint("", 0)

    def _by_talks(self) -> tuple[str, bool, list[str]]:
        friends, titles = (
            set(map(mended_name, chain.from_iterable(strings(pattern, one) for one in self._heads(kind))))
            for kind, pattern in (("friends", _NAME), ("posts", _TITLE))
        )
        return owner_in(self._threads.people(), self._answers.me, friends, titles)

    def _heads(self, *kinds: str) -> list[bytes]:
        return [self._parcel.head(name, HEAD) for kind in kinds for name in self._files.get(kind, ())]

    def _profile(self, reports: list[FileReport]) -> tuple[str, dict[str, Any]]:
        found: tuple[str, dict[str, Any]] = ("", {})
        for name in self._files.get("profile", ()):
            try:
                with self._parcel.open(name) as raw:
                    told = wire.profile(assigned(raw.read), self._answers.region)
            except _UNREADABLE:
                told = ("", {})
            note = "" if told[0] else "The file is cut off or damaged; nothing in it could be read."
            reports.append(
                FileReport(
                    name=name, status="understood" if told[0] else "broken", items=bool(told[0]), note=note
                )
            )
            found = found if found[0] else told
        return found

    def _friends(self) -> Out:
        """A whole list as one Collection; complete only if it could be read to its end."""
        items: list[str] = []

        def taken(row: dict[str, Any]) -> wire.Items:
            actor = wire.friend(row, self._names)
            if actor is None:
                self._left["friends who closed their accounts"] += 1
                return []
            items.append(actor.id)
            if len(self._known) < KNOWN:
                self._known.add(actor.name)
            return [actor]

        whole = True
        for report in self._each("friends", taken):
            whole = whole and not (isinstance(report, FileReport) and report.status == "broken")
            yield report
        yield from self._list("friends", "contacts", items, whole)

    def _follows(self, kind: Literal["following", "followers"]) -> Out:
        items: list[str] = []
        by_me = kind == "following"

        def taken(row: dict[str, Any]) -> wire.Items:
            found = wire.follow(row, self._names, by_me=by_me)
            items.append(found[0].id)
            return found

        yield from self._each(kind, taken)
        yield from self._list(kind, kind, items, whole=False)

    def _list(
        self, kind: str, name: Literal["contacts", "following", "followers"], items: list[str], whole: bool
    ) -> Out:
        files = self._files.get(kind, ())
        if files:
            me, some = self._names.me, tuple(dict.fromkeys(items))
            yield Collection(id=f"{me}/{kind}", name=name, attributed_to=me, items=some, complete=whole)
            yield self._pace.checkpoint(files[-1], len(items))

    def _thread(self, key_: str) -> Out:
        chat = self._threads.chat(key_, self._names)
        files = self._threads.files[key_]
        for name in files:
            yield from self._messages(name, chat)
        if chat.group:
            yield from self._pace.give([chat.members()], files[-1], 0)
            yield self._pace.checkpoint(files[-1], 0)

    def _messages(self, name: str, chat: Chat) -> Out:
        """One file of a conversation, message by message."""
        yield FileReport(name=name, status="reading")
        good, bad = 0, 0
        self._left.clear()
        yield from self._pace.give(chat.hall(), name, 0)
        with self._parcel.open(name) as raw:
            stream = JsonStream(raw.read, BEGINS)
            for what, value in parts_of(stream):
                if what == "title" and chat.group:
                    yield from self._pace.give(chat.hall(mended(value)), name, good)
                if what != "message":
                    continue
                try:
                    items = self._said(value, chat)
                except ValueError as error:
                    bad += 1
                    yield rejected(name, good + bad, error, value)
                    continue
                good += bool(items)
                yield from self._pace.give(items, name, good + bad)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=_counted(self._left.items()))
        yield self._pace.checkpoint(name, good + bad)

    def _said(self, value: object, chat: Chat) -> wire.Items:
        row = spoken(value)
        reason = left_out(row)
        if reason:
            self._left[reason] += 1
            return []
        return message(row, chat, self._repeats)

    def _each(self, kind: str, translate: Translate) -> Out:
        for name in self._files.get(kind, ()):
            yield from self._rows(name, translate)

    def _rows(self, name: str, translate: Translate) -> Out:
        yield FileReport(name=name, status="reading")
        good, bad = 0, 0
        self._left.clear()
        with self._parcel.open(name) as raw:
            stream = JsonStream(raw.read, _ROW, _is_row)
            for at, row in enumerate(_records(stream), 1):
                try:
                    items = translate(wire.row_of(row))
                except ValueError as error:
                    bad += 1
                    yield rejected(name, at, error, row)
                    continue
                good += bool(items)
                yield from self._pace.give(items, name, at)
        yield file_report(name, items=good, bad=bad, cut=stream.cut, more=_counted(self._left.items()))
        yield self._pace.checkpoint(name, good + bad)


def _records(stream: JsonStream) -> Iterator[Any]:
    """The records of a document: a list, or the first list in an object or in the object in it."""
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
                yield from _records(stream)
            else:
                stream.value()
    except (Cut, Malformed):
        stream.cut = True


def _is_row(value: object) -> bool:
    """Whether a value is a record and not something within one."""
    return isinstance(value, dict) and ("timestamp" in value or "name" in value) and "uri" not in value


def _counted(left: Iterable[tuple[str, int]]) -> str:
    parts = [f"{what} ({number:,})" for what, number in sorted(left)]
    return f"Left out: {', '.join(parts)}." if parts else ""


archive = FacebookArchive()
