"""Django's `i18n` tags; words that stand in a template are looked up once for each language, not at each use.

A page asks for a hundred of them, and none changes while a process runs. Settings put this library in the
place of Django's, so that `{% load i18n %}` and the collecting of translations are as everywhere.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Words(i18n.TranslateNode):
    """`{% translate "words" %}`, also with `context "…"` and with `as name`."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        self.known: dict[tuple[str | None, bool], str] = {}

    def render(self, context: template.Context) -> str:
        wanted = (get_language(), context.autoescape)
        words = self.known.get(wanted)
        if words is None:
            said = super().render(context)
            words = self.known[wanted] = context[self.asvar] if self.asvar else said
        if self.asvar:
            context[self.asvar] = words
            return ""
        return words


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    node = i18n.do_translate(parser, token)
    is_known = _is_literal(node.filter_expression) and _is_literal(node.message_context)
    return Words(node) if is_known else node


def _is_literal(said: FilterExpression | None) -> bool:
    """Whether it says the same in every page: a text, and no filter that might not."""
    if said is None:
        return True
    return not said.filters and (isinstance(said.var, str) or _is_text(said.var))


def _is_text(variable: Variable) -> bool:
    return isinstance(variable.literal, str)
