"""What a browser can ask of the demo besides: a signature, for whoever has neither card nor Autogram."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from matrika.core.verdict import Level
from matrika.portal.access import acting
from matrika.portal.views import signing


@require_POST
@login_required
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Sign a draft with a key that everybody has, and send it as if its person had uploaded the container.

    Outside demo mode this address does not exist. Whoever clicks twice sees what became of the first click.
    """
    if not settings.DEMO:
        raise Http404
    if acting(request).drafts().filter(pk=pk, sent_at=None).exists():
        request.FILES["container"] = _signed(request, pk)
    return signing.sign(request, pk)  # type: ignore[call-arg]  # its policy's types know no arguments


def _signed(request: HttpRequest, pk: uuid.UUID) -> SimpleUploadedFile:
    # Nobody else needs the demo's keys, and this module is loaded everywhere.
    from matrika.demo.authority import Role
    from matrika.demo.sign import XDC_TYPE, sign, signer
    from matrika.demo.xades import File

    document = signing.document_of(request, pk)
    by = signer(Role.PERSON, person=acting(request).person.name)
    file = File(document.file_name, document.content, XDC_TYPE)
    return SimpleUploadedFile("ziadost.asice", sign(file, by=by, level=Level.LT, at=timezone.now()))
