"""samllint beside pkilint and spid-sp-test: the same documents, one run, processor time.

    ./dev bench samllint_peers [ENVIRONMENT]

pkilint judges certificates only, so it gets the two of each document; spid-sp-test is the Italian state's
checker of SP metadata, with its profile saml2-sp. Both are installed into a temporary environment of their
own, or taken from ENVIRONMENT. Neither knows the rules of the guide: what is compared is the cost of the same
kind of work, not the verdicts.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from samllint_floor import best  # first: it puts the tests on the path
from tests import pki, signing
from tests.metadata import sp_metadata

from samllint import document

PEERS = ("pkilint==0.13.3", "spid-sp-test==1.2.18")
RUNS = 2
ROOT = Path(__file__).resolve().parents[1]
# Run by the peers' interpreter: pkilint has no function for it, so this is what its command does, many times.
PKILINT = """
import io, sys, time
from pkilint import loader
from pkilint.pkix import certificate, name, extension
validator = certificate.create_pkix_certificate_validator_container(
    certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS),
    [certificate.create_issuer_validator_container([]), certificate.create_validity_validator_container(),
     certificate.create_subject_validator_container([]),
     certificate.create_extensions_validator_container([]),
     certificate.create_spki_validator_container([])])
ders = [open(path, "rb").read() for path in sys.argv[1:]]
def once():
    for der in ders:
        validator.validate(loader.load_certificate(der, "x").root)
once()
times = []
for _ in range(20):
    start = time.process_time()
    once()
    times.append(time.process_time() - start)
print(min(times) * 1000)
"""


@dataclass(frozen=True)
class Sample:
    """A document, and its certificates, as files."""

    name: str
    path: Path
    certificates: tuple[Path, ...]


def documents() -> dict[str, bytes]:
    """Right ones and one that breaks many rules: finding places costs too."""
    name = "ico-42156424"  # with a right check digit, so that nothing is said about it
    right = {"signing": pki.certificate(cn=name), "encryption": pki.certificate(cn=name, key=pki.key(2))}
    wrong = pki.certificate(ca=True, days=3650, cn="sp.example", hash="sha512")
    return {
        "unsigned": sp_metadata(**right),
        "signed": signing.by_hand(sp_metadata(before_roles=signing.template(), **right)),
        "bad": sp_metadata(
            signing=wrong, encryption=wrong, replace={"https://sp.example/slo": "http://sp.example/slo"}
        ),
    }


def written(folder: Path) -> list[Sample]:
    samples = []
    for name, data in documents().items():
        path = folder / f"{name}.xml"
        path.write_bytes(data)
        certificates = []
        for number, (_, certificate) in enumerate(document.load(data).certificates()):
            certificates.append(folder / f"{name}-{number}.der")
            certificates[-1].write_bytes(certificate.der)
        samples.append(Sample(name, path, tuple(certificates)))
    return samples


def installed(folder: Path) -> Path:
    """The folder of the peers' programs."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PEERS], check=True, stderr=subprocess.DEVNULL)
    return folder / "bin"


def command_cost(*commands: list[str | Path]) -> tuple[float, float]:
    """Milliseconds of processor time and of waiting for all commands: the best of some runs."""
    costs, waits = [], []
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for _ in range(RUNS):
        before, start = os.times(), time.perf_counter()
        for command in commands:
            subprocess.run(command, capture_output=True, env=environment, check=False)
        after = os.times()
        waits.append(time.perf_counter() - start)
        costs.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    return min(costs) * 1000, min(waits) * 1000


def in_process(sample: Sample, programs: Path) -> None:
    data = sample.path.read_bytes()
    least, _, ours = best(data)  # with certificates never seen before: pkilint does not remember any either
    child = [programs / "python", "-W", "ignore", "-c", PKILINT, *sample.certificates]
    pkilint = float(subprocess.run(child, capture_output=True, text=True, check=True).stdout)
    print(
        f"{sample.name:<9} {len(data):>6} {least:>8.3f} {ours:>9.3f} {ours / least:>6.2f} × {pkilint:>9.3f}"
    )


def as_commands(sample: Sample, programs: Path) -> None:
    pem = [path.with_suffix(".pem") for path in sample.certificates]
    for path, target in zip(sample.certificates, pem, strict=True):
        body = base64.encodebytes(path.read_bytes()).decode()
        target.write_text(f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
    ours = command_cost([sys.executable, "-m", "samllint", "check", sample.path])
    pkilint = command_cost(*([programs / "lint_pkix_cert", "lint", path] for path in pem))
    spid = command_cost(
        [programs / "spid_sp_test", "--metadata-url", f"file://{sample.path}", "--profile", "saml2-sp"]
    )
    cells = "   ".join(f"{cost:>6.0f} ({wait:>6.0f})" for cost, wait in (ours, pkilint, spid))
    print(f"{sample.name:<9} {cells}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        programs = Path(sys.argv[1]) / "bin" if len(sys.argv) > 1 else installed(Path(folder) / "peers")
        samples = written(Path(folder))
        print("in one process, ms per document\n")
        print("document   bytes    floor  samllint  ratio     pkilint (certificates only)")
        for sample in samples:
            in_process(sample, programs)
        print("\nas commands, ms of processor time (of waiting) per document\n")
        print("document        samllint           pkilint      spid-sp-test")
        for sample in samples:
            as_commands(sample, programs)


if __name__ == "__main__":
    main()
