"""A Report as a filing keeps it: the JSON format of `samllint check --format json`."""

from __future__ import annotations

from typing import Any

from samllint.report import Finding, Report, RuleResult


def to_dict(report: Report) -> dict[str, Any]:
    return {
        "sha256": report.sha256,
        "size": report.size,
        "profile": report.profile,
        "engine": report.engine,
        "at": report.at.isoformat(),
        "entity_id": report.entity_id,
        "verdict": report.verdict.value,
        "rules": [_rule(result) for result in report.results],
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    return {
        "id": result.rule_id,
        "title": {"sk": result.title.sk, "en": result.title.en},
        "clauses": list(result.clauses),
        "severity": result.severity.label,
        "outcome": result.outcome.value,
        "reason": {"sk": result.reason.sk, "en": result.reason.en} if result.reason else None,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "severity": finding.severity.label,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "xpath": place.xpath if place else None,
        "found": finding.found,
        "expected": {"sk": finding.expected.sk, "en": finding.expected.en},
        "message": {"sk": finding.message.sk, "en": finding.message.en},
        "remedy": {"sk": finding.remedy.sk, "en": finding.remedy.en},
    }
