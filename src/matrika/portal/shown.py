"""The form document before it is sent: what will be stored, as the applicant can read it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matrika import eform
from matrika.core.filing import Application, Authorisation
from matrika.filings.store import document_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One form document; `text` is by its own published presentation."""

    text: str
    sha256: str


def shown_on_paper(application: Application) -> Shown | None:
    """The document as it is stored when paper is to follow; None when no form can hold what was typed."""
    document = document_of(replace(application, authorisation=Authorisation.PAPER))
    if document is None:
        return None
    return Shown(eform.as_text(document.content), document.sha256)
