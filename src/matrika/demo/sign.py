"""Signs a file as somebody of the demo would: the kinds of signature and levels that a filing can meet."""

from __future__ import annotations

import mimetypes
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import rsa

from matrika.core.verdict import Level
from matrika.demo import authority, evidence, xades
from matrika.demo.authority import Role
from matrika.demo.xades import File, Manner

SOME_TIME = timedelta(days=1)  # since when a revoked certificate is
# What a signing program calls the wrapper of Slovak electronic forms.
XDC_TYPE = "application/vnd.gov.sk.xmldatacontainer+xml; charset=UTF-8"


def media_type(name: str) -> str:
    """By the name's ending, as signing programs do."""
    if name.endswith(".xdcf"):
        return XDC_TYPE
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def signer(role: Role, *, person: str = "", ico: str = "") -> authority.Holder:
    """Who has that kind of certificate. `person`: given name and surname of a signatory; `ico`: of a seal."""
    if role is Role.SEAL:
        return authority.holder(role, ico=ico) if ico else authority.holder(role)
    if not person:
        return authority.holder(role)
    given_name, _, surname = person.strip().rpartition(" ")
    return authority.holder(role, given_name=given_name, surname=surname)


def sign(file: File, *, by: authority.Holder, level: Level, at: datetime, is_revoked: bool = False) -> bytes:
    """An ASiC-E container. At level LT it carries a list of revoked certificates and needs no other."""
    method = xades.RSA.method if isinstance(by.key, rsa.RSAPrivateKey) else xades.USUAL.method
    revoked = {by.certificate: at - SOME_TIME} if is_revoked else {}
    manner = Manner(
        method=method,
        stamped_at=None if level is Level.B else at,
        revocation=(("CRL", evidence.crl(at=at, revoked=revoked)),) if level is Level.LT else (),
    )
    return xades.container([file], by=by, at=at, manner=manner)
