"""In what form a power of attorney comes. What was filed before said only whether it follows on paper."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards

ALTERED = [guard for guard in GUARDS if guard.table == "filings_filing"]
FORMS = [(name, name) for name in ("none", "electronic", "converted", "paper")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the columns there are; SQLite has rebuilt the table besides, and forgotten its triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


def carry_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An attachment of then may have been anything: nobody is said to have called it a power of attorney."""
    filings = apps.get_model("filings", "Filing").objects
    filings.filter(power_of_attorney_on_paper=True).update(power_of_attorney="paper")


def carry_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    filings = apps.get_model("filings", "Filing").objects
    filings.filter(power_of_attorney="paper").update(power_of_attorney_on_paper=True)


class Migration(migrations.Migration):
    dependencies = [("filings", "0009_signatures_are_verified")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField(
            "filing", "power_of_attorney", models.CharField(choices=FORMS, default="none", max_length=10)
        ),
        migrations.RunPython(carry_over, carry_back),
        migrations.RemoveField("filing", "power_of_attorney_on_paper"),
        migrations.RunPython(guard, unguard),
    ]
