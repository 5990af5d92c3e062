"""Translates users, conversations and messages of a Slack export into ActivityStreams. Pure.

A message is known by its conversation and its time stamp, which is unique there; it answers the thread whose stamp it
bears (https://api.slack.com/messaging/retrieving#threading).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.lengths import lasted
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.slack_text import plain, text_of, unescaped

Items = list[Activity | Actor]
Kind = Literal["channel", "group", "mpim", "dm"]
_ID = re.compile(r"[A-Z0-9]{2,24}")
_STAMP = re.compile(r"(\d{9,11})\.(\d{1,6})")
_NOTICE = re.compile(
    r"(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private|convert_to_public|"
    r"posting_permissions|canvas_updated)|(?:un)?pinned_item|bot_(?:add|remove|enable|disable)|reminder_add|"
    r"sh_room_created|sh_room_shared|app_conversation_(?:join|leave)|reply_broadcast|message_replied|"
    r"joiner_notification(?:_for_inviter)?|channel_canvas_updated|document_\w+"
)
_GONE = frozenset(("tombstone", "message_deleted", "ekm_access_denied"))
_FACTS = (("title", "title"), ("phone", "phone"), ("pronouns", "pronouns"))
MOST_PEOPLE = 200


class User(NamedTuple):
    """What is kept of a user: the id of the actor, the name shown, whether a program speaks."""

    uri: str
    name: str
    bot: bool


@dataclass(slots=True)
class Team:
    """A workspace: its id, and its users by theirs. `scope` makes ids where no file names the workspace."""

    team: str
    scope: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)

    def uri(self, path: str, team: str = "") -> str:
        """The id of a user, bot or conversation of this workspace, or of another `team`."""
        if team or self.team:
            return f"tag:slack.mutuals.invalid,2026:{team or self.team}/{path}"
        return f"tag:{quote(self.scope, safe='')}.mutuals.invalid,2026:slack/{path}"

    def user(self, number: str) -> User:
        """A user by id, also one that users.json does not have."""
        known = self.users.get(number)
        return known or User(self.uri(number), "", number == "USLACKBOT")

    def naming(self, mark: str, number: str, written: str) -> str:
        """What a mention is shown as."""
        if mark == "#":
            return written or self.channels.get(number, "") or number
        return written or self.user(number).name or number


@dataclass(slots=True)
class Room:
    """One conversation; `members` are user ids, `seen` those who spoke in it or came."""

    number: str
    kind: Kind
    name: str = ""
    summary: str = ""
    members: tuple[str, ...] = ()
    seen: dict[str, None] = field(default_factory=dict)

    def to(self, author: str, team: Team) -> tuple[str, ...]:
        """Whom a message of an author reaches."""
        if self.kind != "dm":
            return (team.uri(self.number),)
        people = [team.user(one).uri for one in self.members]
        return tuple(one for one in people if one != author)[:1] or tuple(people[:1])


def user_actor(row: dict[str, Any], team: Team) -> Actor:
    """A user of users.json, who is remembered in `team`; raises ValueError when it has no id."""
    number = words_of(row.get("id"))
    if not _ID.fullmatch(number):
        raise ValueError("It has no id.")
    profile = part_of(row, "profile")
    names = (profile.get("real_name"), row.get("real_name"), profile.get("display_name"), row.get("name"))
    name = next((clean(unescaped(one)).strip() for one in names if isinstance(one, str) and one.strip()), "")
    bot = row.get("is_bot") is True or number == "USLACKBOT" or bool(words_of(profile.get("bot_id")))
    abroad = words_of(row.get("team_id"))
    uri = team.uri(number, abroad if _ID.fullmatch(abroad) else "")
    team.users[number] = User(uri, name, bot)
    mail = address_of(words_of(profile.get("email")))
    return Actor(
        id=uri,
        type="Service" if bot else "Person",
        name=name,
        preferred_username=clean(words_of(row.get("name"))),
        also_known_as=(mailto(mail),) if mail and not bot else (),
        attachment=tuple(_facts(profile)),
    )


def _facts(profile: dict[str, Any]) -> Iterator[PropertyValue]:
    for key, name in _FACTS:
        value = clean(unescaped(words_of(profile.get(key)))).strip()
        if value:
            yield PropertyValue(name, value[:1000])


def room_of(row: dict[str, Any], kind: Kind) -> Room:
    """A conversation of channels.json and its kin; raises ValueError when it has no id."""
    number = words_of(row.get("id"))
    if not _ID.fullmatch(number):
        raise ValueError("It has no id.")
    about = words_of(part_of(row, "purpose").get("value")) or words_of(part_of(row, "topic").get("value"))
    return Room(
        number, kind, clean(words_of(row.get("name"))), clean(unescaped(about)), _ids(row.get("members"))
    )


def _ids(value: object) -> tuple[str, ...]:
    """The user ids in a list, each once."""
    return tuple(dict.fromkeys(filter(_is_id, value))) if isinstance(value, list) else ()


def room_items(room: Room, team: Team) -> list[Actor | Collection]:
    """A conversation of more than two as an actor with its members."""
    uri = team.uri(room.number)
    if room.kind == "dm":
        return []
    found: list[Actor | Collection] = [
        Actor(id=uri, type="Group", name=_title(room, team), summary=room.summary)
    ]
    if room.members:
        items = tuple(team.user(one).uri for one in room.members)
        found.append(Collection(id=f"{uri}#members", name="members", attributed_to=uri, items=items))
    return found


def others_seen(room: Room, team: Team) -> Collection | None:
    """Those who were seen in a room and no longer are in its list, or whose list is missing."""
    people = room.seen.keys() - set(room.members)
    if room.kind == "dm" or not people:
        return None
    uri, items = team.uri(room.number), tuple(team.user(one).uri for one in sorted(people))
    return Collection(id=f"{uri}#members", name="members", attributed_to=uri, items=items, complete=False)


def _title(room: Room, team: Team) -> str:
    if room.kind != "mpim":
        return room.name
    names = [team.user(one).name for one in room.members[:9]]
    return ", ".join(filter(None, names)) or room.name


def left_out(row: dict[str, Any]) -> str:
    """Why an entry is no message ("notices", "deleted messages", "missed calls"); "" for one that is."""
    kind = words_of(row.get("subtype"))
    if kind in _GONE or row.get("hidden") is True:
        return "deleted messages"
    if kind == "huddle_thread":
        return "" if _length(row) else "missed calls"
    return "notices" if _NOTICE.fullmatch(kind) else ""


def presence(row: dict[str, Any], room: Room, team: Team) -> Items:
    """Who a notice shows to have come to a room."""
    user = words_of(row.get("user"))
    if not _ID.fullmatch(user) or not words_of(row.get("subtype")).endswith("_join"):
        return []
    room.seen[user] = None
    known = team.user(user)
    return [Actor(id=known.uri, type="Service" if known.bot else "Person", name=known.name)]


def message_items(row: dict[str, Any], room: Room, team: Team) -> Items:
    """A message as a Create, its author before it and its reactions behind it; raises ValueError with a plain reason
    when it has no time stamp or no author."""
    stamp = words_of(row.get("ts"))
    if not _STAMP.fullmatch(stamp):
        raise ValueError("It has no time stamp.")
    author = _author(row, team)
    user = words_of(row.get("user"))
    if author.type == "Person" and user:
        room.seen[user] = None
    thing = _said(row, room, team, stamp, author.id)
    create = Activity(
        id=f"{thing.id}#create", actor=author.id, object=thing, published=thing.published, to=thing.to
    )
    return [author, create, *_reactions(row, thing, room, team)]


def _author(row: dict[str, Any], team: Team) -> Actor:
    """A person, or the program that speaks: some speak under a user of their own, some under a bare name."""
    user = words_of(row.get("user")) or words_of(part_of(row, "comment").get("user"))
    profile, bot = part_of(row, "user_profile"), words_of(row.get("bot_id"))
    if _ID.fullmatch(user) and (user != "USLACKBOT" or not bot):
        known = team.user(user)
        name = known.name or clean(words_of(profile.get("real_name")) or words_of(profile.get("name")))
        speaks = known.bot or (user not in team.users and bool(bot))
        return Actor(id=known.uri, type="Service" if speaks else "Person", name=name)
    told = part_of(row, "bot_profile")
    name = clean(words_of(row.get("username")) or words_of(told.get("name"))).strip()
    if _ID.fullmatch(bot):
        return Actor(id=team.uri(bot), type="Service", name=name)
    if name:
        return Actor(id=team.uri(f"bot/{quote(name, safe='')}"), type="Service", name=name)
    raise ValueError("It does not say who sent it.")


def _said(row: dict[str, Any], room: Room, team: Team, stamp: str, author: str) -> Object:
    uri, thread = team.uri(room.number), words_of(row.get("thread_ts"))
    named: dict[str, str] = {}

    def naming(mark: str, number: str, written: str) -> str:
        shown = team.naming(mark, number, written)
        if mark == "@" and _ID.fullmatch(number) and len(named) < MOST_PEOPLE:
            named[number] = f"@{shown}"
        return shown

    to = room.to(author, team)
    return Object(
        id=f"{uri}/{stamp}",
        type="ChatMessage",
        attributed_to=author,
        content=plain(text_of(row), naming),
        in_reply_to=f"{uri}/{thread}" if thread != stamp and _STAMP.fullmatch(thread) else "",
        context=uri,
        to=to,
        audience=() if room.kind == "dm" else to,
        tag=(
            *(Link(team.user(one).uri, "Mention", shown) for one, shown in named.items()),
            *_present(row, team),
        ),
        attachment=tuple(_files(row)),
        published=time_of(stamp),
        updated=time_of(words_of(part_of(row, "edited").get("ts"))),
        duration=_length(row),
    )


def _present(row: dict[str, Any], team: Team) -> Iterator[Link]:
    """Who took part in a call."""
    if row.get("subtype") != "huddle_thread":
        return
    for one in _ids(part_of(row, "room").get("participant_history"))[:MOST_PEOPLE]:
        yield Link(team.user(one).uri, "Mention", "")


def _length(row: dict[str, Any]) -> int:
    """The seconds that a huddle took; 0 for any other message."""
    if row.get("subtype") != "huddle_thread":
        return 0
    room = part_of(row, "room")
    start, end = room.get("date_start"), room.get("date_end")
    if not (isinstance(start, int) and isinstance(end, int)):
        return 0
    return lasted(end - start) if start > 0 else 0


def time_of(stamp: str) -> Time:
    """The moment of a time stamp; what stands behind its point may be no more than a counter."""
    match = _STAMP.fullmatch(stamp)
    return Time(int(match[1]) * 1000 + int(match[2].ljust(6, "0")[:3]), "s") if match else UNKNOWN_TIME


def _files(row: dict[str, Any]) -> Iterator[Link]:
    files = list(rows_of(row.get("files"))) or list(rows_of([row.get("file")]))
    for one in files[:MOST_PEOPLE]:
        kind = words_of(one.get("mimetype"))
        form = {"image": "Image", "video": "Video"}.get(kind.partition("/")[0], "Document")
        name = words_of(one.get("title")) or words_of(one.get("name"))
        yield Link("", form, clean(unescaped(name)), clean(kind))


def _reactions(row: dict[str, Any], thing: Object, room: Room, team: Team) -> Iterator[Activity | Actor]:
    for one in rows_of(row.get("reactions")):
        sign = clean(words_of(one.get("name")))
        for user in _ids(one.get("users")):
            known = team.user(user)
            to = (
                (thing.attributed_to,) if room.kind == "dm" and known.uri != thing.attributed_to else thing.to
            )
            yield Actor(id=known.uri, type="Service" if known.bot else "Person", name=known.name)
            yield Activity(
                id=f"{thing.id}#reaction/{user}/{quote(sign, safe='')}",
                type="Like",
                actor=known.uri,
                object=thing.id,
                to=to,
                summary=f":{sign}:",
            )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None
