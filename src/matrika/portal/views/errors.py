"""Pages for what went wrong, in the product's look. `matrika.urls` names them as handlers."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        says = _("Text v poli môže mať najviac 3 MB. Vráťte sa späť a vyberte radšej súbor.")
        return _page(request, 413, _("Odoslali ste priveľa údajov"), says)
    return _page(request, 400, _("Požiadavke sa nedá rozumieť"), _("Skúste stránku otvoriť znova."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        403,
        _("Na tento úkon nemáte oprávnenie"),
        _("Ak ho mať máte, obráťte sa na prevádzkovateľa."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    says = _(
        "Formulár je príliš starý alebo prehliadač neprijal cookies. "
        "Vráťte sa späť, obnovte stránku a odošlite ju znova."
    )
    return _page(request, 403, _("Formulár sa nedal prijať"), says)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    says = _(
        "Skontrolujte adresu. Ak vás sem priviedol odkaz, záznam neexistuje alebo nepatrí vašej organizácii."
    )
    return _page(request, 404, _("Stránka sa nenašla"), says)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that a library brings along and this product does not use. Raises Http404."""
    raise Http404


def conflict(request: HttpRequest) -> HttpResponse:
    """409: somebody was quicker, or the act is not possible in the present state."""
    says = _("Stav sa medzitým zmenil. Otvorte záznam znova a pozrite si, čo sa s ním dá robiť teraz.")
    return _page(request, 409, _("Tento úkon už nie je možný"), says)


def unavailable() -> HttpResponse:
    """503: the database does not serve at the moment."""
    says = _("Register teraz nemôže ukladať. Nič sa neuložilo; vráťte sa späť a o chvíľu to odošlite znova.")
    return _broken(503, _("Register je na chvíľu nedostupný"), says)


def server_error(request: HttpRequest) -> HttpResponse:
    says = _("Chyba je u nás a zapísala sa. Skúste to o chvíľu znova.")
    return _broken(500, _("Niečo sa pokazilo"), says)


def _broken(status: int, heading: str, says: str) -> HttpResponse:
    # Rendered without the request: who is logged in is a question to a database that may be broken.
    page = render_to_string("portal/broken.html", {"heading": heading, "says": says})
    return HttpResponse(page, status=status)


def _page(request: HttpRequest, status: int, heading: str, says: str) -> HttpResponse:
    return render(request, "portal/error.html", {"heading": heading, "says": says}, status=status)
