"""Whom a chat message mentions: by WhatsApp's own marks, by number, or by the plain name of somebody in the chat.

Pure. Exports of the last years put a mentioned name between U+2068 and U+2069, older ones write digits; where the
marks were lost on the way only a name that is exactly that of one person of the chat is taken for a mention.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from mutuals.wire.whatsapp_lines import PHONE, name_of, plain
from mutuals.wire.whatsapp_words import EVERYONE

MAX_NAMES = 2_000
_MARKED = re.compile("@\u2068([^\u2069\n]{1,120})\u2069")
_NUMBER = re.compile(r"(?<![\w@.+-])@(\+?\d[\d\s().\u2010\u2011-]{6,24})")
_BARE = re.compile(r"\d{8,15}(?!\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """Those of a chat who can be mentioned: `pattern` finds their names, `names` and `numbers` say whose they are."""

    pattern: re.Pattern[str] | None = None
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


def known(people: Iterable[str]) -> Known:
    """Makes the people of a chat known, by the names shown; names that two of them share mention nobody."""
    shown = list(dict.fromkeys(name for name in people if name))[:MAX_NAMES]
    numbers = {_digits(name): name for name in shown if PHONE.fullmatch(name)}
    named = [name for name in shown if not PHONE.fullmatch(name) and name.lower() not in EVERYONE]
    times = Counter(name.casefold() for name in named)
    names = {name.casefold(): name for name in named if times[name.casefold()] == 1}
    written = (
        re.escape(name).replace(r"\ ", r"\s") for name in sorted(names.values(), key=len, reverse=True)
    )
    pattern = re.compile(rf"(?<![\w@.+-])@({'|'.join(written)})(?!\w)", re.IGNORECASE) if names else None
    return Known(pattern, names, numbers)


def mentioned(text: str, people: Known) -> list[tuple[str, str]]:
    """(name, as written) of those whom a text mentions by `@`, in the order of the ways to write it, each once."""
    found = []
    if "@\u2068" in text:
        found = [(name_of(match[1])[0], match[1]) for match in _MARKED.finditer(text)]
        text = _MARKED.sub(" ", text)
    bare = plain(text)
    for match in _NUMBER.finditer(bare):
        found += _by_number(match[1], people)
    if people.pattern is not None:
        for match in people.pattern.finditer(bare):
            name = people.names.get(" ".join(match[1].split()).casefold())
            found += [(name, match[1])] if name else []
    pairs = ((name, f"@{plain(written)}") for name, written in found if name.lower() not in EVERYONE)
    return list(dict.fromkeys(pairs))


def _by_number(written: str, people: Known) -> list[tuple[str, str]]:
    """The person of the chat whose number these digits are, or begin with; else what WhatsApp itself writes for a
    number, digits and nothing else."""
    digits = _digits(written)
    for size in range(min(len(digits), 15), 7, -1):
        if digits[:size] in people.numbers:
            return [(people.numbers[digits[:size]], _first(written, size))]
    match = _BARE.match(written)
    return [(f"+{match[0]}", match[0])] if match else []


def _first(written: str, size: int) -> str:
    """The beginning of a written number that holds so many digits."""
    at = seen = 0
    while seen < size:
        seen += written[at].isdigit()
        at += 1
    return written[:at]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
