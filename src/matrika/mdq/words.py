"""What the page of published metadata says, in Slovak and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from matrika.publication.models import PublicationKey

State = PublicationKey.State


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language."""

    language: str
    title: str
    what: str
    how_many: str
    one: str
    one_how: str
    digest: str
    digest_how: str
    all: str
    certificate: str
    use: str
    certificates: str
    trust: str
    no_keys: str
    states: Mapping[str, str]
    day: str  # how a day is written, for strftime

    def count(self, entities: int) -> str:
        return self.how_many.format(entities)

    def state(self, state: str, planned_at: datetime | None, retired_at: datetime | None) -> str:
        """What the key does, did or will do, with the day."""
        day = planned_at if state == State.NEXT else retired_at
        return self.states[state].format(f"{day:{self.day}}" if day else "")


SK = Words(
    language="sk",
    title="Zverejnené metadáta",
    what="Podpísané metadáta aktívnych poskytovateľov služieb cez Metadata Query Protocol.",
    how_many="Aktívnych poskytovateľov: {}.",
    one="Jeden poskytovateľ",
    one_how="entityID zakódované percentami:",
    digest="Podľa odtlačku",
    digest_how="SHA-1 z entityID, 40 šestnástkových číslic:",
    all="Všetci",
    certificate="Podpisový certifikát",
    use="Každý dokument overte certifikátom. Znova sa pýtajte po uplynutí cacheDuration (s ETag a "
    "If-None-Match je to lacné) a dokument po jeho validUntil nikdy nepoužite.",
    certificates="Podpisové certifikáty",
    trust="Odtlačok je SHA-256 z certifikátu; porovnajte ho iným kanálom. Ďalšiemu certifikátu dôverujte "
    "vopred, popri terajšom.",
    no_keys="Zatiaľ sa nič nezverejnilo.",
    states={
        State.ACTIVE: "podpisuje teraz",
        State.NEXT: "bude podpisovať od {}",
        State.FORMER: "podpisoval do {}",
    },
    day="%d.%m.%Y",
)
EN = Words(
    language="en",
    title="Published metadata",
    what="Signed metadata of the active service providers, by the Metadata Query Protocol.",
    how_many="Active providers: {}.",
    one="One provider",
    one_how="The entityID, percent-encoded:",
    digest="By digest",
    digest_how="SHA-1 of the entityID, 40 hexadecimal digits:",
    all="All of them",
    certificate="Signing certificate",
    use="Verify every document with the certificate. Ask again after cacheDuration (ETag and If-None-Match "
    "make that cheap) and never use a document beyond its validUntil.",
    certificates="Signing certificates",
    trust="The fingerprint is the SHA-256 of the certificate; compare it over another channel. Trust the "
    "next certificate beforehand, beside the present one.",
    no_keys="Nothing was published yet.",
    states={State.ACTIVE: "signs now", State.NEXT: "will sign from {}", State.FORMER: "signed until {}"},
    day="%Y-%m-%d",
)
BOTH = (SK, EN)
