"""SARIF 2.1.0, for code hosts and editors: one run, every rule described, one result a finding.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from samllint.formats import words
from samllint.formats.documents import Checked, Unread
from samllint.report import Finding, RuleResult, Severity
from samllint.text import Language

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def render(checked: Sequence[Checked], unread: Sequence[Unread] = (), *, lang: Language) -> str:
    """The log file; what could not be read is a notification of the tool, not a result."""
    results = [result for document in checked for result in document.report.results]
    rules = {result.rule_id: result for result in results}
    index = {rule_id: number for number, rule_id in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(checked, rules.values(), lang)},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(document) for document in checked],
        "invocations": [_invocation(unread)],
        "results": [
            _result(finding, index[finding.rule_id], number, document.name, lang)
            for number, document in enumerate(checked)
            for finding in document.report.findings()
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(checked: Sequence[Checked], rules: Iterable[RuleResult], lang: Language) -> dict[str, Any]:
    engine = checked[0].report.engine if checked else "samllint"
    name, _, version = engine.partition(" ")
    driver: dict[str, Any] = {"name": name, "rules": [_rule(rule, lang) for rule in rules]}
    if version:
        driver["version"] = version
    return driver


def _rule(rule: RuleResult, lang: Language) -> dict[str, Any]:
    return {
        "id": rule.rule_id,
        "shortDescription": {"text": rule.title.to(lang)},
        "help": {"text": f"{words.citation(rule.clauses).to(lang)}. samllint explain {rule.rule_id}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"clauses": list(rule.clauses)},
    }


def _artifact(document: Checked) -> dict[str, Any]:
    return {
        "location": {"uri": uri_of(document.name)},
        "length": document.report.size,
        "hashes": {"sha-256": document.report.sha256},
    }


def _invocation(unread: Sequence[Unread]) -> dict[str, Any]:
    notifications = [
        {
            "level": "error",
            "message": {"text": entry.reason},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri_of(entry.name)}}}],
        }
        for entry in unread
    ]
    return {"executionSuccessful": not unread, "toolExecutionNotifications": notifications}


def _result(finding: Finding, rule_index: int, artifact: int, name: str, lang: Language) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri_of(name), "index": artifact}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place is not None:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
        if place.xpath:
            location["logicalLocations"] = [{"fullyQualifiedName": place.xpath, "kind": "element"}]
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message.to(lang)} {finding.remedy.to(lang)}"},
        "locations": [location],
        "properties": {"found": finding.found, "expected": finding.expected.to(lang)},
    }


def uri_of(name: str) -> str:
    """A relative reference for a path; standard input has a name of its own."""
    return "stdin" if name == "-" else quote(name.replace("\\", "/"))
