"""Problems of the catalogue as values, sentences and rows, under the operator's numbers (R-4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matrika.core.events.data import ProblemData
from matrika.core.filing import Problem
from matrika.core.problem_catalogue import CATALOGUE, DUPLICATE
from samllint.text import Text


def problem(name: str, *, datum: str = "", detail: str = "") -> Problem:
    """The problem of that name in the catalogue."""
    return Problem(code=CATALOGUE[name].code, name=name, datum=datum, detail=detail)


def sentence(found: Problem) -> Text:
    """What the applicant reads. The value found is not a template: braces in it stay braces."""
    text = found.text or CATALOGUE[found.name].text
    return Text(text.sk.replace("{detail}", found.detail), text.en.replace("{detail}", found.detail))


def data_of(found: Problem) -> ProblemData:
    """The problem as rows and events keep it, with its sentences."""
    text = sentence(found)
    return {
        "code": found.code,
        "name": found.name,
        "datum": found.datum,
        "detail": found.detail,
        "sk": text.sk,
        "en": text.en,
    }


def numbered(problems: Iterable[Problem], numbers: Mapping[str, int]) -> tuple[Problem, ...]:
    """The same problems under the operator's own codes."""
    return tuple(replace(found, code=numbers.get(found.name, found.code)) for found in problems)


def read_numbers(text: str) -> dict[str, int]:
    """The operator's codes from "name=code,name=code".

    Raises ValueError for an unknown name, a code that is no number, one given twice, or an attempt
    to renumber the guide's own code.
    """
    numbers: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, code = part.partition("=")
        if name not in CATALOGUE or name == DUPLICATE:
            raise ValueError(f"there is no error to renumber under the name {name!r}")
        if not code.isascii() or not code.isdigit():
            raise ValueError(f"the code of {name} is {code!r}, not a number")
        numbers[name] = int(code)
    codes = [numbers.get(name, entry.code) for name, entry in CATALOGUE.items()]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"two errors share the code {twice[0]}")
    return numbers
