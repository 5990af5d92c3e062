"""Who could help with a text, and who needs what another offers: what people's posts are about, laid side by side.
Pure.

Two texts are alike when they share phrases that few people here use (idf, Spärck Jones 1972) and when their vectors lie
near one another. A word that many use tells nothing, so that nobody is proposed because both say "thanks". Nothing here
is learned or validated; the thresholds are judgement and stand in docs/models/introductions.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from mutuals.text.names import key
from mutuals.text.topics import alike

# A vector that lies nearer than this is about alike things; the words' vectors are mean vectors, which are all a little
# alike.
NEAR = 0.55
# Without a word in common only what lies this near counts.
ALONE = 0.8
# From so sure a post says what is wanted, offered or promoted.
SURE = 0.6
# Phrases used by more than this share of the people tell nothing of two of them.
COMMON = 0.12
# So rare must what two share be at least, together, as a part of how rare a thing is that only these two speak of: of a
# hundred people one thing that five speak of, of ten one that three do.
LEAST_SHARED = 0.75
# What somebody cares about they speak of on at least two days.
OFTEN = 2
SHORTEST = 4
# Who answered, offers, or is noted for it fits better than who only mentions it.
KNOWS = 1.25
DAY_MS = 86_400_000
# Words by which one asks, which are not what one asks about.
ASKING = frozenset(
    "question questions answer answers advice help ideas tips frage fragen antwort hilfe tipps pregunta ayuda "
    "aide domanda aiuto pergunta ajuda vraag hulp".split()
)
_TAGS = "#＃"


class Said(NamedTuple):
    """One post: its key (16 digits), whose (a contact), when (ms), its phrases, vector and what it may be.

    `public` says that anybody may read it; `wants`, `asks`, `offers` and `promotes` are confidences (what
    is asked in passing is no want, and no help either); `answers` says that it
    answers somebody who asked, or that it was help.
    """

    post: str
    contact: int
    at: int
    phrases: tuple[str, ...]
    vector: bytes
    public: bool = False
    wants: float = 0.0
    asks: float = 0.0
    offers: float = 0.0
    promotes: float = 0.0
    answers: bool = False
    noted: bool = False
    # Said to one or a few in passing: what somebody needs may stand there, but not what they care about.
    chat: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A phrase that two people share: as one of them wrote it, how rare it is, and the latest post of each with it."""

    phrase: str
    rare: float
    a: Said
    b: Said


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody who could help: how well it fits (0 to 1), and the posts that say so, the best first, with the phrases
    they share with what is wanted."""

    contact: int
    fit: float
    posts: tuple[Said, ...]
    phrases: tuple[str, ...]
    # How near the best of these posts lies to what is asked, as a cosine.
    near: float = 0.0


class Words:
    """What everybody here writes about; built once for many questions."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.by_contact: dict[int, list[Said]] = defaultdict(list)
        self._latest: dict[tuple[int, str], Said] = {}
        users: dict[str, set[int]] = defaultdict(set)
        days: dict[tuple[int, str], set[int]] = defaultdict(set)
        for one in sorted(said, key=lambda one: (-one.at, one.post)):
            self.by_contact[one.contact].append(one)
            for phrase, written in folded(one.phrases).items():
                users[phrase].add(one.contact)
                if not one.chat:
                    self._latest.setdefault((one.contact, phrase), one)
                    # A hashtag or a note says on one day what a word says by coming back.
                    marked = one.noted or written[:1] in _TAGS
                    days[one.contact, phrase] |= {one.at // DAY_MS, -1 if marked else one.at // DAY_MS}
        self._people = max(1, len(self.by_contact))
        self._users = {phrase: len(some) for phrase, some in users.items()}
        self._of: dict[int, set[str]] = defaultdict(set)
        for (contact, phrase), some in days.items():
            if len(some) >= OFTEN and len(phrase) >= SHORTEST:
                self._of[contact].add(phrase)

    def rare(self, phrase: str) -> float:
        """How much a folded phrase tells: the logarithm of people per user of it; 0 where too many use it."""
        users = self._users.get(phrase, 0)
        if phrase in ASKING or users > max(3.0, COMMON * self._people):
            return 0.0
        return log(1 + self._people / max(1, users))

    def telling(self, shared: Sequence[Shared]) -> float:
        """How rare all is that two share, summed; 0 where it is too common to be a reason."""
        rare = sum(one.rare for one in shared)
        return rare if rare >= LEAST_SHARED * log(1 + self._people / 2) else 0.0

    def shared(self, a: int, b: int) -> list[Shared]:
        """What two people both come back to, the rarest first."""
        both = self._of.get(a, set()) & self._of.get(b, set())
        found = [
            Shared(phrase, self.rare(phrase), self._latest[a, phrase], self._latest[b, phrase])
            for phrase in both
            if self.rare(phrase) > 0
        ]
        return sorted(found, key=lambda one: (-one.rare, one.phrase))

    def sharing(self, among: Sequence[int]) -> set[tuple[int, int]]:
        """Every two (a < b) of these people who come back to one thing that tells something."""
        users: dict[str, list[int]] = defaultdict(list)
        for contact in sorted(among):
            for phrase in self._of.get(contact, ()):
                if self.rare(phrase) > 0:
                    users[phrase].append(contact)
        return {(a, b) for some in users.values() for i, a in enumerate(some) for b in some[i + 1 :]}

    def helpers(self, asked: Said, *, among: Iterable[int], limit: int = 5) -> list[Help]:
        """Who of these people wrote of what is asked, the best fit first; never who asks, nor who only sells."""
        phrases = list(folded(asked.phrases))
        found = []
        for contact in among:
            if contact == asked.contact:
                continue
            help_ = self._help(asked, phrases, contact)
            if help_ is not None:
                found.append(help_)
        return sorted(found, key=lambda one: (-one.fit, one.contact))[:limit]

    def _help(self, asked: Said, phrases: Sequence[str], contact: int) -> Help | None:
        mine = [
            one for one in self.by_contact.get(contact, ()) if max(one.promotes, one.wants, one.asks) < SURE
        ]
        if not mine:
            return None
        nearness = alike(asked.vector, [one.vector for one in mine])
        scored = []
        for one, near in zip(mine, nearness, strict=True):
            same = [phrase for phrase in phrases if phrase not in ASKING and phrase in _texts(one)]
            fit = fitting(near, sum(self.rare(phrase) for phrase in same))
            if fit > 0:
                known = one.answers or one.offers >= SURE or one.noted
                scored.append((fit * (KNOWS if known else 1.0), one, same, near))
        if not scored:
            return None
        scored.sort(key=lambda row: (-row[0], -row[1].at, row[1].post))
        # A second and third post that say so make it surer, and never as sure as one that says it wholly.
        fit = 1.0
        for worth, *_ in scored[:3]:
            fit *= 1 - min(0.95, worth)
        told = tuple(dict.fromkeys(phrase for _, _, same, _ in scored[:3] for phrase in same))
        return Help(
            contact,
            1 - fit,
            tuple(one for _, one, _, _ in scored[:3]),
            told,
            max(row[3] for row in scored[:3]),
        )


def fitting(near: float, shared: float) -> float:
    """How well one post answers another, 0 to 1: by phrases they share (`shared`, their rarity summed), by how near
    their vectors lie, both together more than either."""
    if shared <= 0 and near < ALONE:
        return 0.0
    by_words = shared / (shared + 4.0)
    by_place = max(0.0, (near - NEAR / 2) / (1 - NEAR / 2))
    return by_words + (1 - by_words) * by_place * (0.6 if shared > 0 else 0.5)


def folded(phrases: Iterable[str]) -> dict[str, str]:
    """Each phrase as it is compared, with how it was written: without case and #, and its longer words too."""
    found: dict[str, str] = {}
    for phrase in phrases:
        plain = key(phrase.lstrip(_TAGS))
        if len(plain) > 2:
            found.setdefault(plain, phrase)
        words = plain.split()
        if len(words) > 1:
            for word in words:
                if len(word) > 4:
                    found.setdefault(word, word)
    return found


def phrases_at(text: str, places: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The phrases of a text as it writes them, by where they stand."""
    return tuple(text[start:end] for start, end in places)


def _texts(one: Said) -> Mapping[str, str]:
    return folded(one.phrases)
