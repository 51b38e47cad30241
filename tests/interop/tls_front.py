"""Apache in front of the register: https outside, http inside, as an operator would set it up."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from time import monotonic

from tests.interop.documented import PATIENCE
from tests.interop.software import apache

_PROXY = """ProxyPreserveHost On
RequestHeader set X-Forwarded-Proto https
ProxyPass / {behind}/
"""


class TlsFront:
    """`https://{host}:{port}/` is what `behind` answers. Nobody trusts its certificate."""

    def __init__(self, host: str, port: int, *, behind: str) -> None:
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="tls-"))
        self._command = apache.prepare(
            self.folder,
            host=host,
            port=port,
            modules=("proxy", "proxy_http", "headers"),
            rest=_PROXY.format(behind=behind),
        )

    def __enter__(self) -> TlsFront:
        self._process = subprocess.Popen(self._command)
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
