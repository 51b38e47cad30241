"""The electronic documents inside messages (guide Fig. 15–18), as bytes that never change for a message.

The two generic forms have the namespace, root and elements that the state's own messages show (facts of
G2G.InformationMessage/1.3 and G2G.ErrorMessage/1.3); their schemas are not public, ours are written
after those documents. The form of the reminder of an expiry is public by name only: its schema, its
elements and its version are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from matrika.core.days import BRATISLAVA
from matrika.eform.content import ESCAPES
from matrika.eform.published import XSD, PublishedForm
from samllint.text import Text

# What somebody typed into a comment may hold characters that XML 1.0 does not have.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, kw_only=True)
class MessageForm(PublishedForm):
    """What messages of one sort are written as."""

    files: tuple[str, ...] = (XSD,)
    listed_as: str  # how the message page names the document (guide Fig. 15–18), in Slovak


INFORMATION = MessageForm(
    identifier="G2G.InformationMessage",
    version="1.3",
    root="InformationMessage",
    title=Text("Informačná správa", "Information message"),
    listed_as="Informácia",
)
ERROR = MessageForm(
    identifier="G2G.ErrorMessage",
    version="1.3",
    root="Error",
    title=Text("Chybová správa", "Error message"),
    listed_as="Chybová správa",
)
EXPIRY = MessageForm(
    identifier="42156424.IAM_Informacia_o_expiracii_platnosti_autentifikacneho_certifikatu.sk",
    version="9.0",
    root="CertificateExpiryInformation",
    title=Text(
        "Oznámenie o blížiacom sa konci platnosti certifikátu",
        "Notice that the end of a certificate's validity is near",
    ),
    listed_as="Oznámenie o blížiacom sa konci platnosti certifikátu",
)
ALL = (INFORMATION, ERROR, EXPIRY)


@dataclass(frozen=True, slots=True)
class MessageDocument:
    """A filled-in form: its elements in the order of its schema."""

    form: MessageForm
    fields: tuple[tuple[str, str], ...]

    @property
    def content(self) -> bytes:
        """UTF-8; the same document always gives the same bytes."""
        lines = [f"  <{name}>{escape(value, ESCAPES)}</{name}>\n" for name, value in self.fields]
        root = self.form.root
        opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{self.form.namespace}">\n'
        return f"{opening}{''.join(lines)}</{root}>\n".encode()

    @property
    def file_name(self) -> str:
        return f"{self.form.root}.xml"


@dataclass(frozen=True, slots=True)
class EndingCertificate:
    """What a reminder tells about the certificate that ends (guide Fig. 18)."""

    entity_id: str
    days: int  # until the end: 0 is the day itself
    ends_at: datetime  # aware
    subject: str  # RFC 4514
    fingerprint: str  # SHA-256, hexadecimal


def information(subject: str, text: str) -> MessageDocument:
    return _document(INFORMATION, ("Subject", subject), ("Text", text))


def error(code: str, description: str) -> MessageDocument:
    return _document(ERROR, ("ErrorCode", code), ("ErrorDescription", description))


def expiry(subject: str, text: str, ending: EndingCertificate) -> MessageDocument:
    return _document(
        EXPIRY,
        ("Subject", subject),
        ("Text", text),
        ("EntityID", ending.entity_id),
        ("DaysLeft", str(ending.days)),
        ("ValidTo", ending.ends_at.astimezone(BRATISLAVA).isoformat(timespec="seconds")),
        ("CertificateSubject", ending.subject),
        ("Thumbprint", ending.fingerprint.upper()),
    )


def _document(form: MessageForm, *fields: tuple[str, str]) -> MessageDocument:
    return MessageDocument(form, tuple((name, NOT_IN_XML.sub(REPLACEMENT, value)) for name, value in fields))
