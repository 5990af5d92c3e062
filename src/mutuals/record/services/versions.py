"""Which version of the words of a post is read in a scope: what a correction is about, told by the words themselves."""

from collections.abc import Collection
from typing import NamedTuple

from mutuals.record.corrected import words_mark
from mutuals.record.kinds import State
from mutuals.record.services.batch import PRIVATE
from mutuals.record.services.bulk import rows_in

_KEPT = (
    "SELECT p.id, p.audience, COALESCE(p.edited_at, 0), p.version, COALESCE(t.name, ''), COALESCE(t.summary, ''), "  # noqa: S608
    "COALESCE(t.content, '') FROM record_post p LEFT JOIN record_posttext t ON t.post = p.id "
    f"WHERE p.state <> {int(State.TOMBSTONE)} AND p.id IN ({{}})"
)
_SIGHTED = (
    "SELECT s.post, s.account, s.edited_at, s.version, c.name, c.summary, c.content FROM record_sighting s "
    "LEFT JOIN record_postcopy c ON c.post = s.post AND c.account = s.account WHERE s.post IN ({})"
)


class Version(NamedTuple):
    """One version of some words (edited at, version), and the mark by which the words are known again."""

    edited_at: int
    version: int
    mark: str


def versions_read(*, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Version]:
    """The versions that are read of these posts in these scopes (0: by all), by (post, scope); none where a scope does
    not read the post."""
    posts = {post for post, _ in pairs}
    kept = {row[0]: row[1:] for row in rows_in(_KEPT, posts)}
    sighted = {row[:2]: row[2:] for row in rows_in(_SIGHTED, posts)}
    found = {}
    for post, scope in pairs:
        if post not in kept:
            continue
        audience, *words = kept[post]
        mine, own = sighted.get((post, scope), (None,) * 5), None
        if audience not in PRIVATE or mine[:2] == tuple(words[:2]):
            own = words
        elif mine[2] is not None:
            own = list(mine)
        if own is not None:
            found[post, scope] = Version(own[0], own[1], words_mark(*own[2:]))
    return found
