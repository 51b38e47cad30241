"""Commands one can paste, for the remedies of rules about keys and certificates."""

from __future__ import annotations

import re

from samllint.certificate import Certificate
from samllint.context import ICO, SUFFIX

EXAMPLE_NAME = "ico-12345678"
NEW = "new"  # of files; a pasted command must not write over a key that is in use

# Every program that a remedy lets people run, and how the command stands in it: behind a colon, to the end.
PROGRAMS = ("openssl", "base64", "iconv", "sed", "perl", "xmlsec1", "xmllint", "samllint", "curl")
_COMMAND = re.compile(rf"(?<=: )(?:{'|'.join(PROGRAMS)}) .+")
_NEXT_COMMAND = re.compile(r"; (?:potom|then): ")
_ELEMENT = re.compile(r"(?<=: )<.+/>$")

COMMON_NAME = re.compile(rf"ico-(?P<ico>{ICO})(?P<suffix>_{SUFFIX})?")


def new_certificate(common_name: str, *, file: str = NEW) -> str:
    """The command that makes a key and a self-signed certificate that pass every rule.

    Without -addext OpenSSL makes a CA certificate. A `common_name` that the register would refuse
    is not put into a command line: the example stands in for it.
    """
    name = common_name if COMMON_NAME.fullmatch(common_name) else EXAMPLE_NAME
    return (
        f'openssl req -x509 -newkey rsa:2048 -sha256 -days 730 -nodes -subj "/CN={name}"'
        f' -addext "basicConstraints=critical,CA:FALSE" -keyout {file}.key -out {file}.pem'
    )


def renewal(certificate: Certificate, *, file: str = NEW) -> str:
    """The command that makes a certificate in place of this one, with the same name if that is a good one."""
    return new_certificate(next(iter(certificate.common_names), EXAMPLE_NAME), file=file)


def certificate_as_base64(file: str = "new.pem") -> str:
    """The command that writes a certificate as the one line that belongs into X509Certificate."""
    return f"openssl x509 -in {file} -outform DER | openssl base64 -A"


def pasteable(remedy: str) -> tuple[str, str]:
    """What a remedy says, and what can be pasted from it: commands, one a line, or an element; or "".

    The sentence ends with its colon then: `says + " " + pasted` is the remedy of one command again.
    """
    found = _COMMAND.search(remedy) or _ELEMENT.search(remedy)
    if found is None:
        return remedy, ""
    return remedy[: found.start()].rstrip(), "\n".join(_NEXT_COMMAND.split(found[0]))
