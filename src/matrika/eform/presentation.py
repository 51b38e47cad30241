"""A form document for people's eyes, by its own published presentations."""

from __future__ import annotations

from lxml import etree

from matrika.eform.document import form_element
from matrika.eform.forms import ALL, HTML, TEXT, Form
from matrika.eform.own_xml import parse

# The presentations read nothing but the document in hand.
NOTHING_ELSE = etree.XSLTAccessControl.DENY_ALL  # type: ignore[attr-defined]  # not in the stubs


def as_text(content: bytes) -> str:
    """What a signer is shown: plain Slovak text. `content` is a document of ours."""
    return str(_present(content, TEXT))


def as_html(content: bytes) -> str:
    """The same as a page of its own, without scripts, styles or addresses."""
    return str(_present(content, HTML))


def _present(content: bytes, file: str) -> etree._XSLTResultTree:
    element = form_element(content)
    form = _form(element)
    show = etree.XSLT(parse(form.content(file)), access_control=NOTHING_ELSE)
    return show(element)


def _form(element: etree._Element) -> Form:
    namespace = etree.QName(element).namespace
    return next(form for form in ALL if form.namespace == namespace)
