"""The promises that fuzzing holds samllint to, on the fuzzer's own corpus and on what it once broke."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import seeds
from fuzz.targets import TARGETS

from samllint import certificate
from samllint.certificate import CertificateFault, NotACertificate
from tests import pki
from tests.metadata import sp_metadata

CORPUS = Path(seeds.HERE) / "corpus"
# Inputs that once ended a target, each with what it was.
ONCE_BROKE = {
    "certificate of version 35": (
        "certificate",
        pki.signing_certificate().replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x22"),
    ),
    # libxml2 takes it for a letter, expat does not, and places were once asked of expat.
    "byte order mark in a name": (
        "document",
        sp_metadata(replace={" Location=": " Loca\N{ZERO WIDTH NO-BREAK SPACE}tion="}),
    ),
}


@pytest.mark.parametrize(
    "path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_it_keeps_its_promises_on_the_corpus(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", ONCE_BROKE)
def test_it_keeps_its_promises_on_what_once_broke_them(name: str) -> None:
    target, data = ONCE_BROKE[name]
    TARGETS[target](data)
    TARGETS["document"](data)
    if target == "certificate":
        TARGETS["document"](sp_metadata(signing=data))


def test_it_takes_a_certificate_of_an_unknown_version_for_none() -> None:
    data = ONCE_BROKE["certificate of version 35"][1]
    with pytest.raises(NotACertificate) as caught:
        certificate.read(data)
    assert caught.value.fault is CertificateFault.NOT_A_CERTIFICATE


def test_it_has_every_seed_in_the_corpus() -> None:
    assert {str(path.relative_to(CORPUS)) for path in CORPUS.glob("*/*")} == set(seeds.seeds())
