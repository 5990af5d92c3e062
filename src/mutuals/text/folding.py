r"""From what people typed to what is compared: one code point at a time, by table.

NFKC and full case folding per code point (https://www.unicode.org/reports/tr15/, CaseFolding.txt), accents off,
ignorables dropped, every separator a blank and every break of a phrase a comma. What is left is letters, digits
and ASCII punctuation. A character that is a token of its own has a control character in front that says why, so
that the patterns of `scanning` need no tables: see the names of signs below.
"""

import re
from typing import Final
from unicodedata import category, normalize

from mutuals.text.tables import (
    ACCENTS,
    APOSTROPHES,
    BLACK_FLAG,
    BREAKS,
    EMOJI,
    FLAG_LETTERS,
    FLAG_TAGS,
    HANGING,
    IGNORABLE,
    SILENT,
    SINGLES,
    STROKES,
    WHOLE,
    holds,
)

# Signs in folded text.
CAPITAL: Final = "\x02"  # the letter behind it was a capital (inside hashtags only)
SINGLE: Final = "\x03"  # a token of one character
PICTURE: Final = "\x04"  # an emoji
HANGS: Final = "\x05"  # a mark that belongs to the single character before
JOINER: Final = "\x06"  # the zero width joiner itself, between two emoji
TAG: Final = "\x07"  # a tag letter of a flag
FLAG: Final = "\x08"  # half a flag


def letters(also: str = "") -> str:
    """The pattern of one small letter or digit of any script, or of a character of `also`.

    Written as what it is not: a set of ASCII characters compiles a hundred times faster than a range to U+10FFFF.
    """
    taken = set(also) | set("abcdefghijklmnopqrstuvwxyz0123456789")
    return "[^" + re.escape("".join(chr(c) for c in range(128) if chr(c) not in taken)) + "]"


def free(mark: str) -> str:
    """The pattern of a mark with no letter before it, where emoji and single characters are no letters."""
    return rf"{mark}(?:(?<=[{SINGLE}-{FLAG}].{mark})|(?<!{letters('_')}{mark}))"


_SIGNED: Final = (
    (HANGING, HANGS),
    (SINGLES, SINGLE),
    (EMOJI, PICTURE),
    (FLAG_LETTERS, FLAG),
    (FLAG_TAGS, TAG),
)
_SIGN = re.compile(f"[{CAPITAL}-{FLAG}]")
_UNSIGNED: Final = {ord(sign): None for sign in (CAPITAL, SINGLE, PICTURE, HANGS, TAG, FLAG)} | {6: "\u200d"}

# Sequences whose parts mean something else than the whole, so that they are composed before the table is used.
_JAMO = "[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]{2,}"
_KANA = "[\u3041-\u309f\u30a1-\u30ff][\u3099\u309a]|[\uff66-\uff9d][\uff9e\uff9f]"
_CYRILLIC = "[\u0418\u0438\u0423\u0443]\u0306|[\u0406\u0456]\u0308"
_SEQUENCE = re.compile(f"{_JAMO}|{_KANA}|{_CYRILLIC}")
_PARTS = re.compile("[\u0306\u0308\u1100-\u11ff\u3099\u309a\ua960-\ua97c\ud7b0-\ud7fb\uff9e\uff9f]")
_STRAY = re.compile(
    f"({PICTURE}{BLACK_FLAG}(?:{TAG}.)+)|(?<!{PICTURE}.){JOINER}|{JOINER}(?!{PICTURE})|{TAG}."
)
# "I agree.So do we": a small letter, a dot and a capitalised word are two sentences, unless they go on as a
# host name or an address.
_GLUED = re.compile(
    r"\.(?<=[a-z]\.)(?=[A-Z][a-z])(?!(?:Com|Org|Net)(?![A-Za-z]))(?![A-Za-z0-9-]+\.[A-Za-z])(?![\w.+-]{0,64}@)"
)
_HASHTAG = re.compile(f"({free('#')}(?:{letters('_' + CAPITAL)}|[{SINGLE}{HANGS}].)+)")


