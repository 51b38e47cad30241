"""SimpleSAMLphp as identity provider: who is in the register may log people in, and nobody else."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from tests import people
from tests.interop.documented import PATIENCE, snippet
from tests.interop.noticing import publish
from tests.interop.party import SP, Party
from tests.interop.software.simplesamlphp import SimpleSaml
from tests.journeys import pysaml2_parties as parties
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.making import signer
from tests.publication.registering import cancelled, changed, keys, registered

__all__ = ["keys"]
pytestmark = [
    pytest.mark.interop,
    # pysaml2 speaks to libraries in ways they have deprecated; that is not ours to mend.
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("keys"),
]

MAIL = "alzbeta@vzory.example"
NOT_FOUND = f"Unable to locate metadata for '{SP}'"
NOT_SIGNED = "Unable to validate"
CRON = "['key' => 'a secret', 'allowed_tags' => ['frequent'], 'sendemail' => false]"


def now() -> datetime:
    return datetime.now(UTC)


def fingerprint() -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(signer().certificate_pem)).hexdigest().upper()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as started:
        yield started


def asking(server: Server, folder: Path, *, trusting: str) -> SimpleSaml:
    """An identity provider that asks by name, configured as the page says."""
    cache = f"{folder}/mdq-cache"
    sources = snippet("simplesamlphp-mdq", register=server.url, fingerprint=trusting, cache=cache)
    return SimpleSaml(folder, identity_keys(folder), sources=sources)


def fetching(server: Server, folder: Path, *, trusting: str) -> SimpleSaml:
    """An identity provider that fetches the file of all, configured as the page says."""
    files = {
        "config-metarefresh.php": snippet("simplesamlphp-aggregate", register=server.url),
        "module_cron.php": f"<?php $config = {CRON};",
        "cert/matrika-publication.pem": trusting,
    }
    sources = snippet("simplesamlphp-flatfile").replace("metadata/", f"{folder}/metadata/")
    files["config-metarefresh.php"] = files["config-metarefresh.php"].replace(
        "'metadata/register/'", f"'{folder}/metadata/register/'"
    )
    return SimpleSaml(folder, identity_keys(folder), sources=sources, files=files)


def identity_keys(folder: Path) -> Path:
    return parties.keys(folder.with_name("idp-keys"), ico=people.ICO.number, entity_id="https://idp.example")


def test_it_lets_people_in_while_the_register_publishes_the_provider(server: Server, tmp_path: Path) -> None:
    first, second = Party(tmp_path), Party(tmp_path, "second")
    with asking(server, tmp_path / "idp", trusting=fingerprint()) as idp:
        assert NOT_FOUND in first.refusal(idp)
        provider = registered(SP, first.metadata, at=now())
        publish(server, entity_id=SP)
        assert first.mail_after_log_in(idp) == MAIL
        changed(provider, second.metadata, at=now())
        publish(server, entity_id=SP)
        idp.let_time_pass(600)
        assert second.mail_after_log_in(idp) == MAIL
        assert NOT_SIGNED in first.refusal(idp)
        cancelled(provider, at=now())
        publish(server, entity_id=SP)
        idp.let_time_pass(600)
        assert NOT_FOUND in second.refusal(idp)


def test_it_believes_no_register_with_another_key(server: Server, tmp_path: Path) -> None:
    party = Party(tmp_path)
    registered(SP, party.metadata, at=now())
    publish(server, entity_id=SP)
    other = hashlib.sha256(b"another certificate").hexdigest()
    with asking(server, tmp_path / "idp", trusting=other) as idp:
        assert "could not verify signature" in party.refusal(idp)


def test_it_learns_the_providers_from_the_file_of_all(server: Server, tmp_path: Path) -> None:
    first, second = Party(tmp_path), Party(tmp_path, "second")
    others = registered("https://other.example", sp_metadata(entity_id="https://other.example"), at=now())
    provider = registered(SP, first.metadata, at=now())
    publish(server, entity_id=SP)
    with fetching(server, tmp_path / "idp", trusting=signer().certificate_pem) as idp:
        refresh(idp)
        assert first.mail_after_log_in(idp) == MAIL
        later = now() + timedelta(minutes=1)
        changed(provider, second.metadata, at=now())
        publish(server, entity_id=SP, at=later)
        refresh(idp)
        assert second.mail_after_log_in(idp) == MAIL
        cancelled(provider, at=now())
        publish(server, entity_id=SP, at=later + timedelta(minutes=1))
        refresh(idp)
        assert NOT_FOUND in second.refusal(idp)
        assert others.entity_id in (idp.folder / "metadata/register/saml20-sp-remote.php").read_text()


def refresh(idp: SimpleSaml) -> None:
    """What its cron does every ten minutes."""
    done = requests.get(f"{idp.url}/module.php/cron/cron.php?key=a+secret&tag=frequent", timeout=PATIENCE)
    assert done.ok, idp.told
