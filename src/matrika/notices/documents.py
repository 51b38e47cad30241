"""The electronic document inside a notice, as the figures of the guide's §7.2 show it."""

from __future__ import annotations

from matrika.eform import messages
from matrika.eform.messages import MessageDocument
from matrika.notices.models import Notice


def document_of(notice: Notice) -> MessageDocument:
    """Made from what was stored and from nothing else, so that a notice has the same bytes for ever."""
    if notice.error_code:
        return messages.error(notice.error_code, notice.body)
    return messages.information(notice.subject, notice.body)
