"""The publication key in a PKCS#11 token: SoftHSM, as Debian brings it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from matrika.outside.key_file import UnsafeKey
from matrika.outside.token_key import TokenKey, open_token_signer, place_of

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
PIN = "4711"


@dataclass(frozen=True)
class Hsm:
    module: str
    pin_file: Path

    def uri(self, *, label: str = "publication", token: str = "matrika") -> str:
        place = f"module-path={self.module}&pin-source={self.pin_file}"
        return f"pkcs11:token={token};object={label}?{place}"


@pytest.fixture(scope="session")
def _token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SoftHSM reads its configuration once a process, so all tests share one token."""
    if shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2-util is not installed: the key in a token is not tested")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    init = ["softhsm2-util", "--init-token", "--free", "--label", "matrika", "--pin", PIN, "--so-pin", PIN]
    subprocess.run(init, check=True, capture_output=True)
    module = next(path for path in Path("/usr/lib").rglob("libsofthsm2.so"))
    with pkcs11.lib(str(module)).get_token(token_label="matrika").open(user_pin=PIN, rw=True) as session:
        session.generate_keypair(pkcs11.KeyType.RSA, 2048, store=True, label="publication")
    yield str(module)
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def hsm(_token: str, tmp_path: Path) -> Hsm:
    pkcs11.lib(_token).reinitialize()  # whatever another test opened is closed, and logged out
    pin_file = tmp_path / "secret" / "pin"
    pin_file.parent.mkdir(mode=0o700)
    pin_file.write_text(f"{PIN}\n")
    pin_file.chmod(0o600)
    return Hsm(_token, pin_file)


def test_it_signs_inside_the_token(hsm: Hsm, tmp_path: Path) -> None:
    signer = open_token_signer(hsm.uri(), tmp_path / "certificate.pem", at=NOW)
    public = signer.certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(signer.sign(b"data"), b"data", padding.PKCS1v15(), hashes.SHA256())
    signer.certificate.verify_directly_issued_by(signer.certificate)
    assert signer.certificate.not_valid_before_utc == NOW
    again = open_token_signer(hsm.uri(), tmp_path / "certificate.pem", at=NOW)
    assert again.certificate == signer.certificate


def test_it_opens_a_new_session_when_one_was_lost(hsm: Hsm) -> None:
    key = TokenKey(place_of(hsm.uri()))
    first = key.sign(b"data", padding.PKCS1v15(), hashes.SHA256())
    assert key._key is not None
    key._key.session.close()
    assert key.sign(b"data", padding.PKCS1v15(), hashes.SHA256()) == first


def test_it_says_that_the_token_is_gone_and_goes_on_when_it_is_back(hsm: Hsm) -> None:
    """Pulled out while the worker runs."""
    key = TokenKey(place_of(hsm.uri()))

    def signed() -> bytes:
        return key.sign(b"data", padding.PKCS1v15(), hashes.SHA256())

    first = signed()
    tokens = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"
    tokens.rename(tokens.with_name("gone"))
    try:
        for _ in range(2):
            with pytest.raises(
                UnsafeKey, match="the key 'publication' in the token 'matrika' cannot be used: "
            ):
                signed()
    finally:
        tokens.with_name("gone").rename(tokens)
    assert signed() == first


def test_it_signs_in_one_way_only(hsm: Hsm) -> None:
    key = TokenKey(place_of(hsm.uri()))
    with pytest.raises(UnsafeKey, match="only"):
        key.sign(b"data", padding.PKCS1v15(), hashes.SHA1())
    with pytest.raises(UnsafeKey, match="only"):
        key.sign(b"data", padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


def test_it_says_what_is_wrong_with_the_token(hsm: Hsm, tmp_path: Path) -> None:
    hsm.pin_file.write_text("wrong")
    with pytest.raises(UnsafeKey, match="PinIncorrect"):
        open_token_signer(hsm.uri(), tmp_path / "certificate.pem", at=NOW)
    with pytest.raises(UnsafeKey, match="not asked with it again: it would lock"):
        open_token_signer(hsm.uri(), tmp_path / "certificate.pem", at=NOW)
    hsm.pin_file.write_text(PIN)
    for uri in (
        hsm.uri(label="none"),
        hsm.uri(token="none"),
        hsm.uri().replace("libsofthsm2", "none"),
    ):
        with pytest.raises(UnsafeKey, match="cannot be used"):
            open_token_signer(uri, tmp_path / "certificate.pem", at=NOW)
    assert not (tmp_path / "certificate.pem").exists()


def test_it_refuses_a_pin_that_others_may_read(hsm: Hsm, tmp_path: Path) -> None:
    hsm.pin_file.chmod(0o640)
    with pytest.raises(UnsafeKey, match="chmod 600"):
        open_token_signer(hsm.uri(), tmp_path / "certificate.pem", at=NOW)


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("pkcs11:token=matrika", "lacks object, module-path, pin-source"),
        ("pkcs11:token=a;object=b?module-path=/m&pin-source=/p&pin-value=1", "pin-value"),
    ],
)
def test_it_says_what_an_address_lacks(uri: str, says: str) -> None:
    with pytest.raises(UnsafeKey, match=says):
        place_of(uri)


def test_it_reads_an_address_with_escapes() -> None:
    place = place_of("pkcs11:token=my%20token;object=k?module-path=/m&pin-source=file:/etc/pin")
    assert (place.token, place.label, place.module, place.pin_file) == (
        "my token",
        "k",
        "/m",
        Path("/etc/pin"),
    )
