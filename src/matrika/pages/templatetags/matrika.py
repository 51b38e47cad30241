"""Filters and tags for every door's templates: `{% load matrika %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from matrika.core import problems
from matrika.core.days import day_of, to_the_second
from matrika.core.filing import Problem
from matrika.pages import actors, labels, second_factor
from matrika.pages.language import say
from matrika.pages.source import worst_first
from matrika.register.models import Person
from samllint.commands import pasteable
from samllint.report import Outcome, Report, Severity
from samllint.text import Text

register = template.Library()


@register.filter
def own_language_name(code: str) -> str:
    """A language's name in that language: people look for theirs, not for its Slovak name."""
    return str(get_language_info(code)["name_local"]).capitalize()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as people here write it: 22.11.2026. An instant is told in Europe/Bratislava."""
    if value is None:
        return ""
    local = day_of(value) if isinstance(value, datetime) else value
    return local.strftime("%d.%m.%Y")


@register.filter
def moment(value: datetime | None) -> str:
    """An instant to the second in Europe/Bratislava: 22.11.2026 13:00:00."""
    return "" if value is None else to_the_second(value)


@register.filter
def moment_before(value: datetime | None) -> str:
    """The last second before an instant: people say until when something holds, not since when no more."""
    return "" if value is None else moment(value - timedelta(seconds=1))


@register.filter
def text(value: Text | None) -> str:
    """A sentence of the rule engine or of the core, in the language of the page."""
    return "" if value is None else say(value)


@register.filter
def label(value: Any, of: str) -> str:
    """The word people read for a stored value: `{{ filing.status|label:"status" }}`."""
    return labels.word(of, value)


@register.filter
def ways(how: str) -> str:
    """By what somebody logged in: "password+totp" is "heslo + kód z aplikácie". Other words stay."""
    return " + ".join(label(one, "way") if one in labels.WAYS else one for one in how.split("+"))


@register.filter
def refusal(note: str) -> str:
    """Why a log-in was refused; the code of a fault stays."""
    return label(note, "log_in_refusal") if note in labels.LOG_IN_REFUSALS else note


@register.filter
def colour(value: Any, of: str) -> str:
    """The colour of the tag beside that word: blue, green, yellow, red or grey."""
    return labels.colour(of, value)


@register.simple_tag
def tag(value: Any, of: str) -> SafeString:
    """`{% tag filing.status "status" %}`: the word in a coloured tag."""
    return format_html('<strong class="m-tag m-tag--{}">{}</strong>', colour(value, of), label(value, of))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of a severity, or rules of an outcome, a report has."""

    kind: str  # as in the classes of the page: "error", "passed"
    word: str
    colour: str
    number: int


@register.filter
def findings_by_severity(report: Report) -> list[Tally]:
    """The worst first; none of zero."""
    all_found = [finding.severity for finding in report.findings()]
    return [
        _tally(one.label, "severity", one, all_found.count(one))
        for one in sorted(Severity)[::-1]
        if one in all_found
    ]


@register.filter
def rules_by_outcome(report: Report) -> list[Tally]:
    """None of zero."""
    return [_tally(one.value, "outcome", one, report.count(one)) for one in Outcome if report.count(one)]


def _tally(kind: str, table: str, value: Severity | Outcome, number: int) -> Tally:
    return Tally(kind, labels.word(table, value), labels.colour(table, value), number)


register.filter(worst_first)


@register.filter
def says(remedy: Text) -> str:
    """A remedy without what can be pasted from it, in the language of the page."""
    return pasteable(say(remedy))[0]


@register.filter
def pasted(remedy: Text) -> str:
    """What can be pasted from a remedy: commands, one a line, or an element; "" without any."""
    return pasteable(say(remedy))[1]


@register.filter
def sentence(problem: Problem) -> str:
    """What the applicant reads of a problem."""
    return say(problems.sentence(problem))


register.filter(actors.who_did)


@register.simple_tag
def demo_people() -> list[tuple[Person, str]]:
    """Who can log in with one click, and what each does here. Nobody outside demo mode."""
    if not settings.DEMO:
        return []
    people = Person.objects.filter(is_active=True).prefetch_related("mandates__organisation")
    return [(one, _what_they_do(one)) for one in people.order_by("pk")]


@register.filter
def is_this_portal(entity_id: str) -> bool:
    """Whether the provider of that entityID is the portal itself, which people log in to as to any other."""
    return entity_id == settings.SAML_ENTITY_ID


@register.simple_tag(takes_context=True)
def demo_code(context: template.Context) -> str:
    """The code that whoever logs in, or is logged in, would read off a telephone; "" outside demo mode."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    person = stage.login.user if stage else request.user
    return second_factor.demo_code(person) if isinstance(person, Person) else ""


@register.simple_tag(takes_context=True)
def sso(context: template.Context) -> dict[str, Any]:
    """Which identity providers one can log in through, and where to afterwards."""
    wanted = context["request"].GET.get("next", "")
    ways = [("portal:saml", settings.SAML_NAME)] if settings.SAML_IDP else []
    ways += [("portal:oidc", settings.OIDC_NAME)] if settings.OIDC else []
    return {"ways": ways, "next": wanted}


@register.simple_tag(takes_context=True)
def what_waits(context: template.Context) -> str:
    """ "typed" or "draft": what was sent too late and is found again after the log-in; "" = nothing."""
    request = context["request"]
    if request.session.get("typed_before"):
        return "typed"
    try:
        match = resolve(request.GET.get("next", "").partition("?")[0])
    except Resolver404:
        return ""
    return "draft" if match.view_name.startswith("portal:draft") else ""


def _what_they_do(person: Person) -> str:
    names = [mandate.organisation.name for mandate in person.mandates.all()]
    return ", ".join(names) or labels.word("role", person.role)


@register.filter
def is_tick_box(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def first_control(field: BoundField) -> str:
    """The id an error summary links to: of a group of radios, the first one's."""
    is_group = isinstance(field.field.widget, RadioSelect)
    return f"{field.auto_id}_0" if is_group else str(field.auto_id)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, view: str, name: str, count: int = 0) -> SafeString | str:
    """A link of the main menu, marked when the page lies under it. Nothing when that door is shut."""
    try:
        address = reverse(view)
    except NoReverseMatch:
        return ""
    here = getattr(context.get("request"), "path", "").startswith(address)
    return format_html(
        '<a href="{}"{}>{}{}</a>',
        address,
        SafeString(' aria-current="page"') if here else "",
        name,
        format_html(' <span class="m-count">{}</span>', count) if count else "",
    )
