"""What one gave another: acts by the readings and by people's word, forms that give by themselves, deeds noted by hand.

One thing is counted once: a mail that two of our accounts saw, or that reached two addresses of one person, is one
event. Each event is a number: four times the id of its post, activity, interaction or deed, plus which of these it is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from mutuals.record.acts import sure_enough
from mutuals.record.keys import key_text
from mutuals.record.kinds import GIVING_FORMS, ActName, Grain, Kind
from mutuals.record.models import Deed
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.posts import PostView, posts_get
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User

POST, ACTIVITY, BY_HAND, DEED = range(4)
DAY_MS = 86_400_000
_EVENT = (
    f"CASE WHEN i.activity IS NOT NULL THEN i.activity * 4 + {ACTIVITY} "
    f"WHEN i.post IS NOT NULL THEN i.post * 4 + {POST} ELSE i.id * 4 + {BY_HAND} END"
)
_FORMS = ",".join(str(int(kind)) for kind in sorted(GIVING_FORMS))
_MEANS = (
    f"CASE i.kind {' '.join(f'WHEN {int(kind)} THEN {int(act)}' for kind, act in GIVING_FORMS.items())} END"
)
_KNOWN = f"CASE WHEN i.grain < {int(Grain.UNKNOWN)} THEN i.at END"
# What a direction gave, one row for each thing that shows it; {a} gave, {b} received.
GIVEN = (
    f"SELECT x.act AS act, x.by AS a, x.b AS b, {_EVENT} AS event, {_KNOWN} AS at, i.day AS day, i.kind AS kind, "  # noqa: S608  our own integers
    "x.decided_by AS decided, x.confidence AS sure FROM record_act x JOIN record_interaction i ON i.id = x.interaction "
    "WHERE {x_pair} AND i.scope IN ({scopes}) AND ({sure}) "
    f"UNION ALL SELECT {_MEANS}, i.a, i.b, {_EVENT}, {_KNOWN}, i.day, i.kind, '', 1.0 FROM record_interaction i "
    f"WHERE {{i_pair}} AND i.kind IN ({_FORMS}) AND i.scope IN ({{scopes}}) AND NOT EXISTS (SELECT 1 FROM record_act x "
    f"WHERE x.interaction = i.id AND x.act = {_MEANS} AND x.decided_by LIKE 'user:%') "
    f"UNION ALL SELECT d.act, d.a, d.b, d.id * 4 + {DEED}, CAST(d.day AS BIGINT) * {DAY_MS} + {DAY_MS // 2}, "
    "d.day, 0, 'user:', 1.0 "
    "FROM record_deed d WHERE {d_pair} AND d.scope IN ({scopes}) AND d.undone_at IS NULL"
)
_COUNTED = "SELECT act, count(DISTINCT event), max(at) FROM ({given}) AS given GROUP BY act"
_LISTED = (
    "SELECT act, event, max(at) AS at, max(kind), max(decided), max(sure), {out} AS mine FROM ({given}) AS given "
    "{only}GROUP BY act, event"
)
_SAID = (
    f"SELECT x.act, {_EVENT}, max({_KNOWN}), max(i.kind), max(x.decided_by), max(x.confidence), {{out}} "  # noqa: S608
    "FROM record_act x JOIN record_interaction i ON i.id = x.interaction "
    f"WHERE {{x_pair}} AND i.scope IN ({{scopes}}) AND x.decided_by LIKE 'user:%' AND {{said}} GROUP BY x.act, {_EVENT}"
)


class Eyes(NamedTuple):
    """What a viewer may know of: their scopes, and the condition that an act is sure enough for them, both as SQL."""

    scopes: str
    sure: str


class Counted(NamedTuple):
    """How often, and when last (UTC ms; None where no time is known)."""

    n: int
    last: int | None


@dataclass(frozen=True, slots=True)
class GivenView:
    """One entry of a ledger: what was given, by us or to us, when (UTC ms, None where unknown), in which form, and the
    post or words that show it as far as the viewer may read them.

    `ref` finds it again (`services.meanings`); `decided_by` is a model, "source", "correction", "" for a form that is
    its own meaning, or "user:" and who said so; `confidence` 0 where somebody said that it is not so.
    """

    act: ActName
    ours: bool
    at: int | None
    kind: Kind | None
    confidence: float
    decided_by: str
    ref: str
    post: PostView | None
    text: str

    @property
    def key(self) -> str:
        """The key of the post that shows it, 16 digits; "" where there is none to read."""
        return key_text(self.post.key) if self.post else ""


def given_counts(
    viewer: User, mine: Collection[int], theirs: Collection[int]
) -> dict[tuple[ActName, bool], Counted]:
    """How often these actors gave what to those, and those to these (the key's second part: by ours)."""
    if not mine or not theirs:
        return {}
    found, eyes = {}, given_eyes(viewer)
    for ours, a, b in ((True, mine, theirs), (False, theirs, mine)):
        for act, n, last in _rows(_COUNTED.format(given=given_sql(viewer, a, b, eyes=eyes))):
            found[ActName(act), ours] = Counted(n, last)
    return found


def given_between(
    viewer: User,
    mine: Collection[int],
    theirs: Collection[int],
    *,
    act: ActName | None = None,
    ours: bool | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[GivenView]:
    """The entries between these actors and those, the latest first, those of unknown time last; of one act, or of one
    side, where asked for."""
    if not mine or not theirs:
        return []
    only, eyes = "" if act is None else f"WHERE act = {int(act)} ", given_eyes(viewer)
    parts = [
        _LISTED.format(given=given_sql(viewer, a, b, eyes=eyes), out=out, only=only)
        for out, a, b in ((1, mine, theirs), (0, theirs, mine))
        if ours in (None, bool(out))
    ]
    order = f"ORDER BY COALESCE(at, -1) DESC, event DESC, act LIMIT {int(limit)} OFFSET {int(offset)}"
    return _views(viewer, _rows(f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS entries {order}"))  # noqa: S608


def given_denied(
    viewer: User, mine: Collection[int], theirs: Collection[int], *, limit: int = 50
) -> list[GivenView]:
    """What people said is not so between these actors and those, the latest first."""
    if not mine or not theirs:
        return []
    scopes, rows = _listed(scopes_readable(viewer)), []
    for out, a, b in ((1, mine, theirs), (0, theirs, mine)):
        pair = f"x.by IN ({_listed(a)}) AND x.b IN ({_listed(b)})"
        rows += _rows(_SAID.format(x_pair=pair, scopes=scopes, out=out, said="x.confidence = 0"))
    rows.sort(key=lambda row: (row[2] or 0, row[1]), reverse=True)
    return _views(viewer, rows[:limit])


def given_sql(
    viewer: User | None,
    a: Collection[int] | None,
    b: Collection[int] | None,
    *,
    eyes: Eyes | None = None,
) -> str:
    """The statement that gives everything that actors `a` gave to actors `b` (None: to or from anybody) as far as a
    viewer (None: the team at large) may know of it: act, a, b, event, at, day, kind, decided, sure.

    Whoever asks several times finds out once with which `eyes` the viewer looks (`given_eyes`).
    """
    looked = eyes or given_eyes(viewer)
    named = {"scopes": looked.scopes, "sure": looked.sure}
    for table, one, other in (("x", "by", "b"), ("i", "a", "b"), ("d", "a", "b")):
        ends = [
            f"{table}.{column} IN ({_listed(actors)})"
            for column, actors in ((one, a), (other, b))
            if actors is not None
        ]
        named[f"{table}_pair"] = " AND ".join(ends) or "1 = 1"
    return GIVEN.format(**named)


def given_eyes(viewer: User | None) -> Eyes:
    """With which eyes a viewer (None: the team at large) looks at what was given."""
    return Eyes(_listed(scopes_readable(viewer)), sure_enough(thresholds_of(viewer)))


def _views(viewer: User, rows: list[tuple[Any, ...]]) -> list[GivenView]:
    """The rows with what shows them, as far as the viewer may read it."""
    ids: list[set[int]] = [{row[1] // 4 for row in rows if row[1] % 4 == source} for source in range(4)]
    keys = dict(rows_in("SELECT id, key FROM record_post WHERE id IN ({})", ids[POST]))
    sql = "SELECT id, key, COALESCE(post, 0) FROM record_activity WHERE id IN ({})"
    activities = {row[0]: row[1:] for row in rows_in(sql, ids[ACTIVITY])}
    posts = posts_get(viewer, ids[POST] | {post for _, post in activities.values()} - {0})
    hands = dict(rows_in("SELECT id, day FROM record_interaction WHERE id IN ({})", ids[BY_HAND]))
    deeds = Deed.objects.in_bulk(ids[DEED])
    found = []
    for act, event, at, kind, decided, sure, mine in rows:
        number, source = divmod(event, 4)
        about, text, ref = None, "", f"h{hands.get(number)}.{kind}"
        if source == POST:
            about, ref = posts.get(number), f"p{key_text(keys[number])}"
        elif source == ACTIVITY:
            about, ref = posts.get(activities[number][1]), f"t{key_text(activities[number][0])}"
        elif source == DEED:
            text, ref = deeds[number].text, f"d{deeds[number].public_id}"
        form = Kind(kind) if kind else None
        found.append(GivenView(ActName(act), bool(mine), at, form, sure, decided, ref, about, text))
    return found


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(numbers)) or "-1"
