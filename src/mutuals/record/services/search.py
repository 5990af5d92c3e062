"""Keeps the words of posts findable: our own tokens, encoded, in FTS5 or tsvector, so that both agree with us."""

from mutuals.record.services.bulk import rows_execute, vendor
from mutuals.text.tokens import index_terms


def search_write(words: list[tuple[int, str]], *, replace: bool) -> None:
    """Indexes (post, text) pairs; `replace` takes the old words out first."""
    if not words:
        return
    if replace:
        search_drop([post for post, _ in words])
    rows = [(post, index_terms(text)) for post, text in words]
    if vendor() == "sqlite":
        rows_execute("INSERT INTO record_search (rowid, terms) VALUES (%s, %s)", rows)
    else:
        sql = "INSERT INTO record_search (post, terms) VALUES (%s, to_tsvector('simple', %s))"
        rows_execute(sql + " ON CONFLICT (post) DO UPDATE SET terms = excluded.terms", rows)


def search_drop(posts: list[int]) -> None:
    """Takes posts out of the index."""
    column = "rowid" if vendor() == "sqlite" else "post"
    rows_execute(f"DELETE FROM record_search WHERE {column} = %s", [(post,) for post in posts])  # noqa: S608
