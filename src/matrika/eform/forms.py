"""The three forms: their identifiers, schemas and presentations.

Identifiers and addresses follow the state's conventions (`http://schemas.gov.sk/form/…`), and the fields
those of the published sibling forms. The state's own schemas of these three are not public, so the
version is ours. A published version is never edited: its digest stands in signed documents.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

from matrika.core.filing import Kind
from matrika.eform.own_xml import parse

SCHEMAS = Path(__file__).parent / "schemas"
VERSION = "9.0"
XSD = "form.xsd"
TEXT = "form.txt.xslt"
HTML = "form.html.xslt"
FILES = (XSD, TEXT, HTML)


@dataclass(frozen=True)
class Form:
    """One published form."""

    kind: Kind
    identifier: str
    version: str
    root: str  # name of the document element
    day: str  # name of the element that holds the effective day

    @property
    def namespace(self) -> str:
        return f"http://schemas.gov.sk/form/{self.identifier}/{self.version}"

    @property
    def document_type(self) -> str:
        """What an XMLDataContainer calls `Identifier`."""
        return f"http://data.gov.sk/doc/eform/{self.identifier}/{self.version}"

    def address(self, file: str) -> str:
        """How documents name the schema or presentation; the portal publishes it under /formulare/."""
        return f"{self.namespace}/{file}"

    def content(self, file: str) -> bytes:
        return (SCHEMAS / self.identifier / self.version / file).read_bytes()

    @cached_property
    def digests(self) -> dict[str, str]:
        """For each file Base64 of SHA-256 of its canonical form (C14N 1.0, inclusive, no comments)."""
        return {file: _digest(self.content(file)) for file in FILES}


REGISTRATION = Form(
    Kind.REGISTRATION,
    "42156424.IAM_Registracia_poskytovatela_sluzieb.sk",
    VERSION,
    "ServiceProviderRegistration",
    "ValidFrom",
)
CHANGE = Form(
    Kind.CHANGE,
    "42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk",
    VERSION,
    "ServiceProviderChange",
    "DateFrom",
)
CANCELLATION = Form(
    Kind.CANCELLATION,
    "42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk",
    VERSION,
    "ServiceProviderTermination",
    "DateFrom",
)
ALL = (REGISTRATION, CHANGE, CANCELLATION)


@cache
def form_of(kind: Kind) -> Form:
    """The form that applications of this kind are written as."""
    return next(form for form in ALL if form.kind is kind)


def _digest(file: bytes) -> str:
    canonical = etree.tostring(parse(file), method="c14n", exclusive=False, with_comments=False)
    return base64.b64encode(hashlib.sha256(canonical).digest()).decode()
