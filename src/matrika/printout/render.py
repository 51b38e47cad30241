"""Data → PDF, the same bytes for the same filing on any day (PDF/A-2a, PDF/UA-1)."""

from __future__ import annotations

import io
import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse

from matrika.filings.models import Filing
from matrika.printout.facts import facts_of
from matrika.printout.words import FONTS

TEMPLATE = Path(__file__).with_name("printout.typ")
# For archives, and for those who have it read aloud; the typesetter refuses what does not conform.
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

_threads = threading.local()


def printout_of(filing: Filing) -> bytes:
    """The filing's printout. Takes some twenty milliseconds: call it outside a transaction."""
    return typeset(facts_of(filing))


def typeset(facts: dict[str, Any]) -> bytes:
    """The printout of what `facts_of` found; needs no database.

    Its QR code leads a reviewer to the filing's page of the console.
    """
    console = settings.BASE_URL + reverse("console:filing", args=[facts["number"]])
    data = facts | {"operator": settings.OPERATOR_ADDRESS, "qr": _qr(console)}
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"filing": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=facts["timestamp"],
    )
    assert isinstance(pdf, bytes)
    return pdf


def _compiler() -> typst.Compiler:
    """One a thread: a shared one refuses a second caller."""
    if not hasattr(_threads, "compiler"):
        _threads.compiler = typst.Compiler(TEMPLATE, font_paths=_fonts())
    compiler: typst.Compiler = _threads.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _qr(address: str) -> str:
    svg = io.BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", xmldecl=False, border=2, dark="black", light="white")
    return svg.getvalue().decode()
