"""Indexes for the staff's search, and the digest of each certificate's key."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Left, Lower

from matrika.register import guards
from samllint import certificate

ALTERED = [guard for guard in guards.GUARDS if guard.table == "register_certificateentry"]
CHUNK = 1000

# Without this class of operators PostgreSQL uses no index for the beginning of a text, unless its
# collation is "C"; SQLite compares bytes anyway.
BEGINNINGS = {
    "providers_by_beginning": "register_serviceprovider (LOWER(entity_id) text_pattern_ops)",
    "organisations_by_beginning": "register_organisation (LOWER(name) text_pattern_ops)",
}


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


def guard_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, ALTERED)


def tell_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entry = apps.get_model("register", "CertificateEntry")
    for one in entry.objects.only("der").iterator(CHUNK):
        try:
            digest = certificate.read(bytes(one.der)).key_digest
        except certificate.NotACertificate:
            continue  # `matrika verify` names an entry whose bytes are not what was entered
        entry.objects.filter(pk=one.pk).update(key_digest=digest)


def index_beginnings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, what in BEGINNINGS.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {what}")


def forget_beginnings(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in BEGINNINGS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("register", "0007_when_ends_were_recorded")]
    operations = [
        migrations.RunPython(unguard, guard_again),
        migrations.AddField(
            "certificateentry",
            "key_digest",
            models.CharField(max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(tell_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            "certificateentry", models.Index(fields=["key_digest"], name="certificates_by_key")
        ),
        migrations.AddIndex(
            "certificateentry", models.Index(Left("serial_number", 100), name="certificates_by_serial_number")
        ),
        migrations.AddIndex(
            "certificateentry", models.Index(Left("subject", 100), name="certificates_by_subject")
        ),
        migrations.AddIndex(
            "serviceprovider",
            models.Index(fields=["-registered_at", "-id"], name="providers_by_registration"),
        ),
        migrations.AddIndex(
            "organisation", models.Index(Lower("name"), name="organisations_by_lower_name")
        ),
        migrations.RunPython(index_beginnings, forget_beginnings),
        migrations.RunPython(guard_again, unguard),
    ]
