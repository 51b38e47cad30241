"""Every rule, one file each: `rules/<id with underscores>.py`, whose `check` is the Rule.

Rules are found by listing this folder; nothing registers itself when imported. What several rules share
stands beside this folder, in `bindings`, `commands`, `locations`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from samllint.rule import Rule

# What is judged first, in this order: each looks further into the document than the one before.
GATES = (
    "size-limit",
    "encoding",
    "nothing-before-declaration",
    "no-doctype",
    "well-formed",
    "no-carriage-return-reference",
    "root-is-entity-descriptor",
    "schema-valid",
)


@functools.cache
def every() -> tuple[Rule, ...]:
    """All rules: the gates in their order, the guide's in the order of its paragraphs, then our own."""
    rules = [
        importlib.import_module(f"{__name__}.{module.name}").check
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted(rules, key=_order))


def by_id(rule_id: str) -> Rule:
    """Raises KeyError."""
    return _index()[rule_id]


@functools.cache
def _index() -> dict[str, Rule]:
    return {rule.id: rule for rule in every()}


def _order(rule: Rule) -> tuple[int, tuple[int, ...], str]:
    if rule.id in GATES:
        return GATES.index(rule.id), (), rule.id
    if not rule.clauses:
        return len(GATES) + 1, (), rule.id
    return len(GATES), tuple(int(number) for number in rule.clauses[0].split(".")), rule.id
