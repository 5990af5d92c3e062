"""The event log only grows: the database itself refuses to change or remove an entry."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER team_logentry_no_update BEFORE UPDATE ON team_logentry
    BEGIN SELECT RAISE(ABORT, 'the event log only grows: no entry can be changed'); END""",
    """CREATE TRIGGER team_logentry_no_delete BEFORE DELETE ON team_logentry
    BEGIN SELECT RAISE(ABORT, 'the event log only grows: no entry can be removed'); END""",
    # REPLACE removes rows without firing delete triggers (https://sqlite.org/lang_conflict.html).
    """CREATE TRIGGER team_logentry_no_replace BEFORE INSERT ON team_logentry
    WHEN NEW.id <= (SELECT coalesce(max(id), 0) FROM team_logentry)
    BEGIN SELECT RAISE(ABORT, 'the event log only grows: no entry can be replaced'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION team_logentry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the event log only grows: no entry can be changed or removed'; END $$""",
    """CREATE TRIGGER team_logentry_no_change BEFORE UPDATE OR DELETE ON team_logentry
    FOR EACH ROW EXECUTE FUNCTION team_logentry_refuse()""",
    """CREATE TRIGGER team_logentry_no_truncate BEFORE TRUNCATE ON team_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION team_logentry_refuse()""",
]


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("team", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop, elidable=False)]
