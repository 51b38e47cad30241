"""The page for the administrator of an identity provider: what is here, and what to trust."""

from __future__ import annotations

import hashlib
from ssl import PEM_cert_to_DER_cert

from django.conf import settings
from django.utils.html import format_html

from matrika.publication.models import PublishedAggregate

_PAGE = """<!doctype html>
<html lang="sk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Zverejnené metadáta – Published metadata</title>
</head>
<body>
<main>
<h1>Zverejnené metadáta</h1>
<p>Metadáta aktívnych poskytovateľov služieb, podpísané, cez Metadata Query Protocol.
Teraz ich je {entities}.</p>
<dl>
<dt>Jeden poskytovateľ</dt><dd><code>{base}/entities/</code> a entityID zakódované percentami,
napríklad <code>{base}/entities/https%3A%2F%2Fsp.example</code></dd>
<dt>Podľa odtlačku</dt><dd><code>{base}/entities/%7Bsha1%7D</code> a SHA-1 z entityID,
40 šestnástkových číslic</dd>
<dt>Všetci</dt><dd><a href="{base}/entities">{base}/entities</a></dd>
<dt>Podpisový certifikát</dt><dd><a href="{base}/certificate.pem">{base}/certificate.pem</a></dd>
<dt>Odtlačok certifikátu (SHA-256)</dt><dd><code>{fingerprint}</code></dd>
</dl>
<section lang="en">
<h2>Published metadata</h2>
<p>Signed metadata of the active service providers, by the Metadata Query Protocol. Ask for one provider by
its percent-encoded entityID or by <code>{{sha1}}</code> and the digest, or for all.
Verify every document with the certificate above; compare its fingerprint over another channel
first. Ask again after cacheDuration (ETag and If-None-Match make that cheap) and never
use a document beyond its validUntil.</p>
</section>
</main>
</body>
</html>
"""


def render(certificate: str, aggregate: PublishedAggregate | None) -> str:
    """HTML; `certificate` is PEM, or "" before the worker's first start."""
    return format_html(
        _PAGE,
        base=f"{settings.BASE_URL}/mdq",
        entities=aggregate.entities if aggregate else 0,
        fingerprint=fingerprint(certificate) if certificate else "–",
    )


def fingerprint(certificate: str) -> str:
    """SHA-256 of the DER, 64 upper-case hex digits, as everywhere in the register."""
    return hashlib.sha256(PEM_cert_to_DER_cert(certificate)).hexdigest().upper()
