// DER as X.509 needs it: a writer of values, and a self-signed certificate made of them.
// RFC 5280 §4.1; the names are those of its ASN.1.

const SEQUENCE = 0x30;
const SET = 0x31;
const BY_GENERALIZED_TIME_SINCE = 2050; // RFC 5280 §4.1.2.5

const OIDS = {
  commonName: [2, 5, 4, 3],
  basicConstraints: [2, 5, 29, 19],
  subjectKeyIdentifier: [2, 5, 29, 14],
  sha256WithRSAEncryption: [1, 2, 840, 113549, 1, 1, 11],
};

const encoder = new TextEncoder();

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function length(count) {
  if (count < 128) return [count];
  const bytes = [];
  for (let rest = count; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [128 + bytes.length, ...bytes];
}

function value(tag, ...contents) {
  const content = joined(contents);
  return joined([Uint8Array.from([tag, ...length(content.length)]), content]);
}

function base128(number) {
  const bytes = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128));
  return bytes;
}

export const oid = ([first, second, ...others]) =>
  value(0x06, Uint8Array.from([first * 40 + second, ...others.flatMap(base128)]));

// Big-endian bytes of a number that is not negative: without needless zeros, with one where it would look negative.
export function integer(bytes) {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const shortest = bytes.slice(from);
  return value(0x02, shortest[0] > 127 ? joined([Uint8Array.of(0), shortest]) : shortest);
}

export function time(date) {
  const digits = date.toISOString().replace(/[-T:]|\.\d+/g, "");
  if (date.getUTCFullYear() < BY_GENERALIZED_TIME_SINCE) return value(0x17, encoder.encode(digits.slice(2)));
  return value(0x18, encoder.encode(digits));
}

const sequence = (...contents) => value(SEQUENCE, ...contents);
const octets = (bytes) => value(0x04, bytes);
const bits = (bytes) => value(0x03, Uint8Array.of(0), bytes); // whole bytes, so none is unused
const yes = Uint8Array.of(0x01, 0x01, 0xff);
const nothing = Uint8Array.of(0x05, 0x00);
const utf8 = (text) => value(0x0c, encoder.encode(text));

const name = (commonName) => sequence(value(SET, sequence(oid(OIDS.commonName), utf8(commonName))));
const algorithm = sequence(oid(OIDS.sha256WithRSAEncryption), nothing);

// The subjectPublicKey inside a SubjectPublicKeyInfo: what its identifier is the SHA-1 of (§4.2.1.2).
function subjectPublicKey(info) {
  const header = (at) => (info[at + 1] < 128 ? 2 : 2 + (info[at + 1] - 128));
  const end = (at) => {
    if (info[at + 1] < 128) return at + 2 + info[at + 1];
    const bytes = info.slice(at + 2, at + header(at));
    return at + header(at) + bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  };
  const key = end(header(0)); // behind the outer header stands the algorithm; behind that, the bits
  return info.slice(key + header(key) + 1, end(key));
}

function extensions(keyIdentifier) {
  return value(
    0xa3,
    sequence(
      sequence(oid(OIDS.basicConstraints), yes, octets(sequence())), // cA is FALSE unless it is written
      sequence(oid(OIDS.subjectKeyIdentifier), octets(octets(keyIdentifier))),
    ),
  );
}

// A certificate that the pair's private key signs: DER, no CA, the common name alone.
export async function selfSigned({ pair, commonName, notBefore, notAfter }) {
  const info = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const identifier = new Uint8Array(await crypto.subtle.digest("SHA-1", subjectPublicKey(info)));
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = (serial[0] % 127) + 1; // positive, and never shorter
  const certificate = sequence(
    value(0xa0, integer(Uint8Array.of(2))), // v3
    integer(serial),
    algorithm,
    name(commonName),
    sequence(time(notBefore), time(notAfter)),
    name(commonName),
    info,
    extensions(identifier),
  );
  const signature = new Uint8Array(await crypto.subtle.sign("RSASSA-PKCS1-v1_5", pair.privateKey, certificate));
  return sequence(certificate, algorithm, bits(signature));
}
