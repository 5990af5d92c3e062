"""Postal addresses, read as a sentence of sorts of words (streets.py): a street with its number, what leads to it, and
the flat, town, region, postcode and country after it.

The forms are those of the Universal Postal Union's addressing systems
(https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from mutuals.text.personal.cues import ADDRESS, FLAGS
from mutuals.text.personal.look import Look
from mutuals.text.personal.streets import PREFIX, SUFFIX, UNITS, sort_of

_BARE = re.compile(r"\w+(?:['’./-]\w+)*")
_WORD = re.compile(r"\w+(?:['’./-]\w+)*\W*")
_GAP = re.compile(r"[.]?[ \t]{0,3}#?(?:,?[ \t]{0,2}|(?:,?\s{0,3}\n[\s>|*-]{0,4},?[\s]{0,3}))")
_STOPS = SUFFIX | PREFIX | UNITS | {"p.o", "mt", "ste"}
_NAMES = r"(?:[CpAoT]|a(?=[CpA]))"
_NUMBER = r"[nZ]"
_STRONG = re.compile(
    rf"""(?=[nZUPTKbBW]|[CAp][CpAT]{{0,4}}(?:[KSMnZ]|,[KMnZ]))
    (?:U{_NUMBER},?)?(?:
      {_NUMBER},?(?:{_NUMBER},?)?(?:[CAoS][CpAoT]{{0,3}}|p[CpAT]{{1,3}})[ST](?:,?[nZ](?!o))?
    | {_NUMBER},?(?:{_NUMBER},?)?[CA][CpA]{{0,3}}s,?{_NUMBER}
    | {_NUMBER},?(?:{_NUMBER},?)?v[CpA]{{1,4}},?{_NUMBER}
    | {_NUMBER},?(?:{_NUMBER},?)?(?:l{{1,2}})S
    | {_NUMBER},?(?:{_NUMBER},?)?[CpA]{{0,3}}K(?:,?{_NUMBER})?
    | [CpA]{{0,2}}K,?{_NUMBER}
    | (?:{_NUMBER},?){{1,2}}[PT][pT]{{0,3}}[CAoKnZ][CpAonZKT]{{0,5}}(?:,?{_NUMBER})?
    | (?:{_NUMBER},?){{1,2}}P[pl]{{1,4}}(?:,?{_NUMBER}|(?=,))
    | P[pT]{{0,3}}[CAoKn][CpAoKT]{{0,5}},?{_NUMBER}
    | T[pT]{{0,3}}[CA][CpAT]{{0,5}},?{_NUMBER}
    | (?:{_NUMBER},?){{1,2}}[CpAoT]{{1,5}}{_NUMBER}(?=,[CUApPhz]|U|,Z)
    | (?:{_NUMBER},?){{1,2}}[CpAoTSv]{{1,5}},?(?={_NUMBER}?,?U{_NUMBER})
    | [CA][CpAT]{{0,3}}S,?{_NUMBER}(?=,[CAUZ])
    | [CAK][CpAT]{{0,3}},?{_NUMBER},[CZ](?:[CpA]{{0,3}}),?[CZz](?=[|]|$)
    | (?:{_NUMBER},?)?b?B{_NUMBER} | [bU]{_NUMBER},?B{_NUMBER} | [CA]{{1,3}},?MA[Zz]
    | W[xp][CpAonZTSsKP]{{1,7}}a[CpAonZTSsKP]{{1,7}}
    )
    """,
    re.VERBOSE,
)
_TOWARDS = re.compile(rf"(?:{_NUMBER},?){{1,2}}[CATo][CpAoTSsv]{{0,4}}{_NUMBER}(?![noSsZ])")
_WAY = frozenset("at to in near from on on: chez an à en bei naar in: na".split())
_CUED = re.compile(
    rf"""(?=[nZUPT]|[CAo][CpAoTSsKPv]{{0,4}},?[nZ]|[CA][CpA]{{0,3}}a)
    (?:U{_NUMBER},?)?(?:
      (?:{_NUMBER},?){{1,2}}[CpAoTSsKPv][CpAoTSsKPvl]{{0,4}}(?:,?{_NUMBER}(?!o)|(?=,[CAUZz])|(?=,?U{_NUMBER}))
    | (?:{_NUMBER},?){{1,2}}[CpAoT]{{1,3}}[Ss]
    | (?<![CAoT])(?:[CAoT][CpAoTSsKPv]{{0,4}}|[PT][lpC]{{1,4}}),?{_NUMBER}
    | [CA][CpA]{{0,3}}a[CpA]{{1,4}}[SK]
    )
    """,
    re.VERBOSE,
)
_TAIL = re.compile(
    rf"(?:,?(?:U,?(?:{_NUMBER}|A|[CA](?![CpA]))|b?B{_NUMBER}|[Zz](?:A(?![a-z]))?|n(?=,|Z|\||$)|hh|MA"
    r"|(?:[CATo][CpATKSoa]{0,4}?|A)(?=[,|.Zznhx]|$)|[CA][CpATKS]{0,5})){1,8}"
)
_DIGIT = re.compile("[0-9]")


def addresses(look: Look) -> Iterator[tuple[str, int, int]]:
    """Street addresses, boxes and corners, as far as they go."""
    plain = _unclaimed(look)
    numbers = _DIGIT.search(plain)
    if not numbers and "corner" not in look.words:
        return
    first = max(0, numbers.start() - 100) if numbers else 0
    words = _WORD.findall(plain, first)
    memo = _SMALL if look.lower == look.plain else _SORTS
    each = [memo[word] for word in words]
    sorts = "".join(each)
    where = _Where(plain, first, words, each)
    for pattern, fits in _patterns(look):
        at = 0
        parts: list[str] = []
        for found in pattern.finditer(sorts):
            start, _ = where.word(found.start())
            if found.start() >= at and (fits is None or fits(look, start)):
                end = _tail(sorts, found.end())
                yield "address", start, where.word(end - 1)[1]
                parts += (sorts[at : found.start()], "|" * (end - found.start()))
                at = end
        sorts = "".join([*parts, sorts[at:]]) if parts else sorts


def _patterns(look: Look) -> tuple[tuple[re.Pattern[str], Callable[[Look, int], bool] | None], ...]:
    """What is read as an address: less of a text that shouts, or without a word on addresses."""
    if look.plain.isupper():
        return _UNCUED[:1]
    return _PATTERNS if look.flags & ADDRESS else _UNCUED


def _told(look: Look, start: int) -> bool:
    """Whether a word shortly before says that an address follows."""
    return any(FLAGS.get(word, 0) & ADDRESS for word in look.before(start, 60).split())


def _towards(look: Look, start: int) -> bool:
    """Whether the word before leads to a place."""
    return look.before(start, 8).rpartition(" ")[0].rpartition(" ")[2] in _WAY


_UNCUED: tuple[tuple[re.Pattern[str], Callable[[Look, int], bool] | None], ...] = (
    (_STRONG, None),
    (_TOWARDS, _towards),
)
_PATTERNS = (*_UNCUED, (_CUED, _told))


def _tail(sorts: str, end: int) -> int:
    """Where an address ends whose street ends there; never at a comma."""
    found = _TAIL.match(sorts, end)
    end = found.end() if found else end
    while sorts[end - 1] in ",pa":
        end -= 1
    return end


def _unclaimed(look: Look) -> str:
    """The text with a bar for all that was found already."""
    plain, at = look.plain, 0
    if not look.found:
        return plain
    parts: list[str] = []
    for one in sorted(look.found, key=lambda span: span.start):
        parts += (plain[at : one.start], "|" * (one.end - one.start))
        at = one.end
    return "".join([*parts, plain[at:]])


class _Memo(dict[str, str]):
    """The sorts of words seen before, with what stands after each; forgets all when it grows too large."""

    def __init__(self, *, small: bool) -> None:
        super().__init__()
        self._small = small

    def __missing__(self, token: str) -> str:
        word = _BARE.match(token)
        text = word[0] if word else token
        gap = token[len(text) :][:16]
        sort = sort_of(text, text.lower(), small=self._small)
        if gap.startswith("/") and text in ("C", "c"):  # Spanish for calle
            sort, gap = "P", gap[1:]
        sort = ("P" if sort == "v" and gap.startswith(".") else sort) + _between(text, gap)
        if len(self) > 50_000:
            self.clear()
        if len(token) < 40:
            self[token] = sort
        return sort


_SORTS, _SMALL = _Memo(small=False), _Memo(small=True)


def _between(word: str, gap: str) -> str:
    """What stands after a word: nothing, "," or "|"."""
    if gap == " ":
        return ""
    if not _GAP.fullmatch(gap):
        return "|" if gap else ""
    if gap.startswith(".") and not _short(word, gap):
        return "|"
    return "," if "," in gap or "\n" in gap else ""


def _short(word: str, gap: str) -> bool:
    """Whether a stop after a word shortens it, or ends a line after a number, and so ends no sentence."""
    if word.lower() in _STOPS or len(word) == 1 or word.lower().endswith("str"):
        return True
    return (len(word) < 4 and word[0].isupper()) or (word.isdigit() and gap.startswith(".\n"))


class _Where:
    """Where each letter of the sorts stands in the text; reckoned when first asked."""

    __slots__ = ("_begin", "_letters", "_sorts", "_starts", "_words")

    def __init__(self, plain: str, first: int, words: list[str], sorts: list[str]) -> None:
        self._begin = plain.find(words[0], first) if words else 0
        self._words, self._sorts = words, sorts
        self._letters: list[int] = []
        self._starts: list[int] = []

    def word(self, letter: int) -> tuple[int, int]:
        """Start and end of the word that a letter stands for, or after which it stands."""
        if not self._letters:
            self._letters = list(accumulate(map(len, self._sorts)))
            self._starts = list(accumulate(map(len, self._words), initial=self._begin))
        at = bisect_right(self._letters, letter)
        word = _BARE.match(self._words[at])
        return self._starts[at], self._starts[at] + (word.end() if word else 0)
