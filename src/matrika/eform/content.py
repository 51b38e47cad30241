"""An application as the elements of its form, in the order of the schema."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from xml.sax.saxutils import escape

from matrika.core.filing import Application, Attachment
from matrika.eform.forms import Form

# A parser turns a bare carriage return into a line feed, so it is written as a reference.
ESCAPES = {"\r": "&#13;"}
STEP = "  "

Element = tuple[str, "str | list[Element]"]


def form_xml(application: Application, form: Form) -> str:
    """The form's element as text, its namespace declared."""
    lines = list(_lines((form.root, _elements(application, form)), ""))
    lines[0] = f'<{form.root} xmlns="{form.namespace}">'
    return "\n".join(lines)


def _elements(application: Application, form: Form) -> list[Element]:
    return [
        *_optional("Reference", application.reference),
        ("ServiceProviderOwner", _owner(application)),
        (
            "ContactPerson",
            [
                ("ContactName", application.contact.name),
                ("Email", application.contact.email),
                ("Phone", application.contact.phone),
            ],
        ),
        *(
            [("IntegrationContract", _optional("ProjectID", application.project))]
            if application.project
            else []
        ),
        ("ServiceProviderData", _provider(application, form)),
        ("Attachments", _attachments(application)),
        *_optional("Note", application.note),
        ("Authorisation", application.authorisation.value.upper()),
    ]


def _owner(application: Application) -> list[Element]:
    return [
        ("IdentityType", application.subject_type.value),
        (
            "OwnerPoOvm",
            [("ICO", application.ico.number), *_optional("Suffix", application.ico.suffix)],
        ),
    ]


def _provider(application: Application, form: Form) -> list[Element]:
    day, metadata = application.effective_on, application.metadata
    return [
        ("EntityID", application.entity_id),
        *_optional(form.day, day.isoformat() if day else ""),
        *_optional("MetaData", base64.b64encode(metadata).decode() if metadata else ""),
    ]


def _attachments(application: Application) -> list[Element]:
    files: list[Element] = [("Attachment", _attachment(file)) for file in application.attachments]
    return [("PowerOfAttorney", application.power_of_attorney.value.upper()), *files]


def _attachment(file: Attachment) -> list[Element]:
    return [
        ("Name", file.name),
        ("ContentType", file.content_type),
        ("Size", str(len(file.content))),
        ("DigestSHA256", hashlib.sha256(file.content).hexdigest()),
    ]


def _optional(name: str, text: str) -> list[Element]:
    return [(name, text)] if text else []


def _lines(element: Element, indent: str) -> Iterator[str]:
    name, inner = element
    if isinstance(inner, str):
        yield f"{indent}<{name}>{escape(inner, ESCAPES)}</{name}>"
        return
    yield f"{indent}<{name}>"
    for child in inner:
        yield from _lines(child, indent + STEP)
    yield f"{indent}</{name}>"
