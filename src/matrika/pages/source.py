"""A document to look at, with the lines marked that its report points at."""

from __future__ import annotations

from dataclasses import dataclass

from samllint.formats.excerpt import Source
from samllint.report import Finding, Report, RuleResult, Severity

# More than a registrable document has; a hostile one must not make a page of megabytes.
MAX_LINES = 2000
MAX_COLUMNS = 2000
MAX_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document; `severity` is that of the worst finding in it, None without any.

    `finding` is the number of that finding in the report, as `worst_first` counts them; 0 without any.
    """

    number: int
    text: str
    severity: Severity | None
    finding: int = 0


def worst_first(report: Report) -> list[tuple[RuleResult, Finding]]:
    """Every finding with the result it belongs to, errors before warnings before notices."""
    pairs = [(result, finding) for result in report.results for finding in result.findings]
    return sorted(pairs, key=lambda pair: -pair[1].severity)


def marked_lines(data: bytes, report: Report | None) -> list[Line]:
    """The document's lines, marked; cut where nobody reads on. Undecodable bytes show as �.

    The bytes themselves are a download. Lines are counted as the report counts them.
    """
    worst: dict[int, tuple[Severity, int]] = {}
    for number, (_result, finding) in enumerate(worst_first(report) if report else (), start=1):
        if finding.place is not None:
            worst.setdefault(finding.place.line, (finding.severity, number))
    shown, room = [], MAX_CHARACTERS
    for number, text in enumerate(Source(data).lines[:MAX_LINES], start=1):
        if room <= 0:
            break
        shown.append(Line(number, text[:MAX_COLUMNS], *worst.get(number, (None,))))
        room -= min(len(text), MAX_COLUMNS)
    return shown


def lines_left_out(data: bytes, shown: list[Line]) -> int:
    """How many lines follow the last one that is shown."""
    return len(Source(data).lines) - len(shown)
