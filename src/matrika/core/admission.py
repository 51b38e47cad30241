"""May this filing be accepted? Every reason why not, at once (R-4.1 to R-4.9, R-5.2).

Nothing here looks anything up: the register's part comes as `Records`, the metadata's part as the
Report of samllint. The same questions are asked twice, at submission and on the day it takes effect;
what concerns only the act of submitting (dates, authorisation, duplicates) is asked once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from matrika.core.attachments import is_accepted
from matrika.core.days import a_year_after, day_of
from matrika.core.filing import (
    ENTITY_ID_LENGTH,
    FILE_NAME_LENGTH,
    NOT_IN_XML,
    NOTE_LENGTH,
    PROJECT_LENGTH,
    REFERENCE,
    Application,
    Authorisation,
    Kind,
    PowerOfAttorney,
    Problem,
)
from matrika.core.people import (
    EMAIL,
    EMAIL_LENGTH,
    NAME_LENGTH,
    PHONE,
    PHONE_LENGTH,
    Ico,
    SubjectType,
)
from matrika.core.problem_catalogue import DUPLICATE
from matrika.core.problems import problem
from matrika.core.words import folded
from samllint.report import Outcome, Report, Severity

# What people write in the note, lower case and without diacritics, when paper is to follow.
PAPER = re.compile(r"listinn|uradne overen|uradnym overenim|postou|on paper|by post")
# As the guide's form has them, for sentences that must name the datum.
NAMES = {
    "contact_name": "Meno a priezvisko",
    "contact_email": "E-mail",
    "contact_phone": "Telefón",
    "project": "Názov technického alebo programového prostriedku",
    "entity_id": "Identifikátor poskytovateľa služieb",
    "attachments": "Názov a druh prílohy",
    "note": "Poznámka",
    "reference": "Označenie podania",
}
# That the form and the metadata name different entityIDs is a problem of its own, "entity-id-differs".
WITH_PROBLEM_OF_ITS_OWN = frozenset({"entity-id-typed"})


@dataclass(frozen=True, slots=True)
class Records:
    """What the register knows about a filing at the instant it is judged."""

    ico_is_known: bool  # some organisation has the IČO, with whatever suffix
    subject_type: SubjectType | None  # of the organisation with that IČO and suffix; None = there is none
    registered_owner: Ico | None  # of the entityID; None = it was never registered
    is_cancelled: bool  # registered, and no version of its metadata holds
    waiting: str  # number of another open filing of that kind for the entityID, or ""
    is_agent: bool  # the person who files may act for the organisation with that IČO and suffix
    ended_on: date | None = None  # when that organisation ended; None = it exists


def at_submission(
    application: Application, *, report: Report | None, records: Records, at: datetime
) -> tuple[Problem, ...]:
    """Everything that speaks against accepting the filing at `at`; () = it is accepted.

    `report` is None when the filing has no metadata.
    """
    return (
        *_malformed(application),
        *_dates(application, day_of(at)),
        *on_the_day(application, report=report, records=records),
        *_entitlement(application, records),
        *_authorisation(application),
        *_duplicate(records),
    )


def on_the_day(application: Application, *, report: Report | None, records: Records) -> tuple[Problem, ...]:
    """What must still be true when the filing takes effect (R-4.9)."""
    return (
        *_owner(application, records),
        *_registration(application, records),
        *_metadata(application, report),
    )


def announces_paper(application: Application) -> bool:
    """The tick box, or words of the note to that effect: "je potrebné napísať do poznámky danú informáciu"
    (guide §4.2/5). A false alarm costs nothing: the filing waits for paper, and a person decides.
    """
    if application.authorisation is Authorisation.PAPER:
        return True
    return application.authorisation is Authorisation.NONE and bool(PAPER.search(folded(application.note)))


def _malformed(application: Application) -> Iterator[Problem]:
    """The forms refuse these with better sentences; other doors have no form."""
    contact = application.contact
    well_formed = {
        "contact_name": len(contact.name.strip()) > 0 and _is_text(contact.name, NAME_LENGTH),
        "contact_email": len(contact.email) <= EMAIL_LENGTH and bool(EMAIL.fullmatch(contact.email)),
        "contact_phone": len(contact.phone) <= PHONE_LENGTH and bool(PHONE.fullmatch(contact.phone)),
        "project": _is_text(application.project, PROJECT_LENGTH),
        "entity_id": len(application.entity_id) > 0 and _is_text(application.entity_id, ENTITY_ID_LENGTH),
        "attachments": all(
            file.name and _is_text(file.name, FILE_NAME_LENGTH) and is_accepted(file.content_type)
            for file in application.attachments
        ),
        "note": _is_text(application.note, NOTE_LENGTH),
        "reference": bool(REFERENCE.fullmatch(application.reference)),
    }
    for datum, is_well_formed in well_formed.items():
        if not is_well_formed:
            yield problem("datum-malformed", datum=datum, detail=NAMES[datum])


def _is_text(typed: str, longest: int) -> bool:
    """Of characters that the form's document can hold, and not too long."""
    return len(typed) <= longest and not NOT_IN_XML.search(typed)


