from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from matrika.core.filing import PROJECT_LENGTH
from matrika.core.people import NAME_LENGTH, Ico, SubjectType
from matrika.core.reference import (
    ABBREVIATION_LENGTH,
    ROLE_LENGTH,
    Ground,
    ProjectState,
    Source,
    project_state,
)


class Organisation(models.Model):
    """A possible owner, as the reference data know it (R-4.6 compares against this)."""

    ico = models.CharField(max_length=12)
    ico_suffix = models.CharField(max_length=5, blank=True, default="")
    name = models.CharField(max_length=NAME_LENGTH)
    # Neither database folds "Š" to "s" without an extension, and people search as they type.
    folded_name = models.TextField(blank=True, default="")
    subject_type = models.CharField(max_length=3, choices=[(s.value, s.value) for s in SubjectType])
    ended_on = models.DateField(null=True, blank=True)  # never in the future: a set day says "has ended"
    source = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in Source], default=Source.BY_HAND.value
    )
    as_of = models.DateField(null=True, blank=True)  # the day for which the source said so

    class Meta:
        constraints = (models.UniqueConstraint(fields=("ico", "ico_suffix"), name="organisation_known_once"),)
        indexes = (models.Index(Lower("name"), name="organisations_by_lower_name"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.full_ico})"

    @property
    def full_ico(self) -> Ico:
        return Ico(self.ico, self.ico_suffix)


class StatutoryBody(models.Model):
    """Who acts for an organisation by law; a reviewer compares a person's signature with it (R-5.3)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statutory_bodies")
    name = models.CharField(max_length=NAME_LENGTH)
    role = models.CharField(max_length=ROLE_LENGTH, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)


class FormerName(models.Model):
    """What an organisation was called before: old papers and certificates bear it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=NAME_LENGTH)
    until = models.DateField(null=True, blank=True)


class Mandate(models.Model):
    """That a person may act for an organisation, now. When it ends the row goes; the events tell the past."""

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    ground = models.CharField(
        max_length=20, choices=[(g.value, g.value) for g in Ground], blank=True, default=""
    )
    since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "organisation"), name="mandate_given_once"),)


class IntegrationProject(models.Model):
    """A project of an integration agreement; registration needs a finished one (guide ch. 4)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=PROJECT_LENGTH)
    abbreviation = models.CharField(max_length=ABBREVIATION_LENGTH, blank=True, default="")
    finished_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="project_known_once"),
            models.UniqueConstraint(
                fields=("abbreviation",), condition=~Q(abbreviation=""), name="project_abbreviated_once"
            ),
        )

    @property
    def state(self) -> ProjectState:
        return project_state(self.finished_on, self.ended_on)
