"""The verification services beyond our house that the operator wants to hear besides (R-5.1).

Apart from `verifiers`, because every process checks the addresses and few verify anything.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error

from matrika.outside.https import Misconfigured
from matrika.outside.signatures import remote
from matrika.outside.signatures.remote import Service


def others() -> tuple[Service, ...]:
    """The services whose opinion the operator wants besides. Raises Misconfigured."""
    return remote.configured(
        dss_address=settings.DSS_ADDRESS, autogram_address=settings.AUTOGRAM_SERVICE_ADDRESS
    )


def check_addresses(**_: Any) -> list[Error]:
    """A check of Django's: containers are sent to no address that cannot be trusted with them."""
    try:
        others()
    except Misconfigured as problem:
        return [Error(f"MATRIKA_DSS_ADDRESS, MATRIKA_AUTOGRAM_SERVICE_ADDRESS: {problem}", id="filings.E001")]
    return []
