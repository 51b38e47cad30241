"""Pages for what went wrong, in the product's look. `matrika.urls` names them as handlers."""

from __future__ import annotations

import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from matrika.pages.protection import request_id
from matrika.pages.protection.uploads import TooMuch

AWAY = (OperationalError, InterfaceError)  # the database is locked, full, or does not answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, SessionInterrupted) and _is_away(exception):
        return unavailable(is_done=True)
    if isinstance(exception, TooMuch):
        says = _(
            "Formulár s prílohami môže mať najviac 128 MB, iný najviac 4 MB. Vráťte sa späť a pošlite menej."
        )
        return _page(request, 413, _("Odoslali ste priveľa údajov"), says)
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


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: one more than one account or address may ask."""
    says = _("Skúste to znova o %(seconds)s s. Čo ste vyplnili, zostáva v prehliadači: vráťte sa späť.")
    answer = _page(request, 429, _("Priveľa požiadaviek za krátky čas"), says % {"seconds": seconds})
    answer["Retry-After"] = str(seconds)
    return answer


def too_many_log_ins(request: HttpRequest) -> HttpResponse:
    """429 where the log-in library counts: one address tries too often, or one account its own password."""
    return too_many(request, 60)  # its limits of that kind are all for a minute


def unavailable(*, is_done: bool = False) -> HttpResponse:
    """503: the database does not serve at the moment. `is_done`: it did until the page was made."""
    says = _("Register teraz nemôže ukladať. Nič sa neuložilo; vráťte sa späť a o chvíľu to odošlite znova.")
    if is_done:
        says = _(
            "Databáza prestala odpovedať. Skôr než niečo odošlete znova, pozrite sa, či sa to neuložilo."
        )
    return _broken(503, _("Register je na chvíľu nedostupný"), says)


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], AWAY):
        # Not in a view, which Refusals looks after: the session could not be read, or not be written.
        return unavailable(is_done=request.resolver_match is not None)
    says = _("Chyba je u nás a zapísala sa pod číslom %(number)s. Skúste to o chvíľu znova.")
    says %= {"number": request_id.current.get()}
    return _broken(500, _("Niečo sa pokazilo"), says)


def _is_away(exception: BaseException | None) -> bool:
    """Whether the database being away stands behind it: Django calls each unwritten session a deleted one."""
    while exception is not None and not isinstance(exception, AWAY):
        exception = exception.__context__
    return exception is not None


def _broken(status: int, heading: str, says: str) -> HttpResponse:
    # Rendered without the request: who is logged in is a question to a database that may be broken.
    page = render_to_string("portal/broken.html", {"heading": heading, "says": says})
    return HttpResponse(page, status=status)


def _page(request: HttpRequest, status: int, heading: str, says: str) -> HttpResponse:
    return render(request, "portal/error.html", {"heading": heading, "says": says}, status=status)
