"""An issuer of OpenID Connect that says whatever a test wants, genuine or forged."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from matrika.outside.https import Answer
from matrika.outside.login import identity
from matrika.outside.login.oidc.provider import Client
from tests import pki
from tests.people import NOW

ISSUER, CLIENT = "https://idp.example", "matrika"
SIGNING, OTHER = 1, 2
ACCESS = "opens-userinfo"
CURVE = ec.derive_private_key(7, ec.SECP256R1())
PERSON = {
    "sub": "rc://sk/8501011234_novak_jan",
    "given_name": "Ján",
    "family_name": "Novák",
    "subject_id": "ico://sk/12345678",
    "acr": "3",
}
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
    "end_session_endpoint": f"{ISSUER}/leave",
}


def client(**changes: Any) -> Client:
    told = {"issuer": ISSUER, "client_id": CLIENT, "secret": "secret of ours", "scope": "openid profile"}
    return Client(**{**told, "names": identity.OIDC_NAMES, **changes})


def jwk(number: int = SIGNING, kid: str = "first") -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(pki.key(number).public_key(), as_dict=True)
    return {**public, "kid": kid, "use": "sig"}


def curve_jwk(kid: str = "curve") -> dict[str, Any]:
    return {**jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key(), as_dict=True), "kid": kid}


def claims(nonce: str, /, **changes: Any) -> dict[str, Any]:
    """What a genuine token says; None takes a claim away."""
    now = int(NOW.timestamp())
    told = {"iss": ISSUER, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300, **PERSON, **changes}
    return {name: value for name, value in told.items() if value is not None}


def leaving(**changes: Any) -> dict[str, Any]:
    """What a genuine logout token says; None takes a claim away."""
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    told = claims("", sub=PERSON["sub"], jti="the first", events=event)
    told = {name: told[name] for name in ("iss", "aud", "iat", "exp", "sub", "jti", "events")}
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def token(
    told: Mapping[str, Any], *, algorithm: str = "RS256", key: Any = SIGNING, kid: str | None = "first"
) -> str:
    headers = {} if kid is None else {"kid": kid}
    used = pki.key(key) if isinstance(key, int) else key
    return jwt.encode(dict(told), used, algorithm=algorithm, headers=headers)


def by_hand(told: Mapping[str, Any], header: Mapping[str, Any], key: bytes = b"") -> str:
    """A token that no library would make: unsigned, or with a public key as the secret of HS256."""
    import hmac

    parts = ".".join(_encoded(json.dumps(part).encode()) for part in (header, told))
    return f"{parts}.{_encoded(hmac.digest(key, parts.encode(), 'sha256')) if key else ''}"


def public_pem() -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return pki.key(SIGNING).public_key().public_bytes(serialization.Encoding.PEM, form)


class Issuer:
    """What stands at its addresses; a test changes the attributes."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = dict(DOCUMENT)
        self.keys = [jwk()]
        self.is_away = False
        self.asked: list[str] = []
        self.sold: dict[str, Any] = {"access_token": ACCESS, "token_type": "Bearer"}  # beside the ID token
        self.userinfo: dict[str, Any] | Answer = {"sub": PERSON["sub"]}
        self.codes: dict[str, tuple[str, str]] = {}  # code → the token it buys, the challenge it needs

    def get(self, address: str, headers: Mapping[str, str], *, seconds: float, most: int) -> Answer:
        self.asked.append(address)
        if self.is_away:
            raise TimeoutError("no whole answer")
        if address == f"{ISSUER}/userinfo":
            assert headers["Authorization"] == f"Bearer {ACCESS}"
            told = self.userinfo
            return told if isinstance(told, Answer) else Answer(200, json.dumps(told).encode())
        pages = {
            f"{ISSUER}/.well-known/openid-configuration": self.document,
            f"{ISSUER}/jwks": {"keys": self.keys},
        }
        return Answer(200, json.dumps(pages[address]).encode())

    def post(
        self, address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, most: int
    ) -> Answer:
        assert address == f"{ISSUER}/token"
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        bought, challenge = self.codes.pop(form["code"], ("", ""))
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if not bought or _encoded(digest) != challenge:
            return Answer(400, b'{"error": "invalid_grant"}')
        assert headers["Authorization"] == "Basic " + base64.b64encode(b"matrika:secret+of+ours").decode()
        return Answer(200, json.dumps({"id_token": bought, **self.sold}).encode())


def asked_in(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
