"""Publishing, and waiting until a started web process has noticed, which it does within a second."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from urllib.parse import quote

from matrika.publication.models import PublicationState, PublishedEntity
from tests.interop.documented import PATIENCE
from tests.mdq.server import Server
from tests.publication.registering import publish_all


def publish(server: Server, *, entity_id: str, at: datetime | None = None) -> None:
    """Publish what is due; then the entity and the aggregate that are served are the new ones."""
    publish_all(at=at or datetime.now(UTC))
    state = PublicationState.objects.select_related("aggregate").get(pk=1)
    etags = PublishedEntity.objects.filter(provider__entity_id=entity_id).values_list("etag", flat=True)
    expected = {
        "/mdq/entities": state.aggregate and state.aggregate.etag,
        f"/mdq/entities/{quote(entity_id, safe='')}": etags.first(),
    }
    begun = monotonic()
    while {path: server.get(path).headers["ETag"] for path in expected} != expected:
        assert monotonic() - begun < PATIENCE
