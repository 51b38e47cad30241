"""The form's metadata field, judged whole: how it is written (R-B64), then what it holds.

    report = form.check_field(text, at=at)

The report is that of `samllint.check` with one rule before the others, `base64-field`. Where the field
cannot be decoded, every other rule is blocked.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from samllint import base64field, engine, profiles
from samllint.base64fault import CLAUSES, RULE_ID, TITLE
from samllint.context import Context
from samllint.report import Finding, Outcome, Report, RuleResult, Severity
from samllint.text import Text

_BLOCKED = Text(sk="Pole formulára sa nedalo dekódovať.", en="The form's field could not be decoded.")


def check_field(
    field: str | bytes,
    *,
    profile: str = "upvs",
    at: datetime,
    context: Context = Context(),  # noqa: B008 — a frozen value
) -> Report:
    """Judge what the field holds for the instant `at`; bytes are taken for a text file that holds it.

    `sha256` and `size` of the report are those of the decoded file, or of the field (in UTF-8) when it
    cannot be decoded. Raises as `samllint.check` does.
    """
    try:
        decoded = base64field.decode(field)
    except base64field.NotDecodable as refusal:
        return _blocked(field, refusal.finding, profile=profile, at=at)
    report = engine.check(decoded.data, profile=profile, at=at, context=context)
    return replace(report, results=(_own_result(decoded.notices), *report.results))


def _own_result(findings: tuple[Finding, ...]) -> RuleResult:
    severity = max((finding.severity for finding in findings), default=Severity.ERROR)
    outcome = Outcome.FAILED if findings else Outcome.PASSED
    return RuleResult(RULE_ID, TITLE, CLAUSES, severity, outcome, findings)


def _blocked(field: str | bytes, finding: Finding, *, profile: str, at: datetime) -> Report:
    data = field.encode("utf-8", "replace") if isinstance(field, str) else field
    others = (
        RuleResult(
            rule_id=planned.rule.id,
            title=planned.rule.title,
            clauses=planned.rule.clauses,
            severity=planned.severity,
            outcome=Outcome.BLOCKED,
            reason=_BLOCKED,
        )
        for planned in engine.plan(profile)
    )
    return Report(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        profile=profiles.by_id(profile).name,
        engine=engine.ENGINE,
        at=at.astimezone(UTC),
        entity_id=None,
        results=(_own_result((finding,)), *others),
    )
