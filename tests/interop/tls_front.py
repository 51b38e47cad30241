"""Apache in front of the register: https outside, http inside, as an operator would set it up."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from samllint import generate
from tests.interop.documented import PATIENCE

_MODULES = ("mpm_event", "authz_core", "ssl", "socache_shmcb", "proxy", "proxy_http", "headers")
_CONF = """ServerRoot {folder}
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
ProxyPreserveHost On
RequestHeader set X-Forwarded-Proto https
ProxyPass / {behind}/
"""


class TlsFront:
    """`https://{host}:{port}/` is what `behind` answers. Nobody trusts its certificate."""

    def __init__(self, host: str, port: int, *, behind: str) -> None:
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="tls-"))
        modules = "\n".join(f"Include /etc/apache2/mods-available/{name}.load" for name in _MODULES)
        conf = _CONF.format(folder=self.folder, port=port, host=host, modules=modules, behind=behind)
        (self.folder / "apache.conf").write_text(conf)
        tls = generate.key_pair(common_name=host, at=datetime.now(UTC))
        (self.folder / "tls.key").write_bytes(tls.private_key)
        (self.folder / "tls.pem").write_bytes(tls.certificate_pem)

    def __enter__(self) -> TlsFront:
        command = ["apache2", "-f", str(self.folder / "apache.conf"), "-D", "FOREGROUND"]
        self._process = subprocess.Popen(command)
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert self._process.poll() is None, (self.folder / "apache.log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
        raise AssertionError("Apache does not answer")

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        shutil.rmtree(self.folder)
