"""Which event causes which notice, and who is told: one table.

What an event carries in `Event.data` is agreed in `core.events.data` (FilingData, ProviderData).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from matrika.core.events import PROVIDER_CHANGES, EventKind
from matrika.core.filing import Kind
from matrika.notices import texts
from matrika.notices.texts import Message, NoticeKind, Reason
from matrika.register.models import Event


class Incomplete(Exception):
    """The event lacks something that its notice must say. Staff see it; nobody else is held up."""


def _acknowledgement(event: Event) -> Message:
    return texts.acknowledgement()


def _error_notice(event: Event) -> Message:
    return texts.error_notice(
        _kind(event),
        [Reason(problem["code"], problem["sk"]) for problem in event.data["problems"]],
        comment=event.data.get("comment", ""),
        attempted_at=event.recorded_at,
    )


def _information_needed(event: Event) -> Message:
    return texts.information_needed(
        _kind(event),
        filing_number=event.filing_number,
        entity_id=event.data["entity_id"],
        question=event.data["comment"],
    )


def _filing_lapsed(event: Event) -> Message:
    return texts.filing_lapsed(
        _kind(event),
        filing_number=event.filing_number,
        entity_id=event.data["entity_id"],
        lapsed_at=event.recorded_at,
    )


def _paper_reminder(event: Event) -> Message:
    return texts.paper_reminder(
        _kind(event),
        filing_number=event.filing_number,
        entity_id=event.data["entity_id"],
        lapses_at=datetime.fromisoformat(event.data["lapses_at"]),
    )


def _registered(event: Event) -> Message:
    return texts.result(Kind.REGISTRATION, processed_at=event.recorded_at)


def _changed(event: Event) -> Message:
    return texts.result(Kind.CHANGE, processed_at=event.recorded_at)


def _cancelled(event: Event) -> Message:
    return texts.result(Kind.CANCELLATION, processed_at=event.recorded_at)


def _deactivated(event: Event) -> Message:
    return texts.provider_deactivated(entity_id=event.data["entity_id"], since=event.effective_at)


CAUSES: dict[EventKind, tuple[NoticeKind, Callable[[Event], Message]]] = {
    EventKind.FILING_ACCEPTED: (NoticeKind.ACKNOWLEDGEMENT, _acknowledgement),
    EventKind.FILING_REJECTED: (NoticeKind.ERROR_NOTICE, _error_notice),
    EventKind.INFORMATION_REQUESTED: (NoticeKind.INFORMATION_NEEDED, _information_needed),
    EventKind.PAPER_REMINDED: (NoticeKind.PAPER_REMINDER, _paper_reminder),
    EventKind.FILING_LAPSED: (NoticeKind.FILING_LAPSED, _filing_lapsed),
    EventKind.PROVIDER_REGISTERED: (NoticeKind.RESULT, _registered),
    EventKind.PROVIDER_CHANGED: (NoticeKind.RESULT, _changed),
    EventKind.PROVIDER_CANCELLED: (NoticeKind.RESULT, _cancelled),
    EventKind.PROVIDER_EXPIRED: (NoticeKind.PROVIDER_DEACTIVATED, _deactivated),
}


def caused_by(event: Event) -> tuple[NoticeKind, Message]:
    """The notice that an event of one of the kinds in CAUSES causes.

    Raises Incomplete when the event lacks a datum that `core.events.data` promises.
    """
    kind, compose = CAUSES[EventKind(event.kind)]
    try:
        return kind, compose(event)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Incomplete(f"event {event.number} ({event.kind}): {type(error).__name__} {error}") from error


def organisations_told(event: Event) -> tuple[int, ...]:
    """Ids of the organisations whose mailboxes get the notice, each once.

    Whoever filed is told, also when the organisation named in the filing is unknown. The owner is
    told too once its provider changed, because somebody with a power of attorney may have filed;
    a mere attempt by a stranger is no letter to the owner.
    """
    told = [event.data.get("acting_for")]
    if EventKind(event.kind) in PROVIDER_CHANGES:
        told.append(event.data.get("organisation"))
    return tuple(dict.fromkeys(organisation for organisation in told if organisation is not None))


def _kind(event: Event) -> Kind:
    return Kind(event.data["filing_kind"])
