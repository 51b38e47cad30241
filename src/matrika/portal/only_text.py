"""A request is text: what no browser sends is put aside before anything stumbles over it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse


class OnlyText:
    """Refuses forms in another encoding than ours; knows no address and no cookie with a zero byte.

    Django would decode with whatever codec of Python the sender names, "hex" and "unicode_escape" among
    them, and stumble over what comes out. PostgreSQL refuses a zero byte in any question put to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = (request.content_params or {}).get("charset", "utf-8")
        if named.strip("\"'").lower() not in ("utf-8", "utf8"):
            raise BadRequest("forms are sent in UTF-8")
        if "\0" in request.path_info:
            raise Http404
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)
