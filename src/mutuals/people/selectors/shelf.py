"""Our shelf: what we can give, and what of it may help with what somebody is trying to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from mutuals.people.helping import Match, Offers, Words, matches
from mutuals.people.models import Aim, ShelfItem
from mutuals.people.selectors.aims import AimRow, aims_open
from mutuals.team.models import User
from mutuals.text.topics import packed
from mutuals.text.vectors import load

# The latest so many are looked through: more than anybody keeps in mind.
MOST = 300
SHARED_MOST = 60


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


def shelf_all(viewer: User, *, offset: int = 0, limit: int = MOST) -> list[ShelfItem]:
    """What the viewer can give, the latest first, a page of it."""
    rows = ShelfItem.objects.filter(author=viewer, deleted_at=None).select_related("author")
    return list(rows.order_by("-at", "-pk")[offset : offset + limit])


def shelf_count(viewer: User) -> int:
    """How many things lie on the viewer's own shelf."""
    return ShelfItem.objects.filter(author=viewer, deleted_at=None).count()


def shelf_shared(viewer: User, *, limit: int = SHARED_MOST) -> list[ShelfItem]:
    """What others of the team share of their shelves, the latest first."""
    rows = (
        ShelfItem.objects.filter(shared=True, deleted_at=None).exclude(author=viewer).select_related("author")
    )
    return list(rows.order_by("-at", "-pk")[:limit])


def shelf_get(viewer: User, public_id: str) -> ShelfItem:
    """One thing of the viewer's own shelf, also where it was taken down; raises NotOnTheShelf."""
    found = ShelfItem.objects.filter(public_id=public_id, author=viewer).first()
    if found is None:
        raise NotOnTheShelf(str(NotOnTheShelf.__doc__))
    return found


def helps_for(viewer: User, texts: Sequence[str]) -> list[tuple[Help, ...]]:
    """For each text (an aim, a question, a need) what of the viewer's shelf and of those shared with them may help with
    it, at most three things, the best first."""
    if not texts:
        return []
    seen = ShelfItem.objects.filter(Q(author=viewer) | Q(shared=True), deleted_at=None)
    # Only what matches is fetched whole: hundreds of rows would take longer than to match them.
    rows = list(seen.order_by("-at", "-pk").values_list("pk", "title", "text")[:MOST])
    offers = _offers(tuple(f"{title}\n{text}" for _, title, text in rows))
    found = [matches(wish, offers, most=3) for wish in _words(texts)] if rows else [[] for _ in texts]
    items = ShelfItem.objects.select_related("author").in_bulk(
        {rows[one.at][0] for some in found for one in some}
    )
    return [tuple(Help(items[rows[one.at][0]], one) for one in some) for some in found]


def aims_helped(viewer: User, *, limit: int = MOST) -> list[Helped]:
    """The viewer's open aims of others that something on the shelf may help with, the latest aim first."""
    rows = aims_open(viewer, limit=limit)
    found = helps_for(viewer, [one.aim.text for one in rows])
    return [Helped(row, helps) for row, helps in zip(rows, found, strict=True) if helps]


def helps_of(viewer: User, aims: Sequence[Aim]) -> dict[int, tuple[Help, ...]]:
    """What of the shelf may help with each of these aims, by its key."""
    found = helps_for(viewer, [one.text for one in aims])
    return {aim.pk: helps for aim, helps in zip(aims, found, strict=True)}


@lru_cache(maxsize=32)
def _offers(texts: tuple[str, ...]) -> Offers:
    """A whole shelf, made ready once while nothing on it changes; of what others want nothing is remembered."""
    return Offers(_words(texts))


def _words(texts: Sequence[str]) -> list[Words]:
    """The words of texts and where these lie among others."""
    vectors = packed(load().of(texts))
    return [Words.of(text, vector) for text, vector in zip(texts, vectors, strict=True)]
