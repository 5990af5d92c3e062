"""How a person is drawn when there is no photo: initials in any script, on a pigment that never changes."""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from typing import Final

PIGMENTS: Final = 8
SIZES: Final = (20, 28, 32, 40, 48, 56, 72, 112)

_ZWJ: Final = "\u200d"
_BRACKETS: Final = re.compile(r"[(\[{<«“\"][^)\]}>»”\"]*[)\]}>»”\"]")
_SPLIT: Final = re.compile(r"[\s\-‐-―_./·・,;:|+]+")
_TITLES: Final = frozenset(
    "dr mr mrs ms mx miss prof sir rev frau herr fräulein mme mlle madame monsieur señor señora sr sra signora signor "
    "senhor senhora mevrouw meneer".split()
)
_VIRAMA_CLASS: Final = 9


@dataclass(frozen=True, slots=True)
class Face:
    """A person as charts and rows draw them: `key` is the public id, `photo` the address of a picture."""

    key: str
    name: str
    drifting: bool = False
    photo: str = ""


def pigment(key: object) -> int:
    """Returns the pigment, 1 to 8, of a public id: a stable hash without any meaning."""
    return zlib.crc32(str(key).replace("-", "").lower().encode("utf-8", "surrogatepass")) % PIGMENTS + 1


def initials(name: str) -> str:
    """Returns at most two graphemes that stand for a name in its own script.

    First and last word where words are separated; one sign for Han, Kana and Hangul; the last two digits of
    a bare phone number; the first sign of anything else; "?" for nothing. A mail address counts by its local
    part.
    """
    cleaned = _BRACKETS.sub(" ", unicodedata.normalize("NFC", name)).strip() or name.strip()
    if "@" in cleaned.strip("@"):
        cleaned = cleaned.strip("@").partition("@")[0]
    words = [word for word in map(_from_first_letter, _SPLIT.split(cleaned)) if word]
    words = [word for word in words if word.lower() not in _TITLES] or words
    if not words:
        return _without_letters(cleaned)
    first = first_grapheme(words[0])
    if len(words) == 1 or _stands_alone(first):
        return _upper(first)
    return _joined(_upper(first), _upper(first_grapheme(words[-1])))


def first_grapheme(text: str) -> str:
    """Returns the first user-perceived character (an approximation of UAX #29 extended grapheme clusters).

    Keeps together combining and spacing marks, Indic conjuncts, conjoining Hangul, flags, emoji with
    modifiers and joiners.
    """
    end = 1 if text else 0
    while end < len(text) and _continues(text[:end], text[end]):
        end += 1
    return text[:end]


def first_name(name: str) -> str:
    """Returns what a face is called under a picture: the first word, or all where words are not split; who is known by
    title and family name ("Frau Dorn") by both."""
    every = name.split()
    words = [word for word in every if word.strip(".").lower() not in _TITLES]
    return " ".join(every) if len(words) <= 1 < len(every) else words[0] if words else name.strip()


def _continues(so_far: str, char: str) -> bool:
    last = so_far[-1]
    if char == _ZWJ or unicodedata.category(char) in {"Mn", "Mc", "Me"} or 0x1F3FB <= ord(char) <= 0x1F3FF:
        return True
    if last == _ZWJ:
        return len(so_far) > 1
    if unicodedata.combining(last) == _VIRAMA_CLASS:
        return unicodedata.category(char) == "Lo"
    if _is_flag(last) and _is_flag(char):
        return len(so_far) == 1
    return _hangul_part(char) in _AFTER.get(_hangul_part(last), ())


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


# UAX #29, rules GB6 to GB8: which parts of Hangul go on after which.
_AFTER: Final = {"L": ("L", "V", "LV", "LVT"), "LV": ("V", "T"), "V": ("V", "T"), "LVT": ("T",), "T": ("T",)}


def _hangul_part(char: str) -> str:
    """L, V, T for leading, vowel and trailing jamo, LV or LVT for a syllable without or with a trailing one, or ""."""
    code = ord(char)
    if 0xAC00 <= code <= 0xD7A3:
        return "LVT" if (code - 0xAC00) % 28 else "LV"
    if 0x1100 <= code <= 0x115F:
        return "L"
    if 0x1160 <= code <= 0x11A7:
        return "V"
    return "T" if 0x11A8 <= code <= 0x11FF else ""


def _from_first_letter(word: str) -> str:
    for index, char in enumerate(word):
        if unicodedata.category(char)[0] == "L":
            return word[index:]
    return ""


def _without_letters(text: str) -> str:
    digits = [char for char in text if char.isdigit()]
    if digits:
        return "".join(digits[-2:])
    return first_grapheme(text) or "?"


def _stands_alone(grapheme: str) -> bool:
    """Whether one sign of this script is a word of its own (Han, Kana, Bopomofo, Hangul)."""
    code = ord(grapheme[0])
    return 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0xF900 <= code <= 0xFAFF or code >= 0x20000


def _upper(grapheme: str) -> str:
    if 0x10A0 <= ord(grapheme[0]) <= 0x10FF:
        return grapheme  # Georgian: capitals are a separate style that few fonts have
    upper = unicodedata.normalize("NFC", grapheme.upper())
    return upper if len(upper) <= len(grapheme) else grapheme


def _joined(first: str, last: str) -> str:
    """Puts two initials side by side; letters that would join into a syllable (Arabic) get a thin space."""
    joins = unicodedata.bidirectional(first[0]) == "AL"
    return f"{first}\u200c\u2009{last}" if joins else first + last
