import { hex64 } from './wire';

/** What is presented; from protocol's enum CredentialKind. */
export type CredentialKind = 'QR' | 'CARD' | 'ID_CARD';

const NUMBERS: Record<CredentialKind | 'ROTATING', number> = { QR: 1, CARD: 2, ID_CARD: 4, ROTATING: 5 };
const MASK = (1n << 64n) - 1n;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK;
}

/** SipHash-2-4 with 64 bits (Aumasson and Bernstein, 2012) of some bytes. */
export function sipHash(key: Uint8Array, bytes: Uint8Array): bigint {
  const words = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const k0 = words.getBigUint64(0, true);
  const k1 = words.getBigUint64(8, true);
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const round = () => {
    v0 = (v0 + v1) & MASK;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & MASK;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & MASK;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & MASK;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  };
  const take = (word: bigint) => {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  };
  const padded = new Uint8Array(Math.floor(bytes.length / 8) * 8 + 8);
  padded.set(bytes);
  padded[padded.length - 1] = bytes.length & 0xff;
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 8) take(view.getBigUint64(at, true));
  v2 ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  return v0 ^ v1 ^ v2 ^ v3;
}

/** The one spelling of a credential, as protocol's Fingerprint. */
export function normalise(kind: CredentialKind, value: string): string {
  const trimmed = value.trim();
  return kind === 'QR' ? trimmed : trimmed.replace(/[\s:-]/g, '').toUpperCase();
}

/** The keyed fingerprint under which a credential stands in lists, events and logs: 16 hexadecimal digits. */
export function fingerprint(key: Uint8Array, kind: CredentialKind | 'ROTATING', value: string): string {
  const text = new TextEncoder().encode(kind === 'ROTATING' ? value : normalise(kind, value));
  const bytes = new Uint8Array(text.length + 1);
  bytes[0] = NUMBERS[kind];
  bytes.set(text, 1);
  const print = sipHash(key, bytes);
  return hex64(print === 0n ? 1n : print);
}

export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
