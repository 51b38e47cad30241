"""Rules that are not held against imported records, and the filings they came from; both kept for good."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.register import guards

ADDED = [guard for guard in guards.GUARDS if guard.table in ("register_waiver", "register_origin")]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, ADDED)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection, ADDED)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0009_reference_data_with_their_sources'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('filing-accepted', 'filing-accepted'), ('filing-rejected', 'filing-rejected'), ('paper-awaited', 'paper-awaited'), ('paper-recorded', 'paper-recorded'), ('filing-approved', 'filing-approved'), ('information-requested', 'information-requested'), ('information-given', 'information-given'), ('filing-withdrawn', 'filing-withdrawn'), ('filing-lapsed', 'filing-lapsed'), ('provider-registered', 'provider-registered'), ('provider-changed', 'provider-changed'), ('provider-cancelled', 'provider-cancelled'), ('provider-expired', 'provider-expired'), ('provider-imported', 'provider-imported'), ('cancellation-imported', 'cancellation-imported'), ('entity-published', 'entity-published'), ('entity-unpublished', 'entity-unpublished'), ('publication-failed', 'publication-failed'), ('organisation-entered', 'organisation-entered'), ('organisation-changed', 'organisation-changed'), ('project-recorded', 'project-recorded'), ('person-entered', 'person-entered'), ('mandate-given', 'mandate-given'), ('mandate-ended', 'mandate-ended'), ('role-changed', 'role-changed'), ('access-ended', 'access-ended')], max_length=40),
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filing_number', models.CharField(max_length=64)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='origin', to='register.metadataversion')),
            ],
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_id', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=1023)),
                ('granted_by', models.CharField(max_length=320)),
                ('granted_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='register.metadataversion')),
            ],
            options={
                'ordering': ('version', 'rule_id'),
                'constraints': [models.UniqueConstraint(fields=('version', 'rule_id'), name='rule_waived_once')],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
