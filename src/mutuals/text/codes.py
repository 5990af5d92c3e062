"""Tokens as words that FTS5 and PostgreSQL keep as they are: small letters a to z only, at most 40 of them.

PostgreSQL's parser has ideas of its own about digits, dots, signs and accents, and the two databases fold
differently, so nothing of that reaches them. Words of plain letters stay themselves, unless they begin with x:

    x                a break (a phrase names it to run over it)
    xx               a seam between readings; never asked for
    x[f-z]...        5 letters: one code point beyond ASCII
    xa...            ASCII: letters as they are, anything else as z and a letter
    xb...            two letters for each code point of the alphabets below
    xc...            four letters for each code point
    xe...            28 letters: BLAKE2b of a token that would be longer

The code is injective up to the hash (128 bits).
"""

from hashlib import blake2b
from typing import Final

from mutuals.text.tables import Ranges

BREAK: Final = "x"
SEAM: Final = "xx"
LONGEST: Final = 40

_ALPHABETS: Final[Ranges] = (
    (0x30, 0x39),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0x3B1, 0x3C9),  # Greek
    (0x430, 0x44F),  # Cyrillic
    (0x452, 0x45F),
    (0x561, 0x586),  # Armenian
    (0x5D0, 0x5EA),  # Hebrew
    (0x620, 0x64A),  # Arabic
    (0x660, 0x669),
    (0x671, 0x6D3),
    (0x6F0, 0x6F9),
    (0x901, 0x903),  # Devanagari
    (0x905, 0x94D),
    (0x960, 0x96F),
    (0x981, 0x983),  # Bengali
    (0x985, 0x9CD),
    (0x9E6, 0x9F1),
    (0x10D0, 0x10F0),  # Georgian
    (0x23, 0x23),
    (0x40, 0x40),
    (0x2E, 0x2E),
)
_SIGNS: Final = "0123456789_#@.&+$,-"


def _digits(number: int, width: int) -> str:
    out = ""
    for _ in range(width):
        number, rest = divmod(number, 26)
        out = chr(97 + rest) + out
    return out


# Letters stand in the table too: str.translate raises and catches a LookupError for what a table lacks.
_ASCII: Final = (
    {ord(c): c for c in "abcdefghijklmnopqrstuvwxyz"}
    | {ord(c): "z" + chr(97 + i) for i, c in enumerate(_SIGNS)}
    | {ord("z"): "zz"}
)
_PAIRS: Final = {
    code: _digits(n, 2)
    for n, code in enumerate(code for low, high in _ALPHABETS for code in range(low, high + 1))
} | {ord(c): "\x80" for c in "&+$,-"}
_FAR: Final = 0xE0000  # the tag letters of flags lie out of reach of four letters and are moved
_MOVED: Final = 0x60000


def encode(form: str) -> str:
    """The folded form of one token as 1 to 40 small letters."""
    if form.isascii():
        if form.isalpha() and form[0] != "x" and len(form) <= LONGEST:
            return form
        code = "xa" + form.translate(_ASCII)
    elif len(form) == 1:
        return "x" + _digits(ord(form) + 5 * 26**3, 4)
    else:
        code = "xb" + form.translate(_PAIRS)
        if not code.isascii():
            code = "xc" + "".join(_digits(_near(ord(c)), 4) for c in form)
    return code if len(code) <= LONGEST else "xe" + _hashed(form)


def _near(code: int) -> int:
    return code if code < _FAR else code - _FAR + _MOVED


def _hashed(form: str) -> str:
    return _digits(int.from_bytes(blake2b(form.encode(), digest_size=16).digest()), 28)
