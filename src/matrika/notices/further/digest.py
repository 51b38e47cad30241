"""Once a week, for whoever wants it: what ends within sixty days, and which filings are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from matrika.core import reminders
from matrika.core.days import day_of
from matrika.notices import store
from matrika.notices.further import texts, weeks
from matrika.notices.further.texts import EndingSoon, OpenFiling
from matrika.notices.models import Digest, FurtherAddress
from matrika.notices.remind import Replaced, change_form_address
from matrika.notices.texts import NoticeKind
from matrika.register import endings
from matrika.register.models import Organisation

# The open filings of an organisation, oldest first.
Open = Callable[[Organisation], Sequence[OpenFiling]]


def write_next_digest(*, at: datetime, replaced_at: Replaced, open_filings: Open) -> bool:
    """Write the digest that is due longest, if there is something to say. Returns whether one was due.

    One indexed look-up when none is, however many addresses there are.
    """
    # Looking first without a lock: on SQLite even an idle transaction would take the write lock.
    due = FurtherAddress.objects.filter(digest_due_at__lte=at).order_by("digest_due_at", "pk")
    if not due.exists():
        return False
    with transaction.atomic():
        address = due.select_for_update(skip_locked=True, of=("self",)).first()
        if address is None:
            return False  # another worker has it
        _write(address, at=at, replaced_at=replaced_at, open_filings=open_filings)
        FurtherAddress.objects.filter(pk=address.pk).update(digest_due_at=weeks.next_at(at))
    return True


def _write(address: FurtherAddress, *, at: datetime, replaced_at: Replaced, open_filings: Open) -> None:
    organisation, week = address.organisation, weeks.week_of(at)
    once = {"organisation": organisation, "email": address.email.lower(), "week": week}
    if Digest.objects.filter(**once).exists():
        return  # removed and added again within the week, or a clock that went back
    ending, filings = ending_soon(organisation, at=at, replaced_at=replaced_at), open_filings(organisation)
    if not ending and not filings:
        return
    notice = store.notice(
        NoticeKind.WEEKLY_DIGEST,
        texts.digest(organisation.name, ending, filings, on=day_of(at)),
        cause=f"digest {organisation.pk} {once['email']} {week}",
        at=at,
    )
    Digest.objects.create(notice=notice, **once)
    store.to_further(notice, [address], at=at)


def ending_soon(organisation: Organisation, *, at: datetime, replaced_at: Replaced) -> list[EndingSoon]:
    """Certificates in force that end within the time told ahead, the nearest first; each once a provider."""
    today = day_of(at)
    soon = endings.between(endings.in_force(organisation), today, today + weeks.AHEAD)
    entries = [entry for entry in soon if entry.not_after >= at]
    each = {(entry.version.provider_id, entry.fingerprint): entry for entry in reversed(entries)}
    return [
        EndingSoon(
            entity_id=entry.version.provider.entity_id,
            fingerprint=entry.fingerprint,
            not_after=entry.not_after,
            days_left=reminders.days_left(entry.not_after, at),
            replaced_at=replaced_at(entry),
            form_address=change_form_address(entry.version.provider_id),
        )
        for entry in reversed(each.values())
    ]
