"""The page for the administrator of an identity provider: what is here, and what to trust."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.html import format_html, format_html_join

from matrika.publication.models import PublicationKey, PublishedAggregate

_PAGE = """<!doctype html>
<html lang="sk" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Zverejnené metadáta – Published metadata</title>
<link rel="stylesheet" href="{static}idsk/idsk.css">
<link rel="stylesheet" href="{static}matrika/matrika.css">
</head>
<body class="govuk-template__body">
<div class="m-bar"><div class="govuk-width-container"><p><a href="/">Matrika</a></p></div></div>
<main class="govuk-width-container govuk-main-wrapper">
<h1 class="govuk-heading-xl">Zverejnené metadáta</h1>
<p class="govuk-body">Metadáta aktívnych poskytovateľov služieb, podpísané, cez Metadata Query Protocol.
Teraz ich je {entities}.</p>
<dl class="m-list m-anywhere">
<div><dt>Jeden poskytovateľ</dt><dd><code>{base}/entities/</code> a entityID zakódované percentami,
napríklad <code>{base}/entities/https%3A%2F%2Fsp.example</code></dd></div>
<div><dt>Podľa odtlačku</dt><dd><code>{base}/entities/%7Bsha1%7D</code> a SHA-1 z entityID,
40 šestnástkových číslic</dd></div>
<div><dt>Všetci</dt><dd><a href="{base}/entities">{base}/entities</a></dd></div>
<div><dt>Podpisový certifikát</dt><dd><a href="{base}/certificate.pem">{base}/certificate.pem</a></dd></div>
</dl>
<h2 class="govuk-heading-l">Podpisové certifikáty <span lang="en">/ Signing certificates</span></h2>
<p class="govuk-body">Odtlačok je SHA-256 z certifikátu.
Ďalšiemu certifikátu dôverujte vopred, popri terajšom.
<span lang="en">Trust the next certificate beforehand, beside the present one.</span></p>
<ul class="govuk-list govuk-list--bullet m-anywhere">
{keys}</ul>
<section lang="en">
<h2 class="govuk-heading-l">Published metadata</h2>
<p class="govuk-body">Signed metadata of the active service providers, by the Metadata Query Protocol.
Ask for one provider by its percent-encoded entityID or by <code>{{sha1}}</code> and the digest, or for all.
Verify every document with the certificates above; compare their fingerprints over another channel
first. Ask again after cacheDuration (ETag and If-None-Match make that cheap) and never
use a document beyond its validUntil.</p>
</section>
</main>
</body>
</html>
"""


_WORDS = {
    PublicationKey.State.ACTIVE: ("podpisuje teraz", "signs now"),
    PublicationKey.State.NEXT: ("bude podpisovať od {}", "will sign from {}"),
    PublicationKey.State.FORMER: ("podpisoval do {}", "signed until {}"),
}


def render(keys: Sequence[PublicationKey], aggregate: PublishedAggregate | None) -> str:
    """HTML; there are no keys before the worker's first start."""
    base = f"{settings.BASE_URL}/mdq"
    return format_html(
        _PAGE,
        base=base,
        static=settings.STATIC_URL,
        entities=aggregate.entities if aggregate else 0,
        keys=format_html_join(
            "",
            '<li><a href="{}/certificates/{}.pem"><code>{}</code></a>'
            ' – {} / <span lang="en">{}</span></li>\n',
            ((base, key.fingerprint, key.fingerprint, *_words(key)) for key in keys),
        ),
    )


def _words(key: PublicationKey) -> tuple[str, str]:
    day = key.planned_at if key.state == PublicationKey.State.NEXT else key.retired_at
    sk, en = _WORDS[PublicationKey.State(key.state)]
    return sk.format(f"{day:%d.%m.%Y}" if day else ""), en.format(f"{day:%Y-%m-%d}" if day else "")
