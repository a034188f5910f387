import { bytesOfHex } from './fingerprint';

/** A ticket code that is good by the park's signature: protocol's SignedCode, which draws its bytes. */
export interface SignedCode {
  keyId: number;
  right: string;
  template: number;
  /** Days after 1970-01-01, both inclusive. */
  fromDay: number;
  untilDay: number;
  people: number;
  entries: number;
  /** When a rotating code was made, Unix milliseconds; 0: it does not rotate. */
  madeAtMillis: number;
}

export interface TicketKey {
  id: number;
  /** Ed25519, 32 bytes in hexadecimal. */
  public_key: string;
  /** Unix seconds; 0: no end. */
  valid_until: number;
}

export type Check =
  | { kind: 'GENUINE'; code: SignedCode }
  | { kind: 'FORGED' }
  | { kind: 'NOT_SIGNED' }
  /** This browser cannot check signatures. */
  | { kind: 'UNCHECKED' };

const CHARACTERS = 122;
const ROTATING_CHARACTERS = 128;
const PAYLOAD_BYTES = 17;
const SIGNATURE_BYTES = 64;
const EPOCH_DAY = 18262;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 (RFC 9285); null for what is none. */
export function base45(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const width = Math.min(3, text.length - at);
    let value = 0;
    for (let k = width - 1; k >= 0; k--) {
      const digit = ALPHABET.indexOf(text.charAt(at + k));
      if (digit < 0) return null;
      value = value * 45 + digit;
    }
    if (value > (width === 3 ? 0xffff : 0xff)) return null;
    if (width === 3) bytes.push(value >>> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}

export function isRotating(text: string): boolean {
  return text.length === ROTATING_CHARACTERS;
}

/** The key that a text with the form of a signed code says to be signed with; -1 for any other text. Proves nothing. */
export function claimedKey(text: string): number {
  const hasForm = text.length === CHARACTERS || isRotating(text);
  return hasForm ? (base45(text.slice(0, 3))?.[0] ?? -1) : -1;
}

/** Whether the park signed a text. */
export async function check(text: string, keys: readonly TicketKey[]): Promise<Check> {
  const rotating = isRotating(text);
  const payloadBytes = PAYLOAD_BYTES + (rotating ? 4 : 0);
  const bytes = rotating || text.length === CHARACTERS ? base45(text) : null;
  if (bytes === null || bytes.length !== payloadBytes + SIGNATURE_BYTES) return { kind: 'NOT_SIGNED' };
  const key = keys.find((each) => each.id === bytes[0]);
  if (key === undefined) return { kind: 'FORGED' };
  const domain = new TextEncoder().encode(rotating ? 'SHANMEN2' : 'SHANMEN1');
  const signed = new Uint8Array(domain.length + payloadBytes);
  signed.set(domain);
  signed.set(bytes.subarray(0, payloadBytes), domain.length);
  try {
    const publicKey = await crypto.subtle.importKey('raw', bytesOfHex(key.public_key), { name: 'Ed25519' }, false, ['verify']);
    const good = await crypto.subtle.verify({ name: 'Ed25519' }, publicKey, bytes.slice(payloadBytes), signed);
    return good ? { kind: 'GENUINE', code: read(bytes, rotating) } : { kind: 'FORGED' };
  } catch {
    // No secure connection, or a browser without Ed25519.
    return { kind: 'UNCHECKED' };
  }
}

function read(bytes: Uint8Array, rotating: boolean): SignedCode {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    keyId: view.getUint8(0),
    right: view.getBigUint64(1).toString(),
    template: view.getUint16(9),
    fromDay: EPOCH_DAY + view.getUint16(11),
    untilDay: EPOCH_DAY + view.getUint16(13),
    people: view.getUint8(15),
    entries: view.getUint8(16),
    madeAtMillis: rotating ? view.getUint32(17) * 1000 : 0,
  };
}
