"""Hands out what a reader translated: actors only when they are new, checkpoints every few thousand items. Pure."""

import json
from collections.abc import Iterable, Iterator

from mutuals.as2 import Activity, Actor, Checkpoint, Collection

STEP = 4000
REMEMBERED = 100_000


class Pace:
    """The pace of one run over one archive; what it remembers of actors is bounded (to repeat one is harmless).

    `step` is the number of items between two checkpoints, `remembered` that of actors."""

    def __init__(self, *, step: int = STEP, remembered: int = REMEMBERED) -> None:
        self._step, self._remembered = step, remembered
        self._seen: dict[str, tuple[str, str]] = {}
        self._given = 0

    def give(
        self, items: Iterable[Activity | Actor | Collection], file: str, at: int
    ) -> Iterator[Activity | Actor | Collection | Checkpoint]:
        """Yields the items of record `at` of `file`, but an actor only if it is new or has another name or handle."""
        for item in items:
            if isinstance(item, Actor) and not self._is_news(item):
                continue
            yield item
            self._given += 1
        if self._given >= self._step:
            yield self.checkpoint(file, at)

    def checkpoint(self, file: str, at: int) -> Checkpoint:
        """A checkpoint behind record `at` of `file`."""
        self._given = 0
        return Checkpoint(json.dumps({"file": file, "item": at}))

    def _is_news(self, actor: Actor) -> bool:
        says = (actor.name, actor.preferred_username)
        have = self._seen.get(actor.id)
        if have is not None and (have == says or not (any(says) or actor.attachment)):
            return False
        if len(self._seen) >= self._remembered:
            self._seen.clear()
        self._seen[actor.id] = says
        return True
