"""Importing a trusted list: signed by whom it must be, and never older than what is there (R-5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import TrustData
from matrika.core.verdict import TrustedListState
from matrika.outside.signatures.lists import read, signature
from matrika.outside.signatures.lists.document import BadList
from matrika.outside.signatures.lists.trusted_list import TrustedList
from matrika.register import ledger
from matrika.register.models import TrustedListSnapshot
from matrika.trust.refused import Refused
from samllint.text import Text, moment

# ISO 3166-1 gives XX to nobody; the demo's list has it, and the demo's keys are known to everybody.
DEMO_TERRITORY = "XX"
LIST_OF_LISTS = "EU"
CLOCK_SKEW = timedelta(minutes=5)
DEMO_ONLY = Text(
    sk="Toto je zoznam ukážky, ktorý sa berie len v režime ukážky: jej kľúče má každý.",
    en="this is the demo's list, which is taken in demo mode only: everybody has its keys",
)
OTHER_TERRITORY = Text(
    sk=f"Zoznam zoznamov má územie {LIST_OF_LISTS} a žiadny iný zoznam ho nemá.",
    en=f"a list of lists has the territory {LIST_OF_LISTS}, and no other list has",
)


def import_list(
    content: bytes, *, source: str, actor: str, at: datetime, signers: Sequence[bytes] = ()
) -> TrustedListSnapshot | None:
    """Keep a list; None = this very list is known already.

    `signers`: certificates (DER) that the operator vouches for. Without any, the list must be signed by
    one that the imported list of lists names for its territory, or, where none does, by the one that
    signed the last list of that territory.

    Raises Refused.
    """
    try:
        trusted_list = read.read(content)
        pins = signers or known_signers(trusted_list)
        _require_sensible(trusted_list, pins, at)
        signer = signature.signer(content, pins, at=trusted_list.state.issued_at)
    except BadList as problem:
        raise Refused(problem.why) from None
    return _kept(trusted_list, content, signer, source=source, actor=actor, at=at)


def newest(territory: str) -> TrustedListSnapshot | None:
    """The list that counts for a territory."""
    return TrustedListSnapshot.objects.filter(territory=territory).order_by("-sequence_number").first()


def known_signers(trusted_list: TrustedList) -> tuple[bytes, ...]:
    """Who may sign a list of this territory, by what was imported before."""
    territory = trusted_list.state.territory
    lists = newest(LIST_OF_LISTS)
    if lists is not None:
        named = read.read(bytes(lists.content)).signers_of(territory)
        if named:
            return named
    last = newest(territory)
    return () if last is None else (bytes(last.signer),)


def _require_sensible(trusted_list: TrustedList, pins: Sequence[bytes], at: datetime) -> None:
    state = trusted_list.state
    if state.territory == DEMO_TERRITORY and not settings.DEMO:
        raise Refused(DEMO_ONLY)
    if trusted_list.is_list_of_lists != (state.territory == LIST_OF_LISTS):
        raise Refused(OTHER_TERRITORY)
    if state.issued_at > at + CLOCK_SKEW:
        issued = moment(state.issued_at)
        raise Refused(
            Text(
                sk=f"Zoznam má byť vydaný {issued.sk}, čo ešte len príde.",
                en=f"the list says that it will be issued at {issued.en}, which is yet to come",
            )
        )
    if not pins:
        raise Refused(
            Text(
                sk=f"Nevedno, kto smie podpísať zoznam územia {state.territory}: načítajte najprv zoznam "
                "zoznamov, alebo tento načítajte príkazom aj s certifikátom podpisovateľa.",
                en=f"nothing says who may sign the list of {state.territory}: give its signer's certificate, "
                "or import the list of lists before",
            )
        )


def _not_newer(state: TrustedListState, last: TrustedListSnapshot) -> Text:
    return Text(
        sk=f"Zoznam {state.sequence_number} územia {state.territory} ({state.issued_at:%d.%m.%Y}) nie je "
        f"novší než zoznam {last.sequence_number} ({last.issued_at:%d.%m.%Y}), ktorý už máme.",
        en=f"list {state.sequence_number} of {state.territory} ({state.issued_at:%Y-%m-%d}) is not newer "
        f"than list {last.sequence_number} ({last.issued_at:%Y-%m-%d}), which is there already",
    )


@transaction.atomic
def _kept(
    trusted_list: TrustedList, content: bytes, signer: bytes, *, source: str, actor: str, at: datetime
) -> TrustedListSnapshot | None:
    ledger.lock()
    state = trusted_list.state
    last = newest(state.territory)
    if last is not None and last.sha256 == state.sha256:
        return None
    if last is not None and (
        state.sequence_number <= last.sequence_number or state.issued_at < last.issued_at
    ):
        raise Refused(_not_newer(state, last))
    kept = TrustedListSnapshot.objects.create(
        territory=state.territory,
        sequence_number=state.sequence_number,
        issued_at=state.issued_at,
        next_update=state.next_update,
        content=content,
        sha256=state.sha256,
        signer=signer,
        source=source[:1024],
        imported_at=at,
        imported_by=actor,
    )
    data = TrustData(
        name=state.territory,
        sequence_number=state.sequence_number,
        issued_at=state.issued_at.isoformat(),
        next_update=state.next_update.isoformat() if state.next_update else None,
        sha256=state.sha256,
        source=source[:1024],
    )
    ledger.append(EventKind.TRUSTED_LIST_IMPORTED, actor=actor, at=at, effective_at=at, data=data)
    return kept
