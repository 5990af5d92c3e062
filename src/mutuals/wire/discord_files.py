"""Tells the files of a Discord data package apart by their contents: its folders bear names in many languages. Pure.

`messages/c<id>/` holds `channel.json` and `messages.json` (since 2024) or `messages.csv`; `account/user.json` is the
owner, `messages/index.json` names the channels (https://support.discord.com/hc/articles/360004957991).
"""

import re
from typing import NamedTuple

_JSON = re.compile(rb'\[\s*(?:\]|\{\s*"(?:ID|Timestamp|Contents|Attachments)"\s*:)')
_CSV = re.compile(rb'"?ID"?,"?Timestamp"?,"?Contents"?', re.IGNORECASE)
_CHANNEL = re.compile(rb'"id"\s*:\s*"?\d+"?')
_TYPE = re.compile(rb'"type"\s*:\s*(?:\d|"[A-Z_]+")')
_INDEX = re.compile(rb'\{\s*"\d{1,20}"\s*:\s*(?:null|")')
_USER = re.compile(rb'"username"\s*:')
_ABOUT = re.compile(rb'"(?:discriminator|global_name|avatar_hash|relationships|premium_until)"\s*:')
_EVENT = re.compile(rb'\{\s*"event_(?:type|id)"\s*:|"event_source"\s*:')
_FOLDER = re.compile(r"c?(\d{1,20})")
_TRACES = "It is Discord's tracking of what you clicked and when; it is private and of no use here."
_SERVERS = "It tells how servers are set up, not who talks with whom."
_OTHER = {
    "guild.json": _SERVERS,
    "audit-log.json": _SERVERS,
    "webhooks.json": _SERVERS,
    "bots.json": _SERVERS,
}


class Place(NamedTuple):
    """What a file is (messages, channel, index, user) and the root that it belongs to, with / at its end, or ""."""

    kind: str
    root: str


def place_of(name: str, head: bytes) -> Place | None:
    """What a file is by its name and first bytes; None for anything else."""
    parts = name.split("/")
    last, start = parts[-1].lower(), head.lstrip(b"\xef\xbb\xbf \t\r\n")
    inside = len(parts) > 1 and _FOLDER.fullmatch(parts[-2]) is not None
    if inside and last in ("messages.json", "messages.csv"):
        fits = _CSV.match(start) if last.endswith("csv") else _JSON.match(start)
        return Place("messages", _up(parts, 3)) if fits else None
    if inside and last == "channel.json":
        return Place("channel", _up(parts, 3)) if _CHANNEL.search(start) and _TYPE.search(start) else None
    if last == "index.json" and _INDEX.match(start):
        return Place("index", _up(parts, 2))
    if last == "user.json" and start.startswith(b"{") and _USER.search(head) and _ABOUT.search(head):
        return Place("user", _up(parts, 2))
    return None


def left_alone(name: str, head: bytes) -> str:
    """Why a file of a package is not read; "" for one that is unknown."""
    if _EVENT.match(head.lstrip()):
        return _TRACES
    return _OTHER.get(name.rpartition("/")[2].lower(), "")


def folder_of(name: str) -> str:
    """The folder that a file lies in."""
    return name.rpartition("/")[0]


def channel_number(name: str) -> str:
    """The number of the channel that a file belongs to, by its folder; "" for none."""
    match = _FOLDER.fullmatch(folder_of(name).rpartition("/")[2])
    return match[1] if match else ""


def _up(parts: list[str], steps: int) -> str:
    return "".join(f"{one}/" for one in parts[:-steps])
