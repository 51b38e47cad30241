"""Which language a page speaks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguage(LocaleMiddleware):
    """Slovak, until the person chooses English.

    The browser's own wish is not asked: the register's language is Slovak, its terms are those of the
    guide, and a foreign browser on a Slovak desk is commoner than an English reader.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in _known() else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


def chosen_language(request: HttpRequest) -> str:
    """The language that a button of this form chose, else "".

    On a page with a form that keeps what was typed, the buttons of languages send that form: nothing is
    lost, also without JavaScript.
    """
    chosen = request.POST.get("language", "")
    return chosen if chosen in _known() else ""


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """The answer with the choice kept, as `set_language` keeps it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",  # the setting says the same, in a type of its own
    )
    return response


def _known() -> set[str]:
    return {code for code, _ in settings.LANGUAGES}
