"""The portal's addresses, in Slovak as its users read them."""

from __future__ import annotations

from django.urls import path, register_converter

from matrika.portal.kinds import KindConverter
from matrika.portal.login import oidc, oidc_leaving, saml, sessions
from matrika.portal.views import (
    certificates,
    check,
    eforms,
    endings,
    filing_form,
    filings,
    further_addresses,
    generator,
    messages,
    profile,
    public,
    rules,
    signing,
    versions,
)

app_name = "portal"
register_converter(KindConverter, "kind")

urlpatterns = [
    path("", public.home, name="home"),
    path("kontrola/", check.check, name="check"),
    path("pravidla/", rules.index, name="rules"),
    path("pravidla/<slug:rule_id>/", rules.show, name="rule"),
    path("kluce/", generator.generator, name="generator"),
    path("sluzby/", public.services, name="services"),
    path("o-registri/", public.about, name="about"),
    path("pristupnost/", public.accessibility, name="accessibility"),
    path("formulare/", eforms.index, name="eforms"),
    path("formulare/<str:identifier>/<str:version>/", eforms.show, name="eform"),
    path("formulare/<str:identifier>/<str:version>/<str:file>", eforms.published, name="eform-file"),
    path("ukazka/prihlasit/", public.demo_login, name="demo-login"),
    path("prihlasenie/saml/", saml.start, name="saml"),
    path("prihlasenie/saml/acs/", saml.acs, name="saml-acs"),
    path("prihlasenie/saml/dokoncit/<uuid:pk>/", saml.finish, name="saml-finish"),
    path("prihlasenie/saml/slo/", saml.slo, name="saml-slo"),
    path("prihlasenie/saml/metadata.xml", saml.metadata, name="saml-metadata"),
    path("prihlasenie/oidc/", oidc.start, name="oidc"),
    path("prihlasenie/oidc/navrat/", oidc.back, name="oidc-back"),
    path("prihlasenie/oidc/odhlasene/", oidc.left, name="oidc-left"),
    path("prihlasenie/oidc/odhlasenie/", oidc_leaving.told, name="oidc-leaving"),
    path("prihlasenie/relacie/", sessions.index, name="sessions"),
    path("prihlasenie/relacie/ukoncit-ostatne/", sessions.end_others, name="end-other-sessions"),
    path("konat-za/", profile.act_for, name="act-for"),
    # Filling in and sending
    path("sluzby/<kind:kind>/", filing_form.empty, name="form-empty"),
    path("profil/ziadost/<kind:kind>/", filing_form.from_profile, name="form-from-profile"),
    path("profil/poskytovatelia/<int:pk>/<kind:kind>/", filing_form.for_provider, name="form-for-provider"),
    path("rozpisane/<uuid:pk>/", filing_form.fill_in, name="draft"),
    path("rozpisane/<uuid:pk>/kontrola/", filing_form.check, name="draft-check"),
    path("rozpisane/<uuid:pk>/podpis/", signing.sign, name="draft-sign"),
    path("rozpisane/<uuid:pk>/podpis/dokument/", signing.document, name="draft-document"),
    path("rozpisane/<uuid:pk>/podpis/autogram.json", signing.question, name="draft-question"),
    path("rozpisane/<uuid:pk>/odoslat/", filing_form.send, name="draft-send"),
    path("rozpisane/<uuid:pk>/zmena/", filing_form.as_change, name="draft-as-change"),
    path("rozpisane/<uuid:pk>/zahodit/", filing_form.discard, name="draft-discard"),
    # What was filed
    path("ziadosti/", filings.index, name="filings"),
    path("ziadosti/<str:number>/", filings.show, name="filing"),
    path("ziadosti/<str:number>/tlac/", filings.printout, name="filing-printout"),
    path("ziadosti/<str:number>/metadata.xml", filings.metadata, name="filing-metadata"),
    path("ziadosti/<str:number>/prilohy/<int:pk>/", filings.attached, name="filing-attachment"),
    path("ziadosti/<str:number>/doplnit/", filings.give_answer, name="filing-answer"),
    path("ziadosti/<str:number>/vziat-spat/", filings.take_back, name="filing-withdraw"),
    # The register's records
    path("profil/", profile.index, name="profile"),
    path("profil/technicke-ucty/", profile.providers, name="providers"),
    path("profil/poskytovatelia/<int:pk>/", profile.provider, name="provider"),
    path("profil/poskytovatelia/<int:pk>/historia/", profile.history, name="provider-history"),
    path("profil/poskytovatelia/<int:pk>/metadata/", versions.index, name="versions"),
    path("profil/poskytovatelia/<int:pk>/metadata/porovnanie/", versions.compare, name="compare"),
    path("profil/poskytovatelia/<int:pk>/metadata/<int:number>/", versions.show, name="version"),
    path(
        "profil/poskytovatelia/<int:pk>/metadata/<int:number>.xml",
        versions.download,
        name="provider-metadata",
    ),
    path("profil/poskytovatelia/<int:pk>/certifikaty/", certificates.index, name="certificates"),
    path("profil/poskytovatelia/<int:pk>/certifikaty/<int:entry>/", certificates.show, name="certificate"),
    path(
        "profil/poskytovatelia/<int:pk>/certifikaty/<int:entry>.cer",
        certificates.download,
        name="certificate-file",
    ),
    path("profil/koniec-platnosti/", endings.index, name="endings"),
    path("profil/koniec-platnosti.csv", endings.table, name="endings-table"),
    path("profil/kalendar/", endings.make_address, name="calendar-make"),
    path("profil/kalendar/zrusit/", endings.end_address, name="calendar-end"),
    path("kalendar/<str:token>.ics", endings.calendar, name="calendar"),
    path("profil/dalsie-adresy/", further_addresses.index, name="further-addresses"),
    path("profil/dalsie-adresy/<int:pk>/", further_addresses.change, name="further-address-change"),
    path("dalsia-adresa/<str:token>/", further_addresses.of_holder, name="further-address"),
    path("spravy/", messages.index, name="messages"),
    path("spravy/<int:pk>/", messages.show, name="message"),
    path("spravy/<int:pk>/dokument.xml", messages.download, name="message-document"),
]
