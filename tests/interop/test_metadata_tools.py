"""Programs that nobody here wrote read what the running register serves: samlsign, mdquery and Lasso.

samlsign and mdquery are OpenSAML's and Shibboleth's own (C++); Lasso is what LemonLDAP::NG and
mod_auth_mellon are built on. Each verifies the signature its own way and refuses another's key.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from matrika.publication.identifier import sha1_of
from matrika.register.models import ServiceProvider
from samllint import generate
from tests.interop.documented import PATIENCE
from tests.interop.noticing import publish
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.making import signer
from tests.publication.registering import cancelled, keys, registered

__all__ = ["keys"]
pytestmark = [
    pytest.mark.interop,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("keys"),
]
SAML2 = "urn:oasis:names:tc:SAML:2.0:protocol"
SP, OTHER = "https://sluzba.example", "https://ina.example/služba?a=1&b=2"
_SHIBBOLETH = """<SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" clockSkew="180">
  <UnixListener address="{folder}/socket"/>
  <RequestMapper type="Native"><RequestMap applicationId="default"/></RequestMapper>
  <ApplicationDefaults entityID="https://asks.example">
    <Sessions lifetime="600" timeout="600"/>
    <MetadataProvider {source}>
      <MetadataFilter type="RequireValidUntil" maxValidityInterval="691200"/>
      <MetadataFilter type="Signature" certificate="{folder}/trusted.pem" verifyBackup="true"/>
    </MetadataProvider>
    <CredentialResolver type="File" key="{folder}/own.key" certificate="{folder}/own.pem"/>
  </ApplicationDefaults>
  <SecurityPolicyProvider type="XML" path="/etc/shibboleth/security-policy.xml"/>
  <ProtocolProvider type="XML" path="/etc/shibboleth/protocols.xml"/>
</SPConfig>
"""
# Debian's Lasso belongs to Debian's Python. It prints the providers that it believes.
_LASSO = """
import sys, lasso
server = lasso.Server()
check = lasso.SERVER_LOAD_METADATA_FLAG_DEFAULT
server.loadMetadata(lasso.PROVIDER_ROLE_SP, sys.argv[1], sys.argv[2], (), check)
print("\\n".join(server.providers))
"""
_SCHEMAS = "/usr/share/xml/opensaml/saml20-catalog.xml:/usr/share/xml/xmltooling/catalog.xml"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    registered(SP, sp_metadata(entity_id=SP), at=now())
    registered(OTHER, sp_metadata(entity_id=OTHER.replace("&", "&amp;")), at=now())
    with Server(tmp_path) as started:
        publish(started, entity_id=SP)
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the certificate that is trusted, and one of somebody else."""
    (tmp_path / "trusted.pem").write_text(signer().certificate_pem)
    own = generate.key_pair(common_name="another", at=now())
    (tmp_path / "own.key").write_bytes(own.private_key)
    (tmp_path / "own.pem").write_bytes(own.certificate_pem)
    return tmp_path


def now() -> datetime:
    return datetime.now(UTC)


def path_of(entity_id: str) -> str:
    return f"/mdq/entities/{quote(entity_id, safe='')}"


PATHS = [path_of(SP), path_of(OTHER), f"/mdq/entities/%7Bsha1%7D{sha1_of(OTHER)}", "/mdq/entities"]


def run(*command: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def fetched(server: Server, path: str, folder: Path) -> Path:
    answer = server.get(path)
    assert answer.status == 200
    (folder / "fetched.xml").write_bytes(answer.content)
    return folder / "fetched.xml"


# samlsign


@pytest.mark.parametrize("path", PATHS)
def test_it_is_valid_and_verifies_by_samlsign(server: Server, folder: Path, path: str) -> None:
    """It holds the document against OpenSAML's copies of the schemas, too."""
    file = fetched(server, path, folder)

    def verified(certificate: str) -> bool:
        asked = ("samlsign", "-V", "-f", file, "-c", folder / certificate)
        return run(*asked, OPENSAML_SCHEMAS=_SCHEMAS).returncode == 0

    assert verified("trusted.pem")
    assert not verified("own.pem")
    file.write_bytes(file.read_bytes().replace(b"sp.example/acs", b"sp.example/acx"))
    assert not verified("trusted.pem")


# mdquery


def shibboleth_finds(entity_id: str, folder: Path, source: str) -> bool:
    config = folder / "shibboleth2.xml"
    config.write_text(_SHIBBOLETH.format(folder=folder, source=source))
    asked = ("mdquery", "-e", entity_id, "-r", "SPSSODescriptor", "-p", SAML2)
    told = run(*asked, SHIBSP_CONFIG=str(config)).stdout  # its exit status is 0 even when it finds nothing
    assert ("<md:SPSSODescriptor" in told) != ("not found for" in told), told
    return "<md:SPSSODescriptor" in told


def test_it_tells_shibboleth_of_one_provider_by_name(server: Server, folder: Path) -> None:
    asking = f'type="MDQ" id="mdq" ignoreTransport="true" baseUrl="{server.url}/mdq/"'
    assert shibboleth_finds(SP, folder, asking)
    assert shibboleth_finds(OTHER, folder, asking)
    assert not shibboleth_finds("https://nobody.example", folder, asking)
    cancel(server, SP)
    assert not shibboleth_finds(SP, folder, asking)
    (folder / "trusted.pem").write_bytes((folder / "own.pem").read_bytes())
    assert not shibboleth_finds(OTHER, folder, asking)


def test_it_tells_shibboleth_of_all_in_one_file(server: Server, folder: Path) -> None:
    reading = f'type="XML" url="{server.url}/mdq/entities" backingFilePath="{folder}/backing.xml"'
    assert shibboleth_finds(OTHER, folder, reading)
    cancel(server, SP)
    (folder / "backing.xml").unlink()
    assert not shibboleth_finds(SP, folder, reading)
    assert shibboleth_finds(OTHER, folder, reading)


def cancel(server: Server, entity_id: str) -> None:
    cancelled(ServiceProvider.objects.get(entity_id=entity_id), at=now())
    publish(server, entity_id=entity_id, at=now() + timedelta(minutes=1))


# Lasso


def lasso_believes(file: Path, certificate: Path) -> set[str]:
    done = run("/usr/bin/python3", "-c", _LASSO, file, certificate)
    return set(done.stdout.split()) if done.returncode == 0 else set()


@pytest.mark.parametrize("path", PATHS)
def test_it_is_believed_by_lasso_when_the_register_signed_it(server: Server, folder: Path, path: str) -> None:
    file = fetched(server, path, folder)
    named = {SP, OTHER} if path == "/mdq/entities" else {SP if path == path_of(SP) else OTHER}
    assert lasso_believes(file, folder / "trusted.pem") == named
    assert lasso_believes(file, folder / "own.pem") == set()
    file.write_bytes(file.read_bytes().replace(b"sp.example/acs", b"sp.example/acx"))
    assert lasso_believes(file, folder / "trusted.pem") == set()
