"""A stored filing → the plain data that the printout shows, in the order of the guide's form."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length

from matrika.core.days import BRATISLAVA, to_the_minute
from matrika.core.filing import Authorisation, Kind, PowerOfAttorney
from matrika.core.labels import AUTHORISATIONS, KINDS, POWERS, SUBJECT_TYPES
from matrika.core.people import SubjectType
from matrika.filings.models import Filing, StoredAttachment
from matrika.printout.words import chunks, lines, printable
from matrika.register.certificates import in_metadata
from samllint.unreadable import Unreadable

# Printed whole up to this many bytes; larger metadata are held by their fingerprint alone.
LONGEST_PRINTED = 64 * 1024
BASE64_LINE = 112  # characters

DAYS = {
    Kind.REGISTRATION: "Založiť poskytovateľa služieb k dátumu",
    Kind.CHANGE: "Zmeniť údaje poskytovateľa služby k dátumu",
    Kind.CANCELLATION: "Zrušiť poskytovateľa služby k dátumu",
}
USES = {"signing": "podpisovanie", "encryption": "šifrovanie", "both": "podpisovanie aj šifrovanie"}


def facts_of(filing: Filing) -> dict[str, Any]:
    """Strings, and lists of their lines; nothing of it depends on the day it is asked."""
    filed_at = filing.filed_at.astimezone(BRATISLAVA)
    metadata = None if filing.metadata is None else bytes(filing.metadata)
    return {
        "title": KINDS[Kind(filing.kind)].sk,
        "number": filing.number,
        "filed_on": {"year": filed_at.year, "month": filed_at.month, "day": filed_at.day},
        "filed_at": to_the_minute(filing.filed_at),
        "timestamp": int(filing.filed_at.timestamp()),
        "applicant": lines(_applicant(filing)),
        "form_sha256": filing.form_sha256,
        "facts": [(name, lines(value)) for name, value in _rows(filing)],
        "metadata": None if metadata is None else _metadata(filing, len(metadata)),
        "certificates": list(_certificates(metadata)),
        "attachments": list(_attached(filing)),
        "base64": _base64(metadata),
    }


def sent_with(filing: Filing) -> QuerySet[StoredAttachment, Any]:
    """The attachments that the form names, with their `size` in bytes.

    Neither what came later nor the container around the signed form itself is one of them.
    """
    attachments = filing.attachments.filter(came_later=False, is_signed_form=False).order_by("pk")
    return attachments.annotate(size=Length("content")).defer("content")


def _applicant(filing: Filing) -> str:
    names = filing.names
    person = names.get("filed_by", "") or filing.filed_by.name
    organisation = names.get("acting_for", "") or (filing.acting_for.name if filing.acting_for else "")
    return f"{person} (za: {organisation})" if organisation else person


def _owner(filing: Filing) -> str:
    return filing.names.get("owner", "") or (filing.organisation.name if filing.organisation else "–")


def _rows(filing: Filing) -> Iterator[tuple[str, str]]:
    kind, day = Kind(filing.kind), filing.effective_on
    yield "Typ subjektu", SUBJECT_TYPES[SubjectType(filing.subject_type)].sk
    yield "Vlastník", _owner(filing)
    yield "IČO", filing.ico
    if filing.ico_suffix:
        yield "Suffix", filing.ico_suffix
    yield "Meno a priezvisko", filing.contact_name
    yield "E-mail", filing.contact_email
    yield "Telefón", filing.contact_phone
    if kind is Kind.REGISTRATION:
        yield "Názov technického alebo programového prostriedku", filing.project or "–"
    yield "Identifikátor poskytovateľa služieb", filing.entity_id
    yield DAYS[kind], f"{day:%d.%m.%Y}" if day else "hneď po schválení"
    power = PowerOfAttorney(filing.power_of_attorney)
    if power is not PowerOfAttorney.NONE:
        yield "Splnomocnenie", POWERS[power].sk
    yield "Poznámka", filing.note or "–"
    yield "Autorizácia", AUTHORISATIONS[Authorisation(filing.authorisation)].sk
    if filing.reference:
        yield "Označenie podania", filing.reference
    if filing.form_sha256:
        yield "Odtlačok SHA-256 dokumentu formulára", filing.form_sha256


def _metadata(filing: Filing, length: int) -> list[tuple[str, list[str]]]:
    rows = [("Odtlačok SHA-256 metadát", lines(filing.metadata_sha256)), ("Veľkosť", [f"{length} bajtov"])]
    if length > LONGEST_PRINTED:
        rows.append(("Obsah", ["nevytlačený pre svoju dĺžku; určuje ho odtlačok"]))
    return rows


def _certificates(metadata: bytes | None) -> Iterator[dict[str, Any]]:
    try:
        found = in_metadata(metadata) if metadata else ()
    except Unreadable:  # a rejected filing has a printout as well
        return
    for certificate in found:
        yield {
            "use": USES[certificate.use],
            "fingerprint": printable(certificate.fingerprint),
            "from": to_the_minute(certificate.not_before),
            "to": to_the_minute(certificate.not_after),
        }


def _attached(filing: Filing) -> Iterator[dict[str, Any]]:
    for file in sent_with(filing):
        yield {"name": lines(file.name), "size": str(file.size), "sha256": printable(file.sha256)}


def _base64(metadata: bytes | None) -> list[str]:
    if metadata is None or len(metadata) > LONGEST_PRINTED:
        return []
    return chunks(base64.b64encode(metadata).decode(), BASE64_LINE)
