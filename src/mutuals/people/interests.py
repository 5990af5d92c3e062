"""What somebody keeps speaking of, and what both do: phrases of posts counted by days. Pure.

Days count, not posts: an evening with forty messages about a move is one day of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# On so many days they said it where we did not, and where we did.
ALONE: Final = 3
BOTH: Final = 2
# What many letters have and none is about.
_FORMS: Final = frozenset(
    "frage fragen kurze question questions quick pregunta domanda hallo moin guten hello dear betreff foto photo mail "
    "nachricht message".split()
)
_SHORTEST: Final = 3
_LONG: Final = 6
_LINE: Final = 7
DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Said:
    """The phrases of one post, on which UTC day, and whether we wrote it; `key` names the post, `lang` its language
    (ISO 639-1), `words` how many words it has."""

    day: int
    ours: bool
    phrases: tuple[str, ...]
    key: str
    lang: str = "und"
    words: int = 100


@dataclass(frozen=True, slots=True)
class Interest:
    """A phrase as it is written most, on how many days they and we used it, when last, and one post that has it."""

    phrase: str
    theirs: int
    ours: int
    last_day: int
    key: str

    @property
    def common(self) -> bool:
        """Whether both speak of it."""
        return self.theirs > 0 and self.ours > 0


def interests(said: Iterable[Said], *, names: Sequence[str] = (), most: int = 6) -> list[Interest]:
    """What they speak of on at least three days, or on two and we do too: the common first, then by days.

    `names` are those of the two and of people around them: no interest is somebody's own name.
    """
    calling = {part for name in names for part in _folded(name).split()}
    days: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    forms: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    latest: dict[str, tuple[int, str]] = {}
    for one in said:
        for phrase in one.phrases:
            key = _folded(phrase)
            if calling & set(key.split()) or _FORMS.issuperset(key.split()) or not _tells(phrase, one):
                continue
            days[key][one.ours].add(one.day)
            forms[key][phrase.lstrip("#＃")] += 1
            if not one.ours:
                latest[key] = max(latest.get(key, (one.day, one.key)), (one.day, one.key))
    found = [
        Interest(
            max(forms[key], key=lambda form: (forms[key][form], form)), len(theirs), len(ours), *latest[key]
        )
        for key, (theirs, ours) in days.items()
        if len(theirs) >= (BOTH if ours else ALONE)
    ]
    found.sort(key=lambda one: (not one.common, -(one.theirs + one.ours), -one.last_day, one.phrase))
    return found[:most]


def _tells(phrase: str, said: Said) -> bool:
    """Whether a phrase tells of a topic rather than of a moment: of short chat lines only what is a hashtag or several
    words; a single small word only where it is long and no German verb (German writes nouns large)."""
    if phrase[:1] in "#＃":
        return len(phrase) > _SHORTEST
    several = len(phrase.split()) > 1
    if said.words < _LINE and not several:
        return False
    if phrase[:1].isupper() or not phrase[:1].isascii() or several:
        return len(phrase) >= _SHORTEST
    return said.lang != "de" and len(phrase) >= _LONG


def _folded(phrase: str) -> str:
    return phrase.lstrip("#＃").casefold().strip()
