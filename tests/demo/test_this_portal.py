"""The portal in the demo's own register: filed like any other, and published as the portal gives itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, TestCase, override_settings

from matrika.demo import cast, this_portal
from matrika.demo.fill import fill
from matrika.filings.models import Filing
from matrika.register.models import ServiceProvider
from samllint import difference, engine
from samllint.context import Context
from samllint.report import Verdict
from tests.mdq.asking import ask, entity_path
from tests.mdq.conftest import clock
from tests.people import NOW
from tests.publication.registering import keys, publish_all

__all__ = ["clock", "keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "keys")]
US = "https://matrika.example"
GIVEN = "/prihlasenie/saml/metadata.xml"


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Filled once for all tests here, then rolled back; the keys' files are written as if it were not."""
    folder = tmp_path_factory.mktemp("portal") / "saml"
    named = {"DEMO": True, "SAML_FOLDER": folder, "SAML_ADDRESS": US, "SAML_ENTITY_ID": US}
    with django_db_blocker.unblock(), override_settings(**named), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            fill(at=NOW)
        yield
        transaction.set_rollback(True)


def test_it_is_registered_by_a_filing_of_its_owner(demo: None) -> None:
    provider = ServiceProvider.objects.get(entity_id=US)
    assert provider.owner.name == cast.OPERATOR.name
    filing = Filing.objects.get(entity_id=US)
    assert (filing.kind, filing.status) == ("registration", "in-effect")
    assert provider.versions.get().filing_number == filing.number


def test_it_publishes_the_portal_as_the_portal_gives_itself(demo: None) -> None:
    given = Client().get(GIVEN).content
    assert bytes(ServiceProvider.objects.get(entity_id=US).versions.get().content) == given
    assert engine.check(given, at=NOW, context=Context(owner="42156424")).verdict is Verdict.PASSED
    publish_all(at=NOW)
    published = ask(entity_path(US), at=NOW)
    found = difference.between(given, published.body)
    assert (found.endpoints, found.certificates_begun, found.certificates_ended) == ((), (), ())
    words = (sentence.en.removeprefix("Added: ").split(":")[0] for sentence in difference.sentences(found))
    added = {"validUntil", "cacheDuration", "md", "the signature of the metadata.", "Extensions"}
    assert set(words) == added  # "md" is the ID that the signature names
    assert US.encode() in ask("/mdq/entities", at=NOW).body


def test_it_names_the_portal_on_its_owners_pages(demo: None) -> None:
    filip = Client()
    assert filip.login(username="filip", password="matrika-ukazka")
    listed = filip.get("/profil/technicke-ucty/").content.decode()
    assert "tento portál" in listed
    provider = ServiceProvider.objects.get(entity_id=US)
    assert "Toto je tento portál" in filip.get(f"/profil/poskytovatelia/{provider.pk}/").content.decode()


def test_it_registers_no_portal_whose_keys_somebody_brought(tmp_path: Path, settings: Any) -> None:
    settings.SAML_ADDRESS, settings.SAML_FOLDER = US, tmp_path / "saml"
    assert this_portal.can_be_registered()
    settings.SAML_FOLDER.mkdir()
    assert not this_portal.can_be_registered()


def test_it_gives_no_metadata_where_it_has_no_keys(tmp_path: Path, settings: Any) -> None:
    settings.SAML_FOLDER = tmp_path / "saml"
    assert Client().get(GIVEN).status_code == 404
