"""A trusted list as values: which service held which status since when (ETSI TS 119 612 v2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from matrika.core.verdict import TrustedListState
from matrika.outside.signatures.lists.qualifiers import Qualification

CA_QC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
QTST = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
_CA = "http://uri.etsi.org/TrstSvc/Svctype/CA/"
_TSA = "http://uri.etsi.org/TrstSvc/Svctype/TSA"

_STATUS = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
GRANTED = _STATUS + "granted"
WITHDRAWN = _STATUS + "withdrawn"
# §5.5.4: what a service was called that had its state's approval before Regulation (EU) 910/2014 applied.
EIDAS_APPLIES = datetime(2016, 6, 30, 22, tzinfo=UTC)  # 1 July 2016, 00:00 in Brussels
_BEFORE_EIDAS = frozenset(
    _STATUS + word for word in ("undersupervision", "supervisionincessation", "accredited")
)

LIST_OF_LISTS = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"


@dataclass(frozen=True, slots=True)
class Period:
    """What a service was between two instants."""

    since: datetime
    until: datetime | None  # None = still is
    service_type: str  # URI
    status: str  # URI
    purposes: frozenset[str]  # last words of AdditionalServiceInformation: "ForeSignatures", "ForeSeals" …
    qualifications: tuple[Qualification, ...]

    def holds_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def is_granted_at(self, at: datetime) -> bool:
        """Whether the status amounts to "granted" by the law of that time."""
        return self.status == GRANTED or (self.status in _BEFORE_EIDAS and at < EIDAS_APPLIES)

    @property
    def is_authority(self) -> bool:
        return self.service_type.startswith(_CA)

    @property
    def is_time_stamping(self) -> bool:
        return self.service_type.startswith(_TSA)


@dataclass(frozen=True, slots=True)
class Service:
    """One entry: who it is by its certificates, and its whole history, newest first."""

    provider: str
    name: str
    certificates: tuple[bytes, ...]  # DER
    periods: tuple[Period, ...]

    def at(self, moment: datetime) -> Period | None:
        """What it was at that moment; None = the list knows nothing of it yet."""
        return next((period for period in self.periods if period.holds_at(moment)), None)

    @property
    def now(self) -> Period:
        return self.periods[0]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the list of lists says that another list is, and who may sign that one."""

    territory: str
    location: str
    signers: tuple[bytes, ...]  # DER


@dataclass(frozen=True, slots=True)
class TrustedList:
    """One list, parsed. Its signature is checked by `lists.signature`, never here."""

    state: TrustedListState
    operator: str
    is_list_of_lists: bool
    services: tuple[Service, ...]
    pointers: tuple[Pointer, ...]

    def is_stale(self, at: datetime) -> bool:
        """Whether a newer list should be there by now. A closed list, which has no next one, never is."""
        return self.state.next_update is not None and self.state.next_update < at

    def signers_of(self, territory: str) -> tuple[bytes, ...]:
        """Certificates that may sign the list of a territory, by the pointers of this one."""
        return tuple(
            signer
            for pointer in self.pointers
            if pointer.territory == territory
            for signer in pointer.signers
        )
