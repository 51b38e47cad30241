"""A message as the state's mailboxes take it: an SkTalk 3.0 envelope around one form document.

Written after the public examples of slovensko-sk-api (`spec/fixtures/sktalk`); the state's own
description of the envelope is not public.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from lxml import etree

SKTALK = "http://gov.sk/SKTalkMessage"
CONTAINER = "http://schemas.gov.sk/core/MessageContainer/1.0"
MEDIA_TYPE = "application/x-eform-xml"


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything in the envelope. The same Letter always gives the same characters."""

    message_class: str
    form_identifier: str
    form_version: str
    form_namespace: str
    form_root: str
    form_fields: tuple[tuple[str, str], ...]  # of characters that XML 1.0 has
    title: str  # of the document
    subject: str
    message_id: UUID  # the same at every attempt: by it a repeat is recognised
    correlation_id: UUID  # the same for all messages about one filing
    sender: str  # URIs
    recipient: str


def envelope(letter: Letter) -> str:
    """The message as `message` of POST /api/sktalk/receive wants it."""
    root = etree.Element(f"{{{SKTALK}}}SKTalkMessage", nsmap=_default(SKTALK))
    _text(root, "EnvelopeVersion", "3.0")
    header = _child(root, "Header")
    info = _child(header, "MessageInfo")
    _text(info, "Class", letter.message_class)
    _text(info, "PospID", letter.form_identifier)
    _text(info, "PospVersion", letter.form_version)
    _text(info, "MessageID", str(letter.message_id))
    _text(info, "CorrelationID", str(letter.correlation_id))
    _child(header, "SenderInfo")
    _fill(_child(root, "Body"), letter)
    return etree.tostring(root, encoding="unicode")


def _fill(body: etree._Element, letter: Letter) -> None:
    container = etree.SubElement(body, f"{{{CONTAINER}}}MessageContainer", nsmap=_default(CONTAINER))
    _text(container, "MessageId", str(letter.message_id))
    _text(container, "SenderId", letter.sender)
    _text(container, "RecipientId", letter.recipient)
    _text(container, "MessageType", letter.form_identifier)
    _text(container, "MessageSubject", letter.subject)
    document = _child(container, "Object")
    document.attrib.update(
        {
            "Id": str(uuid5(letter.message_id, "form")),
            "Name": f"{letter.title}.xml",
            "Description": letter.title,
            "Class": "FORM",
            "IsSigned": "false",
            "MimeType": MEDIA_TYPE,
            "Encoding": "XML",
        }
    )
    namespace = letter.form_namespace
    form = etree.SubElement(document, f"{{{namespace}}}{letter.form_root}", nsmap=_default(namespace))
    for name, value in letter.form_fields:
        _text(form, name, value)


def _child(parent: etree._Element, name: str) -> etree._Element:
    """A child in the parent's own namespace."""
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")


def _text(parent: etree._Element, name: str, text: str) -> None:
    _child(parent, name).text = text


def _default(namespace: str) -> dict[str, str]:
    return {None: namespace}  # type: ignore[dict-item]  # the stubs know no default namespace
