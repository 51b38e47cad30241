"""What every answer tells a browser besides its content, files and error pages included."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Nothing here uses a sensor or pays; passkeys and copying a text do not leave this origin.
NEVER = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
OURS = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([*(f"{one}=()" for one in NEVER), *(f"{one}=(self)" for one in OURS)])
# Of an answer that no page made: a file of the product's, or one to be saved.
NO_PAGE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


class Headers:
    """Middleware, the outermost but one: whatever answers passes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not answer.get("Content-Type", "").startswith("text/html"):
            answer.headers["Content-Security-Policy"] = NO_PAGE
        session = getattr(request, "session", None)
        if session is not None and session.accessed:
            # A proxy on the way, a shared computer: a page made for somebody is nobody else's.
            answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer
