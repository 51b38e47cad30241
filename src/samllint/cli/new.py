"""`samllint new`: keys, certificates and metadata of a new provider, as files."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from samllint.cli import ending, instants, owners
from samllint.text import Text

if TYPE_CHECKING:
    from samllint.generate import ServiceProvider

DESCRIPTION = """\
Make two key pairs, two certificates and metadata that meet every rule of the guide.

Written are signing.key, signing.pem, encryption.key, encryption.pem and sp.xml. Private keys are not
encrypted and readable for you only. A file that is there already is never overwritten."""

EPILOG = """\
example:
  samllint new --ico 12345678 --suffix 10001 --entity-id https://sp.example --out my-sp
"""

_NOTHING_WRITTEN = Text(
    sk="nič sa nezapísalo; opravte argumenty podľa nálezov", en="nothing was written; mend the arguments"
)
_DONE = Text(
    sk="""\
Vytvorené v priečinku {out}:
  signing.key, encryption.key   súkromné kľúče: nikomu ich neposielajte
  signing.pem, encryption.pem   certifikáty, platné do {until}
  sp.xml                        metadáta

Ďalej:
  1. Overte metadáta:                samllint check --owner {owner} {metadata}
  2. Skopírujte ich do formulára:    base64 -w0 {metadata}
  3. Kľúče a certifikáty nastavte vo svojom poskytovateľovi služieb.""",
    en="""\
Made in the folder {out}:
  signing.key, encryption.key   private keys: send them to nobody
  signing.pem, encryption.pem   certificates, valid until {until}
  sp.xml                        metadata

Next:
  1. Check the metadata:             samllint check --owner {owner} {metadata}
  2. Copy it into the form:          base64 -w0 {metadata}
  3. Set up your service provider with the keys and certificates.""",
)


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ico", required=True, type=owners.ico, help="the owner's IČO: 8 or 12 digits")
    parser.add_argument(
        "--suffix", type=owners.suffix, help="the owner's suffix, if one is assigned: 4 or 5 digits"
    )
    parser.add_argument(
        "--entity-id", required=True, metavar="URL", help="entityID, such as https://sp.example"
    )
    parser.add_argument("--acs", metavar="URL", help="AssertionConsumerService; default: <entityID>/saml/acs")
    parser.add_argument("--slo", metavar="URL", help="SingleLogoutService; default: <entityID>/saml/slo")
    parser.add_argument(
        "--days",
        type=int,
        default=730,
        metavar="N",
        help="validity of the certificates, 30 to 731; default: 730",
    )
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="default: the current folder")


def run(options: argparse.Namespace) -> int:
    from samllint import generate

    at = instants.now()
    owner = f"{options.ico}_{options.suffix}" if options.suffix else options.ico
    _refuse_existing(options.out)
    try:
        made = generate.service_provider(
            owner=owner,
            entity_id=options.entity_id,
            at=at,
            days=options.days,
            acs=options.acs,
            slo=options.slo,
        )
    except (ValueError, OverflowError) as error:
        raise ending.Stop(Text(sk=f"nedá sa: {error}", en=f"impossible: {error}")) from error
    if not _passes(made, owner, options):
        print(f"samllint: {_NOTHING_WRITTEN.to(options.lang)}", file=sys.stderr)
        return ending.FINDINGS
    _write(made, options.out)
    until = _last_day(made)
    metadata = options.out / "sp.xml"
    told = (_DONE.to(options.lang)).format(out=options.out, until=until, owner=owner, metadata=metadata)
    print(told)
    return ending.NOTHING_FOUND


def _passes(made: ServiceProvider, owner: str, options: argparse.Namespace) -> bool:
    """Judge before anything is written: an address or a number of days may not be what the guide asks."""
    from samllint import engine
    from samllint.cli.output import Output, style_for
    from samllint.context import Context
    from samllint.formats import text
    from samllint.formats.documents import Checked
    from samllint.report import Verdict

    report = engine.check(made.metadata, at=instants.now(), context=Context(owner=owner))
    if report.verdict is Verdict.PASSED:
        return True
    with Output(None) as output:
        output.write(text.render(Checked("sp.xml", report, made.metadata), style_for(options, output)))
    return False


def _contents(made: ServiceProvider) -> dict[str, tuple[bytes, int]]:
    """Name → content and permissions."""
    return {
        "signing.key": (made.signing.private_key, 0o600),
        "signing.pem": (made.signing.certificate_pem, 0o644),
        "encryption.key": (made.encryption.private_key, 0o600),
        "encryption.pem": (made.encryption.certificate_pem, 0o644),
        "sp.xml": (made.metadata, 0o644),
    }


NAMES = ("signing.key", "signing.pem", "encryption.key", "encryption.pem", "sp.xml")


def _refuse_existing(folder: Path) -> None:
    """Before the keys are made; `_write` cannot overwrite in any case."""
    if existing := [name for name in NAMES if os.path.lexists(folder / name)]:
        names = ", ".join(existing)
        raise ending.Stop(
            Text(
                sk=f"v priečinku {folder} už je {names}; nič sa neprepisuje (iný priečinok: --out)",
                en=f"the folder {folder} already has {names}; nothing is overwritten (another folder: --out)",
            )
        )


def _write(made: ServiceProvider, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, (content, mode) in _contents(made).items():
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        raise ending.Stop(Text(sk=f"nedá sa zapísať {why}", en=f"cannot write {why}")) from error


def _last_day(made: ServiceProvider) -> str:
    from samllint import certificate

    return f"{certificate.read(made.signing.certificate).not_after:%Y-%m-%d %H:%M:%S} UTC"
