"""What docs/connecting.md says is done as it stands there, by a shell and by pysaml2 as identity provider."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from saml2.config import IdPConfig
from saml2.mdstore import SourceNotFound
from saml2.s_utils import UnknownSystemEntity
from saml2.server import Server as IdentityProvider
from saml2.sigver import SignatureError

from matrika.register.models import ServiceProvider
from samllint import generate
from tests import people, pki
from tests.interop.documented import PATIENCE, blocks, snippet
from tests.interop.noticing import publish
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.making import signer
from tests.publication.registering import cancelled, keys, registered

__all__ = ["keys"]
pytestmark = [
    pytest.mark.interop,
    # pysaml2 speaks to libraries in ways they have deprecated; that is not ours to mend.
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("keys"),
]
SP, OTHER, THIRD = "https://sluzba.example", "https://ina.example", "https://tretia.example"
PLACES = re.compile("/etc/matrika|/var/lib/matrika|/tmp/")
RUN_ELSEWHERE = {"simplesamlphp-mdq", "simplesamlphp-aggregate", "simplesamlphp-flatfile"}
RUN_ELSEWHERE |= {"lemonldap-import", "lemonldap-options"}
RUN_HERE = {"fetch-certificate", "verify-one", "fetch-all", "pysaml2-mdq", "pysaml2-aggregate"}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for entity_id in (SP, OTHER, THIRD):  # pysaml2 wants two to be left
        registered(entity_id, sp_metadata(entity_id=entity_id, **certificates()), at=now())
    with Server(tmp_path) as started:
        publish(started, entity_id=SP)
        yield started


def certificates() -> dict[str, Any]:
    begun = now().replace(microsecond=0) - timedelta(days=10)
    return {
        use: pki.certificate(key=pki.key(number), not_before=begun)
        for number, use in enumerate(("signing", "encryption"), 1)
    }


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "matrika-publication.pem"
    path.write_text(signer().certificate_pem)
    return path


def test_it_runs_every_block_that_has_a_name() -> None:
    assert set(blocks()) == RUN_HERE | RUN_ELSEWHERE


# By a shell


def shell(name: str, folder: Path, server: Server) -> subprocess.CompletedProcess[str]:
    """Run a block as it stands on the page, with its folders inside ours."""
    script = snippet(name, register=server.url).replace(
        quote("https://sp.example", safe=""), quote(SP, safe="")
    )
    script = PLACES.sub(lambda place: f"{folder}{place[0]}", script)
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_it_fetches_the_certificate_and_verifies_a_provider(server: Server, tmp_path: Path) -> None:
    shown = shell("fetch-certificate", tmp_path, server)
    assert shown.returncode == 0, shown.stderr
    digits = shown.stdout.strip().partition("=")[2].replace(":", "")
    assert digits in server.get("/mdq/").content.decode()
    verified = shell("verify-one", tmp_path, server)
    assert verified.returncode == 0, verified.stderr
    assert "OK" in verified.stdout + verified.stderr
    assert f'entityID="{SP}"' in (tmp_path / "tmp" / "provider.xml").read_text()


def test_it_keeps_a_verified_file_and_fetches_it_only_when_it_changed(server: Server, tmp_path: Path) -> None:
    assert shell("fetch-certificate", tmp_path, server).returncode == 0
    first = shell("fetch-all", tmp_path, server)
    assert first.returncode == 0, first.stderr
    file = tmp_path / "var" / "lib" / "matrika" / "providers.xml"
    written = file.stat().st_mtime_ns
    assert SP in file.read_text()
    again = shell("fetch-all", tmp_path, server)
    assert (again.returncode, file.stat().st_mtime_ns) == (0, written), again.stderr
    cancelled(registered_one(SP), at=now())
    publish(server, entity_id=SP, at=now() + timedelta(minutes=1))
    assert shell("fetch-all", tmp_path, server).returncode == 0
    assert SP not in file.read_text()
    assert OTHER in file.read_text()


def test_it_says_no_to_what_another_key_signed(server: Server, tmp_path: Path) -> None:
    assert shell("fetch-certificate", tmp_path, server).returncode == 0
    other(tmp_path / "etc" / "matrika" / "matrika-publication.pem")
    assert shell("verify-one", tmp_path, server).returncode != 0
    assert shell("fetch-all", tmp_path, server).returncode != 0
    assert not (tmp_path / "var" / "lib" / "matrika" / "providers.xml").exists()


def registered_one(entity_id: str) -> ServiceProvider:
    return ServiceProvider.objects.get(entity_id=entity_id)


def other(path: Path) -> None:
    path.write_bytes(generate.key_pair(common_name="another", at=now()).certificate_pem)


# By pysaml2


def identity_provider(name: str, server: Server, certificate: Path, folder: Path) -> IdentityProvider:
    pair = generate.key_pair(common_name=f"ico-{people.ICO.number}", at=now())
    (folder / "idp.key").write_bytes(pair.private_key)
    (folder / "idp.pem").write_bytes(pair.certificate_pem)
    config = {
        "entityid": "https://idp.example",
        "key_file": str(folder / "idp.key"),
        "cert_file": str(folder / "idp.pem"),
        "service": {"idp": {"endpoints": {"single_sign_on_service": []}}},
        **metadata(name, server, certificate),
    }
    return IdentityProvider(config=IdPConfig().load(config))


def metadata(name: str, server: Server, certificate: Path) -> dict[str, Any]:
    text = snippet(name, register=server.url, certificate=str(certificate))
    found: dict[str, Any] = ast.literal_eval(f"{{{text}}}")
    return found


def knows(idp: IdentityProvider, entity_id: str) -> bool:
    try:
        _, destination = idp.pick_binding("assertion_consumer_service", entity_id=entity_id)
    except (UnknownSystemEntity, KeyError):
        return False
    return destination == "https://sp.example/acs"


def test_it_lets_pysaml2_ask_and_forget_after_ten_minutes(
    server: Server, certificate: Path, tmp_path: Path
) -> None:
    idp = identity_provider("pysaml2-mdq", server, certificate, tmp_path)
    assert knows(idp, SP)
    assert not knows(idp, "https://nobody.example")
    cancelled(registered_one(SP), at=now())
    publish(server, entity_id=SP)
    assert knows(idp, SP)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert not knows(idp, SP)
        assert knows(idp, OTHER)


def test_it_lets_pysaml2_read_the_file_of_all(server: Server, certificate: Path, tmp_path: Path) -> None:
    idp = identity_provider("pysaml2-aggregate", server, certificate, tmp_path)
    assert knows(idp, SP)
    cancelled(registered_one(SP), at=now())
    publish(server, entity_id=SP, at=now() + timedelta(minutes=1))
    assert idp.reload_metadata(metadata("pysaml2-aggregate", server, certificate)["metadata"])
    assert not knows(idp, SP)
    assert knows(idp, OTHER)


def test_it_lets_pysaml2_believe_no_other_key(server: Server, certificate: Path, tmp_path: Path) -> None:
    other(certificate)
    with pytest.raises((SignatureError, SourceNotFound)):
        identity_provider("pysaml2-aggregate", server, certificate, tmp_path)
    with pytest.raises(SignatureError):
        knows(identity_provider("pysaml2-mdq", server, certificate, tmp_path), SP)
