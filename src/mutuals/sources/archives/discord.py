"""Reads data packages of Discord, in both layouts: they hold the owner's own messages only."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Ends, Pace, file_report, record_of, rejected
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire import discord as wire
from mutuals.wire.discord_files import Place, channel_number, folder_of, left_alone, place_of
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed, assigned

Out = Iterator[Item | Report]
HEAD = 1 << 14
_BEGINS = frozenset(("ID", "Timestamp", "Contents", "Attachments", "id", "type", "user"))
_SERVER_NAMES = "It names the servers that you were on, not who talks with whom."
_ABOUT = frozenset(("id", "username", "discriminator", "global_name", "email", "phone"))


class DiscordArchive:
    """The package that Discord makes of an account on request; satisfies `seam.Reads`."""

    info = Info(
        name="discord",
        title="Discord",
        mark="D",
        ask=(
            "In Discord open User Settings, Data & Privacy, Request all of my data.",
            "Tick Account and Messages; activity is not needed.",
            "Wait for the mail, download the ZIP within 30 days and drop it here as it is.",
        ),
        ask_url="https://support.discord.com/hc/en-us/articles/360004957991",
        wait="Discord says within 30 days; the link then works for 30 days.",
        hears="Every message that you wrote, in which server, group or conversation, whom you mentioned, with whom "
        "you have direct conversations, and who your friends are.",
        cannot_hear="What others wrote, to you or at all, what you answered, reactions, calls, and the names of people "
        "who are not your friends. A friendship thus looks one-sided here.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each folder that holds a package."""
        roots: dict[str, list[tuple[str, Place]]] = {}
        alone: list[tuple[str, str]] = []
        for entry in parcel.entries():
            if not entry.name.lower().endswith((".json", ".csv")):
                continue
            head = parcel.head(entry.name, HEAD)
            place = place_of(entry.name, head)
            if place is not None:
                roots.setdefault(place.root, []).append((entry.name, place))
            elif why := left_alone(entry.name, head):
                alone.append((entry.name, why))
        return [_claim(root, files, alone) for root, files in sorted(roots.items()) if _is_package(files)]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner and friends, then channel by channel."""
        return _Reading(parcel, claim, answers).everything()


def _is_package(files: list[tuple[str, Place]]) -> bool:
    """Whether more is there than a list of names that any program may write."""
    return any(place.kind != "index" for _, place in files)


def _claim(root: str, files: list[tuple[str, Place]], alone: list[tuple[str, str]]) -> Claim:
    homes = {folder_of(folder_of(name)) for name, place in files if place.kind in ("messages", "channel")}
    names = [(name, place) for name, place in files if place.kind == "index"]
    servers = {name for name, _ in names if homes and folder_of(name) not in homes}
    beside = [(name, why) for name, why in alone if name.startswith(root)]
    return Claim(
        format="discord",
        root=root,
        title="Discord package",
        files=tuple(sorted(name for name, _ in files if name not in servers)),
        left_alone=(*((name, _SERVER_NAMES) for name in sorted(servers)), *beside),
    )


class _Reading:
    """One run over one package: whose it is, and what the channels are called."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._files: dict[str, list[str]] = {}
        for name in claim.files:
            place = place_of(name, parcel.head(name, HEAD))
            self._files.setdefault(place.kind if place else "messages", []).append(name)
        local = f"tag:{answers.scope}.mutuals.invalid,2026:discord/me"
        self._package = wire.Package(local)
        self._pace = Pace()

    def everything(self) -> Out:
        reports: list[FileReport | Rejected] = []
        about, friends, whole = self._account(reports)
        for name in self._files.get("index", ()):
            reports.append(self._names(name))
        heads = self._heads(reports)
        yield from self._whose(about, list(heads.values()))
        yield from self._befriended(friends, whole)
        yield from reports
        for name in (*self._files.get("user", ()), *self._files.get("index", ())):
            yield self._pace.checkpoint(name, 0)
        for folder, channel in sorted(heads.items()):
            yield from self._pace.give(wire.channel_items(channel, self._package), folder, 0)
            yield self._pace.checkpoint(folder, 0)
        for name in self._files.get("messages", ()):
            yield from self._messages(name, heads.get(folder_of(name)))

    def _account(self, reports: list[FileReport | Rejected]) -> tuple[dict[str, Any], list[Actor], bool]:
        """What user.json says of the owner and of friends, as far as it can be read, and whether it was whole."""
        about: dict[str, Any] = {}
        friends: list[Actor] = []
        whole = True
        for name in self._files.get("user", ()):
            bad = 0
            with self._parcel.open(name) as raw:
                stream = JsonStream(raw.read, _BEGINS)
                for at, (key, value) in enumerate(_fields(stream, "relationships"), 1):
                    if key != "relationships":
                        about |= {key: value} if key in _ABOUT else {}
                        continue
                    try:
                        friend = wire.friend_of(record_of(value), self._package)
                        friends += [friend] if friend else []
                    except ValueError as error:
                        bad += 1
                        reports.append(rejected(name, at, error, value))
            whole = whole and not stream.cut and not bad
            reports.append(file_report(name, items=1 + len(friends), bad=bad, cut=stream.cut))
        return about, friends, whole

    def _names(self, name: str) -> FileReport:
        with self._parcel.open(name) as raw:
            stream = JsonStream(raw.read)
            for key, value in _fields(stream):
                if isinstance(value, str):
                    self._package.index[key] = value
        return file_report(name, items=len(self._package.index), bad=0, cut=stream.cut)

    def _heads(self, reports: list[FileReport | Rejected]) -> dict[str, wire.Channel]:
        """The channels by the folder they lie in."""
        found: dict[str, wire.Channel] = {}
        for name in self._files.get("channel", ()):
            try:
                with self._parcel.open(name) as raw:
                    row = assigned(raw.read)
            except READ_ERRORS:
                row = None
            good = isinstance(row, dict)
            found[folder_of(name)] = self._channel(name, row if isinstance(row, dict) else {})
            note = "" if good else "The file is cut off or damaged; nothing in it could be read."
            reports.append(
                FileReport(name=name, status="understood" if good else "broken", items=int(good), note=note)
            )
        for name in self._files.get("messages", ()):
            found.setdefault(folder_of(name), self._channel(name, {}))
        return found

    def _channel(self, name: str, row: dict[str, Any]) -> wire.Channel:
        number = channel_number(name)
        return wire.channel_of(row, number, self._package.index.get(number, ""))

    def _whose(self, about: dict[str, Any], channels: list[wire.Channel]) -> Out:
        """The owner: user.json says it, or the conversations of two do, or the person; all messages are theirs."""
        actor = wire.owner_actor(about)
        common = wire.owner_in(channels)
        told = next(filter(None, map(_number_in, self._answers.me)), "")
        if actor is not None:
            evidence = "user.json is this account."
        elif common or told:
            actor = Actor(id=wire.user_uri(common or told))
            evidence = (
                "Takes part in all your conversations." if common else "You said that this account is yours."
            )
        else:
            actor, evidence = (
                Actor(id=self._package.owner),
                "A package of Discord holds only your own messages.",
            )
        self._package.owner = actor.id
        yield from self._pace.give([actor], "", 0)
        yield Mine(actor=actor.id, sure=True, evidence=evidence)
        lone = next((one for one in channels if one.kind == "DM" and len(one.people) == 2), None)
        if lone is not None and actor.id.startswith("tag:"):
            choices = tuple((wire.user_uri(one), f"Account {one}") for one in lone.people)
            about_file = next(name for names in self._files.values() for name in names)
            yield Question(kind="me", about=about_file, choices=choices)

    def _befriended(self, friends: list[Actor], whole: bool) -> Out:
        yield from self._pace.give(friends, "", 0)
        if friends:
            owner = self._package.owner
            yield Collection(
                id=f"{owner}#contacts",
                name="contacts",
                attributed_to=owner,
                items=tuple(dict.fromkeys(one.id for one in friends)),
                complete=whole,
            )

    def _messages(self, name: str, channel: wire.Channel | None) -> Out:
        yield FileReport(name=name, status="reading")
        channel = channel or self._channel(name, {})
        to = wire.reached(channel, self._package)
        state, rows = Ends(), _table if name.lower().endswith(".csv") else _list
        with self._parcel.open(name) as raw:
            good, bad = yield from self._pace.each(
                name,
                rows(raw, state),
                lambda row: wire.message_items(record_of(row), channel, self._package, to),
            )
        yield file_report(name, items=good, bad=bad, cut=state.cut)
        yield self._pace.checkpoint(name, good + bad + 1)