def _dates(application: Application, today: date) -> Iterator[Problem]:
    day = application.effective_on
    if day is None:
        if application.kind is not Kind.CHANGE:
            yield problem("date-missing", datum="effective_on")
    elif day < today:
        yield problem("date-past", datum="effective_on", detail=f"{day:%d.%m.%Y}")
    elif day > a_year_after(today):
        yield problem("date-too-far", datum="effective_on", detail=f"{day:%d.%m.%Y}")


def _owner(application: Application, records: Records) -> Iterator[Problem]:
    """R-4.6: each datum that does not agree with the record is named."""
    if not records.ico_is_known:
        yield problem("ico-unknown", datum="ico", detail=application.ico.number)
    elif records.subject_type is None:
        yield problem("suffix-unknown", datum="ico_suffix", detail=application.ico.suffix)
    elif records.subject_type is not application.subject_type:
        yield problem("subject-type-differs", datum="subject_type", detail=application.subject_type.value)
    # What an ended organisation leaves behind may still be cancelled.
    if records.ended_on is not None and application.kind is not Kind.CANCELLATION:
        yield problem("organisation-ended", datum="ico", detail=f"{records.ended_on:%d.%m.%Y}")


def _registration(application: Application, records: Records) -> Iterator[Problem]:
    """R-4.1, R-4.2: an entityID is registered once, ever; later filings are its owner's."""
    entity_id, owner = application.entity_id, records.registered_owner
    if application.kind is Kind.REGISTRATION:
        if owner is not None:
            yield problem("already-registered", datum="entity_id", detail=entity_id)
        return
    if owner is None:
        yield problem("not-registered", datum="entity_id", detail=entity_id)
    elif owner != application.ico:
        yield problem("owner-differs", datum="owner", detail=entity_id)
    elif application.kind is Kind.CANCELLATION and records.is_cancelled:
        yield problem("already-cancelled", datum="entity_id", detail=entity_id)


def _metadata(application: Application, report: Report | None) -> Iterator[Problem]:
    if application.kind is Kind.CANCELLATION:
        return
    if report is None:
        yield problem("metadata-missing", datum="metadata")
        return
    # An entityID that could not be read at all is a finding of the report already.
    if report.entity_id is not None and report.entity_id != application.entity_id:
        yield problem("entity-id-differs", datum="entity_id", detail=report.entity_id)
    broken = tuple(_broken_rules(report))
    if broken:
        yield problem("metadata-faulty", datum="metadata", detail=", ".join(broken))


def _broken_rules(report: Report) -> Iterator[str]:
    """ "§3.1.5 certificate-lifetime": every rule with an error, or that crashed (R-3.0)."""
    for result in report.results:
        if result.rule_id in WITH_PROBLEM_OF_ITS_OWN:
            continue
        wrong = any(finding.severity >= Severity.ERROR for finding in result.findings)
        if wrong or result.outcome is Outcome.CRASHED:
            paragraphs = "".join(f"§{clause} " for clause in result.clauses)
            yield f"{paragraphs}{result.rule_id}"


def _entitlement(application: Application, records: Records) -> Iterator[Problem]:
    """R-4.5, R-5.4: an agent of the owner, or a power of attorney: attached, or announced on paper."""
    if not records.is_agent and not _gives_power(application):
        yield problem("not-entitled", datum="power_of_attorney", detail=f"IČO {application.ico}")


def _gives_power(application: Application) -> bool:
    """Whether it meets the requirements is no machine's decision: nothing is rejected for that."""
    power = application.power_of_attorney
    return power is PowerOfAttorney.PAPER or (power.is_attached and bool(application.attachments))


def _authorisation(application: Application) -> Iterator[Problem]:
    if application.authorisation is Authorisation.SIGNATURE:
        if application.signed is None:
            yield problem("signature-missing", datum="authorisation")
    elif not announces_paper(application):
        yield problem("unsigned", datum="authorisation")


def _duplicate(records: Records) -> Iterator[Problem]:
    if records.waiting:
        yield problem(DUPLICATE, datum="entity_id", detail=records.waiting)
