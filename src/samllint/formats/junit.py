"""JUnit's XML, which CI servers show as tests: a suite a document, a case a rule.

There is no standard; this is the part that Jenkins, GitLab and their like agree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samllint.formats import words
from samllint.formats.documents import Checked, Unread
from samllint.report import Finding, Outcome, RuleResult, Severity
from samllint.text import Language

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SKIPPED = (Outcome.NOT_APPLICABLE, Outcome.NOT_BINDING, Outcome.WAIVED, Outcome.BLOCKED)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;"})


def render(
    checked: Sequence[Checked], unread: Sequence[Unread] = (), *, lang: Language, threshold: Severity
) -> str:
    """A finding below `threshold` stands in the case's output and fails nothing."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="samllint">']
    for document in checked:
        lines += _suite(document, lang, threshold)
    for entry in unread:
        lines += [
            f'  <testsuite name="{_safe(entry.name)}" tests="1" failures="0" errors="1" skipped="0">',
            f'    <testcase classname="samllint" name="{_safe(entry.name)}">',
            f'      <error message="{_safe(entry.reason)}"/>',
            "    </testcase>",
            "  </testsuite>",
        ]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(document: Checked, lang: Language, threshold: Severity) -> Iterator[str]:
    results = document.report.results
    failures = sum(1 for result in results if _fails(result, threshold) and not _broke(result))
    errors = sum(1 for result in results if _broke(result))
    skipped = sum(1 for result in results if result.outcome in _SKIPPED)
    yield (
        f'  <testsuite name="{_safe(document.name)}" tests="{len(results)}" failures="{failures}"'
        f' errors="{errors}" skipped="{skipped}" timestamp="{document.report.at:%Y-%m-%dT%H:%M:%S}">'
    )
    for result in results:
        yield from _case(document.name, result, lang, threshold)
    yield "  </testsuite>"


def _case(name: str, result: RuleResult, lang: Language, threshold: Severity) -> Iterator[str]:
    title = f"{result.rule_id}: {result.title.to(lang)}"
    yield f'    <testcase classname="samllint.{result.rule_id}" name="{_safe(title)}" file="{_safe(name)}">'
    if result.outcome in _SKIPPED:
        reason = result.reason or words.OUTCOME[result.outcome]
        yield f'      <skipped message="{_safe(reason.to(lang))}"/>'
    elif result.findings:
        yield f"      {_element(name, result, lang, threshold)}"
    yield "    </testcase>"


def _element(name: str, result: RuleResult, lang: Language, threshold: Severity) -> str:
    body = _safe("\n\n".join(_told(name, finding, lang) for finding in result.findings))
    if not _fails(result, threshold):
        return f"<system-out>{body}</system-out>"
    tag = "error" if _broke(result) else "failure"
    message = _safe(result.findings[0].message.to(lang))
    return f'<{tag} type="{result.severity.label}" message="{message}">{body}</{tag}>'


def _told(name: str, finding: Finding, lang: Language) -> str:
    where = f"{name}:{finding.place.line}:{finding.place.column}" if finding.place else name
    return "\n".join(
        [
            f"{where}: {finding.message.to(lang)}",
            f"{words.FOUND.to(lang)}: {finding.found}",
            f"{words.EXPECTED.to(lang)}: {finding.expected.to(lang)}",
            f"{words.REMEDY.to(lang)}: {finding.remedy.to(lang)}",
        ]
    )


def _fails(result: RuleResult, threshold: Severity) -> bool:
    return any(finding.severity >= threshold for finding in result.findings)


def _broke(result: RuleResult) -> bool:
    return result.outcome is Outcome.CRASHED


def _safe(text: str) -> str:
    """Fit for an attribute or an element's text, whatever characters a hostile document put into it."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text).translate(_ENTITIES)
