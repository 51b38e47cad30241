"""The issuer itself, without a browser, says that somebody left there: their sessions end here, too."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from matrika.outside.login.oidc import leaving, token
from matrika.outside.login.oidc.leaving import Leaving
from matrika.outside.login.oidc.refused import Fault, Refused
from matrika.portal.login import issuer, once, sessions
from matrika.portal.login.arrive import digest_keys
from matrika.register import logins
from matrika.register.reference import identities

logger = logging.getLogger(__name__)


@csrf_exempt
@never_cache
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """200: nobody of that name is logged in here any more; 400: the token is not believed."""
    client, now = issuer.client(), timezone.now()
    text = request.POST.get("logout_token", "")
    try:
        algorithm, key_name = token.algorithm_and_key_name(text)
        key = issuer.key_of(issuer.provider_of(client), algorithm, key_name)
        known = {"issuer": client.issuer, "client_id": client.client_id}
        left = leaving.read(text, key, at=now, drift=settings.OIDC_CLOCK, **known)
        # Together: a token whose work was broken off can be brought again.
        with transaction.atomic():
            if not once.use(f"{client.issuer} logout {left.token_id}", until=left.usable_until, at=now):
                raise Refused(Fault.REPLAYED)
            sessions.end_all(_of(left, client.issuer), "provider")
    except Refused as problem:
        logger.warning("a logout token is refused: %s", problem)
        error = {"error": "invalid_request", "error_description": problem.fault.value}
        return JsonResponse(error, status=400)
    return HttpResponse(status=200)


def names(claims: Mapping[str, Any]) -> dict[str, str]:
    """What a session must remember of its ID token to be found by `told`; nothing that tells who it is."""
    sid = claims.get("sid")
    index = _short(sid) if isinstance(sid, str) and sid else ""
    return {"name_id": identities.digests(str(claims.get("sub")), keys=digest_keys()[:1])[0], "index": index}


def _of(left: Leaving, issuer_name: str) -> logins.Sessions:
    called = identities.digests(left.sub, keys=digest_keys()) if left.sub else []
    return logins.at_provider(issuer_name, called, [_short(left.sid)] if left.sid else [])


def _short(sid: str) -> str:
    """A session's name may have any length and be anything; its digest has 64 digits."""
    return hashlib.sha256(sid.encode()).hexdigest()
