"""Make the tables of publication anew: everything in them is made again from the register."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0002_initial"),
        ("register", "0003_history_is_kept"),
    ]

    operations = [
        migrations.DeleteModel(name='PublicationState'),
        migrations.DeleteModel(name='PublishedAggregate'),
        migrations.DeleteModel(name='PublishedEntity'),
        migrations.CreateModel(
            name='PublishedAggregate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('etag', models.CharField(max_length=66)),
                ('entities', models.PositiveIntegerField()),
                ('size', models.BigIntegerField()),
                ('size_gzip', models.BigIntegerField()),
                ('published_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(db_index=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('provider', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appointment', to='register.serviceprovider')),
            ],
        ),
        migrations.CreateModel(
            name='PublicationState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField(default=0)),
                ('followed_event', models.BigIntegerField(default=0)),
                ('certificate', models.TextField(blank=True, default='')),
                ('aggregate_due_at', models.DateTimeField(null=True)),
                ('aggregate_lease', models.DateTimeField(null=True)),
                ('baseline', models.PositiveIntegerField(default=0)),
                ('baseline_at', models.DateTimeField(null=True)),
                ('held_at', models.PositiveIntegerField(null=True)),
                ('aggregate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publication.publishedaggregate')),
            ],
        ),
        migrations.CreateModel(
            name='PublishedEntity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entity_id_sha1', models.CharField(max_length=40, unique=True)),
                ('version_id', models.BigIntegerField()),
                ('etag', models.CharField(max_length=66)),
                ('published_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('valid_until', models.DateTimeField()),
                ('inclusive_prefixes', models.TextField(blank=True)),
                ('reserved_prefixes', models.TextField(blank=True)),
                ('canonical', models.BinaryField()),
                ('canonical_deflated', models.BinaryField()),
                ('signed', models.BinaryField()),
                ('signed_gzip', models.BinaryField()),
                ('provider', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='register.serviceprovider')),
            ],
        ),
        migrations.CreateModel(
            name='AggregatePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_gzip', models.BooleanField()),
                ('position', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('aggregate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='publication.publishedaggregate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('aggregate', 'is_gzip', 'position'), name='one_part_a_position')],
            },
        ),
    ]
