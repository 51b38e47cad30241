"""Programs the tests need beside Python: found, or installed where that is ours to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A program, the Debian package that brings it, and what cannot be tested without it."""

    name: str
    package: str
    needed_for: str
    folders: tuple[str, ...] = ()

    def path(self) -> Path | None:
        """Where the program is, or None. Debian keeps PostgreSQL's server programs off the path."""
        if found := shutil.which(self.name):
            return Path(found)
        candidates = [path for folder in self.folders for path in Path("/").glob(f"{folder}/{self.name}")]
        return max(candidates, default=None)


XMLSEC = Program("xmlsec1", "xmlsec1", "agreement of our signatures with xmlsec1")
CHROMIUM = Program("chromium", "chromium", "the journeys in a browser")
# A bare Debian has it not, and nothing that needs it but Playwright's driver says so.
LIBATOMIC = Program(
    "libatomic.so.1", "libatomic1", CHROMIUM.needed_for, ("usr/lib", "usr/lib/*", "usr/lib64")
)
INITDB = Program(
    "initdb", "postgresql", "everything on PostgreSQL", ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")
)
PDFTOPPM = Program("pdftoppm", "poppler-utils", "reading the QR code of a printout as a picture")
QPDF = Program("qpdf", "qpdf", "the syntax of printouts, by a reader that nobody here wrote")
_IDP = "log-ins through an identity provider that nobody here wrote (tests/interop)"
PHP = Program("php", "php-cli", _IDP)
PHP_XML = Program("dom.so", "php-xml", _IDP, ("usr/lib/php/*",))
PHP_MBSTRING = Program("mbstring.so", "php-mbstring", _IDP, ("usr/lib/php/*",))
SIMPLESAMLPHP = Program("module.php", "simplesamlphp", _IDP, ("usr/share/simplesamlphp/www",))
_PERL = "usr/share/perl5"
_PERL_BUILT = "usr/lib/*/perl5/*"
LEMONLDAP = Program("Main.pm", "liblemonldap-ng-portal-perl", _IDP, (f"{_PERL}/Lemonldap/NG/Portal",))
# What it needs as an identity provider of SAML; Debian only recommends these, or less.
LEMONLDAP_LASSO = Program("Lasso.pm", "liblasso-perl", _IDP, (_PERL_BUILT,))
LEMONLDAP_XML = Program("Simple.pm", "libxml-simple-perl", _IDP, (f"{_PERL}/XML",))
LEMONLDAP_LIBXML = Program("LibXML.pm", "libxml-libxml-perl", _IDP, (f"{_PERL_BUILT}/XML",))
LEMONLDAP_STRING = Program("String.pm", "libio-string-perl", _IDP, (f"{_PERL}/IO",))
CURL = Program("curl", "curl", "what the page for identity providers tells to type")
OPENSSL = Program("openssl", "openssl", CURL.needed_for)
APACHE = Program("apache2", "apache2", _IDP, ("usr/sbin",))
SHIBBOLETH = Program("shibd", "libapache2-mod-shib", _IDP, ("usr/sbin",))
_READERS = "programs that nobody here wrote as readers of what is published (tests/interop)"
SAMLSIGN = Program("samlsign", "opensaml-tools", _READERS)
MDQUERY = Program("mdquery", "shibboleth-sp-utils", _READERS)
LASSO = Program("lasso.py", "python3-lasso", _READERS, ("usr/lib/python3/dist-packages",))
SOFTHSM = Program("softhsm2-util", "softhsm2", "the publication key in a PKCS#11 token")
NGINX = Program("nginx", "nginx", "published files served by nginx", ("usr/sbin",))
PROGRAMS = (
    XMLSEC,
    CHROMIUM,
    LIBATOMIC,
    INITDB,
    PDFTOPPM,
    QPDF,
    PHP,
    PHP_XML,
    PHP_MBSTRING,
    SIMPLESAMLPHP,
    APACHE,
    SHIBBOLETH,
    LEMONLDAP,
    LEMONLDAP_LASSO,
    LEMONLDAP_XML,
    LEMONLDAP_LIBXML,
    LEMONLDAP_STRING,
    SAMLSIGN,
    MDQUERY,
    LASSO,
    CURL,
    OPENSSL,
    SOFTHSM,
    NGINX,
)
POLICY = Path("/usr/sbin/policy-rc.d")


def missing_programs() -> list[Program]:
    """The programs that are still missing after an attempt to install them.

    Installing is tried only as root with apt-get at hand, as in a container or on a CI machine;
    nobody's own machine is changed.
    """
    missing = [program for program in PROGRAMS if program.path() is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        with services_stay_down():
            apt_install([program.package for program in missing])
    return [program for program in missing if program.path() is None]


@contextmanager
def services_stay_down() -> Iterator[None]:
    """Keep packages from starting their servers: the tests start what they need themselves."""
    if POLICY.exists():
        yield  # the machine's own word stands; a container's image says the same
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def apt_install(packages: list[str]) -> None:
    print(f"installing {', '.join(packages)} with apt-get …", flush=True)
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*quiet, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            print(done.stdout)
