"""Where a problem leads on: a duplicate to the filing that waits, a second registration to a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matrika.core.filing import Problem
from matrika.core.problem_catalogue import DUPLICATE
from matrika.filings import access
from matrika.register.models import Person

ALREADY_REGISTERED = "already-registered"


@dataclass(frozen=True, slots=True)
class Advised:
    """A problem, and what its applicant can do about it besides mending the form."""

    problem: Problem
    waiting: str = ""  # number of the filing that waits, for who may see it
    as_change: bool = False  # whether the same form can be sent as a change


def advised(problems: Iterable[Problem], *, person: Person) -> list[Advised]:
    return [_advised(problem, person) for problem in problems]


def waiting_filing(number: str, *, person: Person) -> str:
    """The number of the filing that a duplicate met; "" for who may not know of it."""
    return number if access.visible_to(person).filter(number=number).exists() else ""


def _advised(problem: Problem, person: Person) -> Advised:
    if problem.name == DUPLICATE:
        return Advised(problem, waiting=waiting_filing(problem.detail, person=person))
    return Advised(problem, as_change=problem.name == ALREADY_REGISTERED)
