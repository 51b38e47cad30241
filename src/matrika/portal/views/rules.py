"""The rules by which metadata are judged, each with its page: what reports link to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samllint import profiles, rules
from samllint.base64fault import RULE as FIELD_RULE


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/rules.html", {"rules": (*rules.every(), FIELD_RULE)})


@require_safe
def show(request: HttpRequest, rule_id: str) -> HttpResponse:
    known = {rule.id: rule for rule in (*rules.every(), FIELD_RULE)}
    if rule_id not in known:
        raise Http404
    rule = known[rule_id]
    bindings = [
        (one.name, one.severities.get(rule.id, rule.severity), one.binding_since.get(rule.id))
        for one in profiles.every().values()
    ]
    return render(request, "portal/rule.html", {"rule": rule, "bindings": bindings})
