"""Every word that people read stands in both languages; every event has a writer (style, rule 9)."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

import matrika
from matrika.core import labels
from matrika.core.events import EventKind
from matrika.core.filing import Authorisation, Kind, PowerOfAttorney
from matrika.core.lifecycle import Act, Status
from matrika.core.people import Role, SubjectType
from matrika.core.standing import CertificateState, ProviderState, StandingReason
from samllint.text import Text

TABLES: list[tuple[type[StrEnum], object]] = [
    (Kind, labels.KINDS),
    (Kind, labels.SHORT_KINDS),
    (Status, labels.STATUSES),
    (Act, labels.ACTS),
    (EventKind, labels.EVENTS),
    (ProviderState, labels.PROVIDER_STATES),
    (StandingReason, labels.REASONS),
    (CertificateState, labels.CERTIFICATE_STATES),
    (SubjectType, labels.SUBJECT_TYPES),
    (Authorisation, labels.AUTHORISATIONS),
    (PowerOfAttorney, labels.POWERS),
    (Role, labels.ROLES),
]


@pytest.mark.parametrize(("words", "table"), TABLES)
def test_it_has_a_label_for_every_word(words: type[StrEnum], table: dict[StrEnum, Text]) -> None:
    assert set(table) == set(words)
    assert all(text.sk and text.en for text in table.values())


def test_it_has_no_two_labels_alike() -> None:
    for _, table in TABLES:
        assert isinstance(table, dict)
        assert len({text.sk for text in table.values()}) == len(table)


def written() -> set[str]:
    """The kinds that some module outside of core names beside a call that writes events."""
    source = Path(matrika.__file__).parent
    modules = [path.read_text() for path in source.rglob("*.py") if "core" not in path.parts]
    writers = [text for text in modules if re.search(r"\b(?:append|move|note|record)\(", text)]
    return {kind for text in writers for kind in re.findall(r"EventKind\.([A-Z_]+)", text)}


def test_it_has_a_writer_for_every_kind_of_event() -> None:
    assert written() == {kind.name for kind in EventKind}
