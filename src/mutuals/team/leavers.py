"""What the rooms hand one another about somebody who leaves, or asks what is held about them. Pure.

Each room offers a file `leaving.py`: `everything_export` (what a user may take along), `person_export` (what is held
about one person; `quick` leaves out what no index leads to), `person_count` and `person_erase`. The room `leaving`
walks all rooms by these names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol


class Documents(NamedTuple):
    """One file of an export: its path, and its rows, made while they are written."""

    path: str
    rows: Iterable[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing held about a person: its name in JSON, its title for people, how many, and the rows."""

    kind: str
    title: str
    count: int
    rows: Iterable[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as every room can find them: all contacts that were joined (keys, the kept one first), their public
    ids, their actors (keys), and the names they bear."""

    contacts: tuple[int, ...]
    public_ids: tuple[str, ...]
    actors: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Erasing:
    """An erasure under way: who, and under which words they may still stand in the texts of others (`needles`: full
    addresses, ids and handles). It is stored as the payload of its job until all is done."""

    contacts: list[int]
    public_ids: list[str]
    actors: list[int]
    needles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Leaving(Protocol):
    """What a room's `leaving.py` may offer; each function may be missing."""

    def everything_export(self, *, viewer: Any) -> Iterator[Documents]: ...
    def person_export(
        self, *, viewer: Any, person: Person, everything: bool, quick: bool
    ) -> Iterator[Part]: ...
    def person_count(self, *, person: Person, quick: bool) -> dict[str, int]: ...
    def person_erase(self, *, erasing: Erasing, now_ms: int) -> None: ...
