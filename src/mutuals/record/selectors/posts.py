"""Posts a viewer may read: public ones, and those that an account they may read has sighted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from mutuals.record.kinds import Audience
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import rows_in, vendor
from mutuals.team.models import User
from mutuals.text.tokens import query, to_fts5, to_tsquery

# Asked of each post by itself, through the key of the sightings: who has millions of them reads only those few.
READABLE = (
    "(p.audience IN ({public}) OR EXISTS "
    "(SELECT 1 FROM record_sighting s WHERE s.post = p.id AND s.account IN ({accounts})))"
)
# Of a private post the kept words are for those who brought that very version; the others read their own copy.
WORDS = (
    "(p.audience IN ({public}) OR EXISTS "
    "(SELECT 1 FROM record_sighting s WHERE s.post = p.id AND s.account IN ({accounts}) "
    "AND s.version = p.version AND s.edited_at = COALESCE(p.edited_at, 0)))"
)


@dataclass(frozen=True, slots=True)
class PostView:
    """One readable post with its words; `at` in milliseconds UTC, None when unknown."""

    id: int
    key: int
    uri: str
    author: int | None
    at: int | None
    grain: int
    zone: int | None
    audience: int
    medium: int
    name: str
    summary: str
    content: str
    url: str
    links: str


def posts_get(
    viewer: User, ids: Iterable[int], *, accounts: Sequence[int] | None = None
) -> dict[int, PostView]:
    """The readable ones among these posts, by id; through other accounts than the viewer's where `accounts` say which
    (`about.scopes_about`)."""
    sql = _for(viewer, f"{_SELECT} WHERE p.id IN ([]) AND {READABLE}", accounts)
    return {row[0]: PostView(*row) for row in rows_in(sql, ids)}


def posts_by_key(viewer: User, keys: Sequence[int]) -> list[PostView]:
    """The readable ones among these posts, by the key of their URI."""
    sql = _for(viewer, f"{_SELECT} WHERE p.key IN ([]) AND {READABLE}")
    return [PostView(*row) for row in rows_in(sql, keys)]


def posts_search(viewer: User, words: str, *, limit: int = 50, offset: int = 0) -> list[PostView]:
    """The readable posts that hold these words ("phrases", -without), the newest first.

    Of a private post only the kept version is searched, and by those who brought it.
    """
    wanted = query(words)
    match = to_fts5(wanted) if vendor() == "sqlite" else to_tsquery(wanted)
    if not match:
        return []
    found = (
        "p.id IN (SELECT rowid FROM record_search WHERE record_search MATCH %s)"
        if vendor() == "sqlite"
        else "p.id IN (SELECT post FROM record_search WHERE terms @@ to_tsquery('simple', %s))"
    )
    sql = _for(
        viewer,
        f"{_SELECT} WHERE {found} AND p.state <> 3 AND {{words}} "
        "ORDER BY COALESCE(p.at, 0) DESC, p.id DESC LIMIT %s OFFSET %s",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, limit, offset])
        return [PostView(*row) for row in cursor.fetchall()]


_SELECT = (
    "SELECT p.id, p.key, p.uri, p.author, p.at, p.grain, p.zone, p.audience, p.medium, COALESCE(t.name, c.name, ''), "
    "COALESCE(t.summary, c.summary, ''), COALESCE(t.content, c.content, ''), COALESCE(t.url, c.url, ''), "
    "COALESCE(t.links, c.links, '') FROM record_post p LEFT JOIN record_posttext t ON t.post = p.id AND {words} "
    "LEFT JOIN record_postcopy c ON c.post = p.id AND c.account = "
    "(SELECT min(account) FROM record_postcopy WHERE post = p.id AND account IN ({accounts}))"
)


def _for(viewer: User, sql: str, through: Sequence[int] | None = None) -> str:
    """The statement for one viewer's eyes; `[]` becomes the place of a list."""
    accounts, public = _eyes(viewer)
    if through is not None:
        accounts = ",".join(map(str, through)) or "0"
    words = WORDS.format(public=public, accounts=accounts)
    return sql.format(public=public, accounts=accounts, words=words).replace("[]", "{}")


def words_seen(viewer: User | None) -> str:
    """The condition on a post `p` that its kept words are for a viewer (None: the team) to read."""
    accounts, public = _eyes(viewer)
    return WORDS.format(public=public, accounts=accounts)


def _eyes(viewer: User | None) -> tuple[str, str]:
    accounts = ",".join(map(str, accounts_readable(viewer))) or "0"
    return accounts, f"{int(Audience.PUBLIC)}, {int(Audience.UNLISTED)}"
