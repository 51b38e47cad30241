"""File an application: automatic checks, then acknowledged or rejected (guide §4.2, Fig. 15 and 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from matrika.core import admission
from matrika.core.events import EventKind
from matrika.core.filing import Application, Problem
from matrika.core.lifecycle import Act
from matrika.core.problems import numbered
from matrika.eform import FormDocument
from matrika.filings import access, authorise, records, store
from matrika.filings.check import check
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register import ledger
from matrika.register.models import Organisation, Person
from samllint.report import Report


@dataclass(frozen=True, slots=True)
class Examination:
    """What the automatic checks would say now."""

    report: Report | None  # None when there are no metadata to check
    problems: tuple[Problem, ...]  # () = the filing would be accepted


@dataclass(frozen=True, slots=True)
class Prepared:
    """An application as it will be stored, with what was found before anything is locked.

    Whether it may be filed at all beside what others file at the same instant is asked under the lock.
    """

    application: Application
    report: Report | None
    document: FormDocument | None  # None when its form cannot hold it


def examine(application: Application, *, actor: Person, at: datetime) -> Examination:
    """Ask without filing; nothing is stored."""
    report = check(application, at=at)
    return Examination(report, _judge(application, report, actor, at))


def submit(
    application: Application, *, actor: Person, acting_for: Organisation | None, at: datetime
) -> Filing:
    """Store the filing: accepted, or rejected with every problem there is.

    `acting_for` is the organisation whose agent the person is at the moment; None = nobody's.

    Raises NotEntitled when the person is staff, or has no mandate for `acting_for`.
    """
    return submit_prepared(prepare(application, at=at), actor=actor, acting_for=acting_for, at=at)


def prepare(application: Application, *, at: datetime) -> Prepared:
    """What filing it will take long over; for who files it inside of a transaction, which is to be short."""
    understood = store.as_understood(application)
    return Prepared(understood, check(understood, at=at), store.document_of(understood))


def submit_prepared(
    prepared: Prepared, *, actor: Person, acting_for: Organisation | None, at: datetime
) -> Filing:
    """`submit`, of what was prepared for the same instant. Raises NotEntitled."""
    access.require_outsider(actor)
    access.require_mandate(actor, acting_for)
    application, report, document = prepared.application, prepared.report, prepared.document
    with transaction.atomic():
        ledger.lock()  # of two at the same instant, the second sees the first
        problems = _judge(application, report, actor, at)
        filing = store.new_filing(
            application,
            document=document,
            report=report,
            owner=records.owner_of(application),
            actor=actor,
            acting_for=acting_for,
            at=at,
        )
        if document is None and not problems:
            raise AssertionError(f"filing {filing.number} was accepted, yet its form cannot hold it")
        act, kind = (
            (Act.REFUSE, EventKind.FILING_REJECTED) if problems else (Act.ACCEPT, EventKind.FILING_ACCEPTED)
        )
        move(
            filing,
            act,
            kind,
            actor=actor.as_actor,
            at=at,
            on_behalf_of=acting_for,
            problems=problems,
            facts={"files": store.digests(filing, application)},
        )
        store.add_attachments(filing, application.attachments, at=at, signed=application.signed)
        if not problems:
            authorise.begin(filing, at=at)
    return filing


def _judge(
    application: Application, report: Report | None, actor: Person, at: datetime
) -> tuple[Problem, ...]:
    known = records.look_up(application, actor=actor)
    problems = admission.at_submission(application, report=report, records=known, at=at)
    return numbered(problems, settings.ERROR_CODES)
