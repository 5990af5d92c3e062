"""What was said between us and a contact lately, as far as the viewer may read it: what promises, aims, interests and
common ground are proposed from.

Bounded: the latest words each way are walked in the index of their pair, however many lie behind them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_of, contacts_ours
from mutuals.record.acts import SPOKEN
from mutuals.record.keys import key_text
from mutuals.record.kinds import Audience
from mutuals.record.packed import words_of
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.readings import ReadingView, readings_of
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.team.models import User

# So many posts each way: some months with somebody close, years with most.
LATEST = 60


@dataclass(frozen=True, slots=True)
class Spoken:
    """One post of theirs or ours that reached the other, with its words and what was read in them; `at` in ms UTC."""

    key: str
    at: int | None
    ours: bool
    text: str
    private: bool
    view: ReadingView | None


def ours_of(viewer: User) -> list[int]:
    """The actors of the viewer themselves; where they have none, of all of us."""
    own = (
        Contact.objects.filter(ours=True, holder=viewer, merged_into=None)
        .values_list("pk", flat=True)
        .first()
    )
    mine = actors_of(own) if own is not None else []
    return mine or [actor for ours in contacts_ours() for actor in actors_of(ours)]


def spoken_between(
    viewer: User,
    contact: Contact,
    *,
    mine: Sequence[int] | None = None,
    theirs: Sequence[int] | None = None,
    scopes: Iterable[int] | None = None,
    limit: int = LATEST,
) -> list[Spoken]:
    """The latest posts each way between these actors, at most `limit` of either, the newest first; each once.

    `mine` and `theirs` are the actors of both sides, `scopes` those that the viewer reads, where the page has found
    them already.
    """
    mine = ours_of(viewer) if mine is None else mine
    theirs = actors_of(contact.pk) if theirs is None else theirs
    read_by = _listed(scopes_readable(viewer) if scopes is None else scopes)
    found: dict[int, bool] = {}
    for one, other, ours in ((theirs, mine, False), (mine, theirs, True)):
        for post in _latest(one, other, read_by, limit):
            found.setdefault(post, ours)
    posts, read = posts_get(viewer, found), readings_of(viewer, found)
    spoken = [
        Spoken(
            key_text(post.key), post.at, found[number], words_of(post.name, post.summary, post.content),
            post.audience in (Audience.FOLLOWERS, Audience.DIRECT), read.get(number),
        )
        for number, post in posts.items()
    ]  # fmt: skip
    return sorted(spoken, key=lambda one: (one.at or 0, one.key), reverse=True)


_LATEST = (
    "SELECT post FROM record_interaction WHERE a IN ({a}) AND b IN ({b}) AND scope IN ({scopes}) AND kind IN ({kinds}) "
    "AND at IS NOT NULL AND post IS NOT NULL ORDER BY at DESC LIMIT {limit}"
)


def _latest(one: Sequence[int], other: Sequence[int], scopes: str, limit: int) -> list[int]:
    if not one or not other:
        return []
    kinds = _listed(map(int, SPOKEN))
    with connection.cursor() as cursor:
        cursor.execute(
            _LATEST.format(a=_listed(one), b=_listed(other), scopes=scopes, kinds=kinds, limit=int(limit))
        )
        return [row[0] for row in cursor.fetchall()]


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(numbers))
