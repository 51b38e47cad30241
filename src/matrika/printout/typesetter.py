"""A template and data → PDF/A-2a and PDF/UA-1, the same bytes for the same data on any day."""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from matrika.printout.words import FONTS

# For archives, and for those who have it read aloud; the typesetter refuses what does not conform.
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

_threads = threading.local()


def pdf_of(template: Path, data: dict[str, Any], *, timestamp: int) -> bytes:
    """`data` reaches the template as values and is never read as markup. Takes some twenty milliseconds."""
    pdf = _compiler(template).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=timestamp,
    )
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(template: Path) -> typst.Compiler:
    """One a thread: a shared one refuses a second caller."""
    known: dict[Path, typst.Compiler] = _threads.__dict__.setdefault("compilers", {})
    if template not in known:
        known[template] = typst.Compiler(template, font_paths=_fonts())
    return known[template]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
