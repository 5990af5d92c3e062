"""What two names say for or against their being one person's: each word that agrees by how common it is. Pure.

Log odds after Fellegi and Sunter (1969, "A theory for record linkage"): the logarithm of how much likelier the names
are to agree so for one person than for two, with the commonness of each word (Winkler 1989).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from mutuals.people.commonness import Commonness
from mutuals.people.latin import Word, tight
from mutuals.people.near import slips

# How two words agree, the surest first, and for how many of one person's names they do, where they can.
SAME, FORM, SOUND, SLIP, BEGIN, INITIAL, NONE = range(7)
KEPT: Final = {SAME: 0.85, FORM: 0.35, SOUND: 0.6, SLIP: 0.1, BEGIN: 0.25, INITIAL: 0.6}
WORDS: Final = {SAME: "same", FORM: "form", SOUND: "sound", SLIP: "slip", BEGIN: "begin", INITIAL: "initial"}
MOST: Final = 13.0
# Two words of a name are no two draws: who is called Amara is likelier called Okafor.
BOUND: Final = 1.6
OTHER_NAME, OTHER_GIVEN, OTHER_FAMILY, UNREAD, MORE = -7.0, -4.5, -2.6, -1.0, -0.25


class NameSays(NamedTuple):
    """What two names say: the weight, how they agree at worst, both names, and how many words agree."""

    weight: float
    how: str
    a: str
    b: str
    agreed: int


Name = tuple[str, tuple[Word, ...]]


ONE_FAMILY, ONE_GIVEN = 2.0, 4.5


def names_say(a: Sequence[Name], b: Sequence[Name], common: Commonness) -> NameSays | None:
    """The best that the names of two say; None where one has no name."""
    found = None
    for one, words in a:
        for other, others in b:
            says = _two(words, others, common)
            if found is None or says[0] > found.weight:
                found = NameSays(says[0], says[1], one, other, says[2])
    return found


@lru_cache(1 << 18)
def how(a: Word, b: Word) -> int:
    """How two words of names agree."""
    if a.text == b.text or (a.latin and b.latin and (a.roman == b.roman or _accented(a, b))):
        return SAME
    if a.groups & b.groups:
        return FORM
    if a.han and b.han:
        return NONE
    if len(a.plain) == 1 or len(b.plain) == 1:
        return INITIAL if a.plain[:1] == b.plain[:1] else NONE
    return SOUND if _sounds(a, b) else _spelled(a.text, b.text)


def _accented(a: Word, b: Word) -> bool:
    return a.plain == b.plain and slips(a.text, b.text) < 2


def _spelled(a: str, b: str) -> int:
    short, apart = min(len(a), len(b)), slips(a, b)
    if (short >= 4 and apart == 1) or (short >= 8 and apart == 2):
        return SLIP
    return BEGIN if short >= 3 and (a.startswith(b) or b.startswith(a)) else NONE


def _sounds(a: Word, b: Word) -> bool:
    if a.han and b.han:
        return False
    if a.plain == b.plain:
        return True
    if a.vowelless or b.vowelless:
        # The letter that writes a w also writes an u or an o.
        if len(a.bones) > 1 and a.bones.replace("f", "") == b.bones.replace("f", ""):
            return True
        # Of Layla and Khalil one consonant is left; with doubled ones and h there is more to compare.
        return len(tight(a.plain)) > 1 and tight(a.plain) == tight(b.plain)
    if a.latin and b.latin:
        return len(a.bones) > 2 and a.bones == b.bones and slips(a.plain, b.plain) <= 2
    return a.bones == b.bones and slips(a.plain, b.plain) <= (1 if len(a.plain) < 6 else 2)


def _two(a: tuple[Word, ...], b: tuple[Word, ...], common: Commonness) -> tuple[float, str, int]:
    mine, theirs, weight, worst = 0, 0, 0.0, SAME
    if a != b and _letters(a) == _letters(b):
        # The same letters, and a blank in another place: "Montserra tGallego". The longer words are the name.
        a = b = max(a, b, key=lambda words: min(len(one.text) for one in words))
    for level, i, j in _pairs(a, b):
        # Words that found their like, as bits.
        if mine >> i & 1 or theirs >> j & 1:
            continue
        mine |= 1 << i
        theirs |= 1 << j
        weight += _agree(level, a[i], b[j], common)
        worst = max(worst, level)
    if not mine:
        return (UNREAD, "unread", 0) if _unread(a, b) else (OTHER_NAME, "other", 0)
    agreed = mine.bit_count()
    if agreed > 1:
        weight -= BOUND
    left, right = len(a) - agreed, len(b) - agreed
    if left and right:
        given = not (mine | theirs) & 1
        # One family, or one common first name, is no rare thing among those who are known together.
        if given:
            return min(weight, ONE_FAMILY) + OTHER_GIVEN, "given", agreed
        return min(weight, ONE_GIVEN) + OTHER_FAMILY, "family", agreed
    known = len(a) > 1 < len(b)
    return min(MOST, weight) + MORE * known * (left + right), WORDS[worst], agreed


def _letters(words: tuple[Word, ...]) -> str:
    return "".join(word.text for word in words)


def _pairs(a: tuple[Word, ...], b: tuple[Word, ...]) -> list[tuple[int, int, int]]:
    """Which word of one agrees how with which of the other, the surest first."""
    if len(a) == len(b) and a == b:
        return [(SAME, i, i) for i in range(len(a))]
    found = []
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            level = SAME if one is other else how(one, other)
            if level != NONE:
                found.append((level, i, j))
    found.sort()
    return found


def _unread(a: tuple[Word, ...], b: tuple[Word, ...]) -> bool:
    """Whether one is in Chinese characters and the other is not: how it is read in Japanese is not known here."""
    return any(word.han for word in a) != any(word.han for word in b)


def _agree(level: int, a: Word, b: Word, common: Commonness) -> float:
    """The log odds of one pair of words that agree."""
    share = common.name(a.plain)
    if a.plain != b.plain:
        share = max(share, common.name(b.plain))
    if level == SAME:
        by_chance = share
    elif level == FORM:
        by_chance = 2 * max(share, 0.002)
    elif level == SOUND:
        by_chance = 2 * share
    elif level == INITIAL:
        by_chance = 0.08
    else:
        short, base = min(len(a.text), len(b.text)), 0.02 if level == SLIP else 0.2
        by_chance = max(share, base / 4 ** min(short - 3 + (level == BEGIN), 4))
    return max(0.1, log(KEPT[level] / by_chance))
