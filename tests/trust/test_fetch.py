"""Fetching lists over a real TLS connection: from the right server, whole, within limits (R-5.1)."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone

from matrika.demo import authority, evidence, trusted_list
from matrika.register.models import Event, RevocationSnapshot, TrustedListSnapshot
from matrika.trust import fetch, overview
from matrika.trust.import_list import import_list
from matrika.trust.refused import Refused
from tests import pki
from tests.outside.signatures.trusting import DAY

pytestmark = pytest.mark.django_db
ACTOR = "fetch_trusted_lists"


class Answers(BaseHTTPRequestHandler):
    """Answers with what the test laid down for a path; counts what was asked."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # the test's own server
        self.server.answers[self.path](self)  # type: ignore[attr-defined]  # likewise

    def log_message(self, *arguments: Any) -> None:
        """The test's output is no place for a log."""


class Server(ThreadingHTTPServer):
    """`answers`: path → what is done with the request."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some of the tests are about."""

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.server_port}"


def sends(content: bytes, *, length: int | None = None, status: int = 200, **headers: str) -> Any:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)
        request.close_connection = True

    return answer


def certificate(name: x509.GeneralName) -> x509.Certificate:
    """For a server of that name, by itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lists.example")])
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(pki.key().public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .sign(pki.key(), hashes.SHA256())
    )


@contextmanager
def serving(folder: Path, name: x509.GeneralName) -> Iterator[Server]:
    (folder / "server.pem").write_bytes(certificate(name).public_bytes(serialization.Encoding.PEM))
    key = pki.key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.key").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server = Server(context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Server]:
    """A server that the register's machine trusts."""
    settings.DEMO = True
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with serving(tmp_path, x509.IPAddress(ipaddress.ip_address("127.0.0.1"))) as found:
        yield found


def known() -> None:
    """The demo's first list, by which later ones are believed."""
    now = timezone.now()
    content = trusted_list.trusted_list(issued_at=now - 2 * DAY)
    import_list(content, source="file", actor="test", at=now, signers=(authority.list_operator().der,))


def fetched(server: Server, path: str) -> bool:
    return fetch.fetch(server.address + path, actor=ACTOR, at=timezone.now())


def refusal(server: Server, path: str) -> str:
    with pytest.raises(Refused) as caught:
        fetched(server, path)
    assert caught.value.why.sk
    assert TrustedListSnapshot.objects.count() == 0
    return str(caught.value)


def test_it_imports_what_the_named_addresses_hold(server, settings, capsys):
    known()
    now = timezone.now()
    server.answers = {
        "/list.xml": sends(trusted_list.trusted_list(issued_at=now - DAY, sequence_number=2)),
        "/ca.crl": sends(evidence.crl(at=now - DAY)),
    }
    settings.TRUST_ADDRESSES = [f"{server.address}{path}" for path in server.answers]
    call_command("fetch_trusted_lists")
    assert capsys.readouterr().out.count("imported") == 2
    call_command("fetch_trusted_lists")
    assert capsys.readouterr().out.count("known already") == 2
    assert server.asked == ["/list.xml", "/ca.crl"] * 2
    newest = TrustedListSnapshot.objects.get(sequence_number=2)
    assert newest.source == f"{server.address}/list.xml"
    assert Event.objects.filter(actor=ACTOR).count() == 2
    assert RevocationSnapshot.objects.count() == 1


def test_it_goes_on_with_the_next_address_when_one_fails(server, settings, capsys):
    known()
    newer = trusted_list.trusted_list(issued_at=timezone.now() - DAY, sequence_number=2)
    server.answers = {"/gone": sends(b"", status=404), "/list.xml": sends(newer)}
    settings.TRUST_ADDRESSES = [f"{server.address}/gone", f"{server.address}/list.xml"]
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("fetch_trusted_lists")
    told = capsys.readouterr()
    assert "404" in told.err
    assert "imported" in told.out


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_follows_no_redirect(server, status):
    server.answers = {
        "/list.xml": sends(b"", status=status, Location=f"{server.address}/elsewhere"),
        "/elsewhere": sends(b"<list/>"),
    }
    assert str(status) in refusal(server, "/list.xml")
    assert server.asked == ["/list.xml"]


def test_it_takes_no_more_than_a_list_may_be(server, monkeypatch):
    monkeypatch.setattr(fetch, "MAX_BYTES", 100_000)
    server.answers = {"/large": sends(b"x" * 100_001)}
    assert "more than 100000 bytes" in refusal(server, "/large")


def test_it_takes_no_half_of_a_list(server):
    server.answers = {"/half": sends(b"<half/>", length=1000)}
    assert "not complete" in refusal(server, "/half")


def test_it_waits_for_no_server_that_is_silent(server, monkeypatch):
    monkeypatch.setattr(fetch, "SECONDS", 0.2)
    over = threading.Event()
    server.answers = {"/silent": lambda request: over.wait(30)}
    assert "timed out" in refusal(server, "/silent")
    over.set()


def test_it_waits_for_no_server_that_drips(server, monkeypatch):
    monkeypatch.setattr(fetch, "SECONDS_IN_ALL", 0.0)
    server.answers = {"/dripping": sends(b"<list/>")}
    assert "takes too long" in refusal(server, "/dripping")


def test_it_speaks_to_no_server_of_another_name(tmp_path, monkeypatch, settings):
    """Its certificate is trusted, and says that it is somebody else."""
    settings.DEMO = True
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with serving(tmp_path, x509.DNSName("lists.example")) as other:
        other.answers = {"/list.xml": sends(b"<list/>")}
        assert "certificate is not valid for '127.0.0.1'" in refusal(other, "/list.xml")
        assert other.asked == []


def test_it_speaks_to_no_server_that_nobody_vouches_for(server, monkeypatch, tmp_path):
    (tmp_path / "empty.pem").write_bytes(b"")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))
    server.answers = {"/list.xml": sends(b"<list/>")}
    assert "self-signed certificate" in refusal(server, "/list.xml")
    assert server.asked == []


def test_it_says_when_nobody_answers():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        with pytest.raises(Refused, match="refused"):
            fetch.fetch(f"https://127.0.0.1:{port}/list.xml", actor=ACTOR, at=timezone.now())


def test_it_asks_no_proxy(server, monkeypatch):
    known()
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    newer = trusted_list.trusted_list(issued_at=timezone.now() - DAY, sequence_number=2)
    server.answers = {"/list.xml": sends(newer)}
    assert fetched(server, "/list.xml")


def test_it_takes_no_older_list_from_the_official_address_either(server):
    known()
    older = trusted_list.trusted_list(issued_at=timezone.now() - 3 * DAY, sequence_number=2)
    server.answers = {"/list.xml": sends(older)}
    with pytest.raises(Refused, match="is not newer"):
        fetched(server, "/list.xml")
    assert TrustedListSnapshot.objects.count() == 1


def test_it_keeps_a_stale_list_and_shows_that_it_is(server):
    """A state that publishes late: what rests on the list waits, and the operator sees why."""
    old = timezone.now() - trusted_list.LIFETIME - 10 * DAY
    first = trusted_list.trusted_list(issued_at=old - DAY)
    operator = authority.list_operator().der
    import_list(first, source="file", actor="test", at=timezone.now(), signers=(operator,))
    server.answers = {"/list.xml": sends(trusted_list.trusted_list(issued_at=old, sequence_number=2))}
    assert fetched(server, "/list.xml")
    (row,) = overview.lists(at=timezone.now())
    assert row.is_stale
