"""A Report as JSON: in one language for programs, in both for keeping. Fields: docs/report-format.md.

`to_dict` is what `samllint check --format json` prints. `to_record` loses nothing, so that a register
can store it and show it years later in either language: `from_record(to_record(report)) == report`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from samllint.report import Finding, Outcome, Place, Report, RuleResult, Severity
from samllint.text import Language, Text

FORMAT = "samllint-report/1"
FORMAT_OF_SEVERAL = "samllint-reports/1"
FORMAT_OF_RECORD = "samllint-record/1"


def to_dict(report: Report, *, lang: Language, file: str | None = None) -> dict[str, Any]:
    """The report in one language; `file` is the name it is shown under, None for bytes without a name."""

    def say(text: Text) -> str:
        return text.to(lang)

    return {"format": FORMAT, "file": file, "language": lang} | _document(report, say)


def several(
    documents: Iterable[tuple[str, Report]], *, lang: Language, unreadable: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Reports of several documents; `unreadable` holds the names of those not to be had, with the reason."""
    return {
        "format": FORMAT_OF_SEVERAL,
        "documents": [to_dict(report, lang=lang, file=file) for file, report in documents],
        "unreadable": [{"file": file, "reason": reason} for file, reason in unreadable],
    }


def to_record(report: Report) -> dict[str, Any]:
    """The whole report in both languages, made of what JSON knows."""
    return {"format": FORMAT_OF_RECORD} | _document(report, _both)


def from_record(record: Mapping[str, Any]) -> Report:
    """The Report again. Raises ValueError for a record of another format, KeyError for a damaged one."""
    if record.get("format") != FORMAT_OF_RECORD:
        raise ValueError(f"not a {FORMAT_OF_RECORD}: {record.get('format')!r}")
    return Report(
        sha256=record["sha256"],
        size=record["size"],
        profile=record["profile"],
        engine=record["engine"],
        at=datetime.fromisoformat(record["at"]),
        entity_id=record["entity_id"],
        results=tuple(_result_of(rule) for rule in record["rules"]),
    )


def _document(report: Report, say: Callable[[Text], Any]) -> dict[str, Any]:
    return {
        "sha256": report.sha256,
        "size": report.size,
        "entity_id": report.entity_id,
        "profile": report.profile,
        "engine": report.engine,
        "at": report.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "verdict": report.verdict.value,
        "rules": [_rule(result, say) for result in report.results],
    }


def _rule(result: RuleResult, say: Callable[[Text], Any]) -> dict[str, Any]:
    return {
        "id": result.rule_id,
        "title": say(result.title),
        "clauses": list(result.clauses),
        "severity": result.severity.label,
        "outcome": result.outcome.value,
        "reason": None if result.reason is None else say(result.reason),
        "findings": [_finding(finding, say) for finding in result.findings],
    }


def _finding(finding: Finding, say: Callable[[Text], Any]) -> dict[str, Any]:
    place = finding.place
    return {
        "severity": finding.severity.label,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "xpath": None if place is None else place.xpath,
        "found": finding.found,
        "expected": say(finding.expected),
        "remedy": say(finding.remedy),
        "message": say(finding.message),
    }


def _both(text: Text) -> dict[str, str]:
    return {"sk": text.sk, "en": text.en}


def _text(both: Mapping[str, str]) -> Text:
    return Text(sk=both["sk"], en=both["en"])


def _result_of(rule: Mapping[str, Any]) -> RuleResult:
    return RuleResult(
        rule_id=rule["id"],
        title=_text(rule["title"]),
        clauses=tuple(rule["clauses"]),
        severity=Severity[rule["severity"].upper()],
        outcome=Outcome(rule["outcome"]),
        findings=tuple(_finding_of(finding, rule["id"]) for finding in rule["findings"]),
        reason=None if rule["reason"] is None else _text(rule["reason"]),
    )


def _finding_of(finding: Mapping[str, Any], rule_id: str) -> Finding:
    here = finding["line"] is not None
    return Finding(
        rule_id=rule_id,
        severity=Severity[finding["severity"].upper()],
        place=Place(finding["line"], finding["column"], finding["xpath"]) if here else None,
        found=finding["found"],
        expected=_text(finding["expected"]),
        message=_text(finding["message"]),
        remedy=_text(finding["remedy"]),
    )


def render(value: Mapping[str, Any]) -> str:
    """As text to print; letters beyond ASCII stay readable."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
