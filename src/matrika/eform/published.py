"""What every published form has: an identifier, a version, addresses, files and their digests.

Identifiers and addresses follow the state's conventions (`http://schemas.gov.sk/form/…`). A published
version is never edited: its digest stands in signed documents.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from matrika.eform.own_xml import parse
from samllint.text import Text

SCHEMAS = Path(__file__).parent / "schemas"
XSD = "form.xsd"


@dataclass(frozen=True, kw_only=True)
class PublishedForm:
    """One published form; `forms.Form` and `messages.MessageForm` say what it is for."""

    identifier: str
    version: str
    root: str  # name of the document element
    title: Text
    files: tuple[str, ...]

    @property
    def namespace(self) -> str:
        return self.in_version(self.version)

    def in_version(self, version: str) -> str:
        """The namespace of another version of the form."""
        return f"http://schemas.gov.sk/form/{self.identifier}/{version}"

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
        return {file: _digest(self.content(file)) for file in self.files}


def _digest(file: bytes) -> str:
    canonical = etree.tostring(parse(file), method="c14n", exclusive=False, with_comments=False)
    return base64.b64encode(hashlib.sha256(canonical).digest()).decode()
