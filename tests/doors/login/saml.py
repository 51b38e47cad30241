"""A browser between our doors and the identity provider of tests/outside/login/idp.py."""

from __future__ import annotations

import base64
import re
import zlib
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from django.http import HttpResponse
from django.test import Client
from lxml import etree

from tests import pki
from tests.outside.login import idp
from tests.outside.login.idp import Told

BASE = "https://testserver"
ACS, SLO = f"{BASE}/prihlasenie/saml/acs/", f"{BASE}/prihlasenie/saml/slo/"


def told(**changes: Any) -> Told:
    return Told(destination=ACS, recipient=ACS, audience=BASE).but(**changes)


def asked(client: Client, wanted: str = "") -> str:
    """Begin a log-in; the ID of the request that the browser carries over."""
    answer = client.get("/prihlasenie/saml/", {"next": wanted} if wanted else {})
    assert answer.status_code == 302, answer
    return message(answer["Location"], "SAMLRequest").get("ID", "")


def message(address: str, name: str) -> etree._Element:
    """What an address carries."""
    packed = parse_qs(urlsplit(address).query)[name][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))


def brought(content: bytes, client: Client) -> HttpResponse:
    """The provider's page posts without our cookies; then the browser comes with them."""
    posted = Client().post("/prihlasenie/saml/acs/", {"SAMLResponse": base64.b64encode(content).decode()})
    if posted.status_code != 302:
        return posted
    return client.get(posted["Location"])


def logged_in(client: Client | None = None, wanted: str = "", **changes: Any) -> Client:
    client = client or Client()
    request = asked(client, wanted)
    answer = brought(idp.response(told(in_response_to=request, confirmed=request, **changes)), client)
    assert answer.status_code == 302, answer.content.decode()
    return client


def address(content: bytes, name: str, *, key: int = idp.SIGNING, algorithm: str = "sha256") -> str:
    """A query that carries a message, signed as the provider signs."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = base64.b64encode(packed.compress(content) + packed.flush()).decode()
    methods = {"sha256": hashes.SHA256(), "sha1": hashes.SHA1()}
    uri = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    if algorithm == "sha1":
        uri = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    query = f"{name}={quote_plus(text)}&RelayState=relay&SigAlg={quote_plus(uri)}"
    signature = pki.key(key).sign(query.encode(), padding.PKCS1v15(), methods[algorithm])
    return f"{query}&Signature={quote_plus(base64.b64encode(signature).decode())}"


def handle(page: str) -> str:
    found = re.search(r"/dokoncit/([0-9a-f-]+)/", page)
    assert found is not None
    return found[1]
