// Keys, certificates and metadata of a new provider, made by the browser. Nothing is sent anywhere: the page's
// policy lets it connect to nobody, and the fields have no address to be sent to.

import { selfSigned } from "./der.js";

const RSA = { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" };
const DAY = 24 * 60 * 60 * 1000;
const DAYS = 730; // "odporúčaná 2 roky", §3.1/5
const HOUR = 60 * 60 * 1000;
const BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:";

const part = document.querySelector("[data-generator]");
const fields = part.querySelector("[data-fields]");
const made = part.querySelector("[data-made]");
const busy = part.querySelector("[data-busy]");
const button = part.querySelector("[data-make]");
const field = (name) => part.querySelector(`[name=${name}]`);
let unsaved = new Set(); // names of private keys that were made and not downloaded yet

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const wrapped = (text, width = 64) => text.match(new RegExp(`.{1,${width}}`, "g")).map((line) => `${line}\n`).join("");
const pem = (bytes) => `-----BEGIN PRIVATE KEY-----\n${wrapped(base64(bytes))}-----END PRIVATE KEY-----\n`;
const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" })[sign]);

const keyDescriptor = (use, certificate) => `\
    <md:KeyDescriptor use="${use}">
      <ds:KeyInfo>
        <ds:X509Data>
          <ds:X509Certificate>
${wrapped(base64(certificate))}          </ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
`;

// The same document as that of `samllint new`; a test compares them.
const metadata = ({ entityId, acs, slo, signing, encryption }) => `\
<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" \
xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escaped(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" \
protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${keyDescriptor("signing", signing)}${keyDescriptor("encryption", encryption)}\
    <md:SingleLogoutService Binding="${BINDING}HTTP-Redirect" Location="${escaped(slo)}"/>
    <md:SingleLogoutService Binding="${BINDING}HTTP-POST" Location="${escaped(slo)}"/>
    <md:AssertionConsumerService Binding="${BINDING}HTTP-POST" Location="${escaped(acs)}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`;

async function keyPair(commonName, notBefore, notAfter) {
  const pair = await crypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  return {
    privateKey: new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)),
    certificate: await selfSigned({ pair, commonName, notBefore, notAfter }),
  };
}

async function make() {
  const typed = (name) => field(name).value.trim();
  const commonName = `ico-${typed("ico")}${typed("ico_suffix") ? `_${typed("ico_suffix")}` : ""}`;
  // An hour ago: a clock that is a little fast must not make certificates that are not valid yet.
  const notBefore = new Date(Math.floor((Date.now() - HOUR) / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + DAYS * DAY);
  const [signing, encryption] = await Promise.all([
    keyPair(commonName, notBefore, notAfter),
    keyPair(commonName, notBefore, notAfter),
  ]);
  const entityId = typed("entity_id");
  const acs = typed("acs") || `${entityId}/saml/acs`;
  const slo = typed("slo") || `${entityId}/saml/slo`;
  const xml = metadata({
    entityId,
    acs,
    slo,
    signing: signing.certificate,
    encryption: encryption.certificate,
  });
  return { signing, encryption, xml, encoded: base64(new TextEncoder().encode(xml)), notAfter };
}

function offer(name, content) {
  const link = part.querySelector(`[data-file="${name}"]`);
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
}

// As everywhere in the register: dd.mm.rrrr in Bratislava, whatever the browser's own habit is.
function day(instant) {
  const parts = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Europe/Bratislava" };
  return instant.toLocaleDateString("sk", parts).replace(/\s/g, "");
}

function show({ signing, encryption, xml, encoded, notAfter }) {
  offer("signing.key", pem(signing.privateKey));
  offer("encryption.key", pem(encryption.privateKey));
  offer("signing.cer", signing.certificate);
  offer("encryption.cer", encryption.certificate);
  offer("sp.xml", xml);
  part.querySelector("[data-encoded]").value = encoded;
  part.querySelector("[data-until]").textContent = day(notAfter);
  unsaved = new Set(["signing.key", "encryption.key"]);
  made.hidden = false;
  made.focus();
}

// The sentence of a field is Django's `title`, so that it is said in the language of the page.
function complain(input) {
  const group = input.closest(".govuk-form-group");
  const id = `${input.id}_error`;
  group.querySelector(`#${id}`)?.remove();
  const wrong = !input.checkValidity();
  group.classList.toggle("govuk-form-group--error", wrong);
  input.setAttribute("aria-invalid", wrong);
  const described = (input.dataset.described ??= input.getAttribute("aria-describedby") ?? "");
  input.setAttribute("aria-describedby", `${described} ${wrong ? id : ""}`.trim());
  if (!wrong) return false;
  const message = document.createElement("p");
  message.id = id;
  message.className = "govuk-error-message";
  message.textContent = input.title;
  input.before(message);
  return true;
}

async function run() {
  const wrong = [...fields.querySelectorAll("input")].filter(complain);
  if (wrong.length) return wrong[0].focus();
  button.disabled = true;
  busy.hidden = false;
  try {
    show(await make());
  } finally {
    busy.hidden = true;
    button.disabled = false;
  }
}

document.querySelector("[data-without]").hidden = true;
if (window.crypto?.subtle) {
  part.hidden = false;
  fields.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) run();
  });
  button.addEventListener("click", run);
  part.addEventListener("click", (event) => unsaved.delete(event.target.closest("[data-file]")?.dataset.file));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
} else {
  document.querySelector("[data-insecure]").hidden = false;
}
