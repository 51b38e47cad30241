"""The three forms of applications: their identifiers, schemas and presentations.

The fields are those of the published sibling forms. The state's own schemas of these three are not
public, so the version is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matrika.core.filing import Kind
from matrika.core.labels import KINDS
from matrika.eform.published import XSD, PublishedForm

VERSION = "9.0"
TEXT = "form.txt.xslt"
HTML = "form.html.xslt"
FILES = (XSD, TEXT, HTML)


@dataclass(frozen=True, kw_only=True)
class Form(PublishedForm):
    """What applications of one kind are written as."""

    kind: Kind
    day: str  # name of the element that holds the effective day


def _form(kind: Kind, identifier: str, *, root: str, day: str) -> Form:
    return Form(
        identifier=identifier,
        version=VERSION,
        root=root,
        title=KINDS[kind],
        files=FILES,
        kind=kind,
        day=day,
    )


REGISTRATION = _form(
    Kind.REGISTRATION,
    "42156424.IAM_Registracia_poskytovatela_sluzieb.sk",
    root="ServiceProviderRegistration",
    day="ValidFrom",
)
CHANGE = _form(
    Kind.CHANGE,
    "42156424.IAM_Zmena_udajov_poskytovatela_sluzieb.sk",
    root="ServiceProviderChange",
    day="DateFrom",
)
CANCELLATION = _form(
    Kind.CANCELLATION,
    "42156424.IAM_Zrusenie_poskytovatela_sluzieb.sk",
    root="ServiceProviderTermination",
    day="DateFrom",
)
ALL = (REGISTRATION, CHANGE, CANCELLATION)


@cache
def form_of(kind: Kind) -> Form:
    """The form that applications of this kind are written as."""
    return next(form for form in ALL if form.kind is kind)
