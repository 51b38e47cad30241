"""R-8.3: an encrypted line, and only to whom the trust store knows."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from matrika.outside.https import post
from tests import pki


class Polite(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    certificate, key = tmp_path / "tls.pem", tmp_path / "tls-key.pem"
    certificate.write_text(pki.pem(pki.signing_certificate()))
    key.write_text(pki.private_pem(pki.key()))
    server = HTTPServer(("127.0.0.1", 0), Polite)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/x"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_tells_nothing_to_a_stranger(address: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        post(address, b"secret", {}, seconds=5.0, most=100)


def test_it_talks_over_an_encrypted_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unverified() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    monkeypatch.setattr(ssl, "create_default_context", unverified)
    assert post(address, b"a word", {}, seconds=5.0, most=100).body == b"a word"
