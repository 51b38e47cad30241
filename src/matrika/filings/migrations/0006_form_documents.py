"""Each filing keeps the document that is signed or printed; earlier ones have none."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards

ALTERED = [guard for guard in GUARDS if guard.table == "filings_filing"]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the columns there are; SQLite has rebuilt the table besides, and forgotten its triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


class Migration(migrations.Migration):
    dependencies = [("filings", "0005_indexes_for_the_worker")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField("filing", "reference", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("filing", "form_document", models.BinaryField(null=True)),
        migrations.AddField("filing", "form_sha256", models.CharField(blank=True, default="", max_length=64)),
        migrations.RunPython(guard, unguard),
    ]
