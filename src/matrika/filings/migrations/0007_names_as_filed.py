"""A printout tells the names of the day of filing, and only the attachments that the form names."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards

ALTERED = [guard for guard in GUARDS if guard.table in ("filings_filing", "filings_storedattachment")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the columns there are; SQLite has rebuilt the tables besides, and forgotten their triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_form_documents")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField("filing", "names", models.JSONField(default=dict)),
        migrations.AddField("storedattachment", "came_later", models.BooleanField(default=False)),
        migrations.RunPython(guard, unguard),
    ]
