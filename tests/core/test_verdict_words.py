"""R-5.1: whatever the verdict, the applicant is told why in a sentence."""

from __future__ import annotations

import pytest

from matrika.core.verdict import pdf_words, trust_words, verifier_words
from matrika.core.verdict.words import WORDS, Reason, sentence

EVERY = [*Reason, *trust_words.Reason, *pdf_words.Reason, *verifier_words.Reason]


@pytest.mark.parametrize("reason", EVERY)
def test_it_has_a_sentence_in_both_languages_for_every_reason(reason):
    words = sentence(reason.value)
    assert words.sk.endswith(".")
    assert words.en.endswith(".")
    assert words.sk != words.en


def test_it_says_something_else_for_every_reason():
    assert len({words.sk for words in WORDS.values()}) == len(Reason)
    assert len({sentence(reason.value).sk for reason in EVERY}) == len(EVERY)


def test_it_knows_no_other_codes():
    with pytest.raises(ValueError, match="no-such-code"):
        sentence("no-such-code")
