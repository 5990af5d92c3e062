"""What passed between us and others since a moment, as columns: for measures that count rather than show."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from mutuals.record.kinds import Grain
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.posts import words_seen
from mutuals.record.selectors.readings import readings_of
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import CHUNK, rows_in
from mutuals.team.models import User

_PASSED = (
    "SELECT {other}, i.at, i.kind, i.seconds, COALESCE(p.medium, 0), COALESCE(i.post, 0), i.share, "
    "COALESCE(p.zone, 9999) FROM record_interaction i LEFT JOIN record_post p ON p.id = i.post "
    "WHERE {side} IN ({mine}) AND i.scope IN ({scopes}) AND i.at BETWEEN {since} AND {until} AND i.grain < {day}"
)
# What stands for an unknown zone.
NO_ZONE = 9999
# The labels of words that want an answer.
WANTS = ("question", "ask", "need")


class Passed(NamedTuple):
    """One row for each interaction of known time: the other actor, whether it is ours, when (UTC ms), its form, length
    (s), the medium and id of its post (0: none), the share in percent, the zone (minutes, `NO_ZONE`)."""

    other: NDArray[np.int64]
    ours: NDArray[np.bool_]
    at: NDArray[np.int64]
    kind: NDArray[np.int64]
    seconds: NDArray[np.int64]
    medium: NDArray[np.int64]
    post: NDArray[np.int64]
    share: NDArray[np.int64]
    zone: NDArray[np.int64]


def passed(viewer: User | None, mine: Collection[int], *, since_ms: int, until_ms: int) -> Passed:
    """What these actors of ours did to others and others to them, as far as a viewer (None: the team) may know it."""
    if not mine:
        return Passed(*(np.zeros(0, np.int64) for _ in Passed._fields))
    named = {
        "mine": ",".join(map(str, sorted(mine))),
        "scopes": ",".join(map(str, (0, *accounts_readable(viewer)))),
        "since": int(since_ms),
        "until": int(until_ms),
        "day": int(Grain.UNKNOWN),
    }
    parts = []
    with connection.cursor() as cursor:
        for side, other in (("i.a", "i.b"), ("i.b", "i.a")):
            cursor.execute(_PASSED.format(side=side, other=other, **named))
            told = chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))
            rows = np.fromiter(chain.from_iterable(told), dtype=np.int64).reshape(-1, 8)
            parts.append((rows[:, 0], np.full(len(rows), side == "i.a"), *rows[:, 1:].T))
    return Passed(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def asking(viewer: User, ids: Iterable[int]) -> set[int]:
    """Those of these posts that want an answer, as far as a viewer may read them: their words hold a question mark of
    any script (an address with one is no question), or what was read of them says so."""
    posts, shown = list(ids), thresholds_of(viewer)
    wants, denied = set(), set()
    for post, one in readings_of(viewer, posts).items():
        if any(one.reading.labels.get(label, 0.0) >= shown[label] for label in WANTS):
            wants.add(post)
        elif "question" in one.said:
            denied.add(post)
    return wants | _marked(viewer, posts) - denied


def _marked(viewer: User, posts: Collection[int]) -> set[int]:
    """Those with a question mark."""
    marks = " OR ".join(f"t.content LIKE '%{mark}%'" for mark in ("? ", "?<", "?\n", "?!", "??", "？", "؟"))
    sql = (
        "SELECT t.post FROM record_posttext t JOIN record_post p ON p.id = t.post "  # noqa: S608  our own words
        f"WHERE {words_seen(viewer)} AND t.post IN ({{}}) AND (t.content LIKE '%?' OR {marks})"
    )
    return {row[0] for row in rows_in(sql, posts)}


def last_heard(viewer: User | None, mine: Collection[int], *, until_ms: int) -> int | None:
    """The last moment (UTC ms) of known time at which anything passed between these actors of ours and others."""
    if not mine:
        return None
    listed, scopes = ",".join(map(str, sorted(mine))), ",".join(map(str, (0, *accounts_readable(viewer))))
    sql = (
        f"SELECT max(at) FROM record_interaction WHERE (a IN ({listed}) OR b IN ({listed})) "  # noqa: S608
        f"AND scope IN ({scopes}) AND at <= {int(until_ms)} AND grain < {int(Grain.UNKNOWN)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
