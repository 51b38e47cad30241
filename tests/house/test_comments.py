"""R-6.1: words for colleagues and words for the applicant cannot be mistaken for one another."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import get_type_hints

import pytest

from matrika.core.words import Internal, Outward
from matrika.filings import comments, review
from matrika.filings.desk import four_eyes
from matrika.filings.signatures import decide
from tests.house import source

PROGRAM = """\
from datetime import datetime
from matrika.core.words import Internal, Outward
from matrika.filings import comments
from matrika.filings.models import Filing
from matrika.register.models import Person

def right(filing: Filing, person: Person, at: datetime, mine: Internal, theirs: Outward) -> None:
    comments.to_colleagues(filing, mine, author=person, at=at)
    comments.to_applicant(filing, theirs, author=person, at=at)

def wrong(filing: Filing, person: Person, at: datetime, mine: Internal, theirs: Outward) -> None:
    comments.to_colleagues(filing, theirs, author=person, at=at)
    comments.to_applicant(filing, mine, author=person, at=at)
    comments.to_applicant(filing, "text", author=person, at=at)
    said: comments.Said[Outward] = comments.all_of(filing).internal[0]
"""


def test_it_has_two_types_that_do_not_pass_for_one_another() -> None:
    assert not issubclass(Internal, Outward | str)
    assert not issubclass(Outward, Internal | str)
    assert Internal("x") != Outward("x")


@pytest.mark.parametrize(
    ("act", "words", "kind"),
    [
        (comments.to_colleagues, "words", Internal),
        (comments.to_applicant, "words", Outward),
        (comments.note, "text", Internal),
        (review.approve, "comment", Internal),
        (review.reject, "text", Outward),
        (review.reject, "comment", Internal),
        (review.ask, "text", Outward),
        (four_eyes.confirm, "comment", Internal),
        (four_eyes.send_back, "reason", Internal),
        (decide.accept_signature, "reason", Internal),
    ],
)
def test_it_says_to_whom_each_act_speaks(act, words: str, kind: type) -> None:
    assert get_type_hints(act)[words] is kind


def test_it_touches_their_table_in_one_module_only() -> None:
    found = {
        source.relative(path)
        for path in source.modules("src/matrika/")
        if re.search(
            r"\bComment\.objects|\.comments\.(?:all|filter|select)", path.read_text(encoding="utf-8")
        )
    }
    assert found == {"src/matrika/filings/comments.py"}


def test_it_is_found_by_the_type_checker_when_they_are_mixed_up(tmp_path) -> None:
    """As `./dev check` runs it, over four lines that must not pass and two that must."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--follow-imports=silent", str(program)],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [int(found) for found in re.findall(r"program\.py:(\d+): error", answer.stdout)]
    assert lines == [12, 13, 14, 15], answer.stdout + answer.stderr
