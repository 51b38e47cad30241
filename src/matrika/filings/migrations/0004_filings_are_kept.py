"""Triggers that keep filings as they came."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, guards.so_far(apps, GUARDS))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, guards.so_far(apps, GUARDS))


class Migration(migrations.Migration):
    dependencies = [("filings", "0003_checks_and_numbers"), ("register", "0003_history_is_kept")]
    operations = [migrations.RunPython(guard, unguard)]
