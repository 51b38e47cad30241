"""The published forms (guide §4.1/8): an index, a page for each, and the files byte for byte."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from matrika.core.filing import Kind
from matrika.eform import ALL, form_of
from matrika.eform.forms import FILES, Form
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db


def test_it_lists_every_form(client: Client) -> None:
    page = text(client.get("/formulare/"))
    for form in ALL:
        assert f'href="/formulare/{form.identifier}/{form.version}/"' in page


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.kind.value)
def test_it_publishes_the_files_with_their_digests(client: Client, form: Form) -> None:
    folder = f"/formulare/{form.identifier}/{form.version}/"
    page = text(client.get(folder))
    for file in FILES:
        assert form.digests[file] in unescape(page)
        answer = client.get(folder + file)
        assert (answer.status_code, answer.content) == (200, form.content(file))


@pytest.mark.parametrize("path", ["nijaky/9.0/", "{identifier}/1.5/", "{identifier}/9.0/..%2Fform.xsd"])
def test_it_knows_no_other_form_and_no_other_file(client: Client, path: str) -> None:
    known = form_of(Kind.CHANGE).identifier
    assert client.get("/formulare/" + path.format(identifier=known)).status_code == 404
