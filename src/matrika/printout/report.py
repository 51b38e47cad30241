"""The report of a check, as a PDF to keep or to hand on. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matrika.core.days import BRATISLAVA, to_the_second
from matrika.printout.typesetter import pdf_of
from matrika.printout.words import lines, printable, visible
from samllint.commands import pasteable
from samllint.formats import words
from samllint.report import Finding, Outcome, Report, RuleResult, Severity, Verdict
from samllint.text import Language, Text

TEMPLATE = Path(__file__).with_name("report.typ")
# A hostile document can have thousands; the JSON has them all.
MOST_FINDINGS = 300

WORDS = {
    "title": Text("Kontrola SAML metadát", "Check of SAML metadata"),
    "page": Text("strana", "page"),
    "of": Text("z", "of"),
    "fact": Text("Údaj", "Fact"),
    "value": Text("Hodnota", "Value"),
    "findings": Text("Nálezy", "Findings"),
    "none": Text("Nijaký nález.", "Nothing was found."),
    "rules": Text("Výsledky všetkých pravidiel", "Outcome of every rule"),
    "rule": Text("Pravidlo", "Rule"),
    "guide": Text("Návod", "Guide"),
    "outcome": Text("Výsledok", "Outcome"),
}
VERDICTS = {
    Verdict.PASSED: Text(
        "Metadáta prešli automatickou kontrolou.", "The metadata passed the automatic check."
    ),
    Verdict.FAILED: Text(
        "Metadáta neprešli automatickou kontrolou.", "The metadata did not pass the automatic check."
    ),
}
FACTS = {
    "file": Text("Súbor", "File"),
    "entity_id": Text("Poskytovateľ služieb", "Service provider"),
    "size": Text("Veľkosť v bajtoch", "Size in bytes"),
    "profile": Text("Pravidlá", "Rules"),
    "engine": Text("Program", "Program"),
    "at": Text("Posúdené k", "Judged at"),
}
PLACE = Text("riadok {line}, stĺpec {column}", "line {line}, column {column}")
LEFT_OUT = Text(
    "Ďalšie nálezy: {count}. Všetky sú vo formáte JSON.", "{count} more; all of them are in the JSON."
)


def report_as_pdf(report: Report, *, name: str, language: Language) -> bytes:
    """The whole report in one language; `name` is that of the file, "" for none."""
    at = report.at.astimezone(BRATISLAVA)
    data = {
        "lang": language,
        "words": {word: text.to(language) for word, text in WORDS.items()},
        "day": {"year": at.year, "month": at.month, "day": at.day},
        "passed": report.verdict is Verdict.PASSED,
        "verdict": VERDICTS[report.verdict].to(language),
        "facts": list(_facts(report, name, language)),
        "findings": list(_findings(report, language)),
        "left_out": _left_out(report, language),
        "rules": [_rule(result, language) for result in report.results],
    }
    return pdf_of(TEMPLATE, data, timestamp=int(report.at.timestamp()))


def _facts(report: Report, name: str, language: Language) -> Iterator[tuple[str, list[str]]]:
    given = {
        "file": name,
        "entity_id": report.entity_id or "",
        "size": str(report.size),
        "profile": report.profile,
        "engine": report.engine,
        "at": f"{to_the_second(report.at)} (Europe/Bratislava)",
    }
    for key, value in given.items():
        if value:
            yield FACTS[key].to(language), lines(value)
    yield "SHA-256", [printable(report.sha256)]


def _findings(report: Report, language: Language) -> Iterator[dict[str, Any]]:
    pairs = [(result, finding) for result in report.results for finding in result.findings]
    worst_first = sorted(pairs, key=lambda pair: -pair[1].severity)
    for result, finding in worst_first[:MOST_FINDINGS]:
        yield _finding(result, finding, language)


def _finding(result: RuleResult, finding: Finding, language: Language) -> dict[str, Any]:
    says, pasted = pasteable(finding.remedy.to(language))
    rows = [(words.EXPECTED, lines(finding.expected.to(language))), (words.REMEDY, lines(says))]
    if finding.found:
        rows.insert(0, (words.FOUND, lines(finding.found)))
    is_command = not pasted.startswith("<")
    command = [visible(line) if is_command else printable(line) for line in pasted.splitlines()]
    return {
        "severity": _capital(words.SEVERITY[finding.severity], language),
        "colour": {Severity.ERROR: "red", Severity.WARNING: "yellow"}.get(finding.severity, "blue"),
        "rule": printable(finding.rule_id),
        "clauses": words.citation(result.clauses).to(language),
        "message": lines(finding.message.to(language)),
        "place": _place(finding, language),
        "rows": [(label.to(language), value) for label, value in rows],
        "command": command,
    }


def _place(finding: Finding, language: Language) -> list[str]:
    if finding.place is None:
        return []
    place = PLACE.to(language).format(line=finding.place.line, column=finding.place.column)
    return [place, printable(finding.place.xpath)] if finding.place.xpath else [place]


def _left_out(report: Report, language: Language) -> str:
    count = sum(1 for _ in report.findings()) - MOST_FINDINGS
    return LEFT_OUT.to(language).format(count=count) if count > 0 else ""


def _rule(result: RuleResult, language: Language) -> dict[str, Any]:
    failed = result.outcome is Outcome.FAILED
    outcome = words.SEVERITY[result.severity] if failed else words.OUTCOME[result.outcome]
    return {
        "title": lines(result.title.to(language)),
        "id": printable(result.rule_id),
        "clauses": words.citation(result.clauses).to(language),
        "outcome": _capital(outcome, language),
        "reason": [] if result.reason is None else lines(result.reason.to(language)),
    }


def _capital(text: Text, language: Language) -> str:
    word = text.to(language)
    return word[0].upper() + word[1:]
