"""`{% url %}`, which remembers the addresses it has made: they follow from a name and what fills it in.

A page has fifty of them, most of them the same on every page. Settings make it the tag of all templates.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.urls import get_script_prefix, reverse
from django.utils.html import escape

register = template.Library()
REMEMBERED = 4096  # a list has twenty-five


class Address(defaulttags.URLNode):
    """No namespace is installed twice, so which of them asks makes no difference."""

    def render(self, context: template.Context) -> str:
        if self.kwargs or self.asvar or not context.autoescape:
            return super().render(context)
        args = tuple([arg.resolve(context) for arg in self.args])
        return _address(self.view_name.resolve(context), args, get_script_prefix())


@register.tag
def url(parser: Parser, token: Token) -> Address:
    node = defaulttags.url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@lru_cache(REMEMBERED)
def _address(name: str, args: tuple[Any, ...], _below: str) -> str:
    """As it stands in a page, below the path that the server was given. Raises NoReverseMatch."""
    return escape(reverse(name, args=args))
