"""What an applicant is still working on. A draft is no filing: the register never depends on one."""

from __future__ import annotations

import uuid

from django.db import models

from matrika.core.filing import Kind
from matrika.register.models import Organisation, Person


class Draft(models.Model):
    """A form being filled in, kept so that nothing typed is lost between its steps.

    Its id is unguessable and good for one sending: `sent_at` is set in the transaction that files it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    typed = models.JSONField(default=dict)  # field → what was typed, as typed
    touched_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    filing_number = models.CharField(max_length=32, blank=True, default="")

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """A file of a draft: browsers do not send a chosen file twice."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=20)  # "metadata" or "attachments"
    name = models.CharField(max_length=255)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class CacheRow(models.Model):
    """The table of Django's database cache, under its names: what all web processes must know of log-ins."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"

    def __str__(self) -> str:
        return self.cache_key


class ArrivedResponse(models.Model):
    """A signed response on its way from the address that strangers post to, to the browser's own session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.TextField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"response {self.pk}"


class UsedAssertion(models.Model):
    """An assertion serves once; it is remembered for as long as anybody could bring it again."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest
