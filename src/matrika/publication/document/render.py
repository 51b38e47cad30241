"""One active provider → its document: made, signed, then judged with a consumer's eyes (R-9.2)."""

from __future__ import annotations

import gzip
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from matrika.outside.keystore import Signer
from matrika.publication.aggregate.verify import check_part
from matrika.publication.document.canonical import (
    NotPublishable,
    PublishedForm,
    Registration,
    Stamp,
    published_form,
    stamp,
)
from matrika.publication.document.packing import deflated
from matrika.publication.document.sign import sign_root
from matrika.publication.document.verify import NotVerified, verify_document
from matrika.publication.policy import Policy
from matrika.register import waivers
from matrika.register.snapshot import Snapshot
from samllint import schema
from samllint.document import parse_tree


@dataclass(frozen=True, slots=True)
class Rendered:
    """A provider's document, ready to be swapped in."""

    form: PublishedForm
    packed: bytes  # the form as DEFLATE blocks
    signed: bytes
    valid_until: datetime

    @property
    def signed_gzip(self) -> bytes:
        return gzip.compress(self.signed, mtime=0)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.signed).hexdigest()}"'


def render(snapshot: Snapshot, policy: Policy, signer: Signer, *, at: datetime) -> Rendered:
    """The document of an active provider.

    Raises NotPublishable for metadata that cannot be published, NotVerified for a document that
    consumers would refuse.
    """
    version, active_until = snapshot.active_version, snapshot.active_until
    assert version is not None, "only active providers are rendered"
    assert active_until is not None
    form = published_form(
        bytes(version.content),
        registration=Registration(policy.registration_authority, snapshot.provider.registered_at),
        valid_until=active_until,
    )
    # Rounded down: what is served must not say more than what holds.
    valid_until = min(active_until, at + policy.validity).replace(microsecond=0)
    reference_id = f"_{secrets.token_hex(16)}"
    says = Stamp(
        reference_id,
        policy.registration_authority,
        at,
        valid_until,
        cache_duration=policy.cache_duration_text,
    )
    stamped = stamp(form, says)
    signed = sign_root(
        stamped,
        reference_id,
        signer,
        digest=hashlib.sha256(stamped).digest(),
        prefixes=form.inclusive_prefixes,
    )
    _check(signed, stamped, snapshot.provider.entity_id, signer)
    # What was published before an import must not vanish by it.
    if not waivers.is_waived(version, waivers.SCHEMA):
        _check_schema(signed)
    packed = deflated(form.canonical)
    check_part(form, packed)
    return Rendered(form, packed, signed, valid_until)


def _check(signed: bytes, stamped: bytes, entity_id: str, signer: Signer) -> None:
    if verify_document(signed, signer.certificate) != stamped:
        raise NotVerified("the signature covers something else than what was signed")
    root = parse_tree(signed)
    if root.get("entityID") != entity_id:
        raise NotPublishable(f"the metadata are of {root.get('entityID')!r}, not of {entity_id!r}")


def _check_schema(signed: bytes) -> None:
    mistakes = schema.mistakes(parse_tree(signed))
    if mistakes:
        raise NotPublishable(f"the document departs from the metadata schema: {mistakes[0][1]}")
