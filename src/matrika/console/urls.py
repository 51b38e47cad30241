"""The console's addresses, under /konzola/."""

from __future__ import annotations

from django.urls import path

from matrika.console.views import (
    decisions,
    downloads,
    endings,
    filings,
    letters,
    papers,
    people,
    reference,
    reference_changes,
    register,
    register_as_of,
    trust,
)

app_name = "console"
urlpatterns = [
    path("", filings.queue, name="queue"),
    path("listiny/", papers.counter, name="counter"),
    path("ziadosti/", filings.search, name="search"),
    path("register/", register.index, name="register"),
    path("register/k-datumu/", register_as_of.index, name="as-of"),
    path("register/poskytovatelia/<int:pk>/", register.provider, name="provider"),
    path("register/certifikaty/<int:pk>/", register.certificate, name="certificate"),
    path("ziadosti/<str:number>/", filings.show, name="filing"),
    path("ziadosti/<str:number>/schvalit/", decisions.approve, name="approve"),
    path("ziadosti/<str:number>/uznat-podpis/", decisions.accept_signature, name="accept-signature"),
    path("ziadosti/<str:number>/zamietnut/", decisions.reject, name="reject"),
    path("ziadosti/<str:number>/vyziadat-doplnenie/", decisions.ask, name="ask"),
    path("ziadosti/<str:number>/listina/", decisions.record_paper, name="record-paper"),
    path("ziadosti/<str:number>/poznamka/", decisions.note, name="note"),
    path("ziadosti/<str:number>/metadata.xml", downloads.metadata, name="metadata"),
    path("ziadosti/<str:number>/listina/<int:pk>/oprava/", papers.mend, name="mend-paper"),
    path("ziadosti/<str:number>/listina/<int:pk>/sken/", papers.scan, name="scan"),
    path("ziadosti/<str:number>/prilohy/<int:pk>/", downloads.attached, name="attachment"),
    path("koniec-platnosti/", endings.index, name="endings"),
    path("koniec-platnosti.csv", endings.table, name="endings-table"),
    path("nedorucene-spravy/", letters.index, name="letters"),
    path("nedorucene-spravy/poslat-znova/", letters.send_again, name="send-letters-again"),
    path("doveryhodne-zoznamy/", trust.lists, name="trusted-lists"),
    path("doveryhodne-zoznamy/nacitat/", trust.import_one, name="import-trusted-list"),
    path("evidencia/", reference.organisations, name="organisations"),
    path("evidencia/<int:pk>/", reference.organisation, name="organisation"),
    path("evidencia/nova/", reference_changes.enter, name="enter-organisation"),
    path("evidencia/<int:pk>/upravit/", reference_changes.change, name="change-organisation"),
    path("evidencia/<int:pk>/statutarne-organy/", reference_changes.bodies, name="statutory-bodies"),
    path("evidencia/<int:pk>/projekt/", reference_changes.project, name="enter-project"),
    path("evidencia/<int:pk>/projekt/<int:project_pk>/", reference_changes.project, name="change-project"),
    path("evidencia/<int:pk>/opravnenie/", people.give_mandate, name="give-mandate"),
    path("evidencia/<int:pk>/opravnenie/<int:person_pk>/", people.end_mandate, name="end-mandate"),
    path("evidencia/osoby/", people.people, name="people"),
    path("evidencia/osoby/nova/", people.enter, name="enter-person"),
    path("evidencia/osoby/<int:pk>/rola/", people.change_role, name="change-role"),
    path("evidencia/osoby/<int:pk>/ukoncit/", people.close, name="close-person"),
]
