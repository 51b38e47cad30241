"""The demo trusts its own authority, so that signing can be tried without a card; nobody else may."""

from __future__ import annotations

from datetime import datetime

from matrika.demo import authority, evidence, trusted_list
from matrika.demo.authority import Role
from matrika.register.ledger import WORKER
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation

SOURCE = "demo"


def trust_the_demo(*, at: datetime) -> None:
    """Import the demo's trusted list and its list of revoked certificates, good for half a year.

    Raises Refused outside demo mode.
    """
    content = trusted_list.trusted_list(issued_at=at)
    pin = authority.list_operator().der
    import_list(content, source=SOURCE, actor=WORKER, at=at, signers=[pin])
    revoked = {authority.holder(Role.REVOKED).certificate: at}
    crl = evidence.crl(at=at, revoked=revoked, lifetime=trusted_list.LIFETIME)
    import_revocation(crl, source=SOURCE, actor=WORKER, at=at)
