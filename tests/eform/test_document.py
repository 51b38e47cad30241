"""Application → form document: nothing is lost, the same bytes every time (guide §4.1/8)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from matrika.core.filing import Application, Attachment, Authorisation, Kind, PowerOfAttorney
from matrika.core.labels import POWERS
from matrika.core.people import Contact, Ico, SubjectType
from matrika.eform import ALL, NotAForm, as_text, document
from matrika.eform.document import CONTAINER
from matrika.eform.forms import FILES, TEXT
from matrika.eform.published import XSD
from tests.applications import cancellation, change, registration
from tests.eform.reading import read

# Everything XML 1.0 can hold; the form's own alphabets for the rest.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters=[chr(code) for code in (*range(9), 11, 12)])
    .filter(lambda one: ord(one) > 31 or one in "\t\n\r")
    .filter(lambda one: ord(one) not in (0xFFFE, 0xFFFF))
)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    kind = draw(st.sampled_from(Kind))
    metadata = None if kind is Kind.CANCELLATION else draw(st.binary(min_size=1))
    days = st.dates(min_value=date(1000, 1, 1))
    return Application(
        kind=kind,
        subject_type=draw(st.sampled_from(SubjectType)),
        ico=Ico(draw(st.from_regex(r"\A([0-9]{8}|[0-9]{12})\Z")), draw(st.from_regex(r"\A([0-9]{4,5})?\Z"))),
        contact=Contact(
            draw(TEXTS.filter(bool)),
            draw(st.from_regex(r"\A[a-zA-Z0-9_.+-]{1,20}@[a-z-]{1,20}\.[a-z.-]{1,20}\Z")),
            draw(st.from_regex(r"\A[+]?[()/0-9. -]{9,60}\Z")),
        ),
        entity_id=draw(TEXTS.filter(bool)),
        effective_on=draw(st.none() | days if kind is Kind.CHANGE else days),
        metadata=metadata,
        project=draw(TEXTS) if kind is Kind.REGISTRATION else "",
        note=draw(TEXTS),
        authorisation=draw(st.sampled_from(Authorisation)),
        power_of_attorney=draw(st.sampled_from(PowerOfAttorney)),
        reference=draw(st.from_regex(r"\A[0-9a-f-]{0,36}\Z")),
    )


@given(applications())
def test_it_can_be_read_back_whole(application: Application) -> None:
    assert read(document(application)) == (application, [])


@given(applications())
def test_it_gives_the_same_bytes_for_the_same_application(application: Application) -> None:
    assert document(application) == document(replace(application))


def test_it_names_each_attachment_with_its_digest() -> None:
    power = Attachment("splnomocnenie & iné.pdf", "application/pdf", b"%PDF-1.7")
    _, attachments = read(document(registration(attachments=(power,))))
    digest = hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert attachments == [("splnomocnenie & iné.pdf", "application/pdf", 8, digest)]


@pytest.mark.parametrize("power", PowerOfAttorney)
def test_it_says_in_what_form_the_power_of_attorney_comes(power: PowerOfAttorney) -> None:
    """R-5.4."""
    said = as_text(document(registration(power_of_attorney=power)).content)
    assert f"Splnomocnenie: {POWERS[power].sk}\n" in said


LONGEST = registration(
    contact=Contact("Ž" * 1023, "a" * 244 + "@vzory.sk1", "+" + "1" * 63),
    entity_id="https://" + "x" * 1016,
    project="P" * 256,
    note="]]> <!-- & \r\n" + "n" * 3987,
    metadata=b"<x/>" * 262_144,
)


@pytest.mark.parametrize("application", [LONGEST, change(), cancellation(), change(effective_on=None)])
def test_it_holds_values_at_their_limits(application: Application) -> None:
    assert read(document(application))[0] == application


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": "n" * 4001},
        {"note": "\x00"},
        {"note": "\ud800"},
        {"entity_id": ""},
        {"entity_id": "x" * 1025},
        {"project": "P" * 257},
        {"effective_on": None},
        {"metadata": None},
        {"contact": Contact("", "a@b.sk", "+421212345678")},
        {"contact": Contact("A", "a@b", "+421212345678")},
        {"contact": Contact("A", "a@b.sk", "12345678")},
        {"reference": "a b"},
    ],
)
def test_it_refuses_what_the_schema_refuses(wrong: dict[str, object]) -> None:
    with pytest.raises(NotAForm):
        document(registration(**wrong))


def test_it_states_the_digests_of_the_published_files() -> None:
    for kind, application in zip(Kind, (registration(), change(), cancellation()), strict=True):
        form = document(application).form
        container = etree.fromstring(document(application).content)
        assert form.kind is kind
        for name, file in (("UsedXSDReference", XSD), ("UsedPresentationSchemaReference", TEXT)):
            said = container.find(f"{{{CONTAINER}}}UsedSchemasReferenced/{{{CONTAINER}}}{name}")
            assert said is not None
            canonical = etree.tostring(etree.fromstring(form.content(file)), method="c14n")
            digest = base64.b64encode(hashlib.sha256(canonical).digest()).decode()
            assert (said.get("DigestValue"), said.text) == (digest, f"{form.namespace}/{file}")


# A published file never changes: signed documents name its digest. A new content is a new version.
PUBLISHED = {
    "42156424.IAM_Registracia_poskytovatela_sluzieb.sk/9.0/form.xsd": "8f97f2b96c5a8b86",
    "42156424.IAM_Registracia_poskytovatela_sluzieb.sk/9.0/form.txt.xslt": "5810b567e583e7b1",
    "42156424.IAM_Registracia_poskytovatela_sluzieb.sk/9.0/form.html.xslt": "ab4e89c660854973",
    "42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk/9.0/form.xsd": "242eb8c651c25da8",
    "42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk/9.0/form.txt.xslt": "f089d8480ccfa120",
    "42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk/9.0/form.html.xslt": "94ce44432dc1d3f3",
    "42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk/9.0/form.xsd": "de8888d7eab65bcf",
    "42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk/9.0/form.txt.xslt": "b8ad47f171ef6a96",
    "42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk/9.0/form.html.xslt": "a209434ce28d6d6d",
}


def test_it_never_edits_a_published_file() -> None:
    now = {
        f"{form.identifier}/{form.version}/{file}": hashlib.sha256(form.content(file)).hexdigest()[:16]
        for form in ALL
        for file in FILES
    }
    assert now == PUBLISHED
