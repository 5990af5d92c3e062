"""What each line of a conversation shows by itself: whom it names, how it begins, which rare words it holds. Pure.

Lists of words only point at kinds of lines (a question, a greeting, thanks); what they are worth was learned from logs
(docs/models/threads.md). The words of languages beside English are there so that no language is left without any; what
they are worth in those was not measured.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

MEMORY = 150
"""How many lines back somebody must have spoken to be known as a person of the conversation."""
BUCKETS = 1 << 15
"""Words are told apart by their hash in so many buckets."""
NOBODY, STRANGER = -1, -2
MOST_NAMED = 3


class Line(NamedTuple):
    """One line of a room: when (minutes, any origin), who spoke ("" = the room itself: joins, topics), what."""

    at: float
    speaker: str
    text: str


class Said(NamedTuple):
    """What n lines show by themselves: who spoke (number), whom each addresses at its start (number, NOBODY, STRANGER),
    whom it names (n x 3), marks (n x len(MARKS)), and its rarer words as (line, bucket, rarity)."""

    speaker: Ints
    addressed: Ints
    named: Ints
    marks: Floats
    words: tuple[Ints, Ints, Floats]


WORD = re.compile(r"[^\W_]+(?:['’._-][^\W_]+)*")
_NAME = re.compile(r"[\w\[\]\\`^{|}-]+")
_OPENING = re.compile(r"\s*@?([\w\[\]\\`^{|}.-]{1,40}?)\s?(?:[:,;>]{1,6}|\.{2,6}| -{1,3} )(?=\s|$|\w)")
_URL = re.compile(r"https?://|www\.")
_CODE = re.compile(r"(?:^|\s)(?:/\w|--?\w|~/|\w+\.(?:conf|list|deb|sh|txt|log|so|gz|iso)\b|sudo\b)")
_LAUGH = re.compile(r"\b(?:lol|lmao|rofl|heh|hehe|haha\w*|jaja\w*|ha)\b|[:;=]-?[)DPp(]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ASKS = _set(
    "what what's whats how how's who where where's why when which is are am does do did can could should would will has"
    " have isn't aren't doesn't don't anyone anybody was wer wie was wo warum wann welche kann hva hvem hvor hvordan"
    " hvorfor når qué cómo quién dónde por cuándo que quoi qui où comment pourquoi quand"
)
_ANYONE = _set(
    "anyone anybody someone somebody everyone everybody anyone's guys folks all jemand noen alguien"
)
_HELLO = _set(
    "hi hello hey hiya heya yo howdy greetings morning evening hallo hei hola bonjour salut ciao moin olá"
)
_THANKS = _set(
    "thanks thank thx ty thankyou tnx cheers thankx thanx danke takk gracias merci grazie obrigado tack"
)
_YES = _set(
    "yes yeah yep yea ya yup ok okay k sure right true indeed exactly agreed correct oh ah aha i ja jo si sí oui sim"
)
_NO = _set("no nope nah not never nein nei non não")
_BYE = _set("bye cya goodbye goodnight night later brb bbl tschüss adiós ha")
_JOINS = _set(
    "and but so or because cause cuz which then also though although well und aber og men y pero et mais"
)
_POINTS = _set("it that this they those these its it's that's thats he she one es das det eso ça")
_SELF = _set("i i'm im i've ive my me mine i'd i'll ich mein jeg min yo mi je mon")
_YOU = _set("you your you're youre u ur yours you've du dein tu vous usted")
_TRY = _set(
    "try use run type install check look see open click add go get just make edit put read ask you'll apt-get"
)
_WONDER = _set("hmm hm um umm uh err er well oops ugh wow whoa eh ?")

MARKS: tuple[str, ...] = (
    "question mark",
    "opens as a question",
    "anyone",
    "greets",
    "thanks",
    "yes",
    "no",
    "bye",
    "laughs",
    "link",
    "command to a bot",
    "is a bot",
    "unfinished",
    "opens with a joining word",
    "points back",
    "of oneself",
    "of you",
    "tells to try",
    "wonders",
    "code",
    "correction",
    "words (log)",
    "one word",
    "two or three words",
    "fifteen words or more",
    "no words",
    "rarest word",
    "rarity",
    "addresses one who spoke",
    "addresses a stranger",
    "names one who spoke",
    "starts in lower case",
)


def bucket_of(word: str) -> int:
    """The bucket of a folded word."""
    return crc32(word.encode("utf-8", "replace")) % BUCKETS


def lines_read(lines: Sequence[Line], names: Mapping[str, str], rarity: Floats) -> Said:
    """What each line shows by itself; `rarity` holds for each bucket of words how rare it is (0 to 1)."""
    n = len(lines)
    known = _Known(names)
    speaker, addressed = np.zeros(n, np.int64), np.full(n, NOBODY)
    named, marks = np.full((n, MOST_NAMED), NOBODY), np.zeros((n, len(MARKS)), np.float32)
    where: list[int] = []
    which: list[int] = []
    for i, line in enumerate(lines):
        speaker[i] = me = known.spoke(line.speaker, i)
        folded = line.text.casefold()
        to, rest = known.opening(line.text, i)
        words = WORD.findall(folded[rest:])
        addressed[i] = to if to != me else NOBODY
        others = [to] if to >= 0 else []
        others += [one for one in known.inside(folded[rest:], i, rarity) if one not in (me, to)]
        named[i, : len(others[:MOST_NAMED])] = others[:MOST_NAMED]
        buckets = sorted({bucket_of(word) for word in words})
        where += [i] * len(buckets)
        which += buckets
        rare = [rarity[b] for b in buckets]
        marks[i] = _marks(line, folded[rest:].strip(), words, rare, to, len(others) > (to >= 0))
    at, bucket = np.array(where, np.int64), np.array(which, np.int64)
    return Said(speaker, addressed, named, marks, (at, bucket, rarity[bucket]))


def _marks(line: Line, text: str, words: list[str], rare: list[float], to: int, names: bool) -> list[float]:
    few = words[:3]
    first = words[0] if words else ""
    size = len(words)
    held = set(words)
    return [
        "?" in text,
        first in _ASKS,
        not held.isdisjoint(_ANYONE),
        not _HELLO.isdisjoint(few),
        not held.isdisjoint(_THANKS),
        first in _YES,
        first in _NO,
        not _BYE.isdisjoint(few),
        _LAUGH.search(text) is not None,
        _URL.search(text) is not None,
        text[:1] in "!@/" and text != "",
        "bot" in line.speaker.casefold(),
        text[-1:] in ",-" or text.endswith(".."),
        first in _JOINS,
        not _POINTS.isdisjoint(few),
        not held.isdisjoint(_SELF),
        not held.isdisjoint(_YOU),
        first in _TRY or (to != NOBODY and not _TRY.isdisjoint(few)),
        first in _WONDER,
        _CODE.search(text) is not None,
        text[:1] == "*" or text[-1:] == "*" or text[:2] == "s/",
        float(np.log1p(size)) / 4,
        size == 1,
        1 < size < 4,
        size >= 15,
        size == 0,
        max(rare, default=0.0),
        sum(rare) / 10,
        to >= 0,
        to == STRANGER,
        names,
        line.text[:1].islower(),
    ]


def called_first(text: str) -> str:
    """The folded name by which a line calls somebody at its start ("Ola: ...", "Ola, ...", "@Ola ..."); "" for none."""
    found = _OPENING.match(text)
    if found is None:
        first = _NAME.search(text)
        return _key(first.group()) if first and text[: first.start()].strip() == "@" else ""
    key = _key(found.group(1))
    return "" if key in _COMMON or found.group().strip()[-1:] not in ":," else key


def name_keys(name: str) -> tuple[str, ...]:
    """The folded words by which somebody is called: the name, the name without what was added to it ("ola|away",
    "ola2"), and of a name of several words the first."""
    whole = _key(name)
    plain = whole.split("|")[0].rstrip("_-`^0123456789")
    first = _key(name.split(maxsplit=1)[0]) if name.split() else ""
    return tuple(dict.fromkeys(key for key in (whole, plain, first) if key))


class _Known:
    """The people of a conversation by their names, as far back as MEMORY."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._number: dict[str, int] = {}
        self._keys: dict[int, tuple[str, ...]] = {}
        self._by: dict[str, dict[int, int]] = {}  # a key of a name -> who bears it, and when they last spoke

    def spoke(self, speaker: str, at: int) -> int:
        number = self._number.setdefault(speaker, len(self._number))
        if number not in self._keys:
            self._keys[number] = name_keys(self._names.get(speaker, speaker))
        for key in self._keys[number]:
            self._by.setdefault(key, {})[number] = at
        return number

    def opening(self, text: str, at: int) -> tuple[int, int]:
        """Who is addressed by the first word (a number, STRANGER, NOBODY), and where the rest begins."""
        found = _OPENING.match(text)
        if found is None:
            first = _NAME.search(text)
            if first is None:
                return NOBODY, 0
            one = self._bears(_key(first.group()), at) if len(first.group()) > 3 else NOBODY
            marked = text[: first.start()].strip() == "@"
            return (one, first.end()) if marked or (one >= 0 and _odd(first.group())) else (NOBODY, 0)
        key = _key(found.group(1))
        one = self._bears(key, at)
        if one == NOBODY and len(key) > 2 and key not in _COMMON:
            one = self._like(key, at)
        if one >= 0:
            return one, found.end()
        plain = key in _COMMON or len(key) < 2 or found.group().strip()[-1:] not in ":,"
        return (NOBODY, 0) if plain else (STRANGER, found.end())

    def inside(self, folded: str, at: int, rarity: NDArray[np.float32]) -> Iterator[int]:
        """Who else is named, each once, in the order of the line."""
        told: set[int] = set()
        for word in _NAME.findall(folded):
            key = _key(word)
            if len(key) < 3 or key not in self._by:
                continue
            if rarity[bucket_of(key)] < COMMON_RARITY:
                continue
            one = self._bears(key, at)
            if one >= 0 and one not in told:
                told.add(one)
                yield one

    def _bears(self, key: str, at: int) -> int:
        """Who bears a name: the one who spoke last."""
        bearers = self._by.get(key)
        if not bearers:
            return NOBODY
        last, one = max((when, who) for who, when in bearers.items())
        return one if at - last <= MEMORY else NOBODY

    def _like(self, key: str, at: int) -> int:
        """Who bears a name that begins so, or is one letter off; the one who spoke last of several."""
        best = (at - MEMORY - 1, NOBODY)
        for other, bearers in self._by.items():
            if other[:2] != key[:2] and other[-3:] != key[-3:]:
                continue
            if other.startswith(key) or (len(other) > 3 and key.startswith(other)) or _close(key, other):
                best = max(best, *((when, who) for who, when in bearers.items()))
        return best[1]


COMMON_RARITY = 0.45
_COMMON = (
    _ASKS | _HELLO | _THANKS | _YES | _NO | _BYE | _JOINS | _POINTS | _SELF | _YOU | _TRY | _WONDER | _ANYONE
)


def _odd(word: str) -> bool:
    """Whether a word is written as names are: with a capital, a digit or a mark inside."""
    return not word.isalpha() or word[:1].isupper()


def _key(name: str) -> str:
    return name.casefold().strip("_-`^|[]{}\\.")


def _close(a: str, b: str) -> bool:
    """Whether two names of four letters or more differ by one letter added, left out, changed or swapped."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    return x[1:] == y or x == y[1:] or x[1:] == y[1:] or (x[2:] == y[2:] and x[:2] == y[1::-1])
