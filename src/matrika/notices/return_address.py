"""The address a letter comes back to when it cannot be delivered: one for each attempt, and secret.

`bounces+123.2-k5wq…@register.example`: the delivery, the attempt, and a code that only we can make. So
a bounce tells of exactly one letter, and a stranger can tell nothing of anybody's.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from matrika.notices.models import Delivery

# Lower case alone: some servers fold what stands before the @.
NAMED = re.compile(r"\+([0-9]{1,18})\.([0-9]{1,9})-([a-z2-7]{16})@", re.IGNORECASE)


def of(delivery: Delivery) -> str:
    """Of the attempt in hand; "" when the operator named no address for bounces."""
    if not settings.MAIL_BOUNCES:
        return ""
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    named = f"{delivery.pk}.{delivery.attempts}"
    return f"{local}+{named}-{_code(named)}@{domain}"


def read(addresses: Iterable[str]) -> tuple[int, int] | None:
    """The delivery and the attempt that one of the addresses names with its right code, else None."""
    for address in addresses:
        for found in NAMED.finditer(address):
            named = f"{found[1]}.{found[2]}"
            if constant_time_compare(found[3].lower(), _code(named)):
                return int(found[1]), int(found[2])
    return None


def _code(named: str) -> str:
    code = salted_hmac("matrika.notices.return_address", named, algorithm="sha256").digest()
    return base64.b32encode(code[:10]).decode("ascii").lower()
