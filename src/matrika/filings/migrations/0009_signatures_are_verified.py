"""Signed forms, the note that a file is to be verified, and the verdicts, which nobody changes."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q

from matrika.filings.guards import GUARDS
from matrika.register import guards

NEW = ("filings_storedverdict", "filings_verification")
ALTERED = [guard for guard in GUARDS if guard.table in ("filings_storedattachment", *NEW)]
INDICATIONS = [(name, name) for name in ("total-passed", "indeterminate", "total-failed")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has rebuilt the table of attachments, and forgotten its triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, guards.so_far(apps, ALTERED))


class Migration(migrations.Migration):
    dependencies = [("filings", "0008_papers")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField("storedattachment", "is_signed_form", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "storedattachment",
            models.UniqueConstraint(
                condition=Q(is_signed_form=True), fields=("filing",), name="one_signed_form_per_filing"
            ),
        ),
        migrations.CreateModel(
            "Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        related_name="verification",
                        to="filings.storedattachment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "StoredVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indication", models.CharField(choices=INDICATIONS, max_length=16)),
                ("record", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="verdicts", to="filings.storedattachment"
                    ),
                ),
            ],
        ),
        migrations.RunPython(guard, unguard),
    ]
