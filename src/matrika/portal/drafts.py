"""Keeping what an applicant types until it is sent, and sending it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from matrika.core.attachments import is_accepted
from matrika.core.filing import Application, Attachment, Kind
from matrika.filings.models import Filing
from matrika.filings.submit import prepare, submit_prepared
from matrika.pages.filetypes import content_type, named, safe_name
from matrika.portal import intake
from matrika.portal.models import Draft, DraftFile
from matrika.register.models import Organisation, Person

KEPT_FOR = timedelta(days=30)
METADATA = "metadata"
ATTACHMENTS = "attachments"
# Bytes; the form says so when a file is larger, and the file is not kept.
MAX_SIZE = {METADATA: 1024 * 1024, ATTACHMENTS: 10 * 1024 * 1024}
WHAT_IS_ALWAYS_SENT = "note"  # by every form that was sent at least once
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "forget", "language"})


def begin(
    kind: Kind, *, person: Person, organisation: Organisation | None, typed: dict[str, str], at: datetime
) -> Draft:
    """A new draft. On the way, what nobody touched for thirty days, or was sent a day ago, is forgotten."""
    yesterday = at - timedelta(days=1)
    forgotten = Q(touched_at__lt=at - KEPT_FOR) | Q(sent_at__lt=yesterday)
    untouched = Q(touched_at__lt=yesterday) & ~Q(typed__has_key=WHAT_IS_ALWAYS_SENT)
    Draft.objects.filter(forgotten | untouched, person=person).delete()
    return Draft.objects.create(
        person=person, organisation=organisation, kind=kind.value, typed=typed, touched_at=at
    )


def keep(
    draft: Draft, post: QueryDict, files: Iterable[tuple[str, UploadedFile[bytes]]], *, at: datetime
) -> None:
    """Keep what the browser sent. A file chosen now takes the place of pasted text, and the reverse."""
    chosen = [(field, file) for field, file in files if _is_kept(field, file)]
    # A zero byte means nothing in a form, and PostgreSQL keeps none in JSON.
    typed = {
        name.replace("\0", "\ufffd"): str(value).replace("\0", "\ufffd")
        for name, value in post.items()
        if name not in NOT_TYPED
    }
    if intake.holds_private_key(typed.get("metadata_text", "")):
        typed["metadata_text"] = intake.KEPT_INSTEAD
    metadata_chosen = any(field == METADATA for field, _ in chosen)
    if metadata_chosen:
        typed["metadata_text"] = ""
    with transaction.atomic():
        if metadata_chosen or typed.get("metadata_text", "").strip():
            draft.files.filter(field=METADATA).delete()
        forgotten = [file.pk for file in draft.files.only("pk") if str(file.pk) in post.getlist("forget")]
        draft.files.filter(pk__in=forgotten).delete()
        for field, file in chosen:
            _keep_file(draft, field, file.name or "", file.read())
        draft.typed = typed
        draft.touched_at = at
        draft.save(update_fields=["typed", "touched_at"])


def _is_kept(field: str, file: UploadedFile[bytes]) -> bool:
    """Too large, empty, or no attachment at all: the form says so, and nothing of it is stored."""
    if not file.name or not 0 < (file.size or 0) <= MAX_SIZE[field]:
        return False
    found = content_type(file.read())
    file.seek(0)
    return field == METADATA or is_accepted(found)


def _keep_file(draft: Draft, field: str, name: str, content: bytes) -> None:
    if field == METADATA and intake.holds_private_key(content):
        content = intake.KEPT_INSTEAD.encode()
    name = named(name, content) if field == ATTACHMENTS else safe_name(name)
    DraftFile.objects.create(draft=draft, field=field, name=name, content=content)


def turn_into_change(draft: Draft, *, at: datetime) -> None:
    """The same provider, contact, metadata and attachments in the form of a change."""
    draft.kind = Kind.CHANGE.value
    draft.touched_at = at
    draft.save(update_fields=["kind", "touched_at"])


def unsent(own: QuerySet[Draft]) -> QuerySet[Draft]:
    """What a person filled in and did not send, newest first; a form only opened is none."""
    kept = own.filter(sent_at=None, typed__has_key=WHAT_IS_ALWAYS_SENT)
    return kept.order_by("-touched_at")


def metadata_file(draft: Draft) -> DraftFile | None:
    return draft.files.filter(field=METADATA).last()


def attachments(draft: Draft) -> tuple[Attachment, ...]:
    files = draft.files.filter(field=ATTACHMENTS).order_by("pk")
    return tuple(
        Attachment(file.name, content_type(bytes(file.content)), bytes(file.content)) for file in files
    )


def send(draft: Draft, application: Application, *, actor: Person, at: datetime) -> str:
    """File it and return the filing's number; a second click gets the number of the first.

    Raises NotEntitled when the person no longer acts for the draft's organisation.
    """
    prepared = prepare(application, at=at)
    with transaction.atomic():
        first = Draft.objects.filter(pk=draft.pk, sent_at=None).update(sent_at=at)
        if not first:
            return str(Draft.objects.values_list("filing_number", flat=True).get(pk=draft.pk))
        filing: Filing = submit_prepared(prepared, actor=actor, acting_for=draft.organisation, at=at)
        Draft.objects.filter(pk=draft.pk).update(filing_number=filing.number, typed={})
        draft.files.all().delete()
    return filing.number
