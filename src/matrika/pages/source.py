"""A document to look at, with the lines marked that its report points at."""

from __future__ import annotations

from dataclasses import dataclass

from samllint.formats.excerpt import Source
from samllint.report import Report, Severity

# More than a registrable document has; a hostile one must not make a page of megabytes.
MAX_LINES = 2000
MAX_COLUMNS = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document; `severity` is that of the worst finding in it, None without any."""

    number: int
    text: str
    severity: Severity | None


def marked_lines(data: bytes, report: Report | None) -> list[Line]:
    """The document's lines, marked; cut where nobody reads on. Undecodable bytes show as �.

    The bytes themselves are a download. Lines are counted as the report counts them.
    """
    worst: dict[int, Severity] = {}
    for finding in () if report is None else report.findings():
        if finding.place is not None:
            line = finding.place.line
            worst[line] = max(worst.get(line, finding.severity), finding.severity)
    lines = Source(data).lines[:MAX_LINES]
    return [Line(number, text[:MAX_COLUMNS], worst.get(number)) for number, text in enumerate(lines, start=1)]
