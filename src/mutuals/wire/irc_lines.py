r"""The lines of an IRC log, in the four shapes that bots and clients write.

Pure. `bracket` is `[hh:mm] <nick> text` with `=== nick is now known as other` (the #ubuntu logs) and ZNC's
`[hh:mm:ss] *** nick is now known as other`; `irssi` is `hh:mm <@nick> text` with `-!-` and `--- Day changed`; `weechat`
is `YYYY-MM-DD hh:mm:ss\tnick\ttext`. Sources: https://irclogs.ubuntu.com, https://irssi.org/documentation/help/log/,
https://weechat.org/files/doc/stable/weechat_user.en.html#logger_plugin, https://wiki.znc.in/Log.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, NamedTuple

from mutuals.wire.mail_dates import MONTHS, OTHERS

Form = Literal["bracket", "irssi", "weechat"]
Kind = Literal["said", "action", "nick", "join", "gone", "day", "other"]
Stamp = tuple[int, int, int | None]
Day = tuple[int, int, int]


class Line(NamedTuple):
    """One line: who (`nick`), what (`text`: words, a new nick, or the channel that was joined), when."""

    kind: Kind
    nick: str = ""
    text: str = ""
    at: Stamp | None = None
    day: Day | None = None


OTHER = Line("other")
SIGNS = "@+%&~! "
"""What stands before a nick: its rank in the channel."""
_STAMP = r"(?:(\d{4})-(\d\d)-(\d\d)[ T])?([01]\d|2[0-4]):([0-5]\d)(?::([0-6]\d))?"
_BRACKET = re.compile(rf"\[{_STAMP}\] (?:<[{SIGNS}]?([^<>\s]{{1,64}})>(?: (.*))?|(.*))")
_IRSSI = re.compile(rf"{_STAMP} (?:<[{SIGNS}]?([^<>\s]{{1,64}})>(?: (.*))?|(.*))")
_WEECHAT = re.compile(r"(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-4]):([0-5]\d):([0-6]\d)\t([^\t]*)\t(.*)")
_ACTION = re.compile(r"\s?\* (\S{1,64}) (.*)")
_RENAMED = re.compile(r"(\S{1,64}) is (?:now|jetzt) known as (\S{1,64})")
_SELF = re.compile(r"You(?:'re| are) now known as (\S{1,64})")
_JOINED = re.compile(
    r"(?:Joins: )?(\S{1,64})(?: [\[(][^\s\])]*[\])])*\s+has joined (?:channel )?([#&!+][^\s,]*)"
)
_JOINS = re.compile(r"Joins: (\S{1,64})()")
_GONE = re.compile(
    r"(?:Parts: |Quits: )(\S{1,64})"
    r"|(\S{1,64})(?: [\[(][^\s\])]*[\])])*\s+(?:has (?:left|quit|parted)|was kicked)"
)
_TALK = re.compile(
    r"\[|has (?:joined|left|quit|parted|changed the topic)|was kicked|sets? (?:mode|topic)|changes topic"
    r"|irc\.\S+ -> |\S+ ->|mode[/ ]|is now |np: |\(",
    re.IGNORECASE,
)  # fmt: skip
_DATED = re.compile(
    r"([^\W\d]{3,9})\.?\s+(\d{1,2})\b.*?\b(\d{4})\s*$|(\d{1,2})\.?\s+([^\W\d]{3,9})\.?\s.*?(\d{4})\s*$"
)
_CODES = re.compile("\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|\x04[0-9a-fA-F]{6}|[\x00-\x08\x0b-\x1f\x7f]")


def plain(text: str) -> str:
    """Words without colours and other codes of IRC (https://modern.ircdocs.horse/formatting)."""
    return text if text.isprintable() else _CODES.sub("", text)


def system(text: str, at: Stamp | None = None, day: Day | None = None) -> Line:
    """What a notice tells of nicks: a change, an arrival, a leave; `nick` is "" where it is one's own."""
    if found := _SELF.match(text):
        return Line("nick", "", found[1], at, day)
    if found := _RENAMED.match(text):
        return Line("nick", found[1], found[2], at, day)
    if found := _JOINED.match(text) or _JOINS.match(text):
        return Line("join", found[1], found[2], at, day)
    if found := _GONE.match(text):
        return Line("gone", found[1] or found[2], "", at, day)
    return Line("other", "", "", at, day)


def shown(text: str) -> Line:
    """An old `=== nick waves`: an action if that nick talks here, which only the whole log tells."""
    nick, _, rest = text.partition(" ")
    told = system(text)
    if told.kind == "other" and rest and not _TALK.match(rest):
        return Line("action", nick, rest)
    return told


def bracket(text: str) -> Line | None:
    """A line of the #ubuntu logs or ZNC; None when it is none."""
    found = _BRACKET.fullmatch(text)
    if found is None:
        return shown(text[4:]) if text.startswith("=== ") else None
    return _clocked(found, ("*** ", "-!- "))


def irssi(text: str) -> Line | None:
    """A line of irssi; None when it is none."""
    found = _IRSSI.fullmatch(text)
    if found is None:
        return _irssi_day(text) if text.startswith("--- ") else None
    return _clocked(found, ("-!- ",))


def _clocked(found: re.Match[str], notices: tuple[str, ...]) -> Line:
    year, month, day, hour, minute, second, nick, words, rest = found.groups()
    at = (int(hour), int(minute), int(second) if second else None)
    on = (int(year), int(month), int(day)) if year else None
    if nick:
        return Line("said", nick, words or "", at, on)
    for mark in notices:
        if rest.startswith(mark):
            return system(rest[len(mark) :], at, on)
    if acted := _ACTION.fullmatch(rest):
        return Line("action", acted[1].lstrip(SIGNS) or acted[1], acted[2], at, on)
    return Line("other", "", "", at, on)


def _irssi_day(text: str) -> Line | None:
    """`--- Day changed Tue Nov 16 2004`, `--- Log opened Mon Nov 15 12:00:00 2004`, in the words of any locale."""
    on = dated(text)
    opened = " closed " not in text
    return Line("day", "", "", None, on) if on and opened else OTHER


def weechat(text: str) -> Line | None:
    """A line of WeeChat; None when it is none."""
    found = _WEECHAT.fullmatch(text)
    if found is None:
        return None
    on = a_day(int(found[1]), int(found[2]), int(found[3]))
    at = (int(found[4]), int(found[5]), int(found[6]))
    who, words = found[7].strip(), found[8]
    if who == "*":
        nick, _, rest = words.partition(" ")
        return Line("action", nick, rest, at, on)
    if who in _ARROWS or not who:
        return system(words, at, on)
    nick = who.strip("<>").lstrip(SIGNS)
    return Line("said", nick, words, at, on) if nick and " " not in nick else Line("other", "", "", at, on)


_ARROWS = frozenset(("-->", "<--", "--", "=!=", "→", "←", "ℹ", "⚡"))
READERS: dict[Form, Callable[[str], Line | None]] = {"bracket": bracket, "irssi": irssi, "weechat": weechat}


def dated(text: str) -> Day | None:
    """The day at the end of a text as `Mon Nov 15 [12:00:00] 2004` or `15. November 2004`; None when there is none."""
    found = _DATED.search(text[:120])
    if found is None:
        return None
    word = (found[1] or found[5]).lower()
    month = MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else OTHERS.get(word, OTHERS.get(word[:3], 0))
    return a_day(int(found[3] or found[6]), month, int(found[2] or found[4]))


def a_day(year: int, month: int, day: int) -> Day | None:
    """The day if there is such a day since 1988, when IRC began; else None."""
    try:
        date(year, month, day)
    except ValueError:
        return None
    return (year, month, day) if 1988 <= year <= 2200 else None


def form_of(sample: Iterable[str]) -> Form | None:
    """The shape in which nearly all lines of a sample are written, if somebody speaks in it; None for other files."""
    lines = [line for line in sample if line.strip()]
    best: tuple[float, Form] | None = None
    for form, read in READERS.items():
        found = [one for line in lines if (one := read(plain(line)))]
        spoken = sum(one.kind in ("said", "action") and one.at is not None for one in found)
        known = sum(one is not OTHER and one.at is not None for one in found)
        told = len(found) / len(lines) if lines else 0
        if told >= 0.8 and known and (spoken or known > 1) and (best is None or told > best[0]):
            best = (told, form)
    return best[1] if best else None
