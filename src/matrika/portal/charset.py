"""Which encoding a request may be written in."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class OnlyUtf8:
    """Refuses a request in any other encoding than that of our pages.

    Every browser sends a form back as the page was written. Django would decode with whatever codec of
    Python the sender names, "hex" and "unicode_escape" among them, and stumble over what comes out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if named.strip("\"'").lower() not in ("utf-8", "utf8"):
            raise BadRequest("forms are sent in UTF-8")
        return self.get_response(request)
