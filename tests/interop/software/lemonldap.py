"""LemonLDAP::NG as Debian packages it, started as an identity provider: Perl, on the library Lasso."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from time import monotonic
from typing import Any

import requests

from tests.browser.site import free_port
from tests.interop.documented import PATIENCE

MAIL = "dwho@badwolf.org"
_INI = """[all]
logLevel = notice
[configuration]
type = File
dirName = {folder}/conf
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
"""
# It loads its puzzles even if it asks none, and they want ImageMagick; this one stands in their place.
_PORTAL = """package Lemonldap::NG::Portal::Captcha::None;
use Mouse; extends 'Lemonldap::NG::Portal::Main::Plugin'; sub init { 1 }
BEGIN { $INC{'Lemonldap/NG/Portal/Captcha/None.pm'} = __FILE__ }
package main;
use Lemonldap::NG::Portal::Main; Lemonldap::NG::Portal::Main->run({});
"""
_SESSIONS = ("sessions", "psessions")


class LemonLdap:
    """An identity provider with the people of LemonLDAP's demonstration; it knows what is imported."""

    typed = {"user": "dwho", "password": "dwho"}

    def __init__(self, folder: Path, keys: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.entity_id = f"{self.url}/saml/metadata"
        for name in ("conf", "cache", *(f"{name}/lock" for name in _SESSIONS)):
            (folder / name).mkdir(parents=True)
        (folder / "lemonldap-ng.ini").write_text(_INI.format(folder=folder))
        (folder / "portal.psgi").write_text(_PORTAL)
        (folder / "conf" / "lmConf-1.json").write_text(json.dumps(self._configuration(keys)))

    def _configuration(self, keys: Path) -> dict[str, Any]:
        """What an administrator clicks together in the manager, with one key."""
        sessions, lasting = (
            {"Directory": f"{self.folder}/{name}", "LockDirectory": f"{self.folder}/{name}/lock"}
            for name in _SESSIONS
        )
        return {
            "cfgNum": 1,
            "cfgAuthor": "test",
            "cfgDate": 1,
            "portal": f"{self.url}/",
            "domain": "127.0.0.1",
            "securedCookie": 0,
            "key": "of no use elsewhere",
            "locationRules": {"127.0.0.1": {"default": "deny"}},
            "authentication": "Demo",
            "userDB": "Same",
            "captcha": "::Captcha::None",
            "demoExportedVars": {"cn": "cn", "mail": "mail", "uid": "uid"},
            "globalStorage": "Apache::Session::File",
            "globalStorageOptions": sessions,
            "persistentStorage": "Apache::Session::File",
            "persistentStorageOptions": lasting,
            "localSessionStorage": "",
            "issuerDBSAMLActivation": 1,
            "samlServicePrivateKeySig": (keys / "signing.key").read_text(),
            "samlServicePublicKeySig": (keys / "signing.pem").read_text(),
        }

    def run(self, script: str) -> str:
        """What its administrator, or cron, types into a shell."""
        done = subprocess.run(
            ["sh", "-ec", script],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LLNG_DEFAULTCONFFILE": f"{self.folder}/lemonldap-ng.ini"}

    def __enter__(self) -> LemonLdap:
        self._start()
        return self

    def restart(self) -> None:
        self._stop()
        self._start()

    def _start(self) -> None:
        self._output = (self.folder / "output").open("ab")
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--env", "deployment")
        self._process = subprocess.Popen(
            ["plackup", *where, str(self.folder / "portal.psgi")],
            env=self.environment,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise

    def _wait(self) -> None:
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert self._process.poll() is None, self.told
            try:
                self.metadata()
            except requests.ConnectionError:
                continue
            return
        raise AssertionError(f"LemonLDAP::NG does not answer: {self.told}")

    def __exit__(self, *raised: object) -> None:
        self._stop()

    def _stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._output.close()

    @property
    def told(self) -> str:
        return (self.folder / "output").read_text(errors="replace")

    def metadata(self) -> str:
        """Its own, for a service provider that will ask it."""
        answer = requests.get(self.entity_id, timeout=PATIENCE)
        assert answer.ok, self.told
        return answer.text
