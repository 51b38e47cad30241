"""What each Apache of these tests begins with: a folder of its own, a user, and TLS that nobody trusts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from samllint import generate

_HEAD = """ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache.log
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port}
ServerName {host}
User www-data
Group www-data
{modules}
SSLEngine on
SSLCertificateFile {folder}/tls.pem
SSLCertificateKeyFile {folder}/tls.key
"""
_ALWAYS = ("mpm_event", "authz_core", "ssl", "socache_shmcb")


def prepare(folder: Path, *, host: str, port: int, modules: Iterable[str], rest: str) -> list[str]:
    """Write the configuration, which ends with `rest`, and a certificate for `host`. Returns the command."""
    loaded = "\n".join(f"Include /etc/apache2/mods-available/{name}.load" for name in (*_ALWAYS, *modules))
    head = _HEAD.format(folder=folder, port=port, host=host, modules=loaded)
    (folder / "apache.conf").write_text(head + rest, encoding="utf-8")
    tls = generate.key_pair(common_name=host, at=datetime.now(UTC))
    (folder / "tls.key").write_bytes(tls.private_key)
    (folder / "tls.pem").write_bytes(tls.certificate_pem)
    return ["apache2", "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"]
