"""Publishing, and waiting until a started web process has noticed, which it does within a second."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from urllib.parse import quote

from django.db.models import QuerySet

from matrika.publication.aggregate import members
from matrika.publication.models import PublicationState, PublishedAggregate, PublishedEntity
from tests.interop.documented import PATIENCE
from tests.mdq.server import Server
from tests.publication.registering import publish_all


def publish(server: Server, *, entity_id: str, at: datetime | None = None) -> None:
    """Publish what is due; then the entity and the aggregate that are served are the new ones."""
    publish_all(at=at or datetime.now(UTC))
    state = PublicationState.objects.select_related("aggregate").get(pk=1)
    documents = PublishedEntity.objects.filter(provider__entity_id=entity_id)
    expected = {
        "/mdq/entities": state.aggregate and _etag_of_all(state.aggregate),
        f"/mdq/entities/{quote(entity_id, safe='')}": _etag(documents),
    }
    begun = monotonic()
    while {path: server.get(path).headers["ETag"] for path in expected} != expected:
        assert monotonic() - begun < PATIENCE


def _etag_of_all(aggregate: PublishedAggregate) -> str | None:
    """Where there is one provider only, its own document stands for all."""
    return _etag(members.of_one(aggregate)) if aggregate.entities == 1 else aggregate.etag


def _etag(documents: QuerySet[PublishedEntity]) -> str | None:
    return documents.values_list("etag", flat=True).first()
