"""The three filings in addresses: /sluzby/registracia/, /sluzby/zmena/, /sluzby/zrusenie/."""

from __future__ import annotations

from matrika.core.filing import Kind

SLUGS = {Kind.REGISTRATION: "registracia", Kind.CHANGE: "zmena", Kind.CANCELLATION: "zrusenie"}
BY_SLUG = {slug: kind for kind, slug in SLUGS.items()}


class KindConverter:
    """A Kind in an address, for `urls`."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> Kind:
        return BY_SLUG[value]

    def to_url(self, value: Kind | str) -> str:
        return SLUGS[Kind(value)]
