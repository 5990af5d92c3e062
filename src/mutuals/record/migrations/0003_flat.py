"""On SQLite, tables that are found by their whole key are kept as that key's tree alone: half the size and the writes.

See https://www.sqlite.org/withoutrowid.html. Whoever alters one of these tables later does it by a migration of its own
kind: Django would make it anew in the common form, which works the same and is larger.
"""

from django.db import migrations

FLAT = (
    "record_actorsighting", "record_sighting", "record_tieday", "record_dirty", "record_chatmember",
    "record_collectionitem", "record_readingcopy",
)  # fmt: skip
# The key of a post is the place of its words and of its reading: SQLite sees that only in a column declared "integer".
PLACED = ("record_posttext", "record_reading", "record_unread")


def forwards(apps, schema_editor):
    """Makes the empty tables anew."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in (*FLAT, *PLACED):
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            found = dict(cursor.fetchall())
            cursor.execute(f"DROP TABLE {table}")
            made = found["table"]
            cursor.execute(f"{made} WITHOUT ROWID" if table in FLAT else _placed(made))
            if "index" in found:
                cursor.execute(found["index"])


def _placed(made):
    """The table with its key declared so; it may stand behind other columns."""
    return made.replace('"post" bigint ', '"post" integer ', 1)


class Migration(migrations.Migration):
    """Flat tables."""

    dependencies = [("record", "0002_search")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
