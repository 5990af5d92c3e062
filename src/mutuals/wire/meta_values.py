"""Texts, times and names as Meta's exports (Facebook, Messenger, Instagram) write them. Pure.

Their JSON holds UTF-8 bytes as if they were Latin-1 letters ("M\\u00c3\\u00b8r" is Mør); some strings are right, some
are right in parts.
"""

import re
from functools import lru_cache
from typing import Any

from mutuals.as2 import UNKNOWN_TIME, Time
from mutuals.text.folding import clean
from mutuals.wire.json_values import rows_of, words_of

# A letter of several bytes of which one is a control character in Latin-1: nobody writes that on purpose.
_RUN = re.compile(
    "(?:[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3})+"
)
_CONTROL = re.compile("[\u0080-\u009f]")
_LATEST = 253_402_300_800_000  # behind the year 9999
# What the networks call whoever closed the account, in the languages of their members.
_GONE = frozenset(
    (
        *("facebook user", "facebook-nutzer", "facebook nutzer", "utilisateur de facebook", "utilisateur facebook"),
        *("usuario de facebook", "utente di facebook", "utente facebook", "usuário do facebook"),
        *("utilizador do facebook", "facebookgebruiker", "facebook-gebruiker", "użytkownik facebooka"),
        *("facebook-bruger", "facebook-användare", "facebook kullanıcısı", "пользователь facebook"),
        *("facebook-bruker", "facebook-käyttäjä", "instagram user", "instagram-nutzer", "utilisateur instagram"),
        *("utilisateur d'instagram", "usuario de instagram", "utente instagram", "usuário do instagram"),
        *("instagramgebruiker", "instagram-gebruiker", "instagrammer"),
    )
)  # fmt: skip


def mended(value: object) -> str:
    """A string field with its letters put right; "" for anything else."""
    text = words_of(value)
    if text.isascii():
        return text
    try:
        return clean(text.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return clean(_RUN.sub(_mended_run, text))


def _mended_run(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8") if _CONTROL.search(found[0]) else found[0]
    except UnicodeError:
        return found[0]


# The same few people speak in all of a conversation.
@lru_cache(maxsize=16_384)
def mended_name(text: str) -> str:
    """A name with its letters put right; no database keeps a NUL."""
    return " ".join(mended(text).replace("\0", "").split())


def is_gone(name: str) -> bool:
    """Whether a name is what the network calls somebody who closed the account."""
    return not name or name.lower() in _GONE


def seconds(value: object) -> Time:
    """A moment in seconds since 1970; unknown for anything else, and for 0."""
    ms = _whole(value) * 1000
    return Time(ms, "s") if 0 < ms < _LATEST else UNKNOWN_TIME


def milliseconds(value: object) -> Time:
    """A moment in milliseconds since 1970; unknown for anything else, and for 0."""
    ms = _whole(value)
    return Time(ms, "ms") if 0 < ms < _LATEST else UNKNOWN_TIME


def whole(value: object) -> int:
    """A number that is not negative; 0 for anything else."""
    return max(0, _whole(value))


def first_of(value: object, name: str) -> object:
    """The first value of a field among the objects in a list."""
    return next((row[name] for row in rows_of(value) if name in row), None)


def list_in(value: Any, *names: str) -> Any:
    """The list in a document: itself, or the field of one of these names, or of one that begins so."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    found = (one for name, one in value.items() if name.startswith(names))
    return next((one for one in found if isinstance(one, list | dict)), [])


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        return int(value)
    except (ValueError, OverflowError):
        return 0
