"""The search table: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL, both over our own encoded tokens."""

from django.db import migrations

# Without a copy of the terms (`services.words` says how a post is taken out) and of their number, which ranking needs.
SQLITE = [
    "CREATE VIRTUAL TABLE record_search USING fts5(terms, tokenize = 'ascii', content = '', columnsize = 0)",
    # Merged less often, in larger pages: a tenth quicker to write, as quick to ask.
    "INSERT INTO record_search (record_search, rank) VALUES ('automerge', 16)",
    "INSERT INTO record_search (record_search, rank) VALUES ('crisismerge', 32)",
    "INSERT INTO record_search (record_search, rank) VALUES ('pgsz', 8000)",
]
POSTGRES = [
    "CREATE TABLE record_search (post bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX record_search_terms ON record_search USING gin (terms)",
]


def forwards(apps, schema_editor):
    """Creates the table in the form that the database knows."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Takes the table away."""
    schema_editor.execute("DROP TABLE record_search")


class Migration(migrations.Migration):
    """Search over our own tokens."""

    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
