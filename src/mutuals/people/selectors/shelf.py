"""Our shelf: what we can give, and what of it may help with what somebody is trying to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from mutuals.people.helping import Match, Words, matches
from mutuals.people.models import Aim, ShelfItem
from mutuals.people.selectors.aims import AimRow, aims_open
from mutuals.team.models import User
from mutuals.text.topics import packed
from mutuals.text.vectors import load

# The latest so many are looked through: more than anybody keeps in mind.
MOST = 300


class NotOnTheShelf(LookupError):
    """There is no such thing on the shelf."""


@dataclass(frozen=True, slots=True)
class Help:
    """A thing on the shelf that may help with an aim, and why."""

    item: ShelfItem
    why: Match


@dataclass(frozen=True, slots=True)
class Helped:
    """An open aim of somebody, and what of the shelf may help with it; the best first."""

    row: AimRow
    helps: tuple[Help, ...]


def shelf_all(viewer: User, *, limit: int = MOST) -> list[ShelfItem]:
    """What the viewer can give, and what others of the team share of theirs; the latest first."""
    seen = Q(author=viewer) | Q(shared=True)
    rows = ShelfItem.objects.filter(seen, deleted_at=None).select_related("author")
    return list(rows.order_by("-at", "-pk")[:limit])


def shelf_get(viewer: User, public_id: str) -> ShelfItem:
    """One thing of the viewer's own shelf, also where it was taken down; raises NotOnTheShelf."""
    found = ShelfItem.objects.filter(public_id=public_id, author=viewer).first()
    if found is None:
        raise NotOnTheShelf(str(NotOnTheShelf.__doc__))
    return found


def helps_for(
    viewer: User, texts: Sequence[str], *, shelf: Sequence[ShelfItem] | None = None
) -> list[tuple[Help, ...]]:
    """For each text (an aim, a question, a need) what of the shelf may help with it, at most three, the best first."""
    items = shelf_all(viewer) if shelf is None else shelf
    if not items or not texts:
        return [()] * len(texts)
    offered = [_words(f"{one.title}\n{one.text}") for one in items]
    return [
        tuple(Help(items[one.at], one) for one in matches(_words(text), offered, most=3)) for text in texts
    ]


def aims_helped(viewer: User, *, limit: int = MOST) -> list[Helped]:
    """The viewer's open aims of others that something on the shelf may help with, the latest aim first."""
    rows = aims_open(viewer, limit=limit)
    found = helps_for(viewer, [one.aim.text for one in rows])
    return [Helped(row, helps) for row, helps in zip(rows, found, strict=True) if helps]


def helps_of(
    viewer: User, aims: Sequence[Aim], *, shelf: Sequence[ShelfItem] | None = None
) -> dict[int, tuple[Help, ...]]:
    """What of the shelf may help with each of these aims, by its key."""
    found = helps_for(viewer, [one.text for one in aims], shelf=shelf)
    return {aim.pk: helps for aim, helps in zip(aims, found, strict=True)}


@lru_cache(maxsize=2_000)
def _words(text: str) -> Words:
    """The words of a text and where it lies among others; the same text is looked at once."""
    return Words.of(text, packed(load().of([text]))[0])
