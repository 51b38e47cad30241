from __future__ import annotations

import os
from pathlib import Path

import pytest

from matrika.outside import keystore
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import open_signer
from tests import pki
from tests.publication.making import NOW


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keystore, "KEY_BITS", 1024)


def opened(folder: Path) -> keystore.Signer:
    return open_signer(folder / "keys" / "key.pem", folder / "certificate.pem", at=NOW)


def test_it_makes_key_and_certificate_on_first_start(tmp_path: Path) -> None:
    first = opened(tmp_path)
    assert (tmp_path / "keys" / "key.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert b"PRIVATE" not in (tmp_path / "certificate.pem").read_bytes()
    assert opened(tmp_path).certificate == first.certificate
    assert os.listdir(tmp_path / "keys") == ["key.pem"]


def test_it_makes_the_certificate_again_for_the_same_key(tmp_path: Path) -> None:
    first = opened(tmp_path)
    (tmp_path / "certificate.pem").unlink()
    assert opened(tmp_path).certificate.public_key() == first.certificate.public_key()


@pytest.mark.parametrize(("place", "mode"), [("keys/key.pem", 0o640), ("keys", 0o755)])
def test_it_refuses_a_key_that_others_may_read(tmp_path: Path, place: str, mode: int) -> None:
    opened(tmp_path)
    (tmp_path / place).chmod(mode)
    with pytest.raises(UnsafeKey, match=r"chmod [67]00"):
        opened(tmp_path)


def test_it_refuses_the_certificate_of_another_key(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "certificate.pem").write_text(pki.pem(pki.certificate()))
    with pytest.raises(UnsafeKey, match="not the certificate of the key"):
        opened(tmp_path)


def test_it_refuses_a_file_that_holds_no_rsa_key(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "keys" / "key.pem").write_text("nonsense")
    with pytest.raises(UnsafeKey, match="PEM"):
        opened(tmp_path)
    (tmp_path / "keys" / "key.pem").write_text(pki.private_pem(pki.elliptic_key()))
    with pytest.raises(UnsafeKey, match="no RSA key"):
        opened(tmp_path)


def test_it_keeps_the_first_key_of_two_workers_that_start_at_once(tmp_path: Path) -> None:
    first = opened(tmp_path)
    keystore._make_key(tmp_path / "keys" / "key.pem")
    assert opened(tmp_path).certificate == first.certificate
