"""The only way a filing's status changes: by the table, with an event, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from matrika.core import lifecycle
from matrika.core.events import EventKind
from matrika.core.events.data import FilingData, ProblemData
from matrika.core.filing import Problem
from matrika.core.lifecycle import Act, Status
from matrika.core.problems import data_of
from matrika.filings.models import Filing
from matrika.register import ledger
from matrika.register.models import Event, Organisation, ServiceProvider


def move(
    filing: Filing,
    act: Act,
    kind: EventKind,
    *,
    actor: str,
    at: datetime,
    effective_at: datetime | None = None,
    on_behalf_of: Organisation | None = None,
    provider: ServiceProvider | None = None,
    problems: Iterable[Problem] = (),
    facts: dict[str, Any] | None = None,
    columns: dict[str, Any] | None = None,
) -> Event:
    """Do the act, and write the event of that kind.

    `facts` are added to the event's data (`core.events.data.FilingData`), `columns` change on the filing
    beside its status. Call it inside a transaction.

    Raises NotAllowed when the table has no such row for the status the filing has by now.
    """
    ledger.lock()  # the status read next stays true until the transaction ends
    before = _present_status(filing)
    after = lifecycle.after(before, act)
    refused = [data_of(problem) for problem in problems]
    changes: dict[str, Any] = {"status": after.value, "status_since": at, **(columns or {})}
    if refused:
        changes["problems"] = refused
    _write(filing, before, changes)
    return ledger.append(
        kind,
        actor=actor,
        at=at,
        effective_at=effective_at or at,
        provider=provider or _provider(filing),
        filing_number=filing.number,
        on_behalf_of=on_behalf_of,
        data={**_data(filing, at, refused), **(facts or {})},
    )


def note(
    filing: Filing,
    kind: EventKind,
    *,
    actor: str,
    at: datetime,
    effective_at: datetime,
    facts: dict[str, Any],
) -> Event:
    """Write an event that leaves the filing where it is. Call it in a transaction under the ledger's lock."""
    filing.status = _present_status(filing).value
    return ledger.append(
        kind,
        actor=actor,
        at=at,
        effective_at=effective_at,
        provider=_provider(filing),
        filing_number=filing.number,
        data={**_data(filing, at, []), **facts},
    )


def _present_status(filing: Filing) -> Status:
    if filing.pk is None:
        return Status.NEW
    return Status(Filing.objects.values_list("status", flat=True).get(pk=filing.pk))


def _write(filing: Filing, before: Status, changes: dict[str, Any]) -> None:
    for column, value in changes.items():
        setattr(filing, column, value)
    if filing.pk is None:
        filing.save(force_insert=True)
        return
    if not Filing.objects.filter(pk=filing.pk, status=before.value).update(**changes):
        raise AssertionError(f"filing {filing.number} changed under the ledger's lock")


def _provider(filing: Filing) -> ServiceProvider | None:
    """The provider the filing is about, when it is its owner's: a stranger's filing is not its history."""
    if filing.organisation_id is None:
        return None
    return ServiceProvider.objects.filter(entity_id=filing.entity_id, owner_id=filing.organisation_id).first()


def _data(filing: Filing, at: datetime, problems: list[ProblemData]) -> FilingData:
    data = FilingData(
        filing_number=filing.number,
        filing_kind=filing.kind,
        status=filing.status,
        entity_id=filing.entity_id,
        organisation=filing.organisation_id,
        filed_by=filing.filed_by_id,
        acting_for=filing.acting_for_id,
        contact_name=filing.contact_name,
        contact_email=filing.contact_email,
        attempted_at=at.isoformat(),
        effective_on=filing.effective_on.isoformat() if filing.effective_on else None,
    )
    if problems:
        data["problems"] = problems
    return data
