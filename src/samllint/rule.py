"""What a rule is: facts about it, and a small generator of defects.

A rule yields a place and sentences with the found value; it does not raise, log, count or format.
The engine owns gates, applicability, dates and severities (`samllint.engine`, `samllint.profiles`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Spot, Where
from samllint.report import Severity
from samllint.text import Text
from samllint.unreadable import Kind

if TYPE_CHECKING:
    from samllint.document import Reading


class Needs(IntEnum):
    """What must be there before the rule can look; each includes the ones before it.

    The first four are for gates, which judge the bytes and the tree (`samllint.document.Reading`).
    """

    BYTES = 0  # nothing
    XML = 1  # not too large, and not plainly something else
    DECODED = 2  # in an encoding that is understood
    TREE = 3  # well-formed, without DOCTYPE
    ENTITY = 10  # a well-formed document whose root is an EntityDescriptor
    SP_ROLE = 20  # and at least one SPSSODescriptor
    CERTIFICATES = 30  # and at least one certificate that can be read


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong, as a rule sees it; the engine makes a Finding of it."""

    where: Where | Spot | None  # None: the document as a whole
    found: str
    expected: Text
    message: Text
    remedy: Text


Check = Callable[[EntityDescriptor, Circumstances], Iterable[Defect]]
GateCheck = Callable[["Reading", Circumstances], Iterable[Defect]]
Applies = Callable[[EntityDescriptor, Circumstances], bool]


def always(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return True


def has_rsa_key(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    """Whether any certificate holds an RSA key that could be read: what rules about its numbers apply to."""
    return any(certificate.modulus is not None for _, certificate in md.certificates())


@dataclass(frozen=True, slots=True)
class Rule:
    """Facts about a rule. `id` is its module, its test folder and its page, with hyphens."""

    id: str
    clauses: tuple[str, ...]  # the guide's paragraphs it enforces; () = the product's own
    severity: Severity
    title: Text  # what must hold, one sentence
    quote: str  # the clause itself, in the Slovak original; "" for our own
    why: Text  # what goes wrong otherwise
    needs: Needs
    check: Callable[[Any, Circumstances], Iterable[Defect]]  # of the EntityDescriptor, or a gate's Reading
    applies: Applies
    good: str = ""  # an example for the rule's page
    bad: str = ""
    is_gate: bool = False  # judges the Reading; says itself that it failed before anything blocks it
    refusals: frozenset[Kind] = frozenset()  # a gate that speaks only of these need not be asked without them


def rule(
    *,
    id: str,
    clauses: tuple[str, ...],
    severity: Severity,
    title: Text,
    why: Text,
    quote: str = "",
    needs: Needs = Needs.ENTITY,
    applies: Applies = always,
    good: str = "",
    bad: str = "",
) -> Callable[[Check], Rule]:
    """Make a Rule of a check function. The module's attribute `check` becomes the Rule."""

    def decorate(check: Check) -> Rule:
        return Rule(id, clauses, severity, title, quote, why, needs, check, applies, good, bad)

    return decorate


def gate(
    *,
    id: str,
    clauses: tuple[str, ...],
    severity: Severity,
    title: Text,
    why: Text,
    needs: Needs,
    refusals: Iterable[Kind] = (),
    quote: str = "",
    good: str = "",
    bad: str = "",
) -> Callable[[GateCheck], Rule]:
    """Make a Rule of a function that looks at the Reading: the bytes and the tree, not the values.

    A gate is asked whatever was reached, and is blocked only if it finds nothing and its need is not met.
    """

    def decorate(check: GateCheck) -> Rule:
        kinds = frozenset(refusals)
        return Rule(id, clauses, severity, title, quote, why, needs, check, always, good, bad, True, kinds)

    return decorate
