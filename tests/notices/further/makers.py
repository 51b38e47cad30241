"""Further addresses of Alžbeta's organisation."""

from __future__ import annotations

from datetime import datetime

from matrika.notices.further import addresses
from matrika.notices.models import FurtherAddress
from tests import people
from tests.notices.makers import NOON

ACTOR = "person:1 Alžbeta Agátová"
HELPER = "helper@beta.example"


def asked(
    email: str = HELPER, *, copies: bool = True, digest: bool = False, at: datetime = NOON
) -> FurtherAddress:
    """Added; its holder has not answered."""
    added = addresses.add(people.organisation(), email, copies=copies, digest=digest, actor=ACTOR, at=at)
    assert isinstance(added, FurtherAddress), added
    return added


def agreed(
    email: str = HELPER, *, copies: bool = True, digest: bool = False, at: datetime = NOON
) -> FurtherAddress:
    address = asked(email, copies=copies, digest=digest, at=at)
    assert addresses.confirm(address, at=at)
    return address
