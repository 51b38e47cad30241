"""A service provider that somebody registers, and its side of a log-in: pysaml2."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Protocol

from saml2 import BINDING_HTTP_POST
from saml2.client import Saml2Client

from tests import people
from tests.interop.passing import fields, log_in
from tests.journeys import pysaml2_parties as parties

SP = "https://sluzba.example"


class IdentityProvider(Protocol):
    """Somebody's software that lets its one person in."""

    entity_id: str
    typed: dict[str, str]  # into its form

    def metadata(self) -> str: ...


class Party:
    """A service provider: its keys, its metadata, and its side of a log-in."""

    def __init__(self, folder: Path, name: str = "first") -> None:
        self.keys = parties.keys(folder / name, ico=people.ICO.number, entity_id=SP)
        self.metadata = parties.metadata_of(parties.service_provider_config(self.keys, SP))

    def mail_after_log_in(self, idp: IdentityProvider) -> str:
        """Who came in, as the identity provider's encrypted assertion says."""
        client, request, page = self._try(idp)
        answer = fields(page)["SAMLResponse"]
        accepted = client.parse_authn_request_response(answer, BINDING_HTTP_POST, {request: "/"})
        assert "EncryptedAssertion" in str(accepted.xmlstr)
        return str(accepted.ava["mail"][0])

    def refusal(self, idp: IdentityProvider) -> str:
        """What the identity provider says instead of answering."""
        _, _, page = self._try(idp)
        assert "SAMLResponse" not in page
        assert 'name="password"' not in page
        return html.unescape(html.unescape(page))  # it escapes twice

    def _try(self, idp: IdentityProvider) -> tuple[Saml2Client, str, str]:
        known = self.keys / "idp.xml"
        known.write_text(idp.metadata())
        more = {"metadata": {"local": [str(known)]}, "allow_unknown_attributes": True}
        client = Saml2Client(parties.service_provider_config(self.keys, SP, **more))
        request, info = client.prepare_for_authenticate(entityid=idp.entity_id)
        page = log_in(dict(info["headers"])["Location"], **idp.typed)
        return client, request, page.text
