"""Triggers that keep history, the one row of the ledger's head, and no two versions at one instant."""

from dataclasses import replace

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.register import guards

# The end of time is written as a day: '9999' alone would be compared as a number.
# Two spans that share an instant; an empty one (replaced as it began) shares none.
SQLITE_OVERLAP = """
CREATE TRIGGER register_metadataversion_{act}_overlap AFTER {act} ON register_metadataversion
WHEN EXISTS (
    SELECT 1 FROM register_metadataversion AS other
    WHERE other.provider_id = NEW.provider_id AND other.id <> NEW.id
      AND other.effective_from < COALESCE(NEW.effective_to, '9999-12-31')
      AND NEW.effective_from < COALESCE(other.effective_to, '9999-12-31')
      AND (other.effective_to IS NULL OR other.effective_from < other.effective_to)
      AND (NEW.effective_to IS NULL OR NEW.effective_from < NEW.effective_to)
)
BEGIN SELECT RAISE(ABORT, 'two metadata versions of a provider would hold at once'); END
"""

# The range of one number stands for the number, so that no extension is needed for its GiST operator.
POSTGRESQL_OVERLAP = """
ALTER TABLE register_metadataversion ADD CONSTRAINT one_version_holds_at_once EXCLUDE USING gist (
    int8range(provider_id, provider_id, '[]') WITH &&,
    tstzrange(effective_from, effective_to) WITH &&
)
"""


TABLES = tuple(f"register_{name}" for name in ("event", "serviceprovider", "metadataversion", "certificateentry"))
# Columns and tables that came later are guarded by the migrations that add them.
GUARDS = [
    replace(one, set_once=("effective_to",) if one.set_once else ())
    for one in guards.GUARDS
    if one.table in TABLES
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    guards.install(connection, GUARDS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_OVERLAP)
        else:
            for act in ("INSERT", "UPDATE"):
                cursor.execute(SQLITE_OVERLAP.format(act=act))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    guards.remove(connection, GUARDS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE register_metadataversion DROP CONSTRAINT one_version_holds_at_once")
        else:
            for act in ("INSERT", "UPDATE"):
                cursor.execute(f"DROP TRIGGER register_metadataversion_{act}_overlap")


class Migration(migrations.Migration):
    dependencies = [("register", "0002_indexes_and_pending_expiry")]
    operations = [migrations.RunPython(guard, unguard)]
