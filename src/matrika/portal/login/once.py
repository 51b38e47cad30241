"""What an identity provider says of a log-in serves once, in all processes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from matrika.portal.models import UsedAssertion


def use(name: str, *, until: datetime, at: datetime) -> bool:
    """Whether nobody used it before; it is remembered for as long as anybody could bring it again."""
    UsedAssertion.objects.filter(until__lt=at).delete()
    digest = hashlib.sha256(name.encode()).hexdigest()
    try:
        with transaction.atomic():
            UsedAssertion(digest=digest, until=until).save(force_insert=True)
    except IntegrityError:
        return False
    return True
