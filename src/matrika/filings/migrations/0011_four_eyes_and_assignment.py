"""Four eyes, who works on a filing, and the catalogue of reasons; indexes by which filings are found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.filings.guards import GUARDS
from matrika.register import guards

ALTERED = [guard for guard in GUARDS if guard.table in ("filings_filing", "filings_rejectionreason")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has rebuilt the table of filings, and forgotten its triggers."""
    guards.install(schema_editor.connection, guards.so_far(apps, ALTERED))


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, guards.so_far(apps, ALTERED))


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0010_power_of_attorney'),
        ('register', '0018_events_of_the_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.CreateModel(
            name='RejectionReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('code', models.PositiveIntegerField(null=True, unique=True)),
                ('sk', models.CharField(max_length=500)),
                ('en', models.CharField(max_length=500)),
                ('is_retired', models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='filing',
            name='one_open_filing_per_kind_and_entity',
        ),
        migrations.RemoveConstraint(
            model_name='filing',
            name='filing_status_is_in_the_table',
        ),
        migrations.RemoveIndex(
            model_name='filing',
            name='filings_of_an_entity',
        ),
        migrations.AddField(
            model_name='filing',
            name='assigned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='filing',
            name='assigned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filing',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='filing',
            name='status',
            field=models.CharField(choices=[('new', 'new'), ('awaiting-authorisation', 'awaiting-authorisation'), ('awaiting-paper', 'awaiting-paper'), ('in-review', 'in-review'), ('awaiting-confirmation', 'awaiting-confirmation'), ('awaiting-information', 'awaiting-information'), ('scheduled', 'scheduled'), ('in-effect', 'in-effect'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('lapsed', 'lapsed')], max_length=24),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['entity_id'], name='filings_of_an_entity', opclasses=('varchar_pattern_ops',)),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['-filed_at', '-id'], name='filings_newest'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['status', '-filed_at', '-id'], name='filings_newest_of_status'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['ico', '-filed_at', '-id'], name='filings_newest_of_ico'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['awaiting-authorisation', 'awaiting-confirmation', 'awaiting-information', 'awaiting-paper', 'in-effect', 'in-review', 'lapsed', 'rejected', 'scheduled', 'withdrawn'])), name='filing_status_is_in_the_table'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['awaiting-authorisation', 'awaiting-confirmation', 'awaiting-information', 'awaiting-paper', 'in-review', 'scheduled'])), fields=('kind', 'entity_id'), name='one_open_filing_per_kind_and_entity'),
        ),
        migrations.RunPython(guard, unguard),
    ]
