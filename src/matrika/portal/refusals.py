"""Who is kept out, and what a use case refuses, becomes an answer here, once for every view."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from matrika.core.lifecycle import NotAllowed
from matrika.filings.access import NotEntitled
from matrika.pages.access import keep_out
from matrika.pages.protection import limits
from matrika.portal.login import kept
from matrika.portal.views import errors

logger = logging.getLogger(__name__)


class Refusals:
    """Middleware: an act that the filing's status does not allow is 409, one that is not the person's 403.

    A database that is locked, full or away is 503: nothing was stored, and trying again may help.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        try:
            answer = keep_out(request, view)
            if answer is not None and request.method == "POST":
                return kept.to_log_in(request)
            return answer or self._slow_down(request)
        except (OperationalError, InterfaceError) as broken:  # who asks cannot be looked up
            return self.process_exception(request, broken)

    def _slow_down(self, request: HttpRequest) -> HttpResponse | None:
        match = request.resolver_match
        seconds = limits.wait_for(request, match.view_name if match else "", at=timezone.now())
        return None if seconds is None else errors.too_many(request, seconds)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return errors.conflict(request)
        if isinstance(exception, NotEntitled):
            return errors.forbidden(request, exception)
        if isinstance(exception, (OperationalError, InterfaceError)):
            logger.error("the database does not serve", exc_info=exception)
            return errors.unavailable()
        return None
