"""Fills what many could have said: scenes with choices in `[a|b]` and blanks in `{word}`, no two alike where it can
be helped."""

import re
from collections.abc import Sequence
from functools import cache

from mutuals.sample.dice import Dice
from mutuals.sample.reading import pools, scenes
from mutuals.sample.shapes import ME, Line, Person, Scene
from mutuals.sample.voice import spoken

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")
_TRIES = 8
_SEASONAL = 0.5


@cache
def _pools() -> dict[str, tuple[str, ...]]:
    return pools("pools")


def filled(text: str, language: str, dice: Dice) -> str:
    """A template with its choices made and its blanks filled."""
    chosen = _CHOICE.sub(lambda found: dice.pick(found[1].split("|")), text)
    whole = _BLANK.sub(lambda found: dice.pick(_pools()[f"{language}.{found[1]}"]), chosen)
    return whole[:1].upper() + whole[1:]


class Teller:
    """Tells scenes for one chat after another and remembers what was said anywhere."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def lines(
        self, one: Person, *, used: dict[int, int], kind: str, language: str, size: int, month: int, me: float, dice: Dice
    ) -> tuple[str, tuple[Line, ...]]:
        """The subject and lines of a scene in which `one` speaks `size` times; `used` counts the scenes of this chat."""
        me_first = dice.chance(me)
        fit = _fitting(language, kind, me_first, size, month) or _fitting(language, kind, not me_first, size, month)
        me_first = me_first if _fitting(language, kind, me_first, size, month) else not me_first
        if not fit:
            raise LookupError(f"No scene for {one.slug}: {language} {kind} {size}")
        scene = _next(fit, used, dice)
        used[scene.number] = used.get(scene.number, 0) + 1
        told = _cut(scene, me_first=me_first, size=size)
        for _ in range(_TRIES):
            lines = self._told(told, one, language, me_first, dice)
            if not any(line.text in self._said for line in lines):
                break
        self._said.update(line.text for line in lines if len(line.text) > 12)
        return filled(scene.subject, language, dice), lines

    def once(self, texts: Sequence[str], language: str, dice: Dice) -> str:
        """One of some texts, filled so that it was not said before if it can be helped."""
        for _ in range(_TRIES):
            words = filled(dice.pick(texts), language, dice)
            if words not in self._said:
                break
        self._said.add(words)
        return words

    def _told(
        self, told: Sequence[tuple[str, str]], one: Person, language: str, me_first: bool, dice: Dice
    ) -> tuple[Line, ...]:
        lines = []
        for who, text in told:
            mine = (who == "a") == me_first
            words = filled(text, language, dice)
            lines.append(Line(ME if mine else one.slug, words if mine else spoken(words, one, dice)))
        return tuple(lines)


def _next(fit: Sequence[Scene], used: dict[int, int], dice: Dice) -> Scene:
    """One of the scenes that were told least here, of the season rather than of any time."""
    least = min(used.get(scene.number, 0) for scene in fit)
    fresh = [scene for scene in fit if used.get(scene.number, 0) == least]
    season = [scene for scene in fresh if scene.months]
    return dice.pick(season if season and dice.chance(_SEASONAL) else fresh)


@cache
def _fitting(language: str, kind: str, me_first: bool, size: int, month: int) -> tuple[Scene, ...]:
    opener = "me" if me_first else "them"
    return tuple(
        scene
        for scene in scenes()
        if scene.language == language
        and kind in scene.kinds
        and scene.opener in ("any", opener)
        and (not scene.months or month in scene.months)
        and scene.theirs(me_first=me_first) >= size
    )


def _cut(scene: Scene, *, me_first: bool, size: int) -> list[tuple[str, str]]:
    """The scene up to where the other has spoken `size` times and Mara has answered."""
    side, left, kept = ("b" if me_first else "a"), size, []
    for who, text in scene.lines:
        left -= who == side
        if left < 0:
            break
        kept.append((who, text))
    return kept
