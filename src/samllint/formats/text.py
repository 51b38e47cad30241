"""A Report for people: what is wrong, where in the file, what the guide says, how to mend it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from samllint.base64fault import RULE_ID as FIELD_RULE
from samllint.formats import words
from samllint.formats.documents import Checked
from samllint.formats.excerpt import Source, cut, excerpt, visible
from samllint.report import Finding, Outcome, Report, RuleResult, Severity, Verdict
from samllint.text import Language, Text

# Nobody reads the eleventh block about the same rule; `--format json` has all of them.
MAX_BLOCKS_A_RULE = 10
MAX_FOUND = 300  # characters of a found value
_LABEL = 11  # cells for “nájdené” and its like
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTICE: "1;36"}


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: the language, how wide, and whether in colour."""

    lang: Language = "sk"
    width: int = 100
    colour: bool = False

    def say(self, text: Text) -> str:
        return text.to(self.lang)

    def painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def render(checked: Checked, style: Style) -> str:
    """Every finding as a block, then one line about the whole; ends with a line break."""
    source = Source(checked.data)
    field = Source(checked.field or b"")
    blocks: list[str] = []
    for result in checked.report.results:
        lines = field if result.rule_id == FIELD_RULE else source
        for finding in result.findings[:MAX_BLOCKS_A_RULE]:
            blocks.append("\n".join(_block(checked.name, result, finding, lines, style)) + "\n")
        if len(result.findings) > MAX_BLOCKS_A_RULE:
            more = style.say(words.MORE).format(count=len(result.findings) - MAX_BLOCKS_A_RULE)
            blocks.append(f"  {result.rule_id}: {more}\n")
    return "\n".join([*blocks, summary(checked.name, checked.report, style)]) + "\n"


def summary(name: str, report: Report, style: Style) -> str:
    """One line: the verdict, the findings, the profile, the rules; below it why some could not look."""
    passed = report.verdict is Verdict.PASSED
    verdict = style.say(words.ACCEPTABLE if passed else words.REFUSED)
    parts = [
        f"{visible(name)}: {style.painted(verdict, '1;32' if passed else '1;31')}",
        _counted_findings(report, style),
        report.profile,
        f"{style.say(words.RULES)}: {_counted_rules(report, style)}",
    ]
    line = " · ".join(part for part in parts if part)
    if why := next((result.reason for result in report.results if result.outcome is Outcome.BLOCKED), None):
        line += f"\n  {style.say(words.OUTCOME[Outcome.BLOCKED])}: {style.say(why)}"
    return line


def _counted_findings(report: Report, style: Style) -> str:
    """“chyba 2, poznámka 1”; nothing when there are none."""
    found = [finding.severity for finding in report.findings()]
    return ", ".join(
        f"{style.say(words.SEVERITY[severity])} {found.count(severity)}"
        for severity in sorted(Severity, reverse=True)
        if severity in found
    )


def _counted_rules(report: Report, style: Style) -> str:
    counts = {outcome: report.count(outcome) for outcome in Outcome}
    return ", ".join(
        f"{style.say(words.OUTCOME[outcome])} {count}" for outcome, count in counts.items() if count
    )


def _block(name: str, result: RuleResult, finding: Finding, source: Source, style: Style) -> Iterator[str]:
    severity = style.say(words.SEVERITY[finding.severity])
    yield (
        f"{style.painted(_position(name, finding), '1')}  "
        f"{style.painted(severity, _COLOURS[finding.severity])}  "
        f"{style.painted(result.rule_id, '1')}  {style.say(words.citation(result.clauses))}"
    )
    yield from _wrapped(style.say(finding.message), "  ", style)
    yield from _excerpt(finding, source, style)
    yield from _labelled(words.FOUND, cut(visible(finding.found), MAX_FOUND), style)
    yield from _labelled(words.EXPECTED, style.say(finding.expected), style)
    yield from _remedy(style.say(finding.remedy), style)


def _position(name: str, finding: Finding) -> str:
    if finding.place is None:
        return visible(name)
    return f"{visible(name)}:{finding.place.line}:{finding.place.column}"


def _excerpt(finding: Finding, source: Source, style: Style) -> Iterator[str]:
    if finding.place is None:
        return
    line = source.line(finding.place.line)
    if line is None:
        return
    number = str(finding.place.line)
    margin = " " * (len(number) + 4)
    text, caret = excerpt(line, finding.place.column, width=max(style.width - len(margin) - 2, 40))
    bar = style.painted("|", "2")
    yield f"{margin}{bar}"
    yield f"    {style.painted(number, '2')}{bar} {text}"
    yield f"{margin}{bar} {style.painted(caret, _COLOURS[finding.severity])}"


def _labelled(label: Text, value: str, style: Style) -> Iterator[str]:
    """The label, and the value beside it; lines that follow are indented as far."""
    if not value:
        return
    first, *others = list(_wrapped(value, " " * (_LABEL + 2), style))
    yield "  " + style.painted(f"{style.say(label)}:".ljust(_LABEL), "2") + first[_LABEL + 2 :]
    yield from others


def _remedy(remedy: str, style: Style) -> Iterator[str]:
    """Never wrapped: a command must stay one line to be pasted."""
    indent = " " * (_LABEL + 2)
    label = style.painted(f"{style.say(words.REMEDY)}:".ljust(_LABEL), "2")
    first, *others = [visible(line) for line in remedy.split("\n")]
    yield f"  {label}{first}"
    yield from (indent + line for line in others)


def _wrapped(text: str, indent: str, style: Style) -> Iterator[str]:
    yield from textwrap.wrap(
        visible(text),
        max(style.width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
