"""Reads exports of a Slack workspace: users, conversations, and a file for each day of each conversation."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast
from urllib.parse import quote

from mutuals.as2 import Item
from mutuals.sources.pace import Pace, file_report, record_of
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Report
from mutuals.wire import slack as wire
from mutuals.wire.jsonstream import JsonStream, Malformed
from mutuals.wire.mail_people import address_of
from mutuals.wire.slack_files import LISTS, Place, is_empty_day, left_alone, place_of, speakers_in, team_in

Out = Iterator[Item | Report]
HEAD = 1 << 14
MAX_CHOICES = 40
_KINDS: dict[str, wire.Kind] = {"channels": "channel", "groups": "group", "mpims": "mpim", "dms": "dm"}
_BEGINS = frozenset(
    "id type user subtype text ts client_msg_id bot_id team upload files blocks attachments root username".split()
)


class SlackArchive:
    """The export that the owner of a workspace asks for; satisfies `seam.Reads`."""

    info = Info(
        name="slack",
        title="Slack",
        mark="S",
        ask=(
            "An owner or admin of the workspace opens Tools & settings, Workspace settings, Import/Export Data.",
            "Under Export choose the time that it should cover and press Start export.",
            "Slack sends a mail with a link; drop the ZIP from there here as it is.",
            "Direct messages and private channels are in it only where the plan and the law allow; Slack decides.",
        ),
        ask_url="https://slack.com/help/articles/201658943",
        wait="Minutes for a small workspace, up to days for a large one; the link works for a few days.",
        hears="Who wrote what and when in the exported channels, threads, mentions, reactions, huddles with their "
        "length, who is in which channel, and the mail addresses of members.",
        cannot_hear="Private channels and direct messages unless the export has them, whose export it is, who read "
        "what, when somebody reacted, and on the free plan what is older than a year.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each folder that holds an export."""
        roots: dict[str, list[tuple[str, Place]]] = {}
        rest: list[tuple[str, bytes]] = []
        for entry in parcel.entries():
            if not entry.name.lower().endswith(".json"):
                continue
            head = parcel.head(entry.name, HEAD)
            place = place_of(entry.name, head)
            if place is None:
                rest.append((entry.name, head[:256]))
            else:
                roots.setdefault(place.root, []).append((entry.name, place))
        return [_claim(root, files, rest) for root, files in sorted(roots.items()) if _is_export(files)]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: people, conversations, then day by day."""
        return _Reading(parcel, claim, answers).everything()


def _is_export(files: list[tuple[str, Place]]) -> bool:
    """Whether there is more than one list that merely looks like Slack's."""
    return any(place.kind in ("day", "users", "channels", "groups", "dms", "mpims") for _, place in files)


def _claim(root: str, files: list[tuple[str, Place]], rest: list[tuple[str, bytes]]) -> Claim:
    quiet = [name for name, head in rest if is_empty_day(name, head, root)]
    alone = [(name, left_alone(name)) for name, _ in rest if name.rpartition("/")[0] == root.rstrip("/")]
    return Claim(
        format="slack",
        root=root,
        title="Slack export",
        files=tuple(sorted([*(name for name, _ in files), *quiet])),
        left_alone=tuple(one for one in alone if one[1]),
    )


def _is_message(value: object) -> bool:
    """Whether a value is a message and not a part of one, which may quote another."""
    if not isinstance(value, dict) or "ts" not in value:
        return False
    return ("text" in value or "type" in value) and not {"from_url", "fallback", "channel_id"} & value.keys()


def _is_entry(value: object) -> bool:
    """Whether a value is a user or a conversation and not a part of one."""
    return (
        isinstance(value, dict) and "id" in value and bool({"profile", "members", "creator"} & value.keys())
    )


