"""A report beside its document: its lines marked."""

from __future__ import annotations

from dataclasses import dataclass

from matrika.filings.models import Filing
from samllint.formats.json import from_record
from samllint.report import Report, Severity

MAX_LINES = 2000
MAX_COLUMNS = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document; `severity` is that of the worst finding in it, None without any."""

    number: int
    text: str
    severity: Severity | None


def report_of(filing: Filing) -> Report | None:
    """The report kept with the filing."""
    return None if filing.report is None else from_record(filing.report)


def source(data: bytes, report: Report) -> list[Line]:
    """The document's lines, marked; cut where nobody reads on. Undecodable bytes show as �."""
    worst: dict[int, Severity] = {}
    for finding in report.findings():
        if finding.place is not None:
            line = finding.place.line
            worst[line] = max(worst.get(line, finding.severity), finding.severity)
    lines = _text(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MAX_LINES]
    return [Line(number, text[:MAX_COLUMNS], worst.get(number)) for number, text in enumerate(lines, start=1)]


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")
