"""Who of a bare log should know each other: pairs that never were in touch, the likeliest first, without a database."""

from typing import Any

import numpy as np

from mutuals.relate.bare_log import Log
from mutuals.relate.introductions import HORIZON, MOST, PRIOR, Known, active, fitted, likely, pairs

LIMIT = 100


def introductions(
    log: Log, *, at: int | None = None, limit: int | None = LIMIT, most: int = MOST
) -> list[dict[str, Any]]:
    """Return `[{from, to, worth, between, weights}]` for pairs of whom both were in touch with somebody in the 28 days
    before `at` and who never were with each other; at most `limit`, all for None.

    `at` is a moment in UTC milliseconds, by default just after the last interaction. `worth` orders pairs and means
    nothing beyond; `between` is what lies between the two (Adamic-Adar, faded). `weights` says whether they were fitted
    on this log's own past (*refit*) or are the usual ones (*prior*). With more than `most` active people the liveliest
    are compared.
    """
    moment = log.last_ms + 1 if at is None else at
    columns = log.columns(before_ms=moment, origin_ms=moment)
    if not len(columns.a):
        return []
    people = len(log.names)
    known = Known.of(columns, at=-1, people=people)
    found = pairs(known, active(known, most=most))
    weights = fitted(columns, at=-1, people=people, horizon=HORIZON)
    worth = likely(found.terms, weights)
    order = np.lexsort((found.y, found.x, -worth))[:limit]
    said = "prior" if weights == PRIOR else "refit"
    rows = zip(*(column[order].tolist() for column in (found.x, found.y, worth, found.between)), strict=True)
    return [
        {"from": log.names[x], "to": log.names[y], "worth": value, "between": near, "weights": said}
        for x, y, value, near in rows
    ]
