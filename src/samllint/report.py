"""What a check found: a Report of one document, with the outcome of every rule.

No lxml, no cryptography, no clock: the register's core and the doors use this module freely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from samllint.text import Text


class Severity(IntEnum):
    """How much a failed rule matters. Ordered: ERROR > WARNING > NOTICE."""

    NOTICE = 10  # worth knowing, nothing to mend
    WARNING = 20  # allowed, yet likely to hurt
    ERROR = 30  # the register refuses the document

    @property
    def label(self) -> str:
        return self.name.lower()


class Outcome(StrEnum):
    """What became of one rule on one document (R-3.0). Every rule has exactly one."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"  # the document has nothing the rule speaks of
    NOT_BINDING = "not-binding"  # the profile binds the rule from a later day
    WAIVED = "waived"  # a recorded waiver: the rule is not held against this document
    BLOCKED = "blocked"  # an earlier gate failed, so the rule could not look
    CRASHED = "crashed"  # the rule itself broke: a finding, never a pass


class Verdict(StrEnum):
    """The document as a whole: FAILED when any error was found or any rule crashed."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document: line and column count from 1; xpath names the element or attribute."""

    line: int
    column: int
    xpath: str


class Finding:
    """One thing that is wrong, and how to mend it (R-3.0). Never changed once made.

    Its place is found when somebody asks for it: finding it costs as much as the rest of a rule, and who
    only wants the verdict does without.
    """

    __slots__ = ("_place", "expected", "found", "message", "remedy", "rule_id", "severity")

    def __init__(
        self,
        rule_id: str,
        severity: Severity,
        place: Place | Callable[[], Place | None] | None,
        found: str,
        expected: Text,
        message: Text,
        remedy: Text,
    ) -> None:
        self.rule_id = rule_id
        self.severity = severity
        self._place = place
        self.found = found
        self.expected = expected
        self.message = message
        self.remedy = remedy  # ends with a command one can paste, where there is one

    @property
    def place(self) -> Place | None:
        """None when the finding is about the document as a whole."""
        if callable(self._place):
            self._place = self._place()
        return self._place

    def _facts(self) -> tuple[object, ...]:
        return (self.rule_id, self.severity, self.place, self.found, self.expected, self.message, self.remedy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())

    def __repr__(self) -> str:
        return f"Finding{self._facts()!r}"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The outcome of one rule."""

    rule_id: str
    title: Text
    clauses: tuple[str, ...]  # the guide's paragraphs it enforces, e.g. ("3.1.5",); () = our own
    severity: Severity  # as the profile sets it
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None  # why blocked or not binding, or the waiver's words


@dataclass(frozen=True, slots=True)
class Report:
    """Every rule's outcome on one document."""

    sha256: str  # of the document's bytes, 64 lower-case hex digits
    size: int  # bytes
    profile: str  # e.g. "upvs@2024-01-08"
    engine: str  # e.g. "samllint 0.1.0"
    at: datetime  # the instant the document was judged for, UTC
    entity_id: str | None
    results: tuple[RuleResult, ...]

    def findings(self, at_least: Severity = Severity.NOTICE) -> Iterator[Finding]:
        """Every finding of that severity or above, in the order of the rules."""
        for result in self.results:
            for finding in result.findings:
                if finding.severity >= at_least:
                    yield finding

    @property
    def verdict(self) -> Verdict:
        broken = any(r.outcome is Outcome.CRASHED for r in self.results)
        wrong = any(True for _ in self.findings(Severity.ERROR))
        return Verdict.FAILED if broken or wrong else Verdict.PASSED

    def count(self, outcome: Outcome) -> int:
        return sum(1 for r in self.results if r.outcome is outcome)
