from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from matrika.register import guards

GUARDS = [guard for guard in guards.GUARDS if guard.table == "register_revocationsnapshot"]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection, guards.so_far(apps, GUARDS))


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0013_events_of_signatures'),
    ]

    operations = [
        migrations.AddField(
            model_name='revocationsnapshot',
            name='form',
            field=models.CharField(choices=[('crl', 'CRL'), ('ocsp', 'OCSP')], default='crl', max_length=4),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('filing-accepted', 'filing-accepted'), ('filing-rejected', 'filing-rejected'), ('filing-authorised', 'filing-authorised'), ('signature-undecided', 'signature-undecided'), ('paper-awaited', 'paper-awaited'), ('paper-recorded', 'paper-recorded'), ('power-recorded', 'power-recorded'), ('paper-corrected', 'paper-corrected'), ('paper-reminded', 'paper-reminded'), ('filing-approved', 'filing-approved'), ('information-requested', 'information-requested'), ('information-given', 'information-given'), ('filing-withdrawn', 'filing-withdrawn'), ('filing-lapsed', 'filing-lapsed'), ('provider-registered', 'provider-registered'), ('provider-changed', 'provider-changed'), ('provider-cancelled', 'provider-cancelled'), ('provider-expired', 'provider-expired'), ('provider-imported', 'provider-imported'), ('cancellation-imported', 'cancellation-imported'), ('entity-published', 'entity-published'), ('entity-unpublished', 'entity-unpublished'), ('publication-failed', 'publication-failed'), ('organisation-entered', 'organisation-entered'), ('organisation-changed', 'organisation-changed'), ('project-recorded', 'project-recorded'), ('person-entered', 'person-entered'), ('mandate-given', 'mandate-given'), ('mandate-ended', 'mandate-ended'), ('role-changed', 'role-changed'), ('access-ended', 'access-ended'), ('trusted-list-imported', 'trusted-list-imported'), ('crl-imported', 'crl-imported'), ('ocsp-response-imported', 'ocsp-response-imported')], max_length=40),
        ),
        migrations.AddIndex(
            model_name='revocationsnapshot',
            index=models.Index(fields=['form', '-this_update'], name='revocation_newest'),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
