"""One key follows another, and whoever looks at the page knows both in time."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.outside import keystore
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import Signer, open_signer
from matrika.publication import key, rollover
from matrika.publication.document.verify import verify_document
from matrika.publication.models import PublicationKey, PublicationState, PublishedEntity
from matrika.publication.rollover import NotNow
from matrika.register.models import Event
from tests import pki
from tests.mdq.asking import ask
from tests.mdq.conftest import clock  # noqa: F401 - a fixture
from tests.publication.making import NOW, signer
from tests.publication.registering import kinds, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "clock")]
DAY = timedelta(days=1)
ZITA = "person:4 Zita Zemanová"


@pytest.fixture
def following(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """A key that is to follow the one that signs."""
    monkeypatch.setattr(keystore, "KEY_BITS", 2048)
    return open_signer(tmp_path / "next" / "key.pem", tmp_path / "next.pem", at=NOW)


def announced(next_one: Signer, *, days: int = 14) -> PublicationKey:
    return rollover.announce(
        next_one.certificate_pem.encode(), planned_at=NOW + days * DAY, actor=ZITA, at=NOW
    )


def put_in_place(next_one: Signer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    files = (settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE)
    monkeypatch.setattr(key, "_opened", {files: next_one})


def page() -> str:
    return ask("/mdq/").body.decode()


def test_it_shows_both_before_the_next_one_signs(following: Signer) -> None:
    registered()
    publish_all()
    known = announced(following)
    for each in (signer(), following):
        fingerprint = key.fingerprint(each.certificate_pem)
        assert fingerprint in page()
        got = ask(f"/mdq/certificates/{fingerprint}.pem")
        assert (got.status, got.body.decode()) == (200, each.certificate_pem)
    assert "will sign from 2026-06-15" in page()
    assert "bude podpisovať od 15.06.2026" in page()
    assert ask("/mdq/certificate.pem").body.decode() == signer().certificate_pem
    told = Event.objects.get(kind=EventKind.SIGNING_KEY_ANNOUNCED)
    assert (told.actor, told.data["fingerprint"]) == (ZITA, known.fingerprint)


def test_it_signs_everything_anew_with_the_next_one(
    following: Signer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered()
    publish_all()
    announced(following)
    put_in_place(following, settings, monkeypatch)
    later = NOW + 14 * DAY
    rollover.activate(following, at_once=False, actor=ZITA, at=later)
    publish_all(at=later)
    verify_document(bytes(PublishedEntity.objects.get().signed), following.certificate)
    assert PublicationState.objects.get().certificate == following.certificate_pem
    assert "signed until 2026-06-15" in page()
    states = dict(PublicationKey.objects.values_list("fingerprint", "state"))
    former = key.fingerprint(signer().certificate_pem)
    assert states == {former: "former", key.fingerprint(following.certificate_pem): "active"}
    rollover.retire(former[:8], actor=ZITA, at=later + 8 * DAY)
    assert former not in page()
    assert ask(f"/mdq/certificates/{former}.pem").status == 404
    ours = [kind for kind in kinds() if kind.startswith("signing-key")]
    assert ours == [
        EventKind.SIGNING_KEY_ACTIVATED,
        EventKind.SIGNING_KEY_ANNOUNCED,
        EventKind.SIGNING_KEY_ACTIVATED,
        EventKind.SIGNING_KEY_RETIRED,
    ]


def test_it_lets_no_key_follow_that_nobody_could_trust_in_time(following: Signer) -> None:
    publish_all()
    with pytest.raises(NotNow, match="not announced"):
        rollover.activate(following, at_once=False, actor=ZITA, at=NOW)
    announced(following)
    with pytest.raises(NotNow, match="less than 14 days ago"):
        rollover.activate(following, at_once=False, actor=ZITA, at=NOW + 13 * DAY)
    rollover.activate(following, at_once=True, actor=ZITA, at=NOW)  # after a compromise
    with pytest.raises(NotNow, match="already"):
        rollover.activate(following, at_once=True, actor=ZITA, at=NOW)


def test_it_announces_only_what_can_follow(following: Signer) -> None:
    publish_all()
    with pytest.raises(NotNow, match="plan it for 2026-06-15"):
        announced(following, days=13)
    with pytest.raises(NotNow, match="ends before"):
        announced(following, days=5000)
    with pytest.raises(NotNow, match="no certificate in PEM"):
        rollover.announce(b"x", planned_at=NOW + 20 * DAY, actor=ZITA, at=NOW)
    elliptic = pki.pem(pki.certificate(key=pki.elliptic_key())).encode()
    with pytest.raises(NotNow, match="no RSA key"):
        rollover.announce(elliptic, planned_at=NOW + 20 * DAY, actor=ZITA, at=NOW)
    announced(following)
    with pytest.raises(NotNow, match="known already"):
        announced(following)


def test_it_retires_neither_the_key_that_signs_nor_one_that_is_not_meant(following: Signer) -> None:
    publish_all()
    with pytest.raises(NotNow, match="it signs"):
        rollover.retire(key.fingerprint(signer().certificate_pem), actor=ZITA, at=NOW)
    for nothing in ("", "FFFF"):
        with pytest.raises(NotNow, match="keys have a fingerprint"):
            rollover.retire(nothing, actor=ZITA, at=NOW)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("publication_key", *arguments, stdout=out)
    return out.getvalue()


def test_it_is_done_by_a_command(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keystore, "KEY_BITS", 2048)
    assert "No key was ever announced" in command()
    publish_all()
    folder = tmp_path / "next"
    made = command("make", str(folder / "key.pem"), str(tmp_path / "next.pem")).split()[0]
    assert (folder / "key.pem").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="is there already"):
        command("make", str(folder / "key.pem"), str(tmp_path / "next.pem"))
    ahead = f"{timezone.now() + 20 * DAY:%Y-%m-%dT%H:%M}"
    said = command("announce", str(tmp_path / "next.pem"), "--from", ahead)
    assert said.startswith(f"next     {made}")
    settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE = folder / "key.pem", tmp_path / "next.pem"
    with pytest.raises(CommandError, match="--at-once"):
        command("activate")
    assert command("activate", "--at-once").startswith(made)
    former = next(line for line in command("list").splitlines() if line.startswith("former"))
    command("retire", former.split()[1])
    assert "retired " in command("list")
    with pytest.raises(CommandError, match="No such file"):
        command("announce", str(tmp_path / "none.pem"), "--from", "2100-01-01T00:00")


def test_it_puts_no_other_certificate_in_place_of_the_keys_own(tmp_path: Path) -> None:
    """A wrong key is refused before anything is signed, so before anything is swapped."""
    (tmp_path / "certificate.pem").write_text(pki.pem(pki.certificate()))
    with pytest.raises(UnsafeKey, match="not the certificate of the key"):
        open_signer(tmp_path / "keys" / "key.pem", tmp_path / "certificate.pem", at=NOW)
    (tmp_path / "certificate.pem").write_text("nonsense")
    with pytest.raises(UnsafeKey, match="no certificate in PEM"):
        open_signer(tmp_path / "keys" / "key.pem", tmp_path / "certificate.pem", at=NOW)
