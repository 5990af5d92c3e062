"""Reads archives of X (Twitter) of any vintage: finds the files by what they say inside and streams them.

Since 2018 each file of `data/` is a script `window.YTD.<name>.part<N> = [...]`; before, the posts lay in monthly
scripts `Grailbird.data.tweets_<year>_<month> = [...]` and in tweets.csv. No script is ever run.
"""

import csv
import io
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Literal, cast
from zipfile import BadZipFile

from mutuals.as2 import UNKNOWN_TIME, Actor, Collection, Item, Time
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire.json_values import part_of, words_of
from mutuals.wire.jsonstream import Cut, JsonStream, Malformed, assigned
from mutuals.wire.twitter import Items, note_items, post_items, superseded
from mutuals.wire.twitter_account import Owner, account_actor, follow_of, like_activity
from mutuals.wire.twitter_csv import cells_of, tweet_of
from mutuals.wire.twitter_files import (
    BEGINS,
    first_of,
    furniture,
    is_protected,
    is_record,
    kind_of,
    left_alone,
    owner_in_answers,
    owner_in_conversations,
    part_order,
    record_of,
    root_of,
)
from mutuals.wire.twitter_messages import BEGINS as ENTRIES
from mutuals.wire.twitter_messages import entry_items, room_actor, room_of
from mutuals.wire.twitter_notes import NoteIndex, note_of
from mutuals.wire.twitter_values import number_of, parse_time, user_uri

Out = Iterator[Item | Report]
Follows = Literal["follower", "following"]
_CONVERSATIONS = frozenset({"dmConversation"})
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_SCRIPT = (".js", ".json", ".csv")
HEAD = 512
SPOOL = 1 << 24


