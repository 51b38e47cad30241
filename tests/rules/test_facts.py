"""What must hold for every rule: its name, its facts, and what no rule may look at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import samllint.rules
from samllint import rules
from samllint.rule import Rule

FOLDER = Path(samllint.rules.__file__).parent
EVERY = [pytest.param(rule, id=rule.id) for rule in rules.every()]
# Paragraphs of chapter 3 that no rule enforces, because they permit or inform.
WITHOUT_A_RULE = {"3.1.1", "3.1.2"}


def test_it_enforces_every_paragraph_that_asks_something() -> None:
    chapter = {f"3.1.{n}" for n in range(1, 10)} | {f"3.2.{n}" for n in range(1, 13)}
    enforced = {clause for rule in rules.every() for clause in rule.clauses}
    assert chapter - enforced == WITHOUT_A_RULE


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_it_never_looks_at_the_issuer_or_its_revocation_list(path: Path) -> None:
    assert not re.search(
        r"\.issuer|\bcrl\b|\bocsp\b|revo[ck]", path.read_text(encoding="utf-8"), re.IGNORECASE
    )


@pytest.mark.parametrize("rule", EVERY)
def test_it_quotes_the_guide_where_it_cites_it(rule: Rule) -> None:
    assert bool(rule.quote) == bool(rule.clauses)


@pytest.mark.parametrize("rule", EVERY)
def test_it_fills_the_page_of_the_rule(rule: Rule) -> None:
    assert all((rule.title.sk, rule.title.en, rule.why.sk, rule.why.en, rule.good, rule.bad))


@pytest.mark.parametrize("rule", EVERY)
def test_it_has_the_name_of_its_module(rule: Rule) -> None:
    assert (FOLDER / f"{rule.id.replace('-', '_')}.py").is_file()
