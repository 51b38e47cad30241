"""Filled-in forms and filings: right by default, and a test shows only the difference."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from matrika.core.days import day_of
from matrika.core.filing import Application, Authorisation, Kind
from matrika.core.people import Contact, SubjectType
from matrika.core.standing import Standing
from matrika.filings.attach_paper import attach_paper
from matrika.filings.models import Filing
from matrika.filings.review import approve
from matrika.filings.submit import submit
from matrika.filings.take_effect import take_next_due
from matrika.register import snapshot
from matrika.register.models import ServiceProvider
from tests import people
from tests.metadata import ENTITY_ID, sp_metadata

TOMORROW = date(2026, 11, 23)
CONTACT = Contact("Alžbeta Agátová", "sso@vzory.example", "+421 2 1234 5678")


def registration(**changes: Any) -> Application:
    """Alžbeta's registration of https://sp.example for tomorrow, with paper announced."""
    facts: dict[str, Any] = {
        "kind": Kind.REGISTRATION,
        "subject_type": SubjectType.OVM,
        "ico": people.ICO,
        "contact": CONTACT,
        "entity_id": ENTITY_ID,
        "effective_on": TOMORROW,
        "metadata": sp_metadata(entity_id=changes.get("entity_id", ENTITY_ID)),
        "authorisation": Authorisation.PAPER,
    }
    return Application(**{**facts, **changes})


def change(**changes: Any) -> Application:
    """A change, as soon as it is approved."""
    return registration(**{"kind": Kind.CHANGE, "effective_on": None, **changes})


def cancellation(**changes: Any) -> Application:
    return registration(**{"kind": Kind.CANCELLATION, "metadata": None, **changes})


def filed(application: Application | None = None, *, at: datetime = people.NOW) -> Filing:
    """A filing of Alžbeta's that was accepted."""
    filing = submit(
        application or registration(), actor=people.alzbeta(), acting_for=people.organisation(), at=at
    )
    assert filing.problems == [], filing.problems
    return filing


def in_review(application: Application | None = None, *, at: datetime = people.NOW) -> Filing:
    filing = filed(application, at=at)
    attach_paper(filing, actor=people.zita(), at=at, arrived_on=day_of(at), certified_by="Notár")
    return filing


def approved(application: Application | None = None, *, at: datetime = people.NOW) -> Filing:
    filing = in_review(application, at=at)
    approve(filing, actor=people.zita(), at=at)
    return filing


def registered(application: Application | None = None, *, at: datetime = people.NOW) -> ServiceProvider:
    """A provider whose registration was filed at `at` and took effect when its day began."""
    return in_effect(application or registration(), at=at)


def in_effect(application: Application, *, at: datetime) -> ServiceProvider:
    """File, approve, and let the worker take it into effect a day and a half later."""
    filing = approved(application, at=at)
    while take_next_due(at=at + timedelta(hours=36)):
        pass
    filing.refresh_from_db()
    assert filing.status == "in-effect", (filing.status, filing.problems)
    return ServiceProvider.objects.get(entity_id=application.entity_id)


def standing_at(provider: ServiceProvider, *, at: datetime) -> Standing:
    return snapshot.of(provider, at=at).standing