def clean(text: str) -> str:
    r"""Text as both databases can hold it: no NUL, lone surrogates replaced by U+FFFD, newlines as \n."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def fold(text: str) -> str:
    """The text as it is compared, with signs."""
    if "." in text:
        text = _GLUED.sub(",", text)
    if not text.isascii() and _PARTS.search(text):
        text = _SEQUENCE.sub(_composed, text)
    if "#" in text or "\uff03" in text or "\ufe5f" in text:
        folded = _capitals_of_tags(text.translate(_MARKED))
    else:
        folded = text.translate(_PLAIN)
    if JOINER in folded or TAG in folded:
        folded = _STRAY.sub(lambda found: found[1] or "", folded)
    return folded


def fold_plain(text: str) -> str:
    """The code points folded one by one, no more: what `fold` does to a stretch of letters and digits."""
    return text.translate(_PLAIN)


def fold_with_origin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text and for each of its characters the span of code points that it came from."""
    raw = _GLUED.sub(",", text)
    if raw.isascii() and "#" not in raw:
        return raw.translate(_PLAIN), [(i, i + 1) for i in range(len(raw))]
    units: list[tuple[str, int, int]] = []
    at = 0
    for found in _SEQUENCE.finditer(raw):
        units += ((char, i, i + 1) for i, char in enumerate(raw[at : found.start()], at))
        units += ((char, found.start(), found.end()) for char in _composed(found))
        at = found.end()
    units += ((char, i, i + 1) for i, char in enumerate(raw[at:], at))
    folded = [(out, start, end) for char, start, end in units for out in _MARKED[ord(char)]]
    whole = "".join(out for out, _, _ in folded)
    kept = _kept(whole)
    return "".join(whole[i] for i in kept), [folded[i][1:] for i in kept]


def unsigned(folded: str) -> str:
    """A piece of folded text without its signs: the form of a token."""
    return folded.translate(_UNSIGNED) if _SIGN.search(folded) else folded


def fold_char(char: str) -> str:
    """One code point folded: nothing, a blank, a comma (a break) or the characters to compare."""
    if char < "\x80":
        return _sorted(char.lower())
    if char == "\u200d":
        return JOINER
    if holds(IGNORABLE, ord(char)):
        return ""
    if char in SILENT:
        return " "
    if char in APOSTROPHES:
        return "'"
    return "".join(_sorted(out) for part in normalize("NFKC", char) for out in _letters(part))


def exact(raw: str) -> str:
    """A token as it was typed, case and accents kept, compatibility forms and ignorables gone."""
    if raw.isascii():
        return raw
    return normalize("NFKC", "".join(c for c in raw if not holds(IGNORABLE, ord(c))))


def _letters(char: str) -> str:
    lower = char.casefold()
    if lower in WHOLE or holds(SINGLES, ord(char)):
        return lower
    bare = (
        c for c in normalize("NFKD", lower) if not holds(ACCENTS, ord(c)) and not holds(IGNORABLE, ord(c))
    )
    return "".join(STROKES.get(c, c) for c in bare)


def _sorted(char: str) -> str:
    """A folded character as itself with its sign, or as a blank or a comma by what it is."""
    if char < "\x80":
        return char if " " <= char != "\x7f" else " "
    if char in BREAKS:
        return ","
    sign = next((sign for ranges, sign in _SIGNED if holds(ranges, ord(char))), "")
    if sign in (PICTURE, FLAG, TAG) and sign:
        return sign + char
    return sign + char if category(char)[0] in "LNM" else " "


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = value = fold_char(chr(code))
        return value


class _Marked(dict[int, str]):
    def __missing__(self, code: int) -> str:
        value = _PLAIN[code]
        if chr(code).isupper() and value[:1].isalpha():
            value = CAPITAL + value
        self[code] = value
        return value


_PLAIN = _Plain()
_MARKED = _Marked()


def _composed(found: re.Match[str]) -> str:
    return normalize("NFKC", found[0])


def _capitals_of_tags(folded: str) -> str:
    parts = _HASHTAG.split(folded)
    parts[::2] = [part.replace(CAPITAL, "") for part in parts[::2]]
    return "".join(parts)


def _kept(folded: str) -> list[int]:
    """What `fold` leaves of a text that was folded with a mark on every capital."""
    tagged = {i for found in _HASHTAG.finditer(folded) for i in range(*found.span())}
    first = [i for i, char in enumerate(folded) if char != CAPITAL or i in tagged]
    strays = _STRAY.finditer("".join(folded[i] for i in first))
    dropped = {i for found in strays if not found[1] for i in range(*found.span())}
    return [i for n, i in enumerate(first) if n not in dropped]
