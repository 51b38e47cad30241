"""The page for the administrator of an identity provider: what is here, and what to trust.

It passes by Django's sessions, so nobody can choose a language here: it says everything in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from matrika.mdq.words import BOTH, Words
from matrika.publication.identifier import sha1_of
from matrika.publication.models import PublicationKey, PublishedAggregate

_PAGE = """<!doctype html>
<html lang="sk" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Zverejnené metadáta – Published metadata</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{idsk}">
<link rel="stylesheet" href="{own}">
</head>
<body class="govuk-template__body">
<header class="m-head"><div class="govuk-width-container">
<a class="m-brand" href="{home}">
<span><strong>Matrika</strong> <span>register poskytovateľov služieb</span></span></a>
<a class="govuk-link" href="#en" lang="en" hreflang="en">English</a>
</div></header>
<div class="govuk-width-container">
<main class="govuk-main-wrapper">
{sections}</main>
</div>
</body>
</html>
"""
_SECTION = """<section lang="{language}" aria-labelledby="{language}">
<h1 class="govuk-heading-xl" id="{language}">{title}</h1>
<p class="govuk-body">{what} {count}</p>
<dl class="m-list">
<div><dt>{one}</dt><dd>{one_how}<br><code class="m-code">{base}/entities/{example}</code></dd></div>
<div><dt>{digest}</dt><dd>{digest_how}<br><code class="m-code">{base}/entities/%7Bsha1%7D{example_digest}</code></dd></div>
<div><dt>{all}</dt><dd><a class="govuk-link m-code" href="{base}/entities">{base}/entities</a></dd></div>
<div><dt>{certificate}</dt><dd><a class="govuk-link m-code" href="{base}/certificate.pem">{base}/certificate.pem</a></dd></div>
</dl>
<p class="govuk-body">{use}</p>
<h2 class="govuk-heading-l">{certificates}</h2>
<p class="govuk-body">{trust}</p>
{keys}
</section>
"""  # noqa: E501 - one row of the list a line
_KEY = """<div><dt>{}</dt><dd><a class="govuk-link m-code" href="{}/certificates/{}.pem">{}</a></dd></div>
"""
_EXAMPLE = "https://sp.example"


def render(keys: Sequence[PublicationKey], aggregate: PublishedAggregate | None) -> str:
    """HTML; there are no keys before the worker's first start."""
    entities = aggregate.entities if aggregate else 0
    return format_html(
        _PAGE,
        icon=static("matrika/icon.svg"),
        idsk=static("idsk/idsk.css"),
        own=static("matrika/matrika.css"),
        home=f"{settings.BASE_URL}/",
        sections=format_html_join("", "{}", ((_section(words, keys, entities),) for words in BOTH)),
    )


def _section(words: Words, keys: Sequence[PublicationKey], entities: int) -> SafeString:
    base = f"{settings.BASE_URL}/mdq"
    rows = (
        (words.state(key.state, key.planned_at, key.retired_at), base, key.fingerprint, key.fingerprint)
        for key in keys
    )
    listed = format_html('<dl class="m-list">{}</dl>', format_html_join("", _KEY, rows))
    return format_html(
        _SECTION,
        **asdict(words),
        count=words.count(entities),
        base=base,
        example=quote(_EXAMPLE, safe=""),
        example_digest=sha1_of(_EXAMPLE),
        keys=listed if keys else format_html('<p class="m-inset">{}</p>', words.no_keys),
    )
