"""The portal as a provider of its own register: keys for it, and the metadata that it gives of itself."""

from __future__ import annotations

import os
from datetime import datetime

from django.conf import settings
from django.db import transaction

from matrika.demo import cast
from matrika.portal.login import saml
from samllint import generate
from samllint.generate import ServiceProvider


def can_be_registered() -> bool:
    """Whether it can be named by https, and nobody brought keys: who did registers what belongs to them."""
    return _addresses()[0].startswith("https://") and not settings.SAML_FOLDER.exists()


def make(at: datetime) -> bytes:
    """Its metadata, with new keys that are written when the demo is."""
    acs, slo = _addresses()
    owner, entity_id = str(cast.OPERATOR.ico), settings.SAML_ENTITY_ID
    made = generate.service_provider(owner=owner, entity_id=entity_id, at=at, acs=acs, slo=slo)
    transaction.on_commit(lambda: _write(made))
    return made.metadata


def _addresses() -> tuple[str, str]:
    return saml.addresses(settings.SAML_ADDRESS or settings.BASE_URL)


def _write(made: ServiceProvider) -> None:
    """As `samllint new --out` writes them: the keys are this user's alone to read."""
    settings.SAML_FOLDER.mkdir(mode=0o700, parents=True)
    for use, pair in (("signing", made.signing), ("encryption", made.encryption)):
        (settings.SAML_FOLDER / f"{use}.pem").write_bytes(pair.certificate_pem)
        descriptor = os.open(settings.SAML_FOLDER / f"{use}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pair.private_key)
