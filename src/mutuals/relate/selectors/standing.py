"""Where a viewer stands: which reckoning they see, whose ties are theirs, what they say of circles and steps."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_left_out
from mutuals.people.services.refresh import contact_ours
from mutuals.relate.circles import CAPACITIES, Circle, circles_said
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.selectors.declared import Overruled, overruled_by
from mutuals.relate.services.own import own_ties
from mutuals.relate.services.reckon import Eyes, eyes_of
from mutuals.relate.services.together import together
from mutuals.team.models import LogEntry, User
from mutuals.team.services.common import now_ms

T = TypeVar("T")
DAY_MS = 86_400_000
REMEMBERED_S = 60
WORDS = list(Circle)
# Whoever is in a circle is among the deepest so many.
CIRCLED = CAPACITIES[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a viewer stands: the reckoning they see, their own contact, and it again where it has ties of its own;
    which scopes they may read; in which circle and on which step they say that people are; who is left
    out of the reckoning."""

    current: Reckoning | None
    own: int
    mine: int | None
    eyes: Eyes
    said: Overruled
    out: frozenset[int]

    @property
    def today(self) -> int:
        """The UTC day that the ties were last reckoned for."""
        return (
            self.current.as_of if self.current is not None and self.current.as_of > 0 else now_ms() // DAY_MS
        )


def standing_of(viewer: User) -> Standing:
    """Where a viewer stands now; pages find it once and hand it on."""
    eyes = eyes_of(viewer)
    current = (
        Reckoning.objects.filter(view=eyes.view, current=True).defer("kept", "forecast", "beside").first()
    )
    own = contact_ours(viewer, now_ms=now_ms()).pk
    has = current is not None and Tie.objects.filter(reckoning=current, ours=True, a=own).exists()
    return Standing(
        current, own, own if has else None, eyes, overruled_by(viewer), frozenset(contacts_left_out())
    )


def remembered(viewer: User, standing: Standing, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept for a minute or until anybody does something, brings something, or ties are reckoned."""
    last = Contact.objects.aggregate(Max("pk"))["pk__max"], LogEntry.objects.aggregate(Max("pk"))["pk__max"]
    here = _made(standing.current), standing.today, standing.own, standing.mine
    state = hashlib.sha256(repr((viewer.pk, here, last, name)).encode()).hexdigest()
    found: T = cache.get_or_set(f"relate:{state}", make, REMEMBERED_S)
    return found


def _made(current: Reckoning | None) -> tuple[int, int]:
    return (current.pk, current.made_at) if current is not None else (0, 0)


def circles_around(viewer: User, standing: Standing | None = None) -> dict[int, Circle] | None:
    """The circle of everybody who is in one where the viewer says of some in which they are: the said are where they
    say, the others follow (`circles_said`); whoever is not in it is new. None where they say nothing: what is stored
    holds."""
    here = standing or standing_of(viewer)
    if here.current is None or not here.said.circles:
        return None
    return remembered(viewer, here, "around", lambda: _around(here))


def _around(here: Standing) -> dict[int, Circle]:
    """No more than the deepest are looked at, and those of whom something was said."""
    assert here.current is not None
    said, most = here.said.circles, CIRCLED + len(here.said.circles)
    if here.mine is None:
        every = together(here.current)
        told = [i for i, b in enumerate(every.people.tolist()) if i < most or b in said]
        people, depths = every.people[told].tolist(), every.depths[told].tolist()
    else:
        own = own_ties(here.current, here.mine, here.out).order_by("-depth", "b").values_list("b", "depth")
        found = dict(own[:most]) | dict(own.filter(b__in=list(said)))
        rows = sorted(found.items(), key=lambda one: (-one[1], one[0]))
        people, depths = [b for b, _ in rows], [depth for _, depth in rows]
    places = {i: said[b] for i, b in enumerate(people) if b in said}
    return dict(zip(people, circles_said(depths, places), strict=True))
