"""The truth, in tables."""

from matrika.register.models.calendar import CalendarAddress
from matrika.register.models.event import ChainCheck, Event, LedgerHead
from matrika.register.models.login import ExternalIdentity, LogIn
from matrika.register.models.organisation import (
    FormerName,
    IntegrationProject,
    Mandate,
    Organisation,
    StatutoryBody,
)
from matrika.register.models.person import Person
from matrika.register.models.provider import (
    CertificateEntry,
    MetadataVersion,
    Origin,
    PendingExpiry,
    PendingReminder,
    ServiceProvider,
)
from matrika.register.models.trust import RevocationForm, RevocationSnapshot, TrustedListSnapshot
from matrika.register.models.waiver import Waiver

__all__ = [
    "CalendarAddress",
    "CertificateEntry",
    "ChainCheck",
    "Event",
    "ExternalIdentity",
    "FormerName",
    "IntegrationProject",
    "LedgerHead",
    "LogIn",
    "Mandate",
    "MetadataVersion",
    "Organisation",
    "Origin",
    "PendingExpiry",
    "PendingReminder",
    "Person",
    "RevocationForm",
    "RevocationSnapshot",
    "ServiceProvider",
    "StatutoryBody",
    "TrustedListSnapshot",
    "Waiver",
]
