"""Every value that pages show has a word, in both languages."""

from __future__ import annotations

from enum import Enum

import pytest
from django.utils.translation import override

from matrika.core.events import EventKind
from matrika.core.filing import Authorisation, Kind
from matrika.core.lifecycle import Status
from matrika.core.people import Role, SubjectType
from matrika.core.standing import CertificateState, ProviderState, StandingReason
from matrika.notices.texts import NoticeKind
from matrika.pages import labels
from matrika.pages.templatetags.matrika import ways
from samllint.report import Outcome, Severity

VALUES: dict[str, type[Enum]] = {
    "status": Status,
    "applicants_status": Status,
    "kind": Kind,
    "short_kind": Kind,
    "event": EventKind,
    "provider": ProviderState,
    "reason": StandingReason,
    "certificate": CertificateState,
    "subject": SubjectType,
    "authorisation": Authorisation,
    "role": Role,
    "severity": Severity,
    "outcome": Outcome,
    "notice": NoticeKind,
}


@pytest.mark.parametrize("table", VALUES)
def test_it_has_a_word_for_every_value(table: str) -> None:
    assert set(labels.TABLES[table]) == set(VALUES[table])


def test_it_says_in_words_by_what_somebody_logged_in() -> None:
    with override("sk"):
        assert ways("password+totp") == "heslo + kód z aplikácie"
    with override("en"):
        assert ways("demo+webauthn") == "demo + passkey"
    assert ways("?") == "?"
