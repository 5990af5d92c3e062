"""Fills what many could have said: scenes with choices in `[a|b]` and blanks in `{word}`, no two alike where it can
be helped."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from mutuals.sample.dice import Dice
from mutuals.sample.reading import pools, scenes
from mutuals.sample.shapes import ME, Line, Person, Scene
from mutuals.sample.voice import spoken

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TOGETHER = re.compile(r"<([^<>]*)>")
_BLANK = re.compile(r"\{(\w+)\}")
_TRIES = 8
_SHORT = 18
_LOOKS = 3
_FREE = 3
_SEASONAL = 0.5


@cache
def _pools() -> dict[str, tuple[str, ...]]:
    return pools("pools")


def filled(text: str, language: str, dice: Dice, turn: int = 0) -> str:
    """A template with its choices made and its blanks filled; `<a|b>` takes the same `turn` in all lines of a scene."""
    text = _TOGETHER.sub(lambda found: _turned(found[1], turn), text)
    chosen = _CHOICE.sub(lambda found: dice.pick(found[1].split("|")), text)
    whole = _BLANK.sub(lambda found: dice.pick(_pools()[f"{language}.{found[1]}"]), chosen)
    return whole[:1].upper() + whole[1:]


def _turned(choices: str, turn: int) -> str:
    """The choice of a turn."""
    parts = _options(choices)
    return parts[turn % len(parts)]


def _options(choices: str) -> list[str]:
    """Choices parted at their bars; those within brackets stay together."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(choices):
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and not depth:
            parts.append(choices[start:at])
            start = at + 1
    return [*parts, choices[start:]]


class Wanted(NamedTuple):
    """What a scene must be: they speak at least `size` times, it fits the month, and the right one opens."""

    language: str
    kind: str
    me_first: bool
    size: int
    month: int


class Teller:
    """Tells scenes for one chat after another and remembers what was said anywhere."""

    def __init__(self) -> None:
        self._said = Counter[str]()
        self._told_of = Counter[str | int]()

    def lines(
        self, one: Person, wanted: Wanted, chat: Counter[int | str], dice: Dice
    ) -> tuple[str, tuple[Line, ...]]:
        """The subject and lines of a scene; `chat` counts what was told in this chat. Of some tries the one of which
        least was said before, here above all. Raises LookupError where no scene fits."""
        fit = _fitting(wanted)
        if not fit:
            raise LookupError(f"No scene for {one.slug}: {wanted}")
        tries: list[tuple[int, int, Scene, int, tuple[Line, ...]]] = []
        for _ in range(_TRIES):
            scene = self._next(fit, chat, dice)
            turn = self._turn(scene, dice)
            lines = _told(scene, one, wanted, turn, dice)
            long = [line.text for line in lines if len(line.text) > _SHORT]
            stale = sum(9 * chat[text] + self._said[text] for text in long)
            tries.append((stale, len(tries), scene, turn, lines))
            if not stale:
                break
        _, _, scene, turn, lines = min(tries, key=lambda one: one[:2])
        chat[scene.number] += 1
        self._told_of[scene.number] += 1
        self._told_of[f"{scene.number}/{turn}"] += 1
        self._said.update(line.text for line in lines)
        chat.update(line.text for line in lines)
        return filled(scene.subject, wanted.language, dice, turn), lines

    def _next(self, fit: Sequence[Scene], chat: Counter[int | str], dice: Dice) -> Scene:
        """One of the scenes that were told least here, of the season rather than of any time."""
        least = min(chat[scene.number] for scene in fit)
        fresh = [scene for scene in fit if chat[scene.number] <= least]
        season = [scene for scene in fresh if scene.months]
        some = season if season and dice.chance(_SEASONAL) else fresh
        return min((dice.pick(some) for _ in range(_LOOKS)), key=self._worn)

    def _worn(self, scene: Scene) -> float:
        """How often a scene was told anywhere, by the ways in which it can be told."""
        return self._told_of[scene.number] / _ways(scene)

    def _turn(self, scene: Scene, dice: Dice) -> int:
        """The way of telling a scene that was told least."""
        turns = dice.mixed(range(_ways(scene)))
        return min(turns, key=lambda turn: self._told_of[f"{scene.number}/{turn}"])

    def pair(self, texts: Sequence[str], dice: Dice) -> str:
        """One of some texts as it stands, each as often as the others."""
        least = min(self._told_of[one] for one in texts)
        one = dice.pick([one for one in texts if self._told_of[one] == least])
        self._told_of[one] += 1
        return one

    def once(self, texts: Sequence[str], language: str, dice: Dice) -> str:
        """One of some texts, filled so that it was not said before if it can be helped."""
        some = [filled(dice.pick(texts), language, dice) for _ in range(_TRIES)]
        words = min(some, key=lambda one: self._said[one])
        self._said[words] += 1
        return words


@cache
def _ways(scene: Scene) -> int:
    """In how many ways a scene can be told: by its choices that go together, else a guess for the free ones."""
    most = max(len(_options(found)) for _, text in scene.lines for found in ["", *_TOGETHER.findall(text)])
    return most if most > 1 else _FREE


def _told(scene: Scene, one: Person, wanted: Wanted, turn: int, dice: Dice) -> tuple[Line, ...]:
    lines = []
    for who, text in scene.cut(me_first=wanted.me_first, size=wanted.size):
        mine = (who == "a") == wanted.me_first
        words = filled(text, wanted.language, dice, turn)
        lines.append(Line(ME if mine else one.slug, words if mine else spoken(words, one, dice)))
    return tuple(lines)


@cache
def _fitting(wanted: Wanted) -> tuple[Scene, ...]:
    """The scenes that fit; those that would be cut off behind a question only where there are no others."""
    found = tuple(
        scene
        for scene in scenes()
        if scene.language == wanted.language
        and wanted.kind in scene.kinds
        and (not scene.months or wanted.month in scene.months)
        and scene.opener in ("any", "me" if wanted.me_first else "them")
        and scene.theirs(me_first=wanted.me_first) >= wanted.size
    )
    return tuple(one for one in found if one.fits(me_first=wanted.me_first, size=wanted.size)) or found
