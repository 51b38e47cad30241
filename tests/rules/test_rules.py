"""Every case of every rule, and that there are no others: see README.md beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

import samllint
from samllint import rules
from samllint.report import Outcome, Report
from tests.rules import cases

FOLDER = Path(__file__).parent
CODE = {
    "__init__.py",
    "README.md",
    "cases.py",
    "certificates.py",
    "test_rules.py",
    "test_remedies.py",
    "test_facts.py",
}
RULES = {rule.id.replace("-", "_"): rule for rule in rules.every()}
FILES = sorted(FOLDER.glob("*/*.toml"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def judged(case: cases.Case) -> Report:
    return samllint.check(case.document, profile=case.profile, at=case.at, context=case.context)


def failing(report: Report) -> set[str]:
    return {result.rule_id for result in report.results if result.outcome is Outcome.FAILED}


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name in RULES], ids=name_of)
def test_it_judges_the_case(path: Path) -> None:
    case = cases.read(path)
    report = judged(case)
    result = next(result for result in report.results if result.rule_id == case.rule_id)
    assert result.outcome is case.outcome, [finding.message.en for finding in result.findings]
    assert len(result.findings) == len(case.findings), [finding.message.en for finding in result.findings]
    for expected, finding in zip(case.findings, result.findings, strict=True):
        assert cases.differences(case, expected, finding) == [], finding
    assert failing(report) - {case.rule_id} == case.others


@pytest.mark.parametrize("path", sorted((FOLDER / "_documents").glob("*.toml")), ids=name_of)
def test_it_finds_everything_that_is_wrong_with_a_document(path: Path) -> None:
    case = cases.read(path)
    assert failing(judged(case)) == case.others


def test_it_knows_every_file_here() -> None:
    folders = {*RULES, "_documents", "__pycache__"}
    unknown = [
        path
        for path in FOLDER.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
        if not (path.parent == FOLDER and path.name in CODE)
        if not (path.parent.name in folders and is_case(path))
    ]
    assert unknown == []


def is_case(path: Path) -> bool:
    prefixes = ("ok-", "bad-")
    return path.suffix == ".toml" and (path.parent.name == "_documents" or path.name.startswith(prefixes))


@pytest.mark.parametrize("folder", RULES)
@pytest.mark.parametrize("kind", ["ok", "bad"])
def test_it_has_a_case_of_each_kind_for_every_rule(folder: str, kind: str) -> None:
    assert list((FOLDER / folder).glob(f"{kind}-*.toml"))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_names_a_case_with_a_sentence(path: Path) -> None:
    assert len(path.stem.split("-")) >= 4, "a case's name says what is in it"
