"""LemonLDAP::NG as identity provider, fed from the file of all as docs/connecting.md says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import people
from tests.interop.documented import snippet
from tests.interop.noticing import publish
from tests.interop.party import SP, Party
from tests.interop.software.lemonldap import MAIL, LemonLdap
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


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name in ("https://ina.example", "https://dalsia.example"):
        registered(name, sp_metadata(entity_id=name), at=now())
    with Server(tmp_path) as started:
        yield started


@pytest.fixture
def idp(tmp_path: Path) -> Iterator[LemonLdap]:
    pairs = parties.keys(tmp_path / "idp-keys", ico=people.ICO.number, entity_id="https://idp.example")
    (tmp_path / "certificate.pem").write_text(signer().certificate_pem)
    with LemonLdap(tmp_path / "idp", pairs) as started:
        yield started


def fetch(idp: LemonLdap, server: Server) -> str:
    """What its cron does every ten minutes; what the import says."""
    there = str(idp.folder.parent / "certificate.pem")
    script = snippet("fetch-all", register=server.url, certificate=there) + snippet("lemonldap-import")
    settings = idp.folder / "register.ini"
    settings.write_text(snippet("lemonldap-options"))
    for place, here in (
        ("/var/lib/matrika", idp.folder / "matrika"),
        ("/etc/matrika/lemonldap.ini", settings),
    ):
        assert place in script
        script = script.replace(place, str(here))
    told = idp.run(script)
    idp.restart()
    return told


def test_it_lets_people_in_while_the_register_publishes_the_provider(
    server: Server, idp: LemonLdap, tmp_path: Path
) -> None:
    first, second = Party(tmp_path), Party(tmp_path, "second")
    publish(server, entity_id="https://ina.example")
    assert "Created: 2" in fetch(idp, server)
    first.refusal(idp)
    later = now() + timedelta(minutes=1)
    provider = registered(SP, first.metadata, at=now())
    publish(server, entity_id=SP, at=later)
    assert "Created: 1" in fetch(idp, server)
    assert first.mail_after_log_in(idp) == MAIL
    changed(provider, second.metadata, at=now())
    publish(server, entity_id=SP, at=later + timedelta(minutes=1))
    assert "Updated: 1" in fetch(idp, server)
    assert second.mail_after_log_in(idp) == MAIL
    first.refusal(idp)
    cancelled(provider, at=now())
    publish(server, entity_id=SP, at=later + timedelta(minutes=2))
    assert "Removed: 1" in fetch(idp, server)
    second.refusal(idp)
