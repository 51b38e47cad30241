"""Filings are kept as they came, and a status outside the table cannot be stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from matrika.core.filing import Attachment
from matrika.core.words import Internal
from matrika.filings.models import Comment, Filing, PaperArrival, StoredAttachment
from matrika.filings.review import approve
from tests import people
from tests.applications import in_review, registration

pytestmark = pytest.mark.django_db

REFUSED: dict[str, Callable[[], object]] = {
    "delete a filing": lambda: Filing.objects.all()._raw_delete("default"),
    "change its metadata": lambda: Filing.objects.update(metadata=b""),
    "change its report": lambda: Filing.objects.update(report=None),
    "take its power of attorney for another": lambda: Filing.objects.update(power_of_attorney="paper"),
    "give it to another": lambda: Filing.objects.update(ico="99999999"),
    "delete an attachment": lambda: StoredAttachment.objects.all()._raw_delete("default"),
    "change an attachment": lambda: StoredAttachment.objects.update(content=b""),
    "change the record of paper": lambda: PaperArrival.objects.update(certified_by="x"),
    "change a comment": lambda: Comment.objects.update(text="x"),
    "store a draft": lambda: Filing.objects.update(status="new"),
    "invent a status": lambda: Filing.objects.update(status="approved"),
    "invent a kind": lambda: Filing.objects.update(kind="deletion"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses_to(what: str) -> None:
    filing = in_review(registration(attachments=(Attachment("a.pdf", "application/pdf", b"%PDF-"),)))
    approve(filing, actor=people.zita(), at=people.NOW, comment=Internal("x"))
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what]()
