"""What interactions may mean, with what that rests on, as far as a viewer may read it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from mutuals.record.acts import sure_enough
from mutuals.record.keys import key_text
from mutuals.record.kinds import ActName
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class ActView:
    """One act: what, who did it to whom (actors), when (ms), how sure, who decided ("correction", else the model), and
    the post that shows it (its key, 16 digits) with the post that it answers."""

    act: ActName
    a: int
    b: int
    at: int | None
    confidence: float
    decided_by: str
    post: str
    answers: str


_ACTS = (
    "SELECT x.act, i.a, i.b, i.at, x.confidence, x.decided_by, p.key, q.key FROM record_interaction i "
    "JOIN record_act x ON x.interaction = i.id JOIN record_post p ON p.id = i.post "
    "LEFT JOIN record_post q ON q.id = p.reply_to "
    "WHERE i.a IN ({a}) AND i.b IN ({b}) AND i.scope IN ({scopes}) AND ({sure}) "
    "ORDER BY COALESCE(i.at, 0) DESC, i.id DESC, x.act LIMIT {limit}"
)


def acts_between(
    viewer: User, mine: Collection[int], theirs: Collection[int], *, limit: int = 100
) -> list[ActView]:
    """The acts of these actors to those and back that are sure enough to be shown, the latest first."""
    if not mine or not theirs:
        return []
    ours, others = _listed(mine), _listed(theirs)
    scopes, sure = _listed(scopes_readable(viewer)), sure_enough(thresholds_of(viewer))
    rows = []
    with connection.cursor() as cursor:
        for a, b in ((ours, others), (others, ours)):
            cursor.execute(_ACTS.format(a=a, b=b, scopes=scopes, sure=sure, limit=int(limit)))
            rows += cursor.fetchall()
    # What two accounts of a viewer saw is told once.
    views = {
        (act, a, b, post): ActView(
            ActName(act), a, b, at, confidence, decided, key_text(post), "" if parent is None else key_text(parent)
        )
        for act, a, b, at, confidence, decided, post, parent in rows
    }  # fmt: skip
    return sorted(views.values(), key=lambda one: (one.at or 0, one.post, one.act), reverse=True)[:limit]


def _listed(numbers: Collection[int]) -> str:
    return ",".join(str(int(one)) for one in numbers)
