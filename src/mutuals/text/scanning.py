"""Dividing folded text into pieces, and a piece into what it can be read as.

A hashtag or a handle is one thing to who looks for `#JustDoIt` and three words to who looks for "just do it".
So every text has three readings: WORDS (`just do it`), MARKS (`#justdoit`) and JOINED (`justdoit`). They differ
only where such a piece stands.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from mutuals.text.folding import (
    CAPITAL,
    FLAG,
    HANGS,
    JOINER,
    PICTURE,
    SINGLE,
    TAG,
    free,
    letters,
    unsigned,
)
from mutuals.text.tables import ASCII_BREAKS, BLACK_FLAG, TLDS

# In which of the three readings a token stands, as bits (plain integers: an enum costs a microsecond a piece).
WORDS: Final = 1
MARKS: Final = 2
JOINED: Final = 4
ALL: Final = 7
READINGS: Final = (WORDS, MARKS, JOINED)

GAP: Final = ","  # the form of a break: a phrase has to name it to run over it


class Bit(NamedTuple):
    """One token inside a piece: folded form, span in the piece, kind, readings."""

    form: str
    start: int
    end: int
    kind: str
    reading: int


_L, _W = letters(), letters("_")
_HANDLE = rf"_*+{_L}{_W}*+"
_HOST = rf"(?:{_L}{letters('_-')}{{0,62}}\.){{1,10}}{_L}{{2,24}}"
_PATH_LETTER = letters(CAPITAL + "_%/?#&=+.,;:!@~*'()$[]|-")
_PATH = f"{_PATH_LETTER}{{0,4096}}{letters(CAPITAL + '_%/#&=+@~*$-')}"
_MORE = r"\.[0-9]|,[0-9]{3}(?![0-9])"
_ALONE = rf"{SINGLE}.(?:{HANGS}.)*+|(?:{HANGS}.)++"
_JOINED = rf"(?:(?={JOINER}{PICTURE}){JOINER}{PICTURE}.)*+"
_EMOJI = rf"{PICTURE}{BLACK_FLAG}(?:{TAG}.)++|{PICTURE}.{_JOINED}|{FLAG}.(?:{FLAG}.)?"

# The kinds of pieces in the order in which they are tried; every quantifier is bounded or possessive, so that no
# text takes more than linear time. What is repeated possessively looks ahead whether it fits before it begins, by
# single characters alone: up to Python 3.11.4 one that fails half way is not put back, not even where the half was a
# counted repetition within the look ahead (https://github.com/python/cpython/issues/106052). So numbers are repeated
# greedily and must not be followed by one more part.
_SHAPES: Final = (
    ("plain", rf"{_L}++(?![_@+#]|[.&\-]{_L}|,[0-9]|:/)"),
    ("single", _ALONE),
    ("emoji", _EMOJI),
    ("url", rf"https?://{_PATH}"),
    ("email", rf"{letters('_.+-')}{{1,64}}+@{_HOST}(?!{_L})"),
    (
        "number",
        rf"[a-z]{{0,8}}[0-9]++(?:(?={_MORE})[.,][0-9]++){{1,64}}(?!{_MORE})[a-z]{{0,8}}+(?!{_W}|\.{_L})",
    ),
    ("host", rf"{_HOST}(?!{_W})(?:(?::[0-9]{{1,5}})?[/?]{_PATH}|/)?"),
    ("plus", rf"[a-z]{{1,12}}\+\+(?!{letters('_+')})|[a-z]#(?!{_W})"),
    ("net", rf"{free('[.]net')}(?<![.)][.]net)(?!{_W})"),
    ("and", rf"{_L}{{1,3}}&{_L}{{1,3}}(?!{letters('_&')})"),
    ("word", f"{_L}++(?:(?=_++{_L})_++{_L}++)*+"),
    (
        "hashtag",
        rf"{free('#')}(?=[0-9_]*+{letters(CAPITAL + SINGLE + HANGS)})(?:{letters('_' + CAPITAL)}|[{SINGLE}{HANGS}].)++",
    ),
    (
        "mention",
        rf"{free('@')}(?:{_HANDLE}(?:(?=[.\-]++_*+{_L})[.\-]++{_HANDLE})*+@{_HOST}|{_HOST}|{_HANDLE})",
    ),
    ("cash", rf"{free('[$]')}[a-z]{{1,6}}(?:[._][a-z]{{1,2}})?(?!{_W})"),
    ("gap", f"[{re.escape(ASCII_BREAKS)}]++"),
)
_PIECES = re.compile("|".join(pattern for _, pattern in _SHAPES))
_NAMED = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SHAPES))


def pieces(folded: str) -> list[str]:
    """The pieces of a folded text in order: words, marks, hosts, single characters, emoji, breaks."""
    return _PIECES.findall(folded)


def found(folded: str) -> list[tuple[int, tuple[Bit, ...]]]:
    """The pieces of a folded text, each as its offset and its bits."""
    return [(m.start(), _KINDS[m.lastgroup or ""](m[0])) for m in _NAMED.finditer(folded)]


def bits(piece: str) -> tuple[Bit, ...]:
    """What one piece can be read as; breaks inside it come as bits of the kind `gap`."""
    match = _NAMED.match(piece)
    return _KINDS[match.lastgroup or ""](piece) if match else ()


_FOLDED: Final = {i: chr(i).lower() for i in range(128)} | {
    i: CAPITAL + chr(i).lower() for i in range(65, 91)
}


def marked(word: str) -> tuple[Bit, ...]:
    """What `#` or `@` with ASCII letters, digits and underscores behind it can be read as, without folding first."""
    if word[0] == "#":
        return _hashtag(word.translate(_FOLDED))
    return _mention(word.lower())


def _one(kind: str) -> Callable[[str], tuple[Bit, ...]]:
    return lambda piece: (Bit(unsigned(piece), 0, len(piece), kind, ALL),)


def _gap(piece: str) -> tuple[Bit, ...]:
    return (Bit(GAP, 0, len(piece), "gap", ALL),)


def _moved(inner: tuple[Bit, ...], by: int, reading: int) -> tuple[Bit, ...]:
    return tuple(Bit(b.form, b.start + by, b.end + by, b.kind, reading) for b in inner if b.reading & WORDS)


def _nested(folded: str) -> tuple[Bit, ...]:
    if folded.isalnum():
        return (Bit(folded, 0, len(folded), "word", ALL),)
    return tuple(bit for at, inner in found(folded) for bit in _moved(inner, at, ALL))


_LABEL = letters("-_")
_SITE = re.compile(rf"(?:https?://)?(?:[^/?#@]*@)?((?:{_LABEL}+\.)*{_LABEL}+)")


def _domain(piece: str) -> tuple[Bit, ...]:
    """The host of an address without its `www.`; nothing of the path, so that no word is found in it."""
    host = _SITE.match(piece)
    if host is None:
        return ()
    www = 4 * (host[1].startswith("www.") and host[1].count(".") > 1)
    return (Bit(host[1][www:], host.start(1) + www, host.end(1), "domain", ALL),)


_FALSE_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")


def _host(piece: str) -> tuple[Bit, ...]:
    """A domain where the last label is a top level domain, else sentences that lack their space."""
    name = re.split("[/?:]", piece, maxsplit=1)[0]
    if name.rpartition(".")[2] in TLDS:
        return _domain(piece)
    loose = _FALSE_DOT.sub(",", name) + piece[len(name) :]
    return _nested(loose) if loose != piece else _one("word")(piece)


def _mention(piece: str) -> tuple[Bit, ...]:
    whole = Bit(piece, 0, len(piece), "mention", MARKS)
    handle, _, server = piece[1:].partition("@")
    spoken = _nested(handle)
    if "." in handle and handle.rpartition(".")[2] not in TLDS:
        spoken = _nested(handle.replace(".", "-"))
    words = _moved(spoken, 1, WORDS if server else WORDS | JOINED)
    local = (Bit("@" + handle, 0, 1 + len(handle), "mention", JOINED),) if server else ()
    return (whole, *local, *words)


def _hashtag(piece: str) -> tuple[Bit, ...]:
    body = piece[1:].replace(CAPITAL, "")
    whole = Bit("#" + unsigned(body), 0, len(piece), "hashtag", MARKS)
    words = tuple(bit for start, end in humps(piece) for bit in _hump(piece, start, end))
    if len(words) == 1 and words[0].form == body:
        return (whole, Bit(body, words[0].start, words[0].end, "word", WORDS | JOINED))
    joined = _nested(body)
    if [b.form for b in joined] == [b.form for b in words]:
        return (whole, *(b._replace(reading=WORDS | JOINED) for b in words))
    return (whole, *(Bit(b.form, 0, len(piece), b.kind, JOINED) for b in joined), *words)


def _hump(piece: str, start: int, end: int) -> tuple[Bit, ...]:
    text = piece[start:end].replace(CAPITAL, "")
    if text.isalnum():
        return (Bit(text, start, end, "word", WORDS),)
    places = [i for i in range(start, end) if piece[i] != CAPITAL]
    return tuple(Bit(b.form, places[b.start], places[b.end - 1] + 1, b.kind, WORDS) for b in _nested(text))


class _Shape(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = "a"
        return "a"


# The shape of a tag: `Ca` is a capital, `a` any other letter.
_SHAPE = _Shape({ord(CAPITAL): "C", ord("_"): "_"} | dict.fromkeys(map(ord, "0123456789"), "0"))
_HUMPED = re.compile("(?<!^)(?<!C)aCa|0Ca|CaCaaa")
_HUMPS = re.compile("^aCa+|(?:Ca)+(?=Caaa)|(?:Ca)+a?(?!a)|(?:Ca)?a+|0+")
_FLAT = re.compile("[^_]+")


def humps(tag: str) -> list[tuple[int, int]]:
    """Where the words of a hashtag lie in it: `#JustDoIt` -> just, do, it.

    A single small letter at the front stays with what follows (iPhone); digits stand alone only in a tag that
    has humps at all (`#covid19` is one word, `#Paris2024Games` three).
    """
    shape = tag[1:].translate(_SHAPE)
    pattern = _HUMPS if _HUMPED.search(shape) else _FLAT
    return [(m.start() + 1, m.end() + 1) for m in pattern.finditer(shape)]


_KINDS: Final[dict[str, Callable[[str], tuple[Bit, ...]]]] = {
    "plain": _one("word"),
    "single": _one("single"),
    "emoji": _one("emoji"),
    "url": _domain,
    "email": _one("email"),
    "number": _one("number"),
    "host": _host,
    "plus": _one("word"),
    "net": _one("word"),
    "and": _one("word"),
    "word": _one("word"),
    "hashtag": _hashtag,
    "mention": _mention,
    "cash": _one("cashtag"),
    "gap": _gap,
}
