"""A supervisor enters and changes organisations, statutory bodies and projects. Each act is an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from matrika.console.access import confirmed, person_of, supervisor
from matrika.console.reference import last_event
from matrika.console.reference_forms import (
    OrganisationChange,
    OrganisationEntry,
    Project,
    StatutoryBodies,
    StatutoryBodyLine,
)
from matrika.console.views.reference import common
from matrika.core.days import day_of
from matrika.core.people import SubjectType
from matrika.core.reference import OrganisationFacts, ProjectFacts, Source, StatutoryBody
from matrika.pages.language import say
from matrika.register.models import IntegrationProject, Organisation
from matrika.register.reference import organisations, projects
from matrika.register.reference.refused import Refused


@supervisor
@confirmed
def enter(request: HttpRequest) -> HttpResponse:
    form = OrganisationEntry(posted(request))

    def act() -> None:
        typed = form.cleaned_data
        organisations.add(
            typed["ico"],
            typed["name"],
            SubjectType(typed["subject_type"]),
            actor=person_of(request).as_actor,
            at=timezone.now(),
        )

    if is_done(form, act):
        ico = form.cleaned_data["ico"]
        entered = Organisation.objects.get(ico=ico.number, ico_suffix=ico.suffix)
        return saved(request, entered, _("Organizácia je zapísaná."))
    return form_page(request, form, _("Nová organizácia"))


@supervisor
@confirmed
def change(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    before = {"name": one.name, "subject_type": one.subject_type, "ended_on": one.ended_on}
    form = OrganisationChange(posted(request), initial=before)

    def act() -> None:
        typed = form.cleaned_data
        facts = OrganisationFacts(
            one.full_ico,
            typed["name"],
            SubjectType(typed["subject_type"]),
            says_end=True,
            ended_on=typed["ended_on"],
        )
        _write(request, facts)

    if is_current(request, one, form) and is_done(form, act):
        return saved(request, one, _("Údaje organizácie sú uložené."))
    return form_page(request, form, _("Zmena údajov organizácie"), one)


@supervisor
@confirmed
def bodies(request: HttpRequest, pk: int) -> HttpResponse:
    """All statutory bodies at once; a line whose name is emptied goes, and the event tells who it was."""
    one = get_object_or_404(Organisation, pk=pk)
    before = organisations.bodies_of(one)
    lines = StatutoryBodies(
        posted(request),
        initial=[_of_body(body) for body in before],
    )
    # Errors that concern no single line have a form of their own.
    form = forms.Form(posted(request))

    def act() -> None:
        _write(request, OrganisationFacts(one.full_ico, one.name, statutory_bodies=_typed(lines, before)))

    if is_current(request, one, form) and lines.is_valid() and is_done(form, act):
        return saved(request, one, _("Štatutárne orgány sú uložené."))
    return form_page(request, form, _("Štatutárne orgány"), one, lines=lines)


@supervisor
@confirmed
def project(request: HttpRequest, pk: int, project_pk: int | None = None) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    known = get_object_or_404(IntegrationProject, pk=project_pk, organisation=one) if project_pk else None
    form = Project(posted(request), initial=_of_project(known))
    if known:
        form.fields["name"].disabled = True

    def act() -> None:
        typed = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        facts = ProjectFacts(one.full_ico, **typed)
        if known is None and one.projects.filter(name=facts.name).exists():
            raise Refused(
                f"Projekt {facts.name} už v evidencii je.", f"there is a project {facts.name} already"
            )
        projects.write(facts, actor=person_of(request).as_actor, at=timezone.now())

    if is_current(request, one, form) and is_done(form, act):
        return saved(request, one, _("Integračný projekt je uložený."))
    return form_page(request, form, _("Integračný projekt"), one)


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def is_done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Do it, if what was typed can be read. A refusal becomes an error of the form; nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as problem:
        form.add_error(None, say(problem.text))
        return False
    return True


def is_current(request: HttpRequest, one: Organisation, form: forms.Form) -> bool:
    """Whether nobody changed the organisation since the form was shown."""
    if request.method != "POST":
        return False
    if request.POST.get("seen") == str(last_event(one)):
        return True
    form.is_valid()
    form.add_error(None, _("Údaje sa medzitým zmenili. Pozrite si ich a uložte znova."))
    return False


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    one: Organisation | None = None,
    **more: object,
) -> HttpResponse:
    """The page with the form; 422 when it came back with errors."""
    lines = more.get("lines")
    wrong = bool(form.errors) or (isinstance(lines, forms.BaseFormSet) and request.method == "POST")
    context = {"form": form, "title": title, "one": one, "seen": last_event(one) if one else 0}
    shown = context | more | {"has_errors": wrong} | common(request)
    return render(request, "console/reference_form.html", shown, status=422 if wrong else 200)


def saved(request: HttpRequest, one: Organisation, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("console:organisation", pk=one.pk)


def _write(request: HttpRequest, facts: OrganisationFacts) -> None:
    now = timezone.now()
    organisations.write(
        facts, source=Source.BY_HAND, as_of=day_of(now), actor=person_of(request).as_actor, at=now
    )


def _typed(
    lines: forms.BaseFormSet[StatutoryBodyLine], before: tuple[StatutoryBody, ...]
) -> tuple[StatutoryBody, ...]:
    """The bodies as typed; an end that a source told of one that stays is kept."""
    ends = {replace(body, until=""): body for body in before}
    typed = [
        StatutoryBody(
            line.cleaned_data["name"],
            line.cleaned_data["role"],
            line.cleaned_data["since"].isoformat() if line.cleaned_data["since"] else "",
        )
        for line in lines
        if line.cleaned_data.get("name")
    ]
    return tuple(ends.get(body, body) for body in typed)


def _of_body(body: StatutoryBody) -> dict[str, object]:
    since = date.fromisoformat(body.since) if body.since else None
    return {"name": body.name, "role": body.role, "since": since}


def _of_project(known: IntegrationProject | None) -> dict[str, object]:
    if known is None:
        return {}
    return {
        "name": known.name,
        "abbreviation": known.abbreviation,
        "finished_on": known.finished_on,
        "ended_on": known.ended_on,
    }
