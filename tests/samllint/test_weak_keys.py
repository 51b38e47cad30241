"""The list of weak keys can be completed by the operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from samllint import weak_keys
from tests import pki

MODULUS = pki.key(3).public_key().public_numbers().n


def test_it_knows_further_keys_from_the_operators_list(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not weak_keys.is_known(MODULUS)
    further = tmp_path / "blacklist.RSA-2048"
    further.write_text(f"# a comment\n\n{weak_keys.digest(MODULUS)}\n")
    monkeypatch.setenv(weak_keys.VARIABLE, str(further))
    assert weak_keys.is_known(MODULUS)


def test_it_does_not_pass_a_key_when_the_list_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(weak_keys.VARIABLE, str(tmp_path / "missing"))
    with pytest.raises(OSError, match="missing"):
        weak_keys.is_known(MODULUS)
