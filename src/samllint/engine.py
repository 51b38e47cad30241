"""Bytes in, Report out: the gates first, then every rule; each has exactly one outcome.

Gates are rules too, with pages and findings like the others. What a gate refuses decides how far the
document was read (`Reading.reached`), and that decides which rules can look at all.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

import samllint
from samllint import document, profiles, rules
from samllint.context import Circumstances, Context
from samllint.document import Reading
from samllint.entity import Spot, Where
from samllint.report import Finding, Outcome, Place, Report, RuleResult, Severity
from samllint.rule import Defect, Needs, Rule, always
from samllint.text import Text

BRATISLAVA = ZoneInfo("Europe/Bratislava")  # where the days are counted from which rules bind
ENGINE = f"samllint {samllint.__version__}"
# A hostile document can break one rule thousands of times; nobody reads more than this.
MAX_FINDINGS_A_RULE = 100
NO_WAIVERS: Mapping[str, str] = MappingProxyType({})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule as a profile has it, with the results that need no document made beforehand."""

    rule: Rule
    severity: Severity
    since: date
    passed: RuleResult
    not_applicable: RuleResult


def check(
    data: bytes,
    *,
    profile: str = "upvs",
    at: datetime,
    context: Context = Context(),  # noqa: B008 — a frozen value
    waivers: Mapping[str, str] = NO_WAIVERS,
) -> Report:
    """Judge a document for the instant `at`.

    `waivers` maps a rule's id to the recorded reason why it is not held against this document (R-3.9).
    Raises KeyError for an unknown profile and ValueError for an `at` without time zone; never for what
    the document is.
    """
    if at.tzinfo is None:
        raise ValueError("`at` must have a time zone")
    at = at.astimezone(UTC)
    chosen = profiles.by_id(profile)
    circumstances = Circumstances(at=at, context=context)
    reading = document.read(data)
    day = at.astimezone(BRATISLAVA).date()
    results = [
        _judged(planned, reading, circumstances)
        if planned.since <= day and (not waivers or planned.rule.id not in waivers)
        else _not_asked(planned, waivers)
        for planned in plan(profile)
    ]
    return Report(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        profile=chosen.name,
        engine=ENGINE,
        at=at,
        entity_id=None if reading.entity is None else reading.entity.entity_id,
        results=tuple(results),
    )


@functools.cache
def plan(profile_id: str) -> tuple[Planned, ...]:
    """Every rule in order, as the profile has it."""
    profile = profiles.by_id(profile_id)
    return tuple(
        Planned(
            rule=rule,
            severity=(severity := profile.severities.get(rule.id, rule.severity)),
            since=profile.binding_since.get(rule.id, date.min),
            passed=_result(rule, severity, Outcome.PASSED),
            not_applicable=_result(rule, severity, Outcome.NOT_APPLICABLE),
        )
        for rule in rules.every()
    )


def _judged(planned: Planned, reading: Reading, circumstances: Circumstances) -> RuleResult:
    rule = planned.rule
    try:
        if rule.is_gate:
            if rule.refusals and not reading.refusals:
                return planned.passed
            defects = iter(rule.check(reading, circumstances))
        else:
            if rule.needs > reading.reached:
                return _blocked(planned, reading)
            if rule.applies is not always and not rule.applies(reading.entity, circumstances):  # type: ignore[arg-type]  # needs ≥ ENTITY
                return planned.not_applicable
            defects = iter(rule.check(reading.entity, circumstances))
        first = next(defects, None)
        if first is None:
            # A gate that finds nothing may yet have been unable to look.
            return _blocked(planned, reading) if rule.needs > reading.reached else planned.passed
        shown = islice(chain((first,), defects), MAX_FINDINGS_A_RULE)
        findings = tuple(_finding(planned, defect, reading) for defect in shown)
    except Exception as error:  # noqa: BLE001 — the rule runner may, and records it
        _log.exception("rule %s crashed", rule.id)
        return _crashed(planned, error)
    return _result(rule, planned.severity, Outcome.FAILED, findings)


