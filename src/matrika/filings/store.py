"""Application values → rows, and back, without losing a byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from matrika import eform
from matrika.core.admission import announces_paper
from matrika.core.attachments import MAY_BE_SIGNED
from matrika.core.events.data import FilesData
from matrika.core.filing import Application, Attachment, Authorisation, Kind, PowerOfAttorney
from matrika.core.lifecycle import Status
from matrika.core.people import Contact, Ico, SubjectType
from matrika.eform import FormDocument
from matrika.filings import numbers
from matrika.filings.models import Filing, StoredAttachment, Verification
from matrika.register.models import Organisation, Person
from samllint.formats import json
from samllint.report import Report


def as_understood(application: Application) -> Application:
    """The application with its announcement of paper made plain, whether by the tick or by the note."""
    if announces_paper(application):
        return replace(application, authorisation=Authorisation.PAPER)
    return application


def document_of(application: Application) -> FormDocument | None:
    """What is signed and printed; None when its form cannot hold it; admission refuses such."""
    try:
        return eform.document(application)
    except eform.NotAForm:
        return None


def new_filing(
    application: Application,
    *,
    document: FormDocument | None,
    report: Report | None,
    owner: Organisation | None,
    actor: Person,
    acting_for: Organisation | None,
    at: datetime,
) -> Filing:
    """The row of a new filing, numbered and not saved yet: saving it is the first transition."""
    metadata = application.metadata
    return Filing(
        number=numbers.next_number(at=at),
        kind=application.kind.value,
        status=Status.NEW.value,
        organisation=owner,
        filed_by=actor,
        acting_for=acting_for,
        names=_names(owner=owner, filed_by=actor, acting_for=acting_for),
        subject_type=application.subject_type.value,
        ico=application.ico.number,
        ico_suffix=application.ico.suffix,
        contact_name=application.contact.name,
        contact_email=application.contact.email,
        contact_phone=application.contact.phone,
        project=application.project,
        entity_id=application.entity_id,
        effective_on=application.effective_on,
        metadata=metadata,
        metadata_sha256=hashlib.sha256(metadata).hexdigest() if metadata is not None else "",
        note=application.note,
        authorisation=application.authorisation.value,
        power_of_attorney=application.power_of_attorney.value,
        reference=application.reference[:64],  # admission refuses a longer one; the refused filing is kept
        form_document=document.content if document else None,
        form_sha256=document.sha256 if document else "",
        report=json.to_record(report) if report else None,
        filed_at=at,
        status_since=at,
    )


def _names(**known: Organisation | Person | None) -> dict[str, str]:
    return {role: one.name for role, one in known.items() if one is not None}


def add_attachments(
    filing: Filing,
    attachments: Iterable[Attachment],
    *,
    at: datetime,
    came_later: bool = False,
    signed: Attachment | None = None,
) -> None:
    """Keep the files, and note that their signatures are to be verified from `at` on (R-5.1, R-5.4)."""
    stored = [_stored(filing, attachment, came_later=came_later) for attachment in attachments]
    if signed is not None:
        stored.append(_stored(filing, signed, is_signed_form=True))
    StoredAttachment.objects.bulk_create(stored)
    Verification.objects.bulk_create(
        Verification(file=file, due_at=at)
        for file in stored
        if file.is_signed_form or file.content_type in MAY_BE_SIGNED
    )


def digests(filing: Filing, application: Application) -> FilesData:
    """What the first event vouches for."""
    signed = () if application.signed is None else (application.signed,)
    data = digests_of((*application.attachments, *signed))
    if filing.metadata_sha256:
        data["metadata"] = filing.metadata_sha256
    if filing.form_sha256:
        data["form"] = filing.form_sha256
    return data


def digests_of(attachments: Iterable[Attachment]) -> FilesData:
    return FilesData(attachments=[hashlib.sha256(one.content).hexdigest() for one in attachments])


def _stored(filing: Filing, attachment: Attachment, **columns: bool) -> StoredAttachment:
    return StoredAttachment(
        filing=filing,
        name=attachment.name,
        content_type=attachment.content_type,
        content=attachment.content,
        sha256=hashlib.sha256(attachment.content).hexdigest(),
        **columns,
    )


def application_of(filing: Filing) -> Application:
    """The application as it was filed."""
    return Application(
        kind=Kind(filing.kind),
        subject_type=SubjectType(filing.subject_type),
        ico=Ico(filing.ico, filing.ico_suffix),
        contact=Contact(filing.contact_name, filing.contact_email, filing.contact_phone),
        entity_id=filing.entity_id,
        effective_on=filing.effective_on,
        metadata=bytes(filing.metadata) if filing.metadata is not None else None,
        project=filing.project,
        note=filing.note,
        authorisation=Authorisation(filing.authorisation),
        power_of_attorney=PowerOfAttorney(filing.power_of_attorney),
        attachments=tuple(
            Attachment(stored.name, stored.content_type, bytes(stored.content))
            for stored in filing.attachments.filter(came_later=False, is_signed_form=False).order_by("pk")
        ),
        reference=filing.reference,
        signed=_signed_form(filing),
    )


def _signed_form(filing: Filing) -> Attachment | None:
    stored = filing.attachments.filter(is_signed_form=True).first()
    return None if stored is None else Attachment(stored.name, stored.content_type, bytes(stored.content))


def report_of(filing: Filing) -> Report | None:
    """What samllint said when the filing was submitted; None for a cancellation."""
    return json.from_record(filing.report) if filing.report is not None else None
