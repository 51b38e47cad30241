"""SimpleSAMLphp as Debian packages it, started as an identity provider with a configuration of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import monotonic

import requests

from tests.browser.site import free_port
from tests.interop.documented import PATIENCE

HOME = Path("/usr/share/simplesamlphp")
AGENT = "SimpleSAMLphp"
USER, PASSWORD = "alzbeta", "heslo-len-na-skusku"

# What every installation has; `sources` and `modules` come from the page that is tried out.
_CONFIG = """<?php
$config = [
    'baseurlpath' => '{url}/',
    'certdir' => '{folder}/cert/', 'loggingdir' => '{folder}/log/', 'datadir' => '{folder}/data/',
    'tempdir' => '{folder}/tmp', 'metadatadir' => '{folder}/metadata/',
    'attributenamemapdir' => '/etc/simplesamlphp/attributemap/',
    'secretsalt' => 'of-no-use-elsewhere', 'auth.adminpassword' => 'not-the-default-one',
    'technicalcontact_email' => 'idp@example.org', 'timezone' => 'UTC',
    'logging.level' => SimpleSAML\\Logger::INFO, 'logging.handler' => 'file',
    'logging.logfile' => 'idp.log', 'showerrors' => true,
    'enable.saml20-idp' => true,
    'module.enable' => ['exampleauth' => true, 'cron' => true, 'metarefresh' => true],
    'store.type' => 'phpsession', 'session.phpsession.savepath' => '{folder}/sessions',
    'session.cookie.secure' => false, 'session.cookie.samesite' => null, 'language.cookie.secure' => false,
{sources}
];
"""
_AUTHSOURCES = f"""<?php
$config = ['people' => ['exampleauth:UserPass',
    '{USER}:{PASSWORD}' => ['uid' => ['{USER}'], 'mail' => ['alzbeta@vzory.example']],
]];
"""
# The request's signature is checked with the provider's published key, the answer encrypted for it.
_HOSTED = """<?php
$metadata['{entity_id}'] = [
    'host' => '__DEFAULT__', 'auth' => 'people',
    'privatekey' => 'idp.key', 'certificate' => 'idp.pem',
    'assertion.encryption' => true, 'validate.authnrequest' => true, 'saml20.sign.assertion' => true,
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
];
"""


class SimpleSaml:
    """An identity provider with one person, who knows no provider but through `sources`."""

    entity_id = "https://idp.example"
    typed = {"username": USER, "password": PASSWORD}

    def __init__(
        self, folder: Path, keys: Path, *, sources: str, files: dict[str, str] | None = None, public: str = ""
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.behind = f"http://127.0.0.1:{self.port}"
        self.url = public or self.behind  # as people type it
        for name in ("cert", "log", "data", "tmp", "metadata", "sessions", "mdq-cache"):
            (folder / name).mkdir(parents=True)
        (folder / "cert" / "idp.key").write_bytes((keys / "signing.key").read_bytes())
        (folder / "cert" / "idp.pem").write_bytes((keys / "signing.pem").read_bytes())
        self.know(sources)
        self._write("authsources.php", _AUTHSOURCES)
        self._write("metadata/saml20-idp-hosted.php", _HOSTED.format(entity_id=self.entity_id))
        for name, content in (files or {}).items():
            self._write(name, content)

    def know(self, sources: str) -> None:
        """From where it learns of service providers, from its next answer on."""
        self._write("config.php", _CONFIG.format(url=self.url, folder=self.folder, sources=sources))

    def _write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content)

    def __enter__(self) -> SimpleSaml:
        address = self.behind.removeprefix("http://")
        self._output = (self.folder / "output").open("wb")
        self._process = subprocess.Popen(
            # Without the option PHP would not look for two seconds whether a file of metadata has changed.
            # Its requests to the register can be told from others by the name it gives itself.
            [
                "php",
                "-d",
                "opcache.revalidate_freq=0",
                "-d",
                f"user_agent={AGENT}",
                "-S",
                address,
                "-t",
                HOME / "www",
            ],
            env={**self.environment, "PHP_CLI_SERVER_WORKERS": "2"},
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert self._process.poll() is None, self.told
            try:
                self.metadata()
            except requests.ConnectionError:
                continue
            return self
        raise AssertionError(f"SimpleSAMLphp does not answer: {self.told}")

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._output.close()

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "SIMPLESAMLPHP_CONFIG_DIR": str(self.folder)}

    @property
    def told(self) -> str:
        """What it wrote into its log."""
        logs = [self.folder / "log" / "idp.log", self.folder / "output"]
        return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())

    def metadata(self) -> str:
        """Its own metadata, for a service provider that will ask it."""
        answer = requests.get(f"{self.behind}/saml2/idp/metadata.php", timeout=PATIENCE)
        assert answer.ok, self.told
        return answer.text

    def run(self, script: str, *arguments: str) -> None:
        """One of its own programs, as its administrator or cron would start it."""
        done = subprocess.run(
            ["php", str(HOME / script), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def let_time_pass(self, seconds: int) -> None:
        """Make what it keeps of the register's answers older."""
        for kept in (self.folder / "mdq-cache").iterdir():
            written = kept.stat().st_mtime - seconds
            os.utime(kept, (written, written))