def _list(raw: BinaryIO, state: Ends) -> Iterator[tuple[int, Any]]:
    """The messages of a JSON file with their numbers."""
    stream = JsonStream(raw.read, _BEGINS)
    try:
        yield from enumerate(stream.elements(), 1)
    except Malformed:
        stream.cut = True
    state.cut = stream.cut


def _table(raw: BinaryIO, state: Ends) -> Iterator[tuple[int, Any]]:
    """The messages of a table with their lines; a last row without its line break was cut off."""
    rows = csv.reader(state.watch(io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="")))
    header: list[str] = []
    short = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            # A row that lacks columns is where the file was cut off, if it is the last.
            state.cut = state.cut or short > 0
            return
        except csv.Error as error:
            yield rows.line_num, Bad(str(error), "")
            continue
        except READ_ERRORS:
            state.cut = True
            return
        if short:
            yield short, Bad("It has too few columns.", "")
        short = rows.line_num if header and 0 < len(cells) < len(header) else 0
        if not header:
            header = [_COLUMNS.get(one.strip().lower(), one) for one in cells]
        elif cells and not short and not state.cut:
            yield rows.line_num, dict(zip(header, cells, strict=False))


_COLUMNS = {"id": "ID", "timestamp": "Timestamp", "contents": "Contents", "attachments": "Attachments"}


def _fields(stream: JsonStream, listed: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a document; those of the list `listed` one by one. Damage ends it."""
    try:
        for key in stream.members():
            if key == listed and stream.peek() == "[":
                yield from ((key, one) for one in stream.elements())
            else:
                yield key, stream.value()
    except (Cut, Malformed):
        stream.cut = True


def _number_in(text: str) -> str:
    """The account number that an answer is, or an address of."""
    number = wire.number_of(text.strip().removeprefix(f"{wire.SITE}/users/"))
    return number if len(number) > 3 else ""


archive = DiscordArchive()
