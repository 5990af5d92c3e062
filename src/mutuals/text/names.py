"""People's names: made fit to be shown, and folded to a key that finds exactly the same name again."""

import re
import unicodedata

# Never seen and never meant: controls, marks of direction, soft hyphens, invisible operators. White space among the
# controls is a space. The joiners (U+200C, U+200D) spell Persian and Indic names and hold emoji together.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
_JOINERS = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_QUOTES = "\"'`“”„‟‚‘’‛«»‹›＂＇"
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "\u200c": "", "\u200d": ""}
)
_NUMBER = re.compile(r"~?\s?\+?[\d\s().\u2010-\u2015/-]{6,}$")
LONGEST = 200


def display(name: str) -> str:
    """The name as it is shown, at most 200 code points: outer quotes, invisible characters and spare space gone.

    Nothing else is changed: `Doe, Jane (ACME)` stays, since turning names round is guessing.
    """
    if name.isascii() and name.isprintable():
        text = " ".join(name.split())
    else:
        text = _SPACES.sub(" ", _JOINERS.sub("", _INVISIBLE.sub("", name))).strip()
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text[:LONGEST].rstrip()


def key(name: str) -> str:
    """The folded form under which exactly the same name is found again: case, width, spacing and dots do not count.

    Accents do count: René is not Rene until a person says so. An empty name has the empty key.
    """
    folded = unicodedata.normalize("NFKC", display(name).translate(_ALIKE)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", folded).replace(".", " ")).strip()


def is_phone_like(name: str) -> bool:
    """Whether a "name" is a telephone number: at least six digits and nothing but what numbers are written with."""
    text = display(name)
    return bool(_NUMBER.match(text)) and sum(one.isdigit() for one in text) >= 6
