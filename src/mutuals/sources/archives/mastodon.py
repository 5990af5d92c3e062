"""Reads archives of Mastodon and its relatives: actor.json, outbox.json, likes.json, and the tables of followers,
following and lists, together or each alone."""

import csv
import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Literal
from zipfile import BadZipFile

from mutuals.as2 import Actor, Collection, Item, PropertyValue
from mutuals.sources.pace import Ends, Pace, file_report, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.text.folding import clean
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed, assigned
from mutuals.wire.mastodon import Items, actor_of, entry_items, like_items
from mutuals.wire.mastodon_files import PRIVATE, first_actor, is_header, kind_of, owner_in_answers
from mutuals.wire.mastodon_values import acct_actor, acct_of, handle_in, host_of, ref

Out = Iterator[Item | Report]
Table = Literal["followers", "following"]
_BEGINS = frozenset(("id", "@context", "type", "actor", "published", "to", "object"))
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_ENDINGS = (".json", ".jsonld", ".csv")
HEAD = 16_384
REMEMBERED = 200_000


class MastodonArchive:
    """The archive and the tables that a Mastodon server makes of an account on request; satisfies `seam.Reads`."""

    info = Info(
        name="mastodon",
        title="Mastodon and relatives",
        mark="M",
        ask=(
            "On your server open Preferences, Import and export, Data export.",
            "Press Request your archive and wait for the mail; download the file and drop it here as it is.",
            "On the same page download the CSV files of follows, followers and lists: the archive lacks them.",
            "Pleroma, Akkoma, GoToSocial and Pixelfed offer the same files in their settings.",
        ),
        ask_url="https://docs.joinmastodon.org/user/moving/#export",
        wait="Minutes to a few hours; a server makes one archive for you each week. The CSV files come at once.",
        hears="Every post, reply, boost and direct message of yours with the people you name, the posts you liked, "
        "and, from the CSV files, who follows you, whom you follow and your lists.",
        cannot_hear="What others answered to you or boosted of yours, messages that others sent you, the text of what "
        "you boosted or liked, when you liked it, and when somebody began to follow you.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each folder with such files; tables that lie elsewhere belong to the only archive there is."""
        roots: dict[str, list[tuple[str, str]]] = {}
        for entry in parcel.entries():
            mayhap = entry.name.lower().endswith(_ENDINGS)
            kind = kind_of(entry.name, parcel.head(entry.name, HEAD)) if mayhap else ""
            if kind:
                roots.setdefault(entry.name.rpartition("/")[0], []).append((entry.name, kind))
        homes = [
            root for root, files in roots.items() if any(kind in ("actor", "outbox") for _, kind in files)
        ]
        if len(homes) == 1:
            roots = {homes[0]: [*roots.pop(homes[0]), *(file for files in roots.values() for file in files)]}
        return [_claim(root, files) for root, files in sorted(roots.items())]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, the outbox, likes, then the tables."""
        return _Reading(parcel, claim, answers).everything()


def _claim(root: str, files: list[tuple[str, str]]) -> Claim:
    return Claim(
        format="mastodon",
        root=f"{root}/" if root else "",
        title="Mastodon archive"
        if any(kind in ("actor", "outbox") for _, kind in files)
        else "Mastodon lists",
        files=tuple(name for name, kind in files if kind not in PRIVATE),
        left_alone=tuple((name, PRIVATE[kind]) for name, kind in files if kind in PRIVATE),
    )


class _Reading:
    """One run over one archive: whose it is, and which ids the accounts have that it mentions."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._files: dict[str, list[str]] = {}
        for name in sorted(claim.files):
            self._files.setdefault(kind_of(name, parcel.head(name, HEAD)), []).append(name)
        self._me = ""
        self._lists: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._pace = Pace()

    def everything(self) -> Out:
        if not self._files:
            return
        yield from self._whose()
        for name in self._files.get("outbox", ()):
            yield from self._entries(name, self._said)
        for name in self._files.get("likes", ()):
            yield from self._entries(name, self._liked)
        yield from self._follows("followers")
        yield from self._follows("following")
        for name in self._files.get("lists", ()):
            yield from self._table(name, self._listed)

    def _whose(self) -> Out:
        """The owner: actor.json says it, or every entry of the outbox does; then the person; else it is asked."""
        actor: Actor | None = None
        for name in self._files.get("actor", ()):
            row = self._document(name)
            try:
                actor = actor_of(row) if actor is None else actor
                yield FileReport(name=name, status="understood", items=1)
            except ValueError:
                note = "The file is cut off or damaged; nothing in it could be read."
                yield FileReport(name=name, status="broken", note=note)
            self._lists = {kind: ref(row.get(kind)) for kind in ("followers", "following")} if actor else {}
        evidence = "actor.json is this account."
        if actor is None:
            uri = next(
                filter(
                    None, (first_actor(self._parcel.head(one, HEAD)) for one in self._files.get("outbox", ()))
                ),
                "",
            )
            actor = Actor(id=uri, preferred_username=handle_in(uri)) if uri else None
            evidence = "Every entry of the outbox is by this account."
        if actor is None:
            yield from self._guessed()
        else:
            self._me = actor.id
            self._know(actor)
            yield from self._pace.give([actor], "", 0)
            yield Mine(actor=actor.id, sure=True, evidence=evidence)
        yield self._pace.checkpoint("", 0)

    def _guessed(self) -> Out:
        """Tables alone do not say whose they are."""
        local = f"tag:{self._answers.scope}.mutuals.invalid,2026:mastodon/me"
        told, sure = owner_in_answers(self._answers.me)
        self._me = told or local
        acct = told.removeprefix("acct:") if told.startswith("acct:") else handle_in(told)
        yield from self._pace.give([Actor(id=self._me, preferred_username=acct)], "", 0)
        evidence = "You said that this account is yours." if told else "No file says whose lists these are."
        yield Mine(actor=self._me, sure=sure, evidence=evidence)
        if not told:
            yield Question(kind="me", about=next(iter(self._files.values()))[0], default=local)

    def _document(self, name: str) -> dict[str, Any]:
        try:
            with self._parcel.open(name) as stream:
                value = assigned(stream.read)
        except _UNREADABLE:
            value = None
        return value if isinstance(value, dict) else {}

    def _said(self, row: object) -> Items:
        if not isinstance(row, dict):
            raise ValueError("It is no record.")
        items = entry_items(row, self._me)
        for item in items:
            if isinstance(item, Actor):
                self._know(item)
        return items

    def _liked(self, row: object) -> Items:
        return like_items(row, self._me)

    def _know(self, actor: Actor) -> None:
        """Remembers which id an account has, for the tables, which have addresses only."""
        if actor.preferred_username and len(self._known) < REMEMBERED:
            self._known.setdefault(actor.preferred_username.lower(), actor.id)

    def _entries(self, name: str, translate: Callable[[object], Items]) -> Out:
        """An ordered collection, entry by entry."""
        yield FileReport(name=name, status="reading")
        understood, bad, other = 0, 0, 0
        with self._parcel.open(name) as raw:
            stream = JsonStream(raw.read, _BEGINS, _is_entry)
            for at, row in enumerate(_collection(stream), 1):
                try:
                    items = translate(_sound(row))
                except ValueError as error:
                    bad += 1
                    yield rejected(name, at, error, row)
                    continue
                understood, other = understood + bool(items), other + (not items)
                yield from self._pace.give(items, name, at)
        more = f"{other:,} entries are votes or between servers and tell nothing of people." if other else ""
        yield file_report(name, items=understood, bad=bad, cut=stream.cut, more=more)
        yield self._pace.checkpoint(name, understood + bad + other)

    def _follows(self, kind: Table) -> Out:
        """A whole list as one Collection; complete only when each of its tables could be read to its end."""
        items: list[str] = []
        whole = True

        def taken(cells: list[str]) -> Items:
            actor = self._account(cells[0])
            items.append(actor.id)
            return [actor]

        names = self._files.get(kind, [])
        for name in names:
            for report in self._table(name, taken):
                whole = whole and not isinstance(report, Rejected)
                whole = whole and not (isinstance(report, FileReport) and report.status == "broken")
                yield report
        if names:
            yield Collection(
                id=self._lists.get(kind) or f"{self._me}/{kind}",
                name=kind,
                attributed_to=self._me,
                items=tuple(dict.fromkeys(items)),
                complete=whole,
            )
            yield self._pace.checkpoint(names[-1], len(items))

    def _listed(self, cells: list[str]) -> Items:
        """A list is a label that the owner gave to somebody."""
        if len(cells) < 2 or not cells[0].strip():
            raise ValueError("It has no list and account.")
        actor = self._account(cells[1])
        label = PropertyValue("categories", clean(cells[0]).strip())
        return [Actor(id=actor.id, preferred_username=actor.preferred_username, attachment=(label,))]

    def _account(self, text: str) -> Actor:
        acct = acct_of(text, host_of(self._me))
        if not acct:
            raise ValueError("It is no address of an account.")
        return acct_actor(acct, self._known)

    def _table(self, name: str, translate: Callable[[list[str]], Items]) -> Out:
        """A table row by row; the last line of a whole one ends with a line break."""
        yield FileReport(name=name, status="reading")
        ends = Ends()
        with self._parcel.open(name) as raw:
            good, bad = yield from self._pace.each(name, _cells(raw, ends), translate)
        yield file_report(name, items=good, bad=bad, cut=ends.cut)
        yield self._pace.checkpoint(name, good + bad)


def _cells(raw: BinaryIO, ends: Ends) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their lines, without its header."""
    rows = csv.reader(ends.watch(io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="")))
    try:
        for cells in rows:
            if any(cells) and not (rows.line_num == 1 and is_header(cells)) and not ends.cut:
                yield rows.line_num, cells
    except (*_UNREADABLE, csv.Error):
        ends.cut = True


def _collection(stream: JsonStream) -> Iterator[Any]:
    """The entries of a collection document, or of a bare list."""
    if stream.peek() == "[":
        yield from stream.elements()
        return
    try:
        for key in stream.members():
            if key in ("orderedItems", "items") and stream.peek() == "[":
                yield from stream.elements()
            else:
                stream.value()
    except (Cut, Malformed):
        stream.cut = True


def _is_entry(value: object) -> bool:
    """Whether a value is an entry of an outbox and not a tag or picture within one."""
    return isinstance(value, str) or (isinstance(value, dict) and "object" in value and "type" in value)


def _sound(row: object) -> object:
    if isinstance(row, Bad):
        raise ValueError(f"It is damaged: {row.reason}")
    return row


archive = MastodonArchive()
