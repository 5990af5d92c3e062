"""The words of posts, and where they are found: our own tokens, encoded, in FTS5 or tsvector, so that both agree.

On SQLite the index keeps no copy of what it was given; to take a post out it is told the same words again, which
`_findable` makes from the stored ones (https://www.sqlite.org/fts5.html#the_delete_command).
"""

import json
from collections.abc import Sequence

from mutuals.as2 import Object
from mutuals.record.models import PostText
from mutuals.record.services.batch import Batch
from mutuals.record.services.bulk import rows_execute, rows_in, rows_insert, vendor
from mutuals.text.tokens import index_terms

COLUMNS = ["post", "name", "summary", "content", "url", "language", "links"]
PLAIN = ["post", "content", "language"]
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
NAMED_IN_TEXT = ("Mention", "Hashtag")


def words_write(batch: Batch, posts: Sequence[tuple[int, Object]]) -> None:
    """Keeps the words of posts that have none yet, and indexes them."""
    rows, plain, found = [], [], []
    for number, post in posts:
        name, summary, content, links = post.name, post.summary, post.content, None
        if post.tag or post.attachment:
            links = [[one.type, one.href, one.name] for one in (*post.tag, *post.attachment)]
        elif not (content or name or summary or post.url):
            continue
        if links or name or summary or post.url:
            stored = _json(links) if links else ""
            rows.append((number, name, summary, content, post.url, post.language[:16], stored))
        else:
            plain.append((number, content, post.language[:16]))
        if batch.index:
            found.append((number, _findable(name, summary, content, links or ())))
    rows_insert(PostText, COLUMNS, rows)
    rows_insert(PostText, PLAIN, plain, same={"name": "", "summary": "", "url": "", "links": ""})
    _index([row for row in found if row[1]])


def words_drop(posts: Sequence[int]) -> None:
    """Takes the words of posts out of the record and out of the index."""
    if not posts:
        return
    if vendor() == "sqlite":
        sql = "SELECT post, name, summary, content, links FROM record_posttext WHERE post IN ({})"
        rows = [
            (post, _findable(name, summary, content, json.loads(links) if links else []))
            for post, name, summary, content, links in rows_in(sql, posts)
        ]
        drop = "INSERT INTO record_search (record_search, rowid, terms) VALUES ('delete', %s, %s)"
        rows_execute(drop, [row for row in rows if row[1]])
    else:
        rows_execute("DELETE FROM record_search WHERE post = %s", [(post,) for post in posts])
    rows_execute("DELETE FROM record_posttext WHERE post = %s", [(post,) for post in posts])


def _findable(name: str, summary: str, content: str, links: Sequence[Sequence[str]]) -> str:
    """The terms under which a post is found: its words, and what is said of its pictures."""
    if not (name or summary or links):
        return index_terms(content)
    alt = " ".join([link[2] for link in links if link[2] and link[0] not in NAMED_IN_TEXT])
    return index_terms("\n".join([part for part in (name, summary, content, alt) if part]))


def _index(rows: list[tuple[int, str]]) -> None:
    if vendor() == "sqlite":
        rows_execute("INSERT INTO record_search (rowid, terms) VALUES (%s, %s)", rows)
    else:
        rows_execute("INSERT INTO record_search (post, terms) VALUES (%s, to_tsvector('simple', %s))", rows)
