"""What the place of an IRC log tells: its network, channel or partner, and day. Pure.

Clients lay logs out as `libera/#chan.log` (irssi), `irc.libera.#chan.weechatlog`, `log/libera/#chan/2024-01-31.log`
(ZNC), `2004/11/15/#ubuntu.txt` (irclogs.ubuntu.com). A folder is taken for a network only where it is one for certain,
since what it is called becomes part of every id.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

from mutuals.wire.irc_lines import Day, a_day

CHANNEL = "#&!+"
NETWORKS = frozenset(
    "libera liberachat freenode oftc efnet undernet quakenet ircnet dalnet rizon hackint snoonet gimpnet gimp gnome "
    "mozilla w3c tilde tildechat slashnet geekshed espernet 2600net blinkenshell magnet darkscience furnet esper "
    "bitlbee moznet openprojects opn austnet chatspike indymedia synirc swiftirc irchighway ircstorm euirc geeknode "
    "epiknet hashmark recycled twitch".split()
)
HOLDS_NETWORKS = frozenset(("irclogs", "log", "logs", "irc", "irssi"))
_SAME = {"liberachat": "libera", "tildechat": "tilde", "gnome": "gimpnet", "gimp": "gimpnet", "opn": "freenode",
         "openprojects": "freenode", "moznet": "mozilla", "esper": "espernet"}  # fmt: skip
_ENDS = re.compile(
    r"(?:\.(?:weechatlog|log|txt|text|ascii|raw|irc|gz|bz2|xz|train-\w|dev|test|\d{1,2}))+$", re.IGNORECASE
)
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:_(\d\d)(?!\d))?|(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_PATH_DAY = re.compile(r"(?:^|/)(\d{4})[/-](\d\d)[/-](\d\d)/")
_WEECHAT = re.compile(r"irc\.([^#&!+]+?)\.([#&!+].+|[^.]+)")
_OLD_ZNC = re.compile(r"(?:[^_]+_)?([^_]+)_([#&!+].*|[^_]+)")
_NICK = re.compile(r"(?:[^\W\d]|[\[\]\\`_^{|}])[\w\[\]\\`^{|}-]{0,31}")


class Place(NamedTuple):
    """`network` and `window` (a channel with its sign, or a nick) are "" where the place does not tell; `sure` says
    that the layout is one in which a window without sign is a partner. `hour` is that of the end of an excerpt."""

    network: str = ""
    window: str = ""
    sure: bool = False
    day: Day | None = None
    hour: int | None = None


def network_named(text: str) -> str:
    """The short name of a network ("irc.libera.chat" is "libera")."""
    name = text.strip().lower().removeprefix("irc.").removeprefix("chat.")
    name = re.sub(r"\.(?:org|net|chat|com|io|im)$", "", name)
    return _SAME.get(name, name)


def place_of(path: str) -> Place:
    """What the path of a log within what was brought tells."""
    *folders, last = [unquote(one) for one in path.split("/")]
    stem = _ENDS.sub("", last)
    day, hour = _day_of(stem, path)
    bare = _DAY.sub("", stem).strip(" ._-")
    if found := _WEECHAT.fullmatch(bare):
        return Place(network_named(found[1]), found[2].lower(), True, day, hour)
    if not bare and folders and not folders[-1].isdigit():
        return _znc(folders, day, hour)
    if day and (found := _OLD_ZNC.fullmatch(bare)) and network_named(found[1]) in NETWORKS:
        return Place(network_named(found[1]), found[2].lower(), True, day, hour)
    network = _network_in(folders)
    if bare[:1] in CHANNEL and bare:
        return Place(network, bare.lower(), True, day, hour)
    window = bare.lower() if _NICK.fullmatch(bare) else ""
    return Place(network, window, bool(network and window), day, hour)


def _day_of(stem: str, path: str) -> tuple[Day | None, int | None]:
    for found in _DAY.finditer(stem):
        parts = found.group(1, 2, 3) if found[1] else found.group(5, 6, 7)
        day = a_day(int(parts[0]), int(parts[1]), int(parts[2]))
        if day:
            return day, int(found[4]) if found[4] else None
    found_in = _PATH_DAY.search(path)
    return (a_day(*(int(one) for one in found_in.groups())) if found_in else None), None


def _znc(folders: list[str], day: Day | None, hour: int | None) -> Place:
    """A file for each day in a folder for each channel or partner."""
    window = folders[-1].lower()
    network = _network_in(folders[:-1])
    if window[:1] in CHANNEL:
        return Place(network, window, True, day, hour)
    if network and _NICK.fullmatch(folders[-1]):
        return Place(network, window, True, day, hour)
    return Place(network, "", False, day, hour)


def _network_in(folders: list[str]) -> str:
    """The network that the last folder is: a known one, or one that lies where clients keep networks."""
    lowered = [one.lower() for one in folders]
    if "networks" in lowered[:-1]:
        return network_named(lowered[lowered.index("networks") + 1])
    if not lowered:
        return ""
    name = network_named(lowered[-1])
    kept = len(lowered) > 1 and lowered[-2] in HOLDS_NETWORKS and lowered[-1] not in HOLDS_NETWORKS
    known = name in NETWORKS or re.fullmatch(r"irc\.[\w.-]+", lowered[-1]) is not None
    return name if known or (kept and not name.isdigit()) else ""
