"""The words of posts, and where they are found: our own tokens, encoded, in FTS5 or tsvector, so that both agree.

On SQLite the index keeps no copy of what it was given; to take a post out it is told the same words again, which
`_findable` makes from the stored ones (https://www.sqlite.org/fts5.html#the_delete_command).
"""

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as _quoted
from typing import Literal

from mutuals.as2 import Object
from mutuals.record.models import PostCopy, PostText
from mutuals.record.services.batch import Batch
from mutuals.record.services.bulk import rows_execute, rows_in, rows_insert, rows_merge, vendor
from mutuals.record.services.unread import unread_add, unread_again
from mutuals.text.tokens import index_terms

COLUMNS = ["post", "name", "summary", "content", "url", "language", "links"]
PLAIN = ["post", "content", "language", "links"]
BARE: dict[str, int | Literal[""] | None] = {"name": "", "summary": "", "url": ""}
NAMED_IN_TEXT = ("Mention", "Hashtag")


def words_write(batch: Batch, posts: Sequence[tuple[int, Object]], *, fresh: bool = True) -> None:
    """Keeps the words of posts that have none yet, indexes them, and has them read; `fresh` posts are new."""
    rows, plain, found = [], [], []
    for number, post in posts:
        name, summary, content, url, links = post.name, post.summary, post.content, post.url, ""
        if post.tag or post.attachment:
            links = _links(post)
        if name or summary or url:
            rows.append((number, name, summary, content, url, post.language[:16], links))
        elif content or links:
            plain.append((number, content, post.language[:16], links))
        else:
            continue
        if batch.index:
            said = _said(post) if links else ""
            terms = _findable(name, summary, content, said)
            if terms:
                found.append((number, terms))
    rows_insert(PostText, COLUMNS, rows)
    rows_insert(PostText, PLAIN, plain, same=BARE)
    _index(found)
    have_read = unread_add if fresh else unread_again
    have_read([row[0] for row in rows if any(row[1:4])] + [row[0] for row in plain if row[1]])


def copies_keep(copies: Sequence[tuple[int, int, Object]]) -> None:
    """Keeps the words of copies (post, account, the copy) that differ from the version which the record keeps."""
    rows = []
    for number, account, post in copies:
        words = (post.name, post.summary, post.content, post.url, post.language[:16], _links(post))
        rows.append((number, account, *words))
    columns = ["post", "account", *COLUMNS[1:]]
    do = ", ".join(f"{one} = new.{one}" for one in COLUMNS[1:])
    rows_merge(PostCopy, columns, rows, on="post, account", do=do)
    _forget_copies([(number, account) for number, account, _ in copies])
    unread_again([number for number, _, _ in copies])


def copies_leave(posts: Sequence[tuple[int, int, int]]) -> None:
    """Leaves the words that are about to be replaced to the accounts that brought them: (post, edited_at, version)."""
    columns = ", ".join(COLUMNS[1:])
    rows_execute(
        f"INSERT INTO record_postcopy (post, account, {columns}) "  # noqa: S608  our own names
        f"SELECT s.post, s.account, {', '.join(f't.{one}' for one in COLUMNS[1:])} FROM record_sighting s "
        "JOIN record_posttext t ON t.post = s.post WHERE s.post = %s AND s.edited_at = %s AND s.version = %s "
        "ON CONFLICT DO NOTHING",
        posts,
    )
    unread_again([post for post, _, _ in posts])


def copies_drop(copies: Sequence[tuple[int, int]]) -> None:
    """Forgets copies (post, account) that are the kept version itself by now."""
    rows_execute("DELETE FROM record_postcopy WHERE post = %s AND account = %s", copies)
    _forget_copies(copies)


def words_purge(posts: Sequence[int]) -> None:
    """Takes the words of posts, all copies of them and what was read of them out of the record and out of the index."""
    # The list first: whoever reads these words just now then finds them gone, or is waited for.
    for table in ("unread", "postcopy", "readingcopy", "correction"):
        rows_execute(f"DELETE FROM record_{table} WHERE post = %s", [(post,) for post in posts])  # noqa: S608
    words_drop(posts)


def _forget_copies(copies: Sequence[tuple[int, int]]) -> None:
    """What was read of copies (post, account) goes with their words."""
    rows_execute("DELETE FROM record_readingcopy WHERE post = %s AND account = %s", copies)


def _links(post: Object) -> str:
    """The tags and attachments as JSON, put together here: an encoder would cost as much as storing them."""
    every = [
        f"[{_quoted(one.type)},{_quoted(one.href)},{_quoted(one.name)}]"
        for one in (*post.tag, *post.attachment)
    ]
    return f"[{','.join(every)}]" if every else ""


def words_drop(posts: Sequence[int]) -> None:
    """Takes the words of posts, and what was read of them, out of the record and the index, to write better ones."""
    if not posts:
        return
    if vendor() == "sqlite":
        sql = "SELECT post, name, summary, content, links FROM record_posttext WHERE post IN ({})"
        rows = [
            (post, _findable(name, summary, content, _said_in(links) if links else ""))
            for post, name, summary, content, links in rows_in(sql, posts)
        ]
        drop = "INSERT INTO record_search (record_search, rowid, terms) VALUES ('delete', %s, %s)"
        rows_execute(drop, [row for row in rows if row[1]])
    else:
        rows_execute("DELETE FROM record_search WHERE post = %s", [(post,) for post in posts])
    rows_execute("DELETE FROM record_posttext WHERE post = %s", [(post,) for post in posts])
    rows_execute("DELETE FROM record_reading WHERE post = %s", [(post,) for post in posts])


def _findable(name: str, summary: str, content: str, said: str) -> str:
    """The terms under which a post is found: its words, and what is said of its pictures."""
    if not (name or summary or said):
        return index_terms(content)
    return index_terms("\n".join([part for part in (name, summary, content, said) if part]))


def _said(post: Object) -> str:
    """What is said of the pictures and links of a post, beside its text."""
    links = (*post.tag, *post.attachment)
    return " ".join([one.name for one in links if one.name and one.type not in NAMED_IN_TEXT])


def _said_in(links: str) -> str:
    """The same from what is stored."""
    return " ".join([name for kind, _, name in json.loads(links) if name and kind not in NAMED_IN_TEXT])


def _index(rows: list[tuple[int, str]]) -> None:
    if vendor() == "sqlite":
        rows_execute("INSERT INTO record_search (rowid, terms) VALUES (%s, %s)", rows)
    else:
        rows_execute("INSERT INTO record_search (post, terms) VALUES (%s, to_tsvector('simple', %s))", rows)
