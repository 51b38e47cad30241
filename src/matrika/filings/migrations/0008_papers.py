"""Several papers a filing, each with what came and who certified it; corrections beside what they mend."""

import hashlib

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards

ALTERED = [guard for guard in GUARDS if guard.table in ("filings_filing", "filings_paperarrival")]
CERTIFIERS = [("notary", "notary"), ("municipality", "municipality"), ("other", "other")]
BROUGHT = [("filing", "filing"), ("power-of-attorney", "power-of-attorney"), ("both", "both")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the columns there are; SQLite has rebuilt the tables besides, and forgotten their triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ALTERED)


def tell_of_scans(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now every scan was a PDF."""
    papers = apps.get_model("filings", "PaperArrival").objects.filter(scan__isnull=False)
    for paper in papers.iterator(50):
        paper.scan_type = "application/pdf"
        paper.scan_sha256 = hashlib.sha256(bytes(paper.scan)).hexdigest()
        paper.save(update_fields=["scan_type", "scan_sha256"])


class Migration(migrations.Migration):
    # PostgreSQL alters no table that has changed rows in the same transaction.
    atomic = False
    dependencies = [("filings", "0007_names_as_filed")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.AddField("filing", "reminded_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "filing",
            models.Index(fields=["status", "reminded_at", "status_since"], name="filings_not_reminded"),
        ),
        migrations.AlterField(
            "paperarrival",
            "filing",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="filings.filing"
            ),
        ),
        migrations.AddField(
            "paperarrival",
            "brought",
            models.CharField(choices=BROUGHT, default="filing", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            "paperarrival",
            "certifier",
            models.CharField(choices=CERTIFIERS, default="other", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField("paperarrival", "scan_type", models.CharField(blank=True, default="", max_length=100)),
        migrations.AddField("paperarrival", "scan_sha256", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField(
            "paperarrival",
            "corrects",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="filings.paperarrival",
            ),
        ),
        migrations.AddField("paperarrival", "reason", models.TextField(blank=True, default="")),
        migrations.RunPython(tell_of_scans, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
