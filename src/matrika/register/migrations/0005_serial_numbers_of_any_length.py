"""A certificate may bear a serial number of any length; PostgreSQL refused what SQLite took."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.register import guards

ALTERED = [guard for guard in guards.GUARDS if guard.table == "register_certificateentry"]


def guard_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has rebuilt the table, and forgotten its triggers."""
    guards.install(schema_editor.connection, ALTERED)


class Migration(migrations.Migration):
    dependencies = [("register", "0004_alter_event_kind")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.AlterField("certificateentry", "serial_number", models.TextField()),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