class TwitterArchive:
    """The archive that X makes of an account on request; satisfies `seam.Reads`."""

    info = Info(
        name="twitter",
        title="X (Twitter)",
        mark="X",
        ask=(
            "On x.com open More, Settings and privacy, Your account, Download an archive of your data.",
            "Confirm your password and the code that X sends you, then press Request archive.",
            "When X tells you that it is ready, download the ZIP and drop it here as it is.",
            "Archives from before 2019 and single files of the data folder are read as well.",
        ),
        ask_url="https://x.com/settings/download_your_data",
        wait="Said to take one to three days; the link that X then sends works for a few days only.",
        hears="Every post, reply, retweet, quote and long post of yours with the people you mention, your direct "
        "messages alone and in groups with their reactions, what you liked, who follows you and whom you follow.",
        cannot_hear="When you liked something and who wrote it, when somebody began to follow you, the names of "
        "followers (only their numbers), what others answered to you, and more than the first 140 characters or so "
        "of what you retweeted.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each archive in what was brought; scripts count by what they say, not by their names."""
        roots: dict[str, tuple[list[str], list[tuple[str, str]]]] = {}
        names = [entry.name for entry in parcel.entries()]
        for name in names:
            head = parcel.head(name, HEAD) if name.lower().endswith(_SCRIPT) else b""
            kind, reason = kind_of(name, head), left_alone(head)
            if kind or reason:
                files, alone = roots.setdefault(root_of(name), ([], []))
                files.append(name) if kind else alone.append((name, reason))
        return [_claim(root, files, alone, names) for root, (files, alone) in sorted(roots.items())]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, follow lists, posts, likes, messages."""
        return _Reading(parcel, claim, answers).everything()


def _claim(root: str, files: list[str], alone: list[tuple[str, str]], names: list[str]) -> Claim:
    """Adds the pictures and pages that lie beside the scripts; a table that repeats the monthly scripts is not read."""
    tables = [name for name in files if name.lower().endswith(".csv")]
    if any(re.search(r"tweets/\d{4}_\d\d\.js$", name) for name in files):
        files = [name for name in files if name not in tables]
        alone = [*alone, *((name, "The same posts are in the monthly files.") for name in tables)]
    known = {*files, *(name for name, _ in alone)}
    for name in names:
        reason = furniture(name[len(root) :]) if name.startswith(root) and name not in known else ""
        if reason:
            alone.append((name, reason))
    return Claim(
        format="twitter", root=root, title="X (Twitter) archive", files=tuple(files), left_alone=tuple(alone)
    )


class _Reading:
    """One run over one archive: whose it is, which actors were given already, and the long texts."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._files: dict[str, list[str]] = {}
        for name in sorted(claim.files, key=part_order):
            self._files.setdefault(kind_of(name, parcel.head(name, HEAD)), []).append(name)
        self._owner = Owner("", "")
        self._made: Time = UNKNOWN_TIME
        self._pace = Pace()
        self._older = 0
        self._notes = NoteIndex(io.BytesIO())

    def everything(self) -> Out:
        with tempfile.SpooledTemporaryFile(max_size=SPOOL) as spool:
            self._notes = NoteIndex(cast(BinaryIO, spool))
            if self._files:
                yield from self._whose()
            yield from self._follows("follower")
            yield from self._follows("following")
            yield from self._each("note", self._note)
            yield from self._each("post", self._post)
            for name in self._files.get("csv", ()):
                yield from self._table(name)
            yield from self._each("community", self._post)
            yield from self._lone_notes()
            yield from self._each("like", lambda row: [like_activity(row, self._owner)])
            for kind in ("message", "group message"):
                for name in self._files.get(kind, ()):
                    yield from self._messages(name, kind == "group message")

    def _whose(self) -> Out:
        """Who the owner is: account.js, the manifest or old posts say it, then message numbers, then the person."""
        reports: list[FileReport] = []
        small = {
            kind: self._small(kind, reports)
            for kind in ("account", "manifest", "user", "profile", "protected")
        }
        self._made = parse_time(part_of(first_of(small["manifest"]), "archiveInfo").get("generationDate"))
        actor, evidence = self._said(small)
        shut = is_protected(small["protected"])
        if actor is None:
            yield from self._guessed(shut)
        else:
            number = actor.id.rpartition("/")[2]
            self._owner = Owner(actor.id, number, actor.preferred_username, shut)
            yield from self._pace.give([actor], "", 0)
            yield Mine(actor=actor.id, sure=True, evidence=evidence)
        yield from reports
        yield self._pace.checkpoint("", 0)

    def _said(self, small: dict[str, Any]) -> tuple[Actor | None, str]:
        account = part_of(first_of(small["account"]), "account") or first_of(small["account"])
        profile = part_of(first_of(small["profile"]), "profile")
        candidates = (
            (account, "account.js names this account."),
            (part_of(first_of(small["manifest"]), "userInfo"), "The manifest names this account."),
            (first_of(small["user"]), "user_details.js names this account."),
            (self._old_author(), "Every post in the monthly files is by this account."),
        )
        for row, evidence in candidates:
            if number_of(row, "accountId", "id_str", "id"):
                return account_actor(row, profile, known=self._made), evidence
        return None, ""

    def _guessed(self, shut: bool) -> Out:
        """No file says whose archive it is."""
        common = owner_in_conversations(self._chunks(self._files.get("message", [])))
        told = owner_in_answers(self._answers.me)
        local = f"tag:{self._answers.scope}.mutuals.invalid,2026:twitter/me"
        if len(common) == 1:
            number = common.pop()
            self._owner = Owner(user_uri(number), number, protected=shut)
            mine = Mine(
                actor=user_uri(number), sure=True, evidence="This account takes part in every conversation."
            )
        elif told is not None:
            self._owner = Owner(told.id, told.key, told.handle, shut)
            mine = Mine(actor=told.id, sure=True, evidence="You said that this account is yours.")
        else:
            self._owner = Owner(local, "me", protected=shut)
            mine = Mine(actor=local, sure=False, evidence="No file says whose archive this is.")
            choices = tuple((user_uri(number), f"Account {number}") for number in sorted(common))
            about = next(iter(self._files.values()))[0]
            yield Question(kind="me", about=about, choices=choices, default=local)
        yield from self._pace.give([Actor(id=self._owner.id, preferred_username=self._owner.handle)], "", 0)
        yield mine

    def _old_author(self) -> dict[str, Any]:
        for name in self._files.get("post", ()):
            with self._parcel.open(name) as raw:
                user = part_of(next(_array(raw, BEGINS).elements(), None), "user")
            if user:
                return user
        return {}

    def _small(self, kind: str, reports: list[FileReport]) -> Any:
        """The contents of the small file of a kind; what came of it is added to the reports."""
        value: Any = None
        for name in self._files.get(kind, ()):
            try:
                with self._parcel.open(name) as stream:
                    read = assigned(stream.read)
            except _UNREADABLE:
                read = None
            value = read if value is None else value
            good = isinstance(read, list | dict)
            note = "" if good else "The file is cut off or damaged; nothing in it could be read."
            reports.append(
                FileReport(name=name, status="understood" if good else "broken", items=int(good), note=note)
            )
        return value

    def _follows(self, kind: Follows) -> Out:
        """A whole list as one Collection; it is complete only if every part of it could be read to its end."""
        items: list[str] = []
        reports: list[FileReport] = []

        def taken(row: dict[str, Any]) -> Items:
            items.append(follow_of(row))
            return []

        names = self._files.get(kind, [])
        for report in self._each(kind, taken):
            reports += [report] if isinstance(report, FileReport) else []
            yield report
        if not names:
            return
        whole = all(report.status != "broken" and "could not" not in report.note for report in reports)
        name: Literal["followers", "following"] = "followers" if kind == "follower" else "following"
        yield Collection(
            id=f"{self._owner.id}/{name}",
            name=name,
            attributed_to=self._owner.id,
            items=tuple(dict.fromkeys(items)),
            complete=whole,
            published=self._made,
        )
        yield self._pace.checkpoint(names[-1], len(items))

    def _note(self, row: dict[str, Any]) -> Items:
        self._notes.add(note_of(row))
        return []

    def _post(self, row: dict[str, Any]) -> Items:
        if superseded(row):
            self._older += 1
            return []
        return post_items(row, self._owner, self._notes.find(row))

    def _lone_notes(self) -> Out:
        name = next(iter(self._files.get("note", ())), "")
        for at, note in enumerate(self._notes.rest(), 1):
            try:
                yield from self._pace.give(note_items(note, self._owner), name, at)
            except ValueError as error:
                yield Rejected(file=name, line=None, reason=str(error), excerpt=note.text[:200])
        if name:
            yield self._pace.checkpoint(name, len(self._notes))

    def _each(self, kind: str, translate: Callable[[dict[str, Any]], Items]) -> Out:
        for name in self._files.get(kind, ()):
            yield from self._rows(name, translate)

    def _rows(self, name: str, translate: Callable[[dict[str, Any]], Items]) -> Out:
        yield FileReport(name=name, status="reading")
        understood, bad, self._older = 0, 0, 0
        with self._parcel.open(name) as raw:
            stream = _array(raw, BEGINS)
            for at, row in enumerate(stream.elements(), 1):
                try:
                    items = translate(record_of(row))
                except ValueError as error:
                    bad += 1
                    yield rejected(name, at, error, row)
                    continue
                understood += 1
                if items:
                    yield from self._pace.give(items, name, at)
        yield self._report(name, understood - self._older, bad, stream.cut)
        yield self._pace.checkpoint(name, understood + bad)

    def _report(self, name: str, understood: int, bad: int, cut: bool) -> FileReport:
        more = f"{self._older:,} earlier versions of edited posts were left out." if self._older else ""
        return file_report(name, items=understood, bad=bad, cut=cut, more=more)

    def _table(self, name: str) -> Out:
        """tweets.csv, when the monthly files are missing; a short last row is where the file was cut off."""
        yield FileReport(name=name, status="reading")
        tally, short, self._older = [0, 0], None, 0
        with self._parcel.open(name) as raw:
            rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", "replace", newline=""))
            try:
                for row in rows:
                    yield from self._row(short, name, tally) if short else ()
                    short = (rows.line_num, row) if None in row.values() else None
                    yield from self._row((rows.line_num, row), name, tally) if not short else ()
            except (*_UNREADABLE, csv.Error):
                short = (0, {})
        yield self._report(name, tally[0], tally[1], short is not None)
        yield self._pace.checkpoint(name, sum(tally))

    def _row(self, line: tuple[int, dict[str | Any, Any]], name: str, tally: list[int]) -> Out:
        try:
            items = post_items(tweet_of(cells_of(line[1])), self._owner)
        except ValueError as error:
            tally[1] += 1
            yield rejected(name, line[0], error, line[1])
        else:
            tally[0] += 1
            yield from self._pace.give(items, name, tally[0])

    def _messages(self, name: str, group: bool) -> Out:
        yield FileReport(name=name, status="reading")
        tally, self._older = [0, 0], 0
        with self._parcel.open(name) as raw:
            stream = _array(raw, ENTRIES)
            for _ in stream.places():
                try:
                    yield from self._conversation(stream, name, group, tally)
                except Cut:
                    stream.cut = True
                    break
                except Malformed as error:
                    tally[1] += 1
                    yield rejected(name, sum(tally), error, stream.skip_bad(error, _CONVERSATIONS))
        yield self._report(name, tally[0], tally[1], stream.cut)
        yield self._pace.checkpoint(name, sum(tally))

    def _conversation(self, stream: JsonStream, name: str, group: bool, tally: list[int]) -> Out:
        """One conversation, message by message: a single one can be larger than memory."""
        for wrapper in stream.members():
            if wrapper != "dmConversation":
                stream.value()
                continue
            yield from self._body(stream, name, group, tally)
            if stream.stands_at("dmConversation"):
                return

    def _body(self, stream: JsonStream, name: str, group: bool, tally: list[int]) -> Out:
        said: dict[str, Any] = {}
        for key in stream.members():
            number, title = words_of(said.get("conversationId")), words_of(said.get("name"))
            if key != "messages" or not number:
                said[key] = stream.value()
                continue
            entries = stream.elements("dmConversation")
            yield from self._talk(entries, name, (number, title, group), tally)
            if stream.stands_at("dmConversation"):
                return
        held, number = said.get("messages"), words_of(said.get("conversationId"))
        if isinstance(held, list) and number:
            yield from self._talk(iter(held), name, (number, words_of(said.get("name")), group), tally)

    def _talk(self, entries: Iterator[Any], name: str, what: tuple[str, str, bool], tally: list[int]) -> Out:
        number, title, group = what
        room = room_of(number, group)
        if room.group:
            yield from self._pace.give([room_actor(room, title)], name, sum(tally))
        for entry in entries:
            try:
                items = entry_items(record_of(entry), room)
            except ValueError as error:
                tally[1] += 1
                yield rejected(name, sum(tally), error, entry)
                continue
            tally[0] += 1
            yield from self._pace.give(items, name, sum(tally))

    def _chunks(self, names: list[str]) -> Iterator[bytes]:
        for name in names:
            try:
                with self._parcel.open(name) as stream:
                    while chunk := stream.read(1 << 20):
                        yield chunk
            except _UNREADABLE:
                continue


def _array(raw: BinaryIO, begins: frozenset[str]) -> JsonStream:
    """The array in a script: what stands from its first [ on."""
    stream = JsonStream(raw.read, begins, is_record if begins is BEGINS else None)
    stream.seek("[")
    return stream


archive = TwitterArchive()
