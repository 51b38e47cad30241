"""An ID token → the claims that the issuer signed, or the reason why they are not believed.

PyJWT checks the signature; all else is checked here, at the instant the caller names and with a reason each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from matrika.outside.login.oidc.refused import Fault, Refused

# Signatures that only the holder of a private key makes. By HS256 whoever knows the key signs: all do.
KEY_TYPES: Mapping[str, str] = {"RS256": "RSA", "ES256": "EC"}
LEAST_BITS = 2048
MAX_LENGTH = 64 * 1024
FURTHEST = 1e15  # seconds; an issuer may mean "for ever", but no clock counts further
OLDEST = timedelta(minutes=10)  # since the token was issued; it comes straight from the provider


def algorithm_and_key_name(token: str) -> tuple[str, str]:
    """What the token's header says; "" where it names no key. Raises Refused."""
    if len(token) > MAX_LENGTH:
        raise Refused(Fault.UNREADABLE, "too large")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as problem:
        raise Refused(Fault.UNREADABLE, str(problem)) from None
    algorithm = str(header.get("alg"))
    if algorithm not in KEY_TYPES:
        raise Refused(Fault.ALGORITHM, algorithm[:40])
    return algorithm, str(header.get("kid") or "")


def key_for(algorithm: str, name: str, keys: Sequence[Mapping[str, Any]]) -> jwt.PyJWK:
    """The one key of that name and kind; without a name, the only one of that kind. Raises Refused."""
    fitting = [
        key
        for key in keys
        if key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (not name or key.get("kid") == name)
    ]
    if len(fitting) != 1:
        raise Refused(Fault.KEY, f"{len(fitting)} keys are called {name[:80]!r}")
    try:
        key = jwt.PyJWK(dict(fitting[0]), algorithm=algorithm)
    except (jwt.PyJWTError, ValueError, TypeError) as problem:
        raise Refused(Fault.KEY, str(problem)) from None
    if not _is_strong(key.key):
        raise Refused(Fault.KEY, "too weak, or of another curve than P-256")
    return key


def read(
    token: str, key: jwt.PyJWK, *, issuer: str, client_id: str, nonce: str, at: datetime, drift: timedelta
) -> dict[str, Any]:
    """The claims. Raises Refused."""
    claims = signed(token, key)
    require_issuer(claims, issuer)
    _require_audience(claims, client_id)
    require_now(claims, at=at, drift=drift)
    if not nonce or claims.get("nonce") != nonce:
        raise Refused(Fault.NONCE)
    return claims


def signed(token: str, key: jwt.PyJWK) -> dict[str, Any]:
    """What the holder of the key says in the token, of whatever kind it is. Raises Refused."""
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[str(key.algorithm_name)],
            options={
                "verify_signature": True,
                # The callers check each of these by our clock.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_aud": False,
                "verify_iss": False,
                "verify_sub": False,
                "verify_jti": False,
            },
        )
        # Half of a surrogate pair can be written in JSON; no digest and no database takes it.
        json.dumps(claims, ensure_ascii=False).encode()
    except jwt.InvalidSignatureError:
        raise Refused(Fault.SIGNATURE) from None
    except (jwt.PyJWTError, ValueError) as problem:
        raise Refused(Fault.UNREADABLE, str(problem)) from None
    return claims


def require_issuer(claims: Mapping[str, Any], issuer: str) -> None:
    if claims.get("iss") != issuer:
        raise Refused(Fault.ISSUER, str(claims.get("iss"))[:200])


def usable_until(claims: Mapping[str, Any], drift: timedelta) -> datetime:
    """When nobody could bring a token of `require_now` any more."""
    ends = min(_instant(claims, "exp"), _instant(claims, "iat") + OLDEST.total_seconds())
    return datetime.fromtimestamp(ends, UTC) + drift


def audience(claims: Mapping[str, Any]) -> list[Any]:
    """Whom the token is for."""
    told = claims.get("aud")
    return told if isinstance(told, list) else [told]


def _require_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """That it was issued for us, and asked for by us (OpenID Connect Core §3.1.3.7, 3 to 5)."""
    told = audience(claims)
    if client_id not in told:
        raise Refused(Fault.AUDIENCE, str(told)[:200])
    asked_by = claims.get("azp")
    if asked_by != client_id and (asked_by is not None or len(told) > 1):
        raise Refused(Fault.AUDIENCE, f"azp is {str(asked_by)[:200]}")


def require_now(claims: Mapping[str, Any], *, at: datetime, drift: timedelta) -> None:
    now, near = at.timestamp(), drift.total_seconds()
    ends, issued = _instant(claims, "exp"), _instant(claims, "iat")
    if now >= ends + near or now > issued + OLDEST.total_seconds() + near:
        raise Refused(Fault.TOO_LATE)
    begins = _instant(claims, "nbf") if "nbf" in claims else issued
    if max(begins, issued) > now + near:
        raise Refused(Fault.TOO_EARLY)


def _instant(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(Fault.UNREADABLE, f"{name} is no number")
    # Python reads NaN where JSON has none; compared with that, a token is neither late nor early.
    if not -FURTHEST < value < FURTHEST:
        raise Refused(Fault.UNREADABLE, f"{name} is no instant")
    return float(value)


def _is_strong(key: Any) -> bool:
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= LEAST_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
