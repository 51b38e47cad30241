"""On its day, a scheduled filing changes the register: checked again first, then all or nothing (R-4.9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from matrika.core import admission
from matrika.core.events import EventKind
from matrika.core.filing import Application, Kind, Problem
from matrika.core.lifecycle import Act, Status
from matrika.core.problems import numbered
from matrika.filings import records, store
from matrika.filings.check import check
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register import certificates, ledger, versions, waivers
from matrika.register.models import ServiceProvider
from samllint.report import Report

# A worker that died, or a filing that breaks the program, holds nothing up longer than this.
CLAIM = timedelta(seconds=30)


def take_next_due(*, at: datetime) -> bool:
    """Take the earliest due filing into effect, or reject it. True when there was one to try.

    One indexed look-up when nothing is due. The change of the register, the filing and the event are
    one transaction: a crash at any point leaves the filing due, and the claim runs out.
    """
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    filing = _due(at).filter(free).order_by("effective_at", "pk").first()
    if filing is None:
        return False
    claimed = Filing.objects.filter(free, pk=filing.pk, status=Status.SCHEDULED.value)
    if claimed.update(claimed_until=at + CLAIM):
        _take(filing, at)
    return True  # also when another worker was quicker: there may be more


def _due(at: datetime) -> QuerySet[Filing]:
    """Scheduled filings whose instant has come, of each provider the first only.

    What is in the hands of another worker, or of one that died, must not be overtaken: a change that
    takes effect after the cancellation that was due after it would bring the provider back.
    """
    first = Q(effective_at__lt=OuterRef("effective_at")) | Q(
        effective_at=OuterRef("effective_at"), pk__lt=OuterRef("pk")
    )
    scheduled = Filing.objects.filter(status=Status.SCHEDULED.value)
    ahead = scheduled.filter(first, entity_id=OuterRef("entity_id"))
    return scheduled.filter(~Exists(ahead), effective_at__lte=at)


def _take(filing: Filing, at: datetime) -> None:
    application = store.application_of(filing)
    report = check(application, at=at)  # before the transaction, which is to be short
    with transaction.atomic():
        ledger.lock()
        if not _due(at).filter(pk=filing.pk).exists():
            return  # withdrawn, or done by a worker whose claim had run out
        problems = _judge(filing, application, report)
        if problems:
            move(filing, Act.REFUSE, EventKind.FILING_REJECTED, actor=ledger.WORKER, at=at, problems=problems)
        else:
            _change_register(filing, application, at)


def _judge(filing: Filing, application: Application, report: Report | None) -> tuple[Problem, ...]:
    known = records.look_up(application, actor=filing.filed_by, except_number=filing.number)
    problems = admission.on_the_day(application, report=report, records=known)
    return numbered(problems, settings.ERROR_CODES)


KINDS = {
    Kind.REGISTRATION: EventKind.PROVIDER_REGISTERED,
    Kind.CHANGE: EventKind.PROVIDER_CHANGED,
    Kind.CANCELLATION: EventKind.PROVIDER_CANCELLED,
}


def _change_register(filing: Filing, application: Application, at: datetime) -> None:
    assert filing.effective_at is not None  # approval set it
    provider, begins = _provider(filing, application)
    old = versions.current(provider)
    if old is not None:
        versions.close(old, ends_at=begins, recorded_at=at)
    facts = {}
    if application.metadata is not None:
        facts = _enter(filing, application, provider, begins=begins, at=at)
    move(
        filing,
        Act.TAKE_EFFECT,
        KINDS[application.kind],
        actor=ledger.WORKER,
        at=at,
        effective_at=begins,
        provider=provider,
        facts=facts,
        columns={"effective_at": begins, "claimed_until": None},
    )


def _provider(filing: Filing, application: Application) -> tuple[ServiceProvider, datetime]:
    """The provider, made by a registration, and the instant from which the filing holds."""
    assert filing.effective_at is not None
    if application.kind is Kind.REGISTRATION:
        assert filing.organisation is not None  # admission knows the owner
        made = ServiceProvider.objects.create(
            entity_id=application.entity_id,
            owner=filing.organisation,
            registered_at=filing.effective_at,
        )
        return made, filing.effective_at
    provider = ServiceProvider.objects.get(entity_id=application.entity_id)
    return provider, versions.begins_at(provider, filing.effective_at)


def _enter(
    filing: Filing, application: Application, provider: ServiceProvider, *, begins: datetime, at: datetime
) -> dict[str, Any]:
    """Open the new version; what the event says of it."""
    assert application.metadata is not None
    entered = certificates.in_metadata(application.metadata)
    kept = waivers.lasting(application.entity_id)  # () for a registration: it has no version yet
    version = versions.open_version(
        provider,
        application.metadata,
        entered,
        contact=application.contact,
        filing_number=filing.number,
        effective_from=begins,
        recorded_at=at,
    )
    waivers.grant(version, kept)
    facts = {
        "version": version.number,
        "metadata_sha256": version.sha256,
        "certificates": [facts.fingerprint for facts in entered],
    }
    return facts | ({"waivers": [waiver.as_data for waiver in kept]} if kept else {})
