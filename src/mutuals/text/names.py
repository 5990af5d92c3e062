"""People's names: made fit to be shown, and folded to a key that finds exactly the same name again."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x1f\x7f]"
)
_SPACES = re.compile(r"\s+")
_QUOTES = "\"'“”„‚‘’«»"
_NUMBER = re.compile(r"\+?[\d\s().\u2010-\u2015/-]{6,}$")
LONGEST = 200


def display(name: str) -> str:
    """The name as it is shown: without invisible characters and outer quotes, white space as single spaces."""
    text = _SPACES.sub(
        " ", _INVISIBLE.sub(" " if "\n" in name else "", name.replace("\t", " ").replace("\n", " "))
    )
    text = text.strip()
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text[:LONGEST]


def key(name: str) -> str:
    """The folded form under which exactly the same name is found again: case, width, spacing and dots do not count.

    Accents do count: René is not Rene until a person says so. An empty name has the empty key.
    """
    folded = unicodedata.normalize("NFKC", display(name)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", folded).replace(".", " ")).strip()


def is_phone_like(name: str) -> bool:
    """Whether a "name" is a telephone number: at least six digits and nothing but what numbers are written with."""
    text = display(name)
    return bool(_NUMBER.match(text)) and sum(one.isdigit() for one in text) >= 6
