"""Who came in, and under what name another house knows them."""

from __future__ import annotations

from django.db import models


class ExternalIdentity(models.Model):
    """A person as an identity provider knows them.

    Kept as a keyed digest: the provider's identifier may be a birth number, which nobody here needs to read.
    """

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=1024)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "digest"], name="one_person_an_identity")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.issuer}"


class LogIn(models.Model):
    """One log-in, or one that was refused. Not history: rows go after a year (docs/decisions/0029)."""

    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, null=True, related_name="log_ins")
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=8)  # in, refused, locked
    how = models.CharField(max_length=40)  # "password+totp", "saml", "oidc+webauthn", "demo"
    note = models.CharField(max_length=100, blank=True, default="")  # why it was refused
    organisation = models.ForeignKey(
        "register.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )  # that the identity provider named
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=200)
    session_key = models.CharField(max_length=40, blank=True, default="", db_index=True)
    issuer = models.CharField(max_length=1024, blank=True, default="")
    name_id = models.CharField(max_length=256, blank=True, default="", db_index=True)
    session_index = models.CharField(max_length=256, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, blank=True, default="")  # self, provider, others, idle, limit

    def __str__(self) -> str:
        return f"{self.outcome} {self.person_id} {self.at:%Y-%m-%d %H:%M}"
