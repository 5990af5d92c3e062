"""Meetings as ties count them: which of a calendar's entries are held to have taken place, and taking them out."""

from collections.abc import Collection, Iterable

from mutuals.record.keys import key64
from mutuals.record.services.batch import Batch
from mutuals.record.services.bulk import rows_in
from mutuals.record.services.interactions import interactions_drop

_HELD = (
    "SELECT p.uri, p.id, COALESCE(p.edited_at, 0) FROM record_post p WHERE p.key IN ({}) AND p.state = 2 AND EXISTS "
    "(SELECT 1 FROM record_interaction i WHERE i.post = p.id AND i.scope IN (SCOPES))"
)


def meetings_held(*, uris: Collection[str], scopes: Iterable[int]) -> dict[str, tuple[int, int]]:
    """Those of these meetings that ties count in any of these scopes: their posts, and when they were last changed (ms,
    0: unknown), by URI."""
    wanted = {key64(uri): uri for uri in uris}
    sql = _HELD.replace("SCOPES", ",".join(str(int(one)) for one in scopes) or "-1")
    return {uri: (post, edited) for uri, post, edited in rows_in(sql, wanted) if uri in uris}


def meetings_take_out(*, posts: Collection[int], accounts: Iterable[int], now_ms: int) -> None:
    """Counts these meetings no longer for these accounts, and mends the tie days; a later version counts again."""
    for account in accounts:
        interactions_drop(Batch(account=account, now_ms=now_ms), "post", posts, scope=account)
