"""docs/rules/: a page a rule in both languages, and a table by paragraph of the guide.

What samllint says about the bad example is not copied by hand: the rule's first bad case is judged,
and its finding is the page's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tests.rules import cases

import samllint
from samllint import profiles, rules
from samllint.formats import words
from samllint.report import Finding
from samllint.rule import Rule
from samllint.text import Language

_WRITTEN = "<!-- Written by ./dev docs from {source}. Do not edit. -->"
_HEADINGS = {
    "sk": ("Po slovensky", "Prečo", "Ako to napraviť", "nájdené", "má byť", "náprava"),
    "en": ("In English", "Why", "How to mend it", "found", "expected", "to mend"),
}


def pages() -> dict[str, str]:
    """Path within docs/ → content."""
    every = rules.every()
    made = {f"rules/{rule.id}.md": "\n".join(_page(rule)) + "\n" for rule in every}
    return made | {"rules/README.md": "\n".join(_table(every)) + "\n"}


def _table(every: tuple[Rule, ...]) -> Iterator[str]:
    yield _WRITTEN.format(source="src/samllint/rules/")
    yield "# Pravidlá · The rules\n"
    yield (
        f"{len(every)} pravidiel podľa bodov návodu {words.GUIDE}; pravidlá bez bodu sú nad jeho rámec."
        f" · {len(every)} rules by paragraph of the guide {words.GUIDE}; those without one go beyond it.\n"
    )
    names = [profile.name for profile in profiles.every().values()]
    yield "| § | pravidlo · rule | " + " | ".join(names) + " | čo musí platiť · what must hold |"
    yield "|---|---|" + "---|" * len(names) + "---|"
    rows = [(clause, rule) for rule in every for clause in rule.clauses or ("",)]
    for clause, rule in sorted(rows, key=lambda row: _by_clause(row[0])):
        severities = " | ".join(_severity(rule, profile) for profile in profiles.every().values())
        yield (
            f"| {clause or '–'} | [{rule.id}]({rule.id}.md) | {severities}"
            f" | {_plain(rule.title.sk)}<br>{_plain(rule.title.en)} |"
        )


def _by_clause(clause: str) -> tuple[int, ...]:
    """The guide's paragraphs in its order, then our own."""
    return tuple(int(number) for number in clause.split(".")) if clause else (999,)


def _severity(rule: Rule, profile: profiles.Profile) -> str:
    severity = words.SEVERITY[profile.severities.get(rule.id, rule.severity)]
    since = profile.binding_since.get(rule.id)
    return f"{severity.sk} · {severity.en}" + (f"<br>≥ {since.isoformat()}" if since else "")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: no tags, no columns."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def _page(rule: Rule) -> Iterator[str]:
    module = rule.id.replace("-", "_")
    yield _WRITTEN.format(source=f"src/samllint/rules/{module}.py")
    yield f"# {rule.id}\n"
    yield f"{_plain(rule.title.sk)}. · {_plain(rule.title.en)}.\n"
    citation = words.citation(rule.clauses)
    yield "| | |\n|---|---|"
    yield f"| návod · guide | {citation.sk if rule.clauses else f'{citation.sk} · {citation.en}'} |"
    for profile in profiles.every().values():
        yield f"| {profile.name} | {_severity(rule, profile).replace('<br>', ', ')} |"
    yield f"| zdroj · source | [{module}.py](../../src/samllint/rules/{module}.py) |"
    yield f"| prípady · cases | [tests/rules/{module}](../../tests/rules/{module}) |\n"
    if rule.quote:
        yield f"> „{rule.quote}“\n"
    yield from _examples(rule)
    bad = _bad_case(rule)
    for language in ("sk", "en"):
        yield from _in_language(rule, bad, language)


def _examples(rule: Rule) -> Iterator[str]:
    for heading, example in (("Dobre · Good", rule.good), ("Zle · Bad", rule.bad)):
        if example:
            yield f"## {heading}\n\n```\n{example}\n```\n"


def _in_language(rule: Rule, bad: tuple[cases.Case, Finding], language: Language) -> Iterator[str]:
    heading, why, mend, found, expected, remedy = _HEADINGS[language]
    case, finding = bad
    name = case.path.stem.removeprefix("bad-").replace("-", " ")
    yield f"## {heading}\n\n**{why}.** {_plain(rule.why.to(language))}\n"
    yield f"**{mend}.** samllint ([{name}](../../tests/rules/{case.path.parent.name}/{case.path.name})):\n"
    yield f"> {_plain(finding.message.to(language))}\n>"
    yield f"> - {found}: `{finding.found or '–'}`"
    yield f"> - {expected}: {_plain(finding.expected.to(language))}"
    yield f"> - {remedy}: {_quoted(finding.remedy.to(language))}\n"


def _quoted(text: str) -> str:
    """Within a list within a quotation, also over several lines."""
    return _plain(text).replace("\n", "\n>   ")


def _bad_case(rule: Rule) -> tuple[cases.Case, Finding]:
    """One that breaks no other rule, where there is such a one, and is most like the rule's bad example."""
    folder = cases.FOLDER / rule.id.replace("-", "_")
    judged = [(case, _finding(rule, case)) for case in map(cases.read, sorted(folder.glob("bad-*.toml")))]
    return min(judged, key=lambda pair: (len(pair[0].others), -_likeness(pair[1].found, rule.bad)))


def _finding(rule: Rule, case: cases.Case) -> Finding:
    report = samllint.check(case.document, profile=case.profile, at=case.at, context=case.context)
    return next(finding for finding in report.findings() if finding.rule_id == rule.id)


def _likeness(found: str, example: str) -> float:
    """The share of `found` that stands in the example in one piece."""
    match = SequenceMatcher(None, found, example, autojunk=False).find_longest_match()
    return match.size / len(found) if found else 0.0
