"""The line to the mail server is encrypted to the right server, or nothing is sent (R-8.3)."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from matrika.core.events import EventKind
from matrika.notices.deliver import AWAY, deliver_next
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests import pki
from tests.notices.makers import NOON, happened
from tests.notices.smtp import AnyPort, MailServer

# aiosmtpd does not know that the line is encrypted when it is so from the first byte on.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Requiring AUTH")]


def certificate(address: str) -> x509.Certificate:
    """For a server at that address, by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.datetime.now(datetime.UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(pki.key().public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(pki.key(), hashes.SHA256())
    )


@pytest.fixture(params=["STARTTLS", "TLS"])
def encrypted(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[MailServer]:
    """A server that wants encryption and a log-in, and a register that trusts its certificate."""
    made = certificate("127.0.0.1")
    (tmp_path / "mail.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key = pki.key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "mail.key").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "mail.pem", tmp_path / "mail.key")
    handler = MailServer()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        is_right = (data.login, data.password) == (b"matrika", b"right")
        return AuthResult(success=is_right, handled=False)

    implicit = request.param == "TLS"
    controller = AnyPort(
        handler,
        hostname="127.0.0.1",
        port=0,
        authenticator=authenticate,
        auth_required=True,
        auth_require_tls=not implicit,
        **({"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}),
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = (
        "127.0.0.1",
        "matrika",
        "right",
    )
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = implicit, not implicit
    controller.start()
    settings.EMAIL_PORT = handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "mail.pem"))


def outcome() -> Delivery:
    happened(EventKind.FILING_ACCEPTED, contact_email="a@alpha.example", acting_for=None)
    write_next(at=NOON)
    assert deliver_next(at=NOON, jitter=lambda: 0.0)
    return Delivery.objects.get()


@pytest.mark.usefixtures("trusted")
def test_it_sends_over_an_encrypted_line_after_logging_in(encrypted: MailServer) -> None:
    assert outcome().delivered_at == NOON
    assert len(encrypted.letters) == 1


def test_it_sends_nothing_to_a_server_whose_certificate_nobody_vouches_for(encrypted: MailServer) -> None:
    delivery = outcome()
    assert "CERTIFICATE_VERIFY_FAILED" in delivery.last_error
    assert (delivery.delivered_at, delivery.due_at, encrypted.letters) == (None, NOON + AWAY, [])


@pytest.mark.usefixtures("trusted")
def test_it_waits_when_the_server_refuses_the_log_in(encrypted: MailServer, settings: Any) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    delivery = outcome()
    assert delivery.last_error.startswith("535 ")
    assert (delivery.refused_at, delivery.due_at, encrypted.letters) == (None, NOON + AWAY, [])
