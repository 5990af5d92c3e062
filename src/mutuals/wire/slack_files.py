"""Tells the files of a Slack export apart, and where each belongs. Pure.

An export is `users.json`, `channels.json` (with corporate exports also `groups.json`, `dms.json`, `mpims.json`) and a
folder for each conversation with a file for each day (https://slack.com/help/articles/220556107).
"""

import re
from typing import NamedTuple

LISTS = ("users", "channels", "groups", "mpims", "dms")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_TS = re.compile(rb'"ts"\s*:\s*"\d{9,11}\.\d{1,6}"')
_USER = re.compile(rb'"id"\s*:\s*"[UWB][A-Z0-9]+"')
_ABOUT_USER = re.compile(rb'"profile"\s*:\s*\{|"is_bot"\s*:|"team_id"\s*:')
_ROOM = re.compile(rb'"id"\s*:\s*"[CGD][A-Z0-9]+"')
_ABOUT_ROOM = re.compile(rb'"members"\s*:|"created"\s*:|"creator"\s*:|"is_general"\s*:')
_TEAM = re.compile(rb'"(?:team|team_id|user_team|source_team)"\s*:\s*"([TE][A-Z0-9]{2,})"')
_SPEAKER = re.compile(rb'"user"\s*:\s*"([UW][A-Z0-9]+)"')
_OTHER = {
    "integration_logs": "It lists which apps were installed, and tells nothing of people's talk.",
    "canvases": "It names shared documents, not what was said.",
    "lists": "It names shared lists, not what was said.",
    "file_conversations": "It names files, not what was said.",
    "huddle_transcripts": "It names recordings, not what was said.",
}


class Place(NamedTuple):
    """Where a file belongs: the root of its export (with / at its end, or ""), what it is (a name of `LISTS` or
    "day"), and for a day the folder of its conversation."""

    root: str
    kind: str
    folder: str = ""


def place_of(name: str, head: bytes) -> Place | None:
    """What a file is by its name and first bytes; None for anything else."""
    path, _, last = name.rpartition("/")
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return None
    if _DAY.fullmatch(last) and path:
        folder = path.rpartition("/")[2]
        return Place(_root(path.rpartition("/")[0]), "day", folder) if _TS.search(head) else None
    stem = last.lower().removesuffix(".json").removeprefix("org_")
    if stem not in LISTS or not last.lower().endswith(".json"):
        return None
    if stem == "users":
        found = _USER.search(head) and _ABOUT_USER.search(head)
    else:
        found = _ROOM.search(head) and _ABOUT_ROOM.search(head)
    return Place(_root(path), stem) if found else None


def is_empty_day(name: str, head: bytes, root: str) -> bool:
    """Whether a file under a known root is a day on which nothing was said, or of which nothing is left."""
    inner = name[len(root) :] if name.startswith(root) else ""
    return bool(re.fullmatch(r"[^/]+/\d{4}-\d\d-\d\d\.json", inner)) and not _TS.search(head)


def left_alone(name: str) -> str:
    """Why a file of an export is not read; "" for one that is unknown."""
    return _OTHER.get(name.rpartition("/")[2].lower().removesuffix(".json"), "")


def _root(folder: str) -> str:
    return f"{folder}/" if folder else ""


def team_in(head: bytes) -> str:
    """The workspace that the first bytes of a file name; "" for none."""
    match = _TEAM.search(head)
    return match[1].decode() if match else ""


def speakers_in(head: bytes) -> list[str]:
    """The users that the first bytes of a day name, in their order."""
    return [one.decode() for one in dict.fromkeys(_SPEAKER.findall(head))]
