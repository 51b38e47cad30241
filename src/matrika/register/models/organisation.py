from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from matrika.core.filing import PROJECT_LENGTH
from matrika.core.people import NAME_LENGTH, Ico, SubjectType


class Organisation(models.Model):
    """A possible owner, as the reference data know it (R-4.6 compares against this)."""

    ico = models.CharField(max_length=12)
    ico_suffix = models.CharField(max_length=5, blank=True, default="")
    name = models.CharField(max_length=NAME_LENGTH)
    subject_type = models.CharField(max_length=3, choices=[(s.value, s.value) for s in SubjectType])

    class Meta:
        constraints = (models.UniqueConstraint(fields=("ico", "ico_suffix"), name="organisation_known_once"),)
        indexes = (models.Index(Lower("name"), name="organisations_by_lower_name"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.full_ico})"

    @property
    def full_ico(self) -> Ico:
        return Ico(self.ico, self.ico_suffix)


class Mandate(models.Model):
    """That a person may act for an organisation (access to its mailbox)."""

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "organisation"), name="mandate_given_once"),)


class IntegrationProject(models.Model):
    """A project of an integration agreement; registration needs a finished one (guide ch. 4)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=PROJECT_LENGTH)
    finished_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="project_known_once"),)
