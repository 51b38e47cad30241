"""A supervisor looks after people: who can log in, in which role, and for whom they may act."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matrika.console import lists
from matrika.console.access import confirmed, person_of, staff, supervisor
from matrika.console.reference_forms import (
    Confirmation,
    Mandate,
    PersonEntry,
    PersonSearch,
    RoleChange,
)
from matrika.console.views.reference import common
from matrika.console.views.reference_changes import form_page, is_done, posted, saved
from matrika.core.labels import ROLES
from matrika.core.people import Role
from matrika.core.reference import Ground
from matrika.pages.language import say
from matrika.pages.paging import A_PAGE
from matrika.register.models import Organisation, Person
from matrika.register.reference import accounts, mandates


@staff
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = PersonSearch(request.GET)
    found = Person.objects.prefetch_related("mandates__organisation").filter(form.wanted())
    in_order = found.order_by("last_name", "first_name", "pk")
    page = Paginator(in_order, A_PAGE).get_page(request.GET.get("strana"))
    rows = [(one, say(ROLES[Role(one.role)]), one.role != Role.APPLICANT) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "query": lists.query(request.GET)}
    return render(request, "console/people.html", context | common(request))


@supervisor
@confirmed
def enter(request: HttpRequest) -> HttpResponse:
    form = PersonEntry(posted(request))

    def act() -> None:
        typed = form.cleaned_data
        accounts.add(
            typed["username"],
            first_name=typed["first_name"],
            last_name=typed["last_name"],
            role=Role(typed["role"]),
            password=typed["password"],
            actor=person_of(request).as_actor,
            at=timezone.now(),
        )

    if is_done(form, act):
        return _to_people(request, _("Osoba je zapísaná."))
    return form_page(request, form, _("Nová osoba"), of_people=True)


@supervisor
@confirmed
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Person, pk=pk)
    form = RoleChange(posted(request), initial={"role": one.role})

    def act() -> None:
        role = Role(form.cleaned_data["role"])
        accounts.change_role(one, role, actor=person_of(request).as_actor, at=timezone.now())

    if is_done(form, act):
        return _to_people(request, _("Rola je zmenená."))
    return form_page(request, form, _("Zmena roly"), person=one)


@supervisor
@confirmed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Person, pk=pk, is_active=True)
    form = Confirmation(posted(request))

    def act() -> None:
        accounts.close(one, actor=person_of(request).as_actor, at=timezone.now())

    if is_done(form, act):
        return _to_people(request, _("Prístup osoby skončil."))
    words = _("Osoba sa už neprihlási, otvorené relácie skončia hneď. V histórii zostane pod svojím menom.")
    return form_page(request, form, _("Ukončiť prístup osoby"), person=one, ends=words)


@supervisor
@confirmed
def give_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    form = Mandate(posted(request))

    def act() -> None:
        typed = form.cleaned_data
        mandates.give(
            accounts.with_username(typed["username"]),
            one.full_ico,
            ground=Ground(typed["ground"]),
            since=typed["since"],
            actor=person_of(request).as_actor,
            at=timezone.now(),
        )

    if is_done(form, act):
        return saved(request, one, _("Oprávnenie je udelené."))
    return form_page(request, form, _("Udeliť oprávnenie konať za organizáciu"), one)


@supervisor
@confirmed
def end_mandate(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    person = get_object_or_404(Person, pk=person_pk, mandates__organisation=one)
    form = Confirmation(posted(request))

    def act() -> None:
        mandates.end(person, one.full_ico, actor=person_of(request).as_actor, at=timezone.now())

    if is_done(form, act):
        return saved(request, one, _("Oprávnenie skončilo."))
    words = _("Osoba od tejto chvíle za organizáciu nekoná, ani keď je práve prihlásená.")
    return form_page(request, form, _("Ukončiť oprávnenie"), one, person=person, ends=words)


def _to_people(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("console:people")
