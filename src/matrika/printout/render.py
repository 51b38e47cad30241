"""A filing → its printout: what is printed, certified and posted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from matrika.filings.models import Filing
from matrika.printout.facts import facts_of
from matrika.printout.typesetter import pdf_of
from matrika.printout.words import printable

TEMPLATE = Path(__file__).with_name("printout.typ")


def printout_of(filing: Filing) -> bytes:
    """The filing's printout. Takes some twenty milliseconds: call it outside a transaction."""
    return typeset(facts_of(filing))


def typeset(facts: dict[str, Any]) -> bytes:
    """The printout of what `facts_of` found; needs no database.

    Its QR code leads a reviewer to the filing's page of the console.
    """
    console = settings.BASE_URL + reverse("console:filing", args=[facts["number"]])
    operator = [printable(line) for line in settings.OPERATOR_ADDRESS]
    data = facts | {"operator": operator, "qr": _qr(console)}
    return pdf_of(TEMPLATE, data, timestamp=facts["timestamp"])


def _qr(address: str) -> str:
    svg = io.BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", xmldecl=False, border=2, dark="black", light="white")
    return svg.getvalue().decode()
