"""Debian's nginx with TLS in front of whatever listens on this machine, as docs/examples says."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import os
import shutil
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.site import ROOT, free_port
from tests.interop.documented import PATIENCE

RECIPE = ROOT / "docs" / "examples" / "nginx-register.conf"
HOSTS = ("localhost", "127.0.0.1")  # for a browser these are two sites


class Authority:
    """A private one, and a certificate of it for this machine."""

    def __init__(self, folder: Path) -> None:
        self.file, self.certificate, self.key = (folder / name for name in ("ca.pem", "tls.pem", "tls.key"))
        root, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        of_root, of_leaf = _called("a private authority"), _called("localhost")
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        names = [x509.DNSName(HOSTS[0]), x509.IPAddress(ipaddress.ip_address(HOSTS[1]))]
        ca = _certificate(of_root, root.public_key()).issuer_name(of_root)
        ca = ca.add_extension(constraints, critical=True)
        signed = _certificate(of_leaf, leaf.public_key()).issuer_name(of_root)
        signed = signed.add_extension(x509.SubjectAlternativeName(names), critical=False)
        pem = serialization.Encoding.PEM
        self.file.write_bytes(ca.sign(root, hashes.SHA256()).public_bytes(pem))
        self.certificate.write_bytes(signed.sign(root, hashes.SHA256()).public_bytes(pem))
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        self.key.write_bytes(leaf.private_bytes(pem, form, plain))
        public = serialization.PublicFormat.SubjectPublicKeyInfo
        der = leaf.public_key().public_bytes(serialization.Encoding.DER, public)
        # What Chromium is told to believe: this one key, nothing else.
        self.pin = base64.b64encode(hashlib.sha256(der).digest()).decode()


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    at = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=1))
    )


class Nginx:
    """One server of the recipe for each pair of ports: the one that is public, and the one behind it."""

    def __init__(self, folder: Path, authority: Authority, **ports: tuple[str, int, int]) -> None:
        self.folder = folder
        folder.mkdir()
        self.plain = {name: free_port() for name in ports}
        servers = "\n".join(
            self._server(authority, host, public, self.plain[name], behind)
            for name, (host, public, behind) in ports.items()
        )
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {folder};" for kind in kinds)
        user = "user root;" if os.geteuid() == 0 else ""  # the test's folder is closed to others
        (folder / "nginx.conf").write_text(
            f"daemon off; {user} pid {folder}/pid; error_log {folder}/error.log;\n"
            f"events {{ }}\nhttp {{ access_log off; {places}\n{servers}\n}}\n"
        )
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program
        self._process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert self._process.poll() is None, (folder / "error.log").read_text()
            try:
                for _, public, _ in ports.values():
                    socket.create_connection(("127.0.0.1", public), PATIENCE).close()
            except OSError:
                continue
            return
        raise AssertionError("nginx does not answer")

    def _server(self, authority: Authority, host: str, public: int, plain: int, behind: int) -> str:
        """The recipe with the values of a test; each must occur, or the page has changed its meaning."""
        recipe = RECIPE.read_text()
        for there, here in {
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ": f"listen 127.0.0.1:{public} ",
            "https://register.example$request_uri": f"https://{host}:{public}$request_uri",
            "/etc/ssl/register.example.pem": str(authority.certificate),
            "/etc/ssl/private/register.example.key": str(authority.key),
            "server_name register.example;": f"server_name {host};",
            "http://127.0.0.1:8000;": f"http://127.0.0.1:{behind};",
        }.items():
            assert there in recipe, there
            recipe = recipe.replace(there, here)
        return recipe

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
