"""Makes and keeps the first look of a user."""

from typing import Any

from mutuals.measure.first_look import look
from mutuals.measure.models import FirstLook
from mutuals.measure.selectors.evidence import evidence_of
from mutuals.relate.selectors.ties import Standing, standing_of, ties_stored
from mutuals.team.models import User

DAY_MS = 86_400_000
# With more ties than this an old look is shown until the worker has made the new one.
MANY_TIES = 20_000


def look_make(user: User, *, now_ms: int) -> FirstLook:
    """Makes the first look of a user as of now and keeps it."""
    here = standing_of(user)
    evidence, ours, theirs = evidence_of(user, now_ms=now_ms)
    facts: dict[str, Any] = look(evidence).document() | {"hours": {"ours": ours, "theirs": theirs}}
    kept = {
        "made_at": _made(here),
        "as_of": now_ms // DAY_MS,
        "scopes": list(here.eyes.scopes),
        "facts": facts,
    }
    found, _ = FirstLook.objects.update_or_create(user=user, defaults=kept)
    return found


def look_kept(user: User, *, now_ms: int) -> FirstLook:
    """The first look as it is kept, made anew where the ties, the day or what the user may read are others since.

    With very many ties it may be older than they are: the worker makes it anew in a while.
    """
    here = standing_of(user)
    found = FirstLook.objects.filter(user=user).first()
    if found is None or tuple(found.scopes) != here.eyes.scopes:
        return look_make(user, now_ms=now_ms)
    if look_holds(found, here, now_ms=now_ms) or ties_stored(user, here).count() > MANY_TIES:
        return found
    return look_make(user, now_ms=now_ms)


def look_holds(found: FirstLook, here: Standing, *, now_ms: int) -> bool:
    """Whether a look is of these ties and of today."""
    return found.made_at == _made(here) and found.as_of == now_ms // DAY_MS


def _made(here: Standing) -> int:
    return here.current.made_at if here.current is not None else 0
