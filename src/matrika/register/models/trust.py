from __future__ import annotations

from django.db import models

from matrika.register.models.event import ACTOR_LENGTH


class TrustedListSnapshot(models.Model):
    """A trusted list as it was imported, signature checked; database triggers refuse to change one.

    The newest of a territory counts. Older ones stay: verdicts name the list that they rest on.
    """

    territory = models.CharField(max_length=8)  # "SK"; "EU" for the list of lists
    sequence_number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    next_update = models.DateTimeField(null=True)  # None: a closed list, nothing follows
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)  # lower-case hex, of content
    signer = models.BinaryField()  # DER of the pinned certificate that signed it
    source = models.CharField(max_length=1024)  # the file's name, or the address it was fetched from
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=ACTOR_LENGTH)

    class Meta:
        ordering = ("territory", "-sequence_number")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "sequence_number"], name="one_list_per_sequence_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory} {self.sequence_number}"


class RevocationForm(models.TextChoices):
    """How an authority says that certificates were revoked."""

    CRL = "crl", "CRL"
    OCSP = "ocsp", "OCSP"


class RevocationSnapshot(models.Model):
    """A CRL or an OCSP response as it was imported, never changed like a list.

    Who signed it is asked at each use.
    """

    form = models.CharField(max_length=4, choices=RevocationForm.choices)
    issuer = models.CharField(max_length=1024)  # RFC 4514; of an OCSP response its responder
    # Which part of a CRL's issuer's certificates, "" = all; the serial numbers that a response answers for.
    scope = models.CharField(max_length=1024, blank=True, default="")
    this_update = models.DateTimeField()
    next_update = models.DateTimeField(null=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=1024)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=ACTOR_LENGTH)

    class Meta:
        ordering = ("issuer", "scope", "-this_update")
        indexes = (models.Index(fields=("form", "-this_update"), name="revocation_newest"),)

    def __str__(self) -> str:
        return f"{self.issuer} {self.this_update:%Y-%m-%d %H:%M}"
