"""Reports made by hand, so that the tests of formats do not depend on any rule."""

from __future__ import annotations

from datetime import UTC, datetime

from samllint.report import Finding, Outcome, Place, Report, RuleResult, Severity
from samllint.text import Text

AT = datetime(2026, 6, 1, 10, 30, tzinfo=UTC)


def text(words: str) -> Text:
    return Text(sk=f"{words} (po slovensky)", en=f"{words} (in English)")


def finding(
    rule_id: str = "slo-location-https",
    *,
    severity: Severity = Severity.ERROR,
    place: Place | None = Place(2, 5, "/md:EntityDescriptor"),  # noqa: B008 — a frozen value
    found: str = "http://sp.example/slo",
    remedy: Text | None = None,
) -> Finding:
    return Finding(
        rule_id=rule_id,
        severity=severity,
        place=place,
        found=found,
        expected=text("https://"),
        message=text("The address is not safe"),
        remedy=remedy or text("Mend the address"),
    )


def result(
    rule_id: str = "slo-location-https",
    *findings: Finding,
    outcome: Outcome | None = None,
    clauses: tuple[str, ...] = ("3.2.8",),
    severity: Severity = Severity.ERROR,
    reason: Text | None = None,
) -> RuleResult:
    found = Outcome.FAILED if findings else Outcome.PASSED
    title = text("Addresses are safe")
    return RuleResult(rule_id, title, clauses, severity, outcome or found, findings, reason)


def report(*results: RuleResult, entity_id: str | None = "https://sp.example") -> Report:
    return Report(
        sha256="0" * 64,
        size=1234,
        profile="upvs@2024-01-08",
        engine="samllint 0.1.0",
        at=AT,
        entity_id=entity_id,
        results=results,
    )


def mixed_report() -> Report:
    """One rule of every outcome, with findings of every severity, with and without a place."""
    return report(
        result("well-formed", clauses=("3.2.4",)),
        result("slo-location-https", finding(), finding(place=Place(4, 1, "/md:A/@Location"))),
        result(
            "certificate-days-left",
            finding("certificate-days-left", severity=Severity.WARNING, place=None),
            severity=Severity.WARNING,
            clauses=("3.1.5",),
        ),
        result(
            "further-bindings",
            finding("further-bindings", severity=Severity.NOTICE),
            severity=Severity.NOTICE,
            clauses=(),
        ),
        result("signature-valid", outcome=Outcome.NOT_APPLICABLE, clauses=("3.2.2",)),
        result("sp-role-present", outcome=Outcome.NOT_BINDING, reason=text("Not yet")),
        result("slo-present", outcome=Outcome.WAIVED, reason=text("Recorded waiver")),
        result("schema-valid", outcome=Outcome.BLOCKED, reason=text("An earlier gate failed")),
        result("crashing", finding("crashing", place=None), outcome=Outcome.CRASHED, clauses=()),
    )
