"""What a use case refuses becomes an answer here, once for every view."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from matrika.core.lifecycle import NotAllowed
from matrika.filings.access import NotEntitled
from matrika.portal.views import errors


class Refusals:
    """Middleware: an act that the filing's status does not allow is 409, one that is not the person's 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return errors.conflict(request)
        if isinstance(exception, NotEntitled):
            return errors.forbidden(request, exception)
        return None