def _finding(planned: Planned, defect: Defect, reading: Reading) -> Finding:
    return Finding(
        rule_id=planned.rule.id,
        severity=planned.severity,
        place=functools.partial(_place, reading, defect.where),
        found=defect.found,
        expected=defect.expected,
        message=defect.message,
        remedy=defect.remedy,
    )


def _place(reading: Reading, where: Where | Spot | None) -> Place | None:
    """Where it is. A finding whose place cannot be told is still a finding."""
    try:
        return reading.place(where)
    except Exception:  # noqa: BLE001 — the rule runner is one of two places that may
        _log.exception("no place found for %r", where)
        return None


def _result(
    rule: Rule,
    severity: Severity,
    outcome: Outcome,
    findings: tuple[Finding, ...] = (),
    reason: Text | None = None,
) -> RuleResult:
    return RuleResult(rule.id, rule.title, rule.clauses, severity, outcome, findings, reason)


def _not_asked(planned: Planned, waivers: Mapping[str, str]) -> RuleResult:
    if planned.rule.id in waivers:
        why = waivers[planned.rule.id]
        words = Text(sk=f"Zaznamenaná výnimka: {why}", en=f"Recorded waiver: {why}")
        return _result(planned.rule, planned.severity, Outcome.WAIVED, (), words)
    since = planned.since
    reason = Text(
        sk=f"Pravidlo platí až od {since.day}. {since.month}. {since.year}.",
        en=f"The rule binds since {since.isoformat()} only.",
    )
    return _result(planned.rule, planned.severity, Outcome.NOT_BINDING, (), reason)


def _blocked(planned: Planned, reading: Reading) -> RuleResult:
    """The rule could not look, or there is no certificate at all for it to look at."""
    if planned.rule.needs is Needs.CERTIFICATES and reading.reached is Needs.SP_ROLE:
        assert reading.entity is not None
        if not any(reading.entity.embedded_certificates()):
            return planned.not_applicable
    reason = _why_blocked(reading)
    return _result(planned.rule, planned.severity, Outcome.BLOCKED, (), reason)


def _why_blocked(reading: Reading) -> Text:
    if reading.fatal is not None:
        kind = reading.fatal.kind
        missed = next(rule.title for rule in rules.every() if kind in rule.refusals)
        return Text(
            sk=f"Dokument sa nedal prečítať. Najprv musí platiť: {missed.sk}.",
            en=f"The document could not be read. First this must hold: {missed.en}.",
        )
    if reading.entity is None:
        return Text(sk="Koreňom dokumentu nie je EntityDescriptor.", en="The root is no EntityDescriptor.")
    if not reading.entity.sp_descriptors:
        return Text(sk="Dokument nemá SPSSODescriptor.", en="The document has no SPSSODescriptor.")
    return Text(sk="Nijaký certifikát sa nedá prečítať.", en="No certificate can be read.")


def _crashed(planned: Planned, error: Exception) -> RuleResult:
    """A broken rule is an error of ours that counts against nobody silently: it is a finding (R-3.0)."""
    name = type(error).__name__
    message = Text(
        sk=f"Pravidlo {planned.rule.id} sa pokazilo ({name}); jeho výsledok nepoznáme.",
        en=f"The rule {planned.rule.id} broke ({name}); its result is not known.",
    )
    finding = Finding(
        rule_id=planned.rule.id,
        severity=Severity.ERROR,
        place=None,
        found=name,
        expected=Text(sk="výsledok pravidla", en="the rule's result"),
        message=message,
        remedy=Text(
            sk="Pošlite tento dokument správcovi programu; chyba je v programe.",
            en="Send this document to the maintainers; the fault is the program's.",
        ),
    )
    return _result(planned.rule, planned.severity, Outcome.CRASHED, (finding,), message)
