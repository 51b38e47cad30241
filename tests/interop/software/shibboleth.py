"""A service provider made by nobody here: Shibboleth SP (shibd) behind Apache, over https, from Debian.

It takes one key for signing and another for encryption, as the guide wants; mod_auth_mellon has but one.
"""

from __future__ import annotations

import http.client
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path
from time import monotonic
from types import TracebackType

from tests.browser.site import free_port
from tests.interop.documented import PATIENCE
from tests.interop.software import apache

_MODULES = ("authn_core", "authz_user", "mime", "dir", "shib")
_LOGGER = """log4j.rootCategory=INFO, file
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.fileName={file}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%p %c: %m%n
"""
# Two keys as the register wants them, and only what the guide names: one way in, one way out.
_SHIBBOLETH = """<SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config"
    xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" clockSkew="180" logger="{folder}/shibd.logger">
  <OutOfProcess logger="{folder}/shibd.logger"/>
  <InProcess logger="{folder}/native.logger"/>
  <UnixListener address="{folder}/shibd.sock"/>
  <RequestMapper type="Native"><RequestMap applicationId="default"/></RequestMapper>
  <ApplicationDefaults entityID="{entity_id}" REMOTE_USER="mail" signing="true" encryption="false">
    <Sessions lifetime="600" timeout="600" checkAddress="false" handlerSSL="true" cookieProps="https"
              relayState="ss:mem">
      <SessionInitiator type="SAML2" id="Login" Location="/Login" isDefault="true" entityID="{idp}"/>
      <md:AssertionConsumerService Location="/SAML2/POST" index="1"
          Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"/>
      <LogoutInitiator type="SAML2" Location="/Logout"/>
      <md:SingleLogoutService Location="/SLO/Redirect"
          Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/>
      <Handler type="MetadataGenerator" Location="/Metadata" signing="false"
          template="{folder}/template.xml"/>
      <Handler type="Session" Location="/Session" showAttributeValues="true"/>
    </Sessions>
    <MetadataProvider type="XML" path="{folder}/idp.xml"/>
    <AttributeExtractor type="XML" path="{folder}/attribute-map.xml"/>
    <CredentialResolver type="File" use="signing" key="{folder}/signing.key"
        certificate="{folder}/signing.pem"/>
    <CredentialResolver type="File" use="encryption" key="{folder}/encryption.key"
        certificate="{folder}/encryption.pem"/>
  </ApplicationDefaults>
  <SecurityPolicyProvider type="XML" path="/etc/shibboleth/security-policy.xml"/>
  <ProtocolProvider type="XML" path="/etc/shibboleth/protocols.xml"/>
</SPConfig>
"""
_TEMPLATE = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}">
  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
"""
_ATTRIBUTES = """<Attributes xmlns="urn:mace:shibboleth:2.0:attribute-map"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Attribute name="mail" nameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic" id="mail"/>
</Attributes>
"""
_PAGE = """TypesConfig /etc/mime.types
DocumentRoot {folder}/htdocs
DirectoryIndex index.html
ShibConfig {folder}/shibboleth2.xml
<Location />
  AuthType shibboleth
  ShibRequestSetting requireSession 1
  Require shib-session
</Location>
<Location /Shibboleth.sso>
  AuthType None
  Require all granted
</Location>
"""
WELCOME = "Vitajte v službe"


class ShibbolethSP:
    """A service with one page behind a log-in, at `https://{host}:{port}/`."""

    def __init__(self, host: str, *, keys: Path, idp: str, idp_metadata: str) -> None:
        self.host, self.port = host, free_port()
        self.entity_id, self.url = f"https://{host}", f"https://{host}:{self.port}"
        # In a folder with a short name that Apache's user may enter: a socket's path may have 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="sp-"))
        self.folder.chmod(0o755)
        facts = {"folder": self.folder, "entity_id": self.entity_id, "idp": idp}
        self._write("shibboleth2.xml", _SHIBBOLETH.format(**facts))
        self._write("template.xml", _TEMPLATE.format(**facts))
        self._write("attribute-map.xml", _ATTRIBUTES)
        self._write("idp.xml", idp_metadata)
        for name in ("shibd", "native"):
            self._write(f"{name}.logger", _LOGGER.format(file=self.folder / f"{name}.log"))
        (self.folder / "htdocs").mkdir()
        self._write(
            "htdocs/index.html", f"<!doctype html><meta charset=utf-8><title>SP</title><h1>{WELCOME}</h1>"
        )
        page = _PAGE.format(folder=self.folder)
        self._apache = apache.prepare(self.folder, host=host, port=self.port, modules=_MODULES, rest=page)
        self.take_keys(keys)

    def take_keys(self, keys: Path) -> None:
        """Use the key pairs that `samllint new` made in a folder, from the next start on."""
        for name in ("signing", "encryption"):
            for end in ("key", "pem"):
                shutil.copyfile(keys / f"{name}.{end}", self.folder / f"{name}.{end}")

    def _write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content, encoding="utf-8")

    def __enter__(self) -> ShibbolethSP:
        self._output = (self.folder / "output").open("ab")
        # Apache runs as another user and must be able to write into shibd's socket.
        shibd = [
            "shibd",
            "-F",
            "-f",
            "-c",
            f"{self.folder}/shibboleth2.xml",
            "-p",
            f"{self.folder}/shibd.pid",
        ]
        self._processes = [
            subprocess.Popen(command, stdout=self._output, stderr=subprocess.STDOUT, umask=0)
            for command in (shibd, self._apache)
        ]
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert all(process.poll() is None for process in self._processes), self.told
            try:
                self.metadata()
            except (OSError, http.client.HTTPException, AssertionError):
                continue
            return self
        raise AssertionError(f"the service provider does not answer: {self.told}")

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(PATIENCE)
        self._output.close()

    def metadata(self) -> bytes:
        """What Shibboleth itself says of this provider."""
        trusting = ssl._create_unverified_context()  # the certificate was made for this test
        client = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=trusting)
        try:
            client.request("GET", "/Shibboleth.sso/Metadata", headers={"Host": f"{self.host}:{self.port}"})
            answer = client.getresponse()
            content = answer.read()
        finally:
            client.close()
        assert answer.status == 200, content
        return content

    @property
    def told(self) -> str:
        logs = (self.folder / name for name in ("output", "shibd.log", "native.log", "apache.log"))
        return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())
