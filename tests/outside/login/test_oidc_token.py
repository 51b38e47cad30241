"""What is believed of an ID token, and each reason for which one is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from matrika.outside.login.oidc import token
from matrika.outside.login.oidc.refused import Fault, Refused
from tests.outside.login import issuer
from tests.outside.login.issuer import claims
from tests.people import NOW

NONCE, DRIFT = "the nonce", timedelta(seconds=5)
AN_HOUR = 3600
now = int(NOW.timestamp())


def read(text: str, keys: list[dict[str, Any]] | None = None, *, nonce: str = NONCE) -> dict[str, Any]:
    algorithm, name = token.algorithm_and_key_name(text)
    key = token.key_for(algorithm, name, keys or [issuer.jwk()])
    known = {"issuer": issuer.ISSUER, "client_id": issuer.CLIENT, "nonce": nonce, "at": NOW, "drift": DRIFT}
    return token.read(text, key, **known)


def fault(text: str, keys: list[dict[str, Any]] | None = None, **more: Any) -> Fault:
    with pytest.raises(Refused) as refused:
        read(text, keys, **more)
    return refused.value.fault


def test_it_tells_who_logged_in() -> None:
    told = read(issuer.token(claims(NONCE)))
    assert (told["sub"], told["subject_id"]) == ("rc://sk/8501011234_novak_jan", "ico://sk/12345678")


def test_it_reads_a_signature_by_a_curve() -> None:
    text = issuer.token(claims(NONCE), algorithm="ES256", key=issuer.CURVE, kid="curve")
    assert read(text, [issuer.jwk(), issuer.curve_jwk()])["iss"] == issuer.ISSUER


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"iss": "https://other.example"}, Fault.ISSUER),
        ({"iss": f"{issuer.ISSUER}/"}, Fault.ISSUER),
        ({"iss": None}, Fault.ISSUER),
        ({"aud": "another client"}, Fault.AUDIENCE),
        ({"aud": ["another client"]}, Fault.AUDIENCE),
        ({"aud": None}, Fault.AUDIENCE),
        ({"aud": [issuer.CLIENT, "another client"]}, Fault.AUDIENCE),  # which does not say who asked
        ({"azp": "another client"}, Fault.AUDIENCE),
        ({"nonce": "another"}, Fault.NONCE),
        ({"nonce": None}, Fault.NONCE),
        ({"exp": now - 6}, Fault.TOO_LATE),
        ({"iat": now - AN_HOUR}, Fault.TOO_LATE),
        ({"iat": now + 6}, Fault.TOO_EARLY),
        ({"nbf": now + 6}, Fault.TOO_EARLY),
        ({"exp": None}, Fault.UNREADABLE),
        ({"iat": None}, Fault.UNREADABLE),
        ({"exp": "tomorrow"}, Fault.UNREADABLE),
        ({"exp": True}, Fault.UNREADABLE),
        ({"exp": float("nan")}, Fault.UNREADABLE),
        ({"iat": float("nan")}, Fault.UNREADABLE),
        ({"exp": float("inf")}, Fault.UNREADABLE),
        ({"exp": 10**400}, Fault.UNREADABLE),
        ({"sub": "\ud800"}, Fault.UNREADABLE),
    ],
    ids=str,
)
def test_it_refuses(changes: dict[str, Any], expected: Fault) -> None:
    assert fault(issuer.token(claims(NONCE, **changes))) is expected


def test_it_bears_clocks_that_differ_a_little() -> None:
    assert read(issuer.token(claims(NONCE, iat=now + 4)))
    assert read(issuer.token(claims(NONCE, exp=now - 4)))


def test_it_takes_a_token_for_several_that_says_that_we_asked() -> None:
    told = claims(NONCE, aud=[issuer.CLIENT, "a service of the issuer's"], azp=issuer.CLIENT)
    assert read(issuer.token(told))


def test_it_takes_no_token_where_nothing_was_asked() -> None:
    assert fault(issuer.token(claims("")), nonce="") is Fault.NONCE


def test_it_refuses_a_token_that_nobody_signed() -> None:
    for name in ("none", "None", "nOnE", "NONE"):
        assert fault(issuer.by_hand(claims(NONCE), {"alg": name})) is Fault.ALGORITHM


def test_it_refuses_the_public_key_as_a_secret() -> None:
    """Who verified by whatever the header says would take what everybody can make."""
    header = {"alg": "HS256", "kid": "first"}
    assert fault(issuer.by_hand(claims(NONCE), header, issuer.public_pem())) is Fault.ALGORITHM


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_it_refuses_other_algorithms(algorithm: str) -> None:
    assert fault(issuer.token(claims(NONCE), algorithm=algorithm)) is Fault.ALGORITHM


def test_it_refuses_another_ones_signature_under_the_right_name() -> None:
    assert fault(issuer.token(claims(NONCE), key=issuer.OTHER)) is Fault.SIGNATURE


def test_it_refuses_a_changed_token() -> None:
    head, body, signature = issuer.token(claims(NONCE)).split(".")
    other = issuer.token(claims(NONCE, subject_id="ico://sk/99999999")).split(".")[1]
    assert fault(f"{head}.{other}.{signature}") is Fault.SIGNATURE
    assert fault(f"{head}.{body}.") is Fault.SIGNATURE


def test_it_finds_a_key_by_its_name_alone() -> None:
    keys = [issuer.jwk(issuer.OTHER, "older"), issuer.jwk()]
    assert read(issuer.token(claims(NONCE)), keys)
    assert fault(issuer.token(claims(NONCE), kid="unknown"), keys) is Fault.KEY
    assert fault(issuer.token(claims(NONCE), kid=None), keys) is Fault.KEY  # which of the two?
    assert fault(issuer.token(claims(NONCE)), [issuer.jwk(), issuer.jwk(issuer.OTHER)]) is Fault.KEY
    assert read(issuer.token(claims(NONCE), kid=None))


def test_it_takes_no_key_out_of_the_token() -> None:
    """RFC 7515 lets a token bring its own key along, or an address of one."""
    import jwt

    from tests import pki

    brought = {"kid": "mine", "jwk": issuer.jwk(issuer.OTHER, "mine"), "jku": "https://evil.example/jwks"}
    text = jwt.encode(claims(NONCE), pki.key(issuer.OTHER), algorithm="RS256", headers=brought)
    assert fault(text) is Fault.KEY


@pytest.mark.parametrize("changes", [{"use": "enc"}, {"alg": "RS512"}, {"kty": "oct"}, {"n": "!"}], ids=str)
def test_it_takes_no_key_that_is_meant_for_something_else(changes: dict[str, Any]) -> None:
    assert fault(issuer.token(claims(NONCE)), [{**issuer.jwk(), **changes}]) is Fault.KEY


def test_it_takes_no_weak_key() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    public = {**RSAAlgorithm.to_jwk(weak.public_key(), as_dict=True), "kid": "first"}
    assert fault(issuer.token(claims(NONCE)), [public]) is Fault.KEY
    other = ec.generate_private_key(ec.SECP384R1())
    public = {**ECAlgorithm.to_jwk(other.public_key(), as_dict=True), "kid": "curve"}
    text = issuer.token(claims(NONCE), algorithm="ES256", key=issuer.CURVE, kid="curve")
    assert fault(text, [public]) is Fault.KEY


@pytest.mark.parametrize(
    "text", ["", "a.b", "a.b.c", "e30.e30.", "A" * 70_000, "..", "é.é.é"], ids=lambda text: text[:9]
)
def test_it_refuses_what_is_no_token(text: str) -> None:
    assert fault(text) in (Fault.UNREADABLE, Fault.ALGORITHM)
