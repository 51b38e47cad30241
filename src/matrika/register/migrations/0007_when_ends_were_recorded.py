"""When the register learned that a version ends: without it, nobody can say what was known at an instant."""

from dataclasses import replace

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.register import guards

ALTERED = [guard for guard in guards.GUARDS if guard.table == "register_metadataversion"]
CLOSING = ("provider-changed", "provider-cancelled")


def tell_ends(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The first closing event after a version was entered is the one that ended it."""
    version_model, event = apps.get_model("register", "MetadataVersion"), apps.get_model("register", "Event")
    ended = version_model.objects.filter(effective_to__isnull=False).only("provider_id", "effective_to")
    for version in ended.iterator(500):
        closing = event.objects.filter(
            kind__in=CLOSING, provider_id=version.provider_id, effective_at=version.effective_to
        )
        recorded = closing.order_by("number").values_list("recorded_at", flat=True).first()
        version_model.objects.filter(pk=version.pk).update(end_recorded_at=recorded)


def guard_as_before(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, [replace(one, set_once=("effective_to",)) for one in ALTERED])


def guard_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, ALTERED)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


class Migration(migrations.Migration):
    dependencies = [("register", "0006_events_of_reference_data")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_as_before),
        migrations.AddField("metadataversion", "end_recorded_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(tell_ends, migrations.RunPython.noop),
        migrations.RunPython(guard_again, unguard),
    ]
