"""A form document read back, by another parser than the one that judged it."""

from __future__ import annotations

import base64
from datetime import date
from xml.etree import ElementTree

from matrika.core.filing import Application, Authorisation, Kind, PowerOfAttorney
from matrika.core.people import Contact, Ico, SubjectType
from matrika.eform import ALL, FormDocument, form_of

CONTAINER = "{http://data.gov.sk/def/container/xmldatacontainer+xml/1.1}"


def read(document: FormDocument) -> tuple[Application, list[tuple[str, str, int, str]]]:
    """The application without its attachments, and what is said of each of them."""
    data = ElementTree.fromstring(document.content).find(f"{CONTAINER}XMLData")
    assert data is not None
    root = data[0]
    kind = next(form.kind for form in ALL if root.tag == f"{{{form.namespace}}}{form.root}")
    spaces = {"f": form_of(kind).namespace}

    def said(path: str) -> str:
        return root.findtext(path, "", spaces)

    day = said(f"f:ServiceProviderData/f:{form_of(kind).day}")
    metadata = said("f:ServiceProviderData/f:MetaData")
    application = Application(
        kind=Kind(kind),
        subject_type=SubjectType(said("f:ServiceProviderOwner/f:IdentityType")),
        ico=Ico(
            said("f:ServiceProviderOwner/f:OwnerPoOvm/f:ICO"),
            said("f:ServiceProviderOwner/f:OwnerPoOvm/f:Suffix"),
        ),
        contact=Contact(
            said("f:ContactPerson/f:ContactName"),
            said("f:ContactPerson/f:Email"),
            said("f:ContactPerson/f:Phone"),
        ),
        entity_id=said("f:ServiceProviderData/f:EntityID"),
        effective_on=date.fromisoformat(day) if day else None,
        metadata=base64.b64decode(metadata, validate=True) if metadata else None,
        project=said("f:IntegrationContract/f:ProjectID"),
        note=said("f:Note"),
        authorisation=Authorisation(said("f:Authorisation").lower()),
        power_of_attorney=PowerOfAttorney(said("f:Attachments/f:PowerOfAttorney").lower()),
        reference=said("f:Reference"),
    )
    attachments = [
        (
            file.findtext("f:Name", "", spaces),
            file.findtext("f:ContentType", "", spaces),
            int(file.findtext("f:Size", "", spaces)),
            file.findtext("f:DigestSHA256", "", spaces),
        )
        for file in root.findall("f:Attachments/f:Attachment", spaces)
    ]
    return application, attachments
