"""Every page of portal and console, for each role, at both widths: axe finds nothing, nothing is too wide.

The pages are found as people find them, by their links; so a new page is covered when it is linked, and
one that nothing leads to makes the test fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, resolve

from matrika.core.people import Role
from matrika.register.models import Person
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

ROLES = ("", "Alžbeta", "Zita", "Dušan", "Elena")
# How many of a kind are looked at; of others, one.
INSTANCES = {"portal:filing": 8, "console:filing": 8, "portal:message": 4, "portal:form-for-provider": 4}
INSTANCES |= {
    "console:organisation": 3,
    "portal:form-from-profile": 3,
    "portal:provider": 3,
    "console:provider": 3,
}
# Not linked: what leads there is a form or a letter, and the test named looks at it.
BY_A_FORM = {
    "portal:draft-check": "test_registration_journey",
    "portal:draft-sign": "test_signing_journey",
    "portal:draft-document": "test_signing_journey",
    "portal:draft-question": "test_signing_journey",
    "portal:compare": "test_change_journey",
    "portal:calendar": "test_endings",
    "portal:further-address": "test_letters",
    "portal:filing-attachment": "test_power_of_attorney",
    "console:attachment": "test_power_of_attorney",
    "console:mend-paper": "test_console",
    "console:scan": "test_console",
}
# Shows the page that was left once more, after a second factor was given anew (tests/doors/login).
BACK_AGAIN = {"console:import-trusted-list"}
# Between the browser and the identity provider: no page, and not there without one (tests/doors/login).
OF_THE_LOG_IN = {"portal:saml", "portal:saml-finish", "portal:saml-slo", "portal:saml-metadata"}
OF_THE_LOG_IN |= {"portal:oidc", "portal:oidc-back", "portal:oidc-left", "portal:oidc-leaving"}
# The library's, the identity provider's, and those for what went wrong.
ELSEWHERE = ("/ucet/2fa/", "/ucet/2fa/totp/deactivate/", "/ucet/2fa/webauthn/", "/ucet/2fa/recovery-codes/")
ELSEWHERE += ("/ucet/password/change/", "/ucet/2fa/reauthenticate/", "/ucet/logout/", "/mdq/")
ELSEWHERE += ("/nikde/", "/spravy/", "/profil/ziadost/registracia/", "/konzola/audit/")
FOLDER = Path(__file__).parent
reached: set[str] = set()


def name_of(path: str) -> str:
    """The name of the page at the path; "" for what is no page of ours."""
    try:
        match = resolve(path)
    except Http404:
        return ""
    return match.view_name if match.namespaces in (["portal"], ["console"], ["health"]) else ""


def links(visitor: Visitor) -> Iterator[str]:
    """The addresses on this site that the page leads to."""
    hrefs = visitor.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    for href in hrefs:
        address = urldefrag(urljoin(visitor.page.url, href)).url
        if address.startswith(visitor.site.address):
            yield address


def walk(visitor: Visitor) -> Iterator[str]:
    """Open page after page, breadth first; of each kind only as many as INSTANCES says."""
    waiting, seen, counted = [f"{visitor.site.address}/"], set(), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        name = name_of(urlsplit(address).path)
        if address in seen or not name or counted[name] >= INSTANCES.get(name, 1):
            continue
        seen.add(address)
        counted[name] += 1
        reached.add(name)
        answer = visitor.page.request.get(address)
        if "text/html" not in answer.headers["content-type"]:
            continue  # a file to save
        visitor.open(urlsplit(address).path + (f"?{query}" if (query := urlsplit(address).query) else ""))
        landed = name_of(urlsplit(visitor.page.url).path)  # a form opens a draft
        reached.add(landed)
        waiting += links(visitor)
        yield name


def faults_of(walker: Visitor, name: str) -> dict[str, list[str]]:
    """What axe finds wherever links lead that person, by the place."""
    walker.page.context.clear_cookies()
    if name:
        walker.log_in(name)
    found: dict[str, list[str]] = {}
    for number, page in enumerate(walk(walker)):
        if sentences := walker.at_both_widths(walker.violations):
            found[f"{number} {page} {walker.page.url}"] = sentences
    return found


@pytest.mark.parametrize("name", ["Alžbeta", "Dušan"])
def test_it_fits_the_screen_in_english(walker: Visitor, name: str) -> None:
    """English pages have the same mark-up and other lengths of words: of them only the width is measured."""
    walker.log_in(name)
    walker.speak("en")
    found: dict[str, list[str]] = {}
    for page in walk(walker):
        if sentences := walker.at_both_widths(walker.too_wide):
            found[f"{page} {walker.page.url}"] = sentences
    assert found == {}


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_fits_the_screen_on_pages_of_libraries_and_of_errors_too(walker: Visitor, language: str) -> None:
    """Nobody of `walk` goes there: they are no pages of portal and console, or nothing leads to them."""
    walker.log_in("Zita")
    walker.speak(language)
    found: dict[str, list[str]] = {}
    for path in ELSEWHERE:
        walker.open(path)
        walker.look(f"elsewhere-{path.strip('/').replace('/', '-')}-{language}")
        if sentences := walker.at_both_widths(walker.violations):
            found[path] = sentences
    assert found == {}


def pages() -> Iterator[tuple[str, Any]]:
    """Every name and view of portal and console."""
    for resolver in get_resolver().url_patterns:
        namespace = getattr(resolver, "namespace", None)
        if namespace in ("portal", "console"):
            for pattern in resolver.url_patterns:
                assert isinstance(pattern, URLPattern)
                yield f"{namespace}:{pattern.name}", pattern.callback


def takes_only_forms(view: Any) -> bool:
    """Whether the view answers GET with 405, without asking the database or what the address names."""
    request = RequestFactory().get("/")
    request.user = Person(role=Role.SUPERVISOR)
    try:
        return view(request).status_code == 405
    except Exception:  # noqa: BLE001 - it went on to ask for more than that
        return False


def test_it_is_accessible_wherever_links_lead(walker: Visitor) -> None:
    """One test, for what nobody was led to is known only after everybody has walked."""
    assert {name: faults for name in ROLES if (faults := faults_of(walker, name))} == {}
    assert {name for name in BY_A_FORM.values() if not (FOLDER / f"{name}.py").exists()} == set()
    left_out = {
        name
        for name, view in pages()
        if name not in reached | set(BY_A_FORM) | OF_THE_LOG_IN | BACK_AGAIN and not takes_only_forms(view)
    }
    assert left_out == set()
