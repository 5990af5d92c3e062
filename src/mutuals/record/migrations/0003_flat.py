"""On SQLite, tables that are found by their whole key are kept as that key's tree alone: half the size and the writes.

See https://www.sqlite.org/withoutrowid.html. Whoever alters one of these tables later does it by a migration of its own
kind: Django would make it anew in the common form, which works the same and is larger.
"""

from django.db import migrations

FLAT = (
    "record_actorsighting", "record_sighting", "record_tieday", "record_dirty", "record_chatmember",
    "record_collectionitem",
)  # fmt: skip
# The key of a post is the place of its words: SQLite sees that only in a column declared "integer".
WORDS = "record_posttext"


def forwards(apps, schema_editor):
    """Makes the empty tables anew."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in (*FLAT, WORDS):
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            found = dict(cursor.fetchall())
            cursor.execute(f"DROP TABLE {table}")
            made = found["table"]
            cursor.execute(f"{made} WITHOUT ROWID" if table in FLAT else made.replace(" bigint ", " integer ", 1))
            if "index" in found:
                cursor.execute(found["index"])


class Migration(migrations.Migration):
    """Flat tables."""

    dependencies = [("record", "0002_search")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
