"""E-mail addresses, also those written so that machines should not read them (RFC 5321, RFC 6531).

Every pattern begins where a run of its own signs begins and takes a bounded number of them, so that hostile text costs
no more than its length.
"""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import AT
from mutuals.text.personal.look import Look
from mutuals.text.personal.network import TOP_LEVEL, WORDS

_LOCAL = r"(?<![\w.+%@/-])(?P<local>[\w.+%-][\w.+%'-]{0,63})"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_MAIL = re.compile(_LOCAL + rf"@(?P<host>(?:{_LABEL}\.){{1,8}}[^\W\d_]{{2,24}})(?![\w@])")
_QUOTED = re.compile(r'(?<![\w"])"[\w.+ %-]{1,60}"@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?!\w)')
_AT_WORD = r"(?:at|@|a|ät|arroba|arobase|chiocciola|apenstaartje|małpa|et)"
_DOT_WORD = r"(?:dot|punkt|point|punto|ponto|kropka|nokta|\.)"
_BRACKET_AT = rf"\s{{0,3}}[\[({{<*]{{1,2}}\s?{_AT_WORD}\s?[\])}}>*]{{1,2}}\s{{0,3}}"
_BRACKET_DOT = rf"\s{{0,3}}[\[({{<*]{{1,2}}\s?{_DOT_WORD}\s?[\])}}>*]{{1,2}}\s{{0,3}}"
_SPOKEN_AT = r"\s{1,3}(?:at|ät|arroba|arobase|chiocciola|apenstaartje|małpa)\s{1,3}"
_SPOKEN_DOT = r"\s{1,3}(?:dot|punkt|point|punto|ponto|kropka|nokta)\s{1,3}"
_DASH_AT = r"[-_](?:at|AT)[-_]"
_SPACED_AT = r"\s{1,2}@\s{1,2}|\s@|@\s"
_NAME = r"[^\W_][\w-]{0,62}"
_LAST = r"[^\W\d_]{2,24}(?![\w@])"
_ANY_DOT = rf"(?:{_BRACKET_DOT}|{_SPOKEN_DOT}|\.|\s\.\s)"
_HIDDEN = re.compile(
    _LOCAL
    + rf"(?:(?:{_BRACKET_AT})(?:{_NAME}{_ANY_DOT}){{1,4}}{_LAST}"
    + rf"|(?:{_SPOKEN_AT}|@)(?:{_NAME}(?:{_SPOKEN_DOT}|{_BRACKET_DOT})){{1,4}}{_LAST}"
    + rf"|(?:{_SPACED_AT})(?:{_NAME}{_ANY_DOT}){{1,4}}{_LAST}"
    + rf"|(?:{_DASH_AT})(?:{_NAME}(?:[-_](?:dot|DOT)[-_]|\.)){{1,4}}{_LAST})",
    re.IGNORECASE,
)
_ALSO_NOUNS = frozenset(("point", "punkt", "punto", "ponto"))
_BRACKETED = re.compile(rf"[\[({{<]\s?{_AT_WORD}\s?[\])}}>*]", re.IGNORECASE)
_DOTTED = re.compile(rf"((?:{_LABEL}){_SPOKEN_DOT})$", re.IGNORECASE)


def mails(look: Look) -> Iterator[tuple[str, int, int]]:
    """E-mail addresses; "@name@host" of the fediverse is a handle and none."""
    plain = look.plain
    written = "@" in plain
    if written:
        for found in _MAIL.finditer(plain):
            if _local(found["local"]) and not found["host"].rsplit(".", 1)[-1].isdigit():
                yield "email", found.start() + _dots(found["local"]), found.end()
        for found in _QUOTED.finditer(plain):
            yield "email", *found.span()
    spaced = written and (" @" in plain or "@ " in plain)
    if spaced or look.flags & AT or "-at-" in look.lower or _bracketed(plain):
        yield from _hidden(look)


def _hidden(look: Look) -> Iterator[tuple[str, int, int]]:
    for found in _HIDDEN.finditer(look.plain):
        words = re.split(r"\W+", found[0].lower())
        spoken_only = words[-2] in _ALSO_NOUNS and "at" in words and not _BRACKETED.search(found[0])
        if words[-1] in TOP_LEVEL and _local(found["local"]) and not (spoken_only and words[-1] in WORDS):
            spoken = _DOTTED.search(look.plain, max(0, found.start() - 80), found.start())
            yield "email", spoken.start() if spoken else found.start(), found.end()


def _bracketed(plain: str) -> bool:
    return any(sign in plain for sign in "([{<") and _BRACKETED.search(plain) is not None


def _dots(local: str) -> int:
    return len(local) - len(local.lstrip(".%-"))


def _local(local: str) -> bool:
    """Whether something is left of the part before the sign once dots are taken from its ends."""
    return any(map(str.isalnum, local)) and not local.endswith(".")