class _Reading:
    """One run over one export: its people and conversations, and how far it is."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._files: dict[str, list[str]] = {}
        self._days: dict[str, list[str]] = {}
        for name in claim.files:
            stem = name[len(claim.root) :].lower().removesuffix(".json").removeprefix("org_")
            if stem in LISTS:
                self._files.setdefault(stem, []).append(name)
            else:
                self._days.setdefault(name.split("/")[-2] if "/" in name else "", []).append(name)
        self._team = wire.Team(self._named(), answers.scope)
        self._rooms: dict[str, wire.Room] = {}
        self._pace = Pace()
        self._left: Counter[str] = Counter()
        self._ranks: dict[str, int] = {}
        self._mine: list[str] = []
        self._me = {_plain(one) for one in answers.me} - {""}

    def _named(self) -> str:
        """The workspace: the commonest that the users name, else the first that any message names."""
        told = Counter(self._teams_of_users())
        if told:
            return max(told, key=lambda one: (told[one], one))
        names = [name for kind in sorted(self._files) for name in self._files[kind]]
        names += [name for folder in sorted(self._days) for name in self._days[folder]]
        return next(filter(None, (team_in(self._parcel.head(name, HEAD)) for name in names)), "")

    def _teams_of_users(self) -> Iterator[str]:
        for name in self._files.get("users", ()):
            opener = getattr(self._parcel, "peek", self._parcel.open)
            with opener(name) as raw:
                for row in _elements(JsonStream(raw.read, _BEGINS, _is_entry)):
                    team = row.get("team_id") if isinstance(row, dict) else None
                    if isinstance(team, str) and team:
                        yield team

    def everything(self) -> Out:
        for name in self._files.get("users", ()):
            yield from self._rows(name, self._user)
        for kind, what in _KINDS.items():
            for name in self._files.get(kind, ()):
                yield from self._rows(name, self._taking(what))
        yield from self._whose()
        for folder in sorted(self._days):
            yield from self._conversation(folder)

    def _user(self, row: dict[str, Any]) -> wire.Items:
        actor = wire.user_actor(row, self._team)
        number = cast(str, row["id"])
        if actor.type == "Person" and row.get("deleted") is not True:
            ranks = ("is_primary_owner", "is_owner", "is_admin")
            self._ranks[number] = next(
                (at for at, one in enumerate(ranks) if row.get(one) is True), len(ranks)
            )
        known = {actor.id, *actor.also_known_as, number, actor.name, actor.preferred_username}
        if self._me & {_plain(one) for one in known}:
            self._mine.append(actor.id)
        return [actor]

    def _taking(self, kind: wire.Kind) -> Callable[[dict[str, Any]], wire.Items]:
        def taken(row: dict[str, Any]) -> wire.Items:
            room = wire.room_of(row, kind)
            self._rooms[room.number] = room
            if kind != "dm" and room.name:
                self._rooms.setdefault(room.name, room)
                self._team.channels[room.number] = room.name
            return cast(wire.Items, wire.room_items(room, self._team))

        return taken

    def _whose(self) -> Out:
        """No export says who asked for it: who is in every conversation of two, or what the person says, tells."""
        dms = [
            set(room.members) for room in self._rooms.values() if room.kind == "dm" and len(room.members) == 2
        ]
        common = set.intersection(*dms) if len(dms) > 1 else set()
        if self._mine:
            yield Mine(actor=self._mine[0], sure=True, evidence="You said that this is you.")
        elif len(common) == 1:
            mine = self._team.user(common.pop()).uri
            yield Mine(actor=mine, sure=False, evidence="Takes part in every conversation of two.")
        elif len(self._ranks) == 1:
            mine = self._team.user(next(iter(self._ranks))).uri
            yield Mine(actor=mine, sure=False, evidence="The only person in this workspace.")
        else:
            some = sorted(self._ranks, key=lambda one: (self._ranks[one], one))[:MAX_CHOICES]
            users = [self._team.user(one) for one in some]
            about = next(name for names in (*self._files.values(), *self._days.values()) for name in names)
            yield Question(kind="me", about=about, choices=tuple((one.uri, one.name) for one in users))

    def _conversation(self, folder: str) -> Out:
        room = self._room(folder)
        if not self._has(room):
            self._rooms[folder] = room
            yield from self._pace.give(wire.room_items(room, self._team), folder, 0)
        for name in sorted(self._days[folder]):
            yield from self._rows(name, partial(self._message, room), _is_message)
        if others := wire.others_seen(room, self._team):
            yield others
        yield self._pace.checkpoint(folder, 0)

    def _has(self, room: wire.Room) -> bool:
        return self._rooms.get(room.number) is room

    def _room(self, folder: str) -> wire.Room:
        """The conversation of a folder: the lists have it, or its name tells what it is."""
        known = self._rooms.get(folder)
        if known is not None and (known.kind != "dm" or len(known.members) == 2):
            return known
        if known is not None or (
            folder[:1] == "D" and folder.isalnum() and folder.isupper() and len(folder) > 7
        ):
            return wire.Room(
                folder, "dm", members=known.members or self._two(folder) if known else self._two(folder)
            )
        kind: wire.Kind = "mpim" if folder.startswith("mpdm-") else "channel"
        return wire.Room(_number(folder), kind, folder)

    def _two(self, folder: str) -> tuple[str, ...]:
        """The two who speak in a folder, as far as the beginnings of its days tell."""
        found: dict[str, None] = {}
        for name in sorted(self._days[folder]):
            found.update(dict.fromkeys(speakers_in(self._parcel.head(name, HEAD))))
            if len(found) > 1:
                break
        return tuple(found)[:2]

    def _message(self, room: wire.Room, row: dict[str, Any]) -> wire.Items:
        why = wire.left_out(row)
        if why:
            self._left[why] += 1
            return wire.presence(row, room, self._team)
        return wire.message_items(row, room, self._team)

    def _rows(
        self,
        name: str,
        translate: Callable[[dict[str, Any]], wire.Items],
        fits: Callable[[Any], bool] = _is_entry,
    ) -> Out:
        yield FileReport(name=name, status="reading")
        self._left.clear()
        with self._parcel.open(name) as raw:
            stream = JsonStream(raw.read, _BEGINS, fits)
            good, bad = yield from self._pace.each(
                name, enumerate(_elements(stream), 1), lambda row: translate(record_of(row))
            )
        note = ", ".join(f"{what} ({count:,})" for what, count in sorted(self._left.items()))
        more, posts = f"Left out: {note}." if note else "", good - self._left.total()
        yield file_report(name, items=posts, bad=bad, cut=stream.cut, more=more)
        yield self._pace.checkpoint(name, good + bad + 1)


def _elements(stream: JsonStream) -> Iterator[Any]:
    """The elements of a list; a file that is none is broken."""
    try:
        yield from stream.elements()
    except Malformed:
        stream.cut = True


def _number(folder: str) -> str:
    """The id of a conversation of which only the folder is known."""
    return quote(folder, safe="")


def _plain(text: str) -> str:
    """A name, address, handle or id as it is compared."""
    word = " ".join(text.casefold().removeprefix("mailto:").removeprefix("@").split())
    return address_of(word) or word


archive = SlackArchive()
