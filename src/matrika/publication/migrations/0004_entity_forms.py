"""Aggregates are served from the entities' own rows. What is published stays; the aggregate is made anew."""

import hashlib
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def move(apps: Any, schema_editor: Any) -> None:
    entities = apps.get_model("publication", "PublishedEntity").objects
    form = apps.get_model("publication", "EntityForm")
    for entity in entities.order_by("pk").iterator(chunk_size=100):
        canonical, packed = bytes(entity.canonical), bytes(entity.canonical_deflated)
        form.objects.create(
            provider_id=entity.provider_id,
            since=0,
            expires_at=entity.expires_at,
            sha256=hashlib.sha256(canonical).hexdigest(),
            size=len(canonical),
            packed_size=len(packed),
            inclusive_prefixes=entity.inclusive_prefixes,
            reserved_prefixes=entity.reserved_prefixes,
            canonical=canonical,
            packed=packed,
        )
    state = apps.get_model("publication", "PublicationState").objects
    # It is long due: the worker makes it first of all.
    state.filter(aggregate__isnull=False).update(
        aggregate_due_at=models.Subquery(
            apps.get_model("publication", "PublishedAggregate")
            .objects.filter(pk=models.OuterRef("aggregate_id"))
            .values("published_at")[:1]
        )
    )
    state.update(aggregate=None, version=F("version") + 1)
    apps.get_model("publication", "AggregatePart").objects.all().delete()
    apps.get_model("publication", "PublishedAggregate").objects.all().delete()


class Migration(migrations.Migration):
    # PostgreSQL changes no table whose rows were changed in the same transaction.
    atomic = False

    dependencies = [
        ("publication", "0003_published_bytes"),
        ("register", "0003_history_is_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntityForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("packed_size", models.PositiveIntegerField()),
                ("inclusive_prefixes", models.TextField(blank=True)),
                ("reserved_prefixes", models.TextField(blank=True)),
                ("canonical", models.BinaryField()),
                ("packed", models.BinaryField()),
                ("provider", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.serviceprovider")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("until__isnull", False)), fields=["until"], name="forms_that_ended"),
                    models.Index(condition=models.Q(("reserved_prefixes", ""), _negated=True), fields=["reserved_prefixes"], name="forms_that_reserve"),
                    models.Index(fields=["id", "size", "since", "until", "expires_at"], name="forms_without_bytes"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("until__isnull", True)), fields=("provider",), name="one_form_of_a_provider"),
                ],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="AggregatePart"),
        migrations.RemoveField(model_name="publishedentity", name="canonical"),
        migrations.RemoveField(model_name="publishedentity", name="canonical_deflated"),
        migrations.RemoveField(model_name="publishedentity", name="inclusive_prefixes"),
        migrations.RemoveField(model_name="publishedentity", name="reserved_prefixes"),
        migrations.AddField(model_name="publishedaggregate", name="counter", field=models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField(model_name="publishedaggregate", name="head", field=models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField(model_name="publishedaggregate", name="tail", field=models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField(model_name="publishedaggregate", name="head_packed", field=models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField(model_name="publishedaggregate", name="tail_packed", field=models.BinaryField(default=b""), preserve_default=False),
    ]
