"""Fill an empty register with the demo's people, organisations and past, through the real use cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from matrika.core.days import day_of, start_of
from matrika.core.lifecycle import OPEN
from matrika.core.paper import Certifier
from matrika.core.people import Role
from matrika.core.words import Outward, folded
from matrika.demo import cast
from matrika.demo.empty import is_empty
from matrika.demo.story import Deed, Files, IsApproved, IsRejected, PaperArrives, deeds, sealed_today
from matrika.demo.trusted import trust_the_demo
from matrika.filings import review
from matrika.filings.attach_paper import attach_paper
from matrika.filings.desk import four_eyes
from matrika.filings.models import Filing
from matrika.filings.submit import submit
from matrika.register.models import IntegrationProject, Mandate, Organisation, Person, StatutoryBody
from matrika.worker.steps import STEPS

NOTARY = "JUDr. Nora Notárska, notárka"
PROJECT_ENDED = timedelta(days=450)
# So many last nights are played too: what expired or lapsed in them is recorded on its own day.
NIGHTS = 45


class NotEmpty(Exception):
    """The register holds something already; a demo must never mix with real records."""


@transaction.atomic
def fill(*, at: datetime) -> None:
    """Fill the register as if it had been in use for more than a year before `at`; all or nothing.

    Raises NotEmpty.
    """
    if not is_empty():
        raise NotEmpty("the register is not empty; the demo fills an empty one only")
    enter_reference_data(at)
    enter_people()
    happenings: list[tuple[float, Deed | None]] = [(deed.days_ago, deed) for deed in deeds()]
    happenings += [(float(night), None) for night in range(NIGHTS)]
    for days_ago, deed in sorted(happenings, key=lambda happening: happening[0], reverse=True):
        then = office_hour(at, days_ago)
        if deed is not None:
            play(deed, at=then)
        work(at=then)
    if settings.DEMO:
        trust_the_demo(at=at)
        play(sealed_today(), at=at)


def verify() -> None:
    """As the timer of a register in use has done: the page of health says since when the history is whole."""
    call_command("verify", quiet=True, jobs=1, stdout=StringIO())


def office_hour(at: datetime, days_ago: float) -> datetime:
    """Half past nine of that day in Bratislava, but never later than `at`."""
    return min(start_of(day_of(at - timedelta(days=days_ago))) + timedelta(hours=9, minutes=30), at)


def enter_reference_data(at: datetime) -> None:
    for entry in cast.ORGANISATIONS:
        organisation = Organisation.objects.create(
            ico=entry.ico.number,
            ico_suffix=entry.ico.suffix,
            name=entry.name,
            folded_name=folded(entry.name),
            subject_type=entry.subject_type.value,
        )
        finished_on = day_of(at - PROJECT_ENDED)
        for name in entry.finished_projects:
            IntegrationProject.objects.create(organisation=organisation, name=name, finished_on=finished_on)
        for name in entry.open_projects:
            IntegrationProject.objects.create(organisation=organisation, name=name)
        for name, role in entry.statutory_bodies:
            StatutoryBody.objects.create(organisation=organisation, name=name, role=role)


def enter_people() -> None:
    password = make_password(settings.DEMO_PASSWORD)  # once: it is slow on purpose
    for entry in cast.PEOPLE:
        person = Person.objects.create(
            username=entry.username,
            password=password,
            first_name=entry.first_name,
            last_name=entry.last_name,
            role=entry.role.value,
        )
        if entry.role is not Role.APPLICANT:
            TOTP.activate(person, generate_totp_secret())  # the page that asks for its code shows it
        for ico in entry.acts_for:
            Mandate.objects.create(person=person, organisation=_organisation(ico.number, ico.suffix))


def play(deed: Deed, *, at: datetime) -> None:
    """Do one deed at its time."""
    reviewer = Person.objects.get(username=cast.ZITA.username)
    match deed:
        case Files():
            ico = deed.acting_for.ico
            submit(
                deed.prepare(at),
                actor=Person.objects.get(username=deed.who.username),
                acting_for=_organisation(ico.number, ico.suffix),
                at=at,
            )
        case PaperArrives():
            filing = _open_filing(deed.entity_id)
            by = Certifier.NOTARY
            attach_paper(
                filing, actor=reviewer, at=at, arrived_on=day_of(at), certified_by=NOTARY, certifier=by
            )
        case IsApproved():
            filing = _open_filing(deed.entity_id)
            review.approve(filing, actor=reviewer, at=at)
            if settings.FOUR_EYES:
                four_eyes.confirm(filing, actor=Person.objects.get(username=cast.DUSAN.username), at=at)
        case IsRejected():
            filing = _open_filing(deed.entity_id)
            review.reject(filing, actor=reviewer, at=at, reasons=deed.reasons, text=Outward(deed.text))


def work(*, at: datetime) -> None:
    """Do what is due for the worker at that time, except publishing: only today's register is published."""
    steps = [step for step in STEPS if step.name != "publish"]
    while any(step.run(at=at) for step in steps):
        pass


def _organisation(ico: str, suffix: str) -> Organisation:
    return Organisation.objects.get(ico=ico, ico_suffix=suffix)


def _open_filing(entity_id: str) -> Filing:
    return Filing.objects.get(entity_id=entity_id, status__in=[status.value for status in OPEN])
