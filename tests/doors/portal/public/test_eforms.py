"""The published forms (guide §4.1/8): an index, a page for each, and the files byte for byte."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from matrika.core.filing import Kind
from matrika.eform import ALL, form_of, messages
from matrika.eform.published import PublishedForm
from tests.doors.portal.forms import text

PUBLISHED = (*ALL, *messages.ALL)
pytestmark = pytest.mark.django_db


def test_it_lists_every_form(client: Client) -> None:
    page = text(client.get("/formulare/"))
    for form in PUBLISHED:
        assert f'href="/formulare/{form.identifier}/{form.version}/"' in page


@pytest.mark.parametrize("form", PUBLISHED, ids=lambda form: form.root)
def test_it_publishes_the_files_with_their_digests(client: Client, form: PublishedForm) -> None:
    folder = f"/formulare/{form.identifier}/{form.version}/"
    page = text(client.get(folder))
    for file in form.files:
        assert form.digests[file] in unescape(page)
        answer = client.get(folder + file)
        assert (answer.status_code, answer.content) == (200, form.content(file))


@pytest.mark.parametrize("path", ["nijaky/9.0/", "{identifier}/1.5/", "{identifier}/9.0/..%2Fform.xsd"])
def test_it_knows_no_other_form_and_no_other_file(client: Client, path: str) -> None:
    known = form_of(Kind.CHANGE).identifier
    assert client.get("/formulare/" + path.format(identifier=known)).status_code == 404
