/** What gates and centre say to each other (gatelink.proto), as far as a handheld reads it. Pure. */

/** From protocol's enum Direction. */
export const IN = 1;
export const OUT = 2;

/** From protocol's enum RightState. */
export const ACTIVE = 1;
export const REVOKED = 3;
export const LOST = 4;
export const BLOCKED = 5;

/** From protocol's enum LaneKind. */
export const EXIT = 2;
export const TWO_WAY = 3;

export const STORED_VALUE = 7;
export const STAFF_CARD = 6;

export const REENTRY_FREE = 1;
export const REENTRY_AFTER_EXIT = 2;
export const REENTRY_NEVER = 3;

export const OFFLINE_OPEN = 0;
export const OFFLINE_CLAIM = 1;

export const CLAIM_GRANTED = 1;
export const CLAIM_HELD_ELSEWHERE = 2;
export const CLAIM_UNANSWERED = 3;

/** ClockQuality: this machine's own; the centre has not been heard since the start. */
export const CLOCK_LOCAL = 3;

export interface DayRule {
  fromDay: number;
  untilDay: number;
  closed: boolean;
  openFromMinute: number;
  openUntilMinute: number;
}

export interface Fee {
  area: number;
  fen: number;
}

/** What the rights of one ticket type share; fields as in gatelink.proto. */
export interface Template {
  id: number;
  kind: number;
  nameZh: string;
  nameEn: string;
  areas: number[];
  openFromMinute: number;
  openUntilMinute: number;
  entriesPerDay: number;
  minutesBetween: number;
  weekdays: number;
  dayRules: DayRule[];
  checkPoints: number[];
  daysFromFirstUse: number;
  entriesPerArea: number;
  reentry: number;
  antiPassbackMinutes: number;
  needsCheck: boolean;
  fees: Fee[];
  offlineLimitFen: number;
  beyondCapacity: boolean;
  only: number;
  offline: number;
}

/** Of a ticket type that limits nothing, and of one that this handheld does not know. */
export const NO_RULES: Template = {
  id: 0,
  kind: 0,
  nameZh: '',
  nameEn: '',
  areas: [],
  openFromMinute: 0,
  openUntilMinute: 0,
  entriesPerDay: 0,
  minutesBetween: 0,
  weekdays: 0,
  dayRules: [],
  checkPoints: [],
  daysFromFirstUse: 0,
  entriesPerArea: 0,
  reentry: 0,
  antiPassbackMinutes: 0,
  needsCheck: false,
  fees: [],
  offlineLimitFen: 0,
  beyondCapacity: false,
  only: 0,
  offline: 0,
};

/** Ids and fingerprints have 64 bits: ids are decimal text, fingerprints 16 hexadecimal digits. */
export interface Right {
  id: string;
  template: number;
  state: number;
  /** Unix seconds. */
  validFrom: number;
  validUntil: number;
  entries: number;
  people: number;
  fingerprints: string[];
  creditFen: number;
}

export interface Use {
  right: string;
  gate: number;
  epoch: string;
  sequence: string;
  people: number;
  atMillis: number;
  direction: number;
  area: number;
  checkPoint: number;
  feeFen: number;
}

/** Everything that admission looks at. */
export interface Question {
  right: Right;
  template: Template | null;
  uses: Use[];
  reserved: number;
  area: number;
  checkPoint: number;
  lane: number;
  direction: number;
  zone: string;
  nowMillis: number;
  areaFull: boolean;
  online: boolean;
  unconfirmedFen: number;
  replaced: boolean;
  claim: number;
  clock: number;
  codeMadeAtMillis: number;
}

export type Change =
  | { put: 'template'; template: Template }
  | { put: 'right'; right: Right }
  | { put: 'use'; use: Use }
  | { put: 'removal'; right: string };

/** Text that is not what it claims to be. */
export class Malformed extends Error {}

/** A protobuf field: a number (varint or fixed64) or bytes. */
interface Field {
  number: number;
  value: bigint;
  bytes: Uint8Array;
}

const EMPTY = new Uint8Array(0);

/** The fields of a message, in order; unknown ones too. */
function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Malformed(`a number that does not end, at ${at}`);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        found.push({ number, value: varint(), bytes: EMPTY });
        break;
      case 1:
        if (at + 8 > message.length) throw new Malformed(`8 bytes are missing, at ${at}`);
        found.push({ number, value: view.getBigUint64(at, true), bytes: EMPTY });
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        if (at + length > message.length) throw new Malformed(`${length} bytes are missing, at ${at}`);
        found.push({ number, value: 0n, bytes: message.subarray(at, at + length) });
        at += length;
        break;
      }
      default:
        throw new Malformed(`wire type ${tag & 7}, at ${at}`);
    }
  }
  return found;
}

/** One message's fields by number; of a field that comes twice the last counts. */
class Message {
  private readonly byNumber = new Map<number, Field[]>();

  constructor(bytes: Uint8Array) {
    for (const field of fields(bytes)) {
      const known = this.byNumber.get(field.number);
      if (known === undefined) this.byNumber.set(field.number, [field]);
      else known.push(field);
    }
  }

  private last(number: number): Field | undefined {
    return this.byNumber.get(number)?.at(-1);
  }

  has(number: number): boolean {
    return this.byNumber.has(number);
  }

  number(number: number): number {
    return Number(BigInt.asUintN(32, this.last(number)?.value ?? 0n));
  }

  long(number: number): number {
    return Number(BigInt.asIntN(64, this.last(number)?.value ?? 0n));
  }

  flag(number: number): boolean {
    return (this.last(number)?.value ?? 0n) !== 0n;
  }

  id(number: number): string {
    return (this.last(number)?.value ?? 0n).toString();
  }

  text(number: number): string {
    return new TextDecoder().decode(this.bytes(number));
  }

  bytes(number: number): Uint8Array {
    return this.last(number)?.bytes ?? EMPTY;
  }

  messages(number: number): Message[] {
    return (this.byNumber.get(number) ?? []).map((field) => new Message(field.bytes));
  }

  /** Repeated numbers, packed or one by one. */
  numbers(number: number): number[] {
    return (this.byNumber.get(number) ?? []).flatMap((field) => (field.bytes.length > 0 ? packed(field.bytes) : [Number(field.value)]));
  }

  /** Repeated fixed64 as hexadecimal text, packed or one by one. */
  prints(number: number): string[] {
    return (this.byNumber.get(number) ?? []).flatMap((field) => {
      if (field.bytes.length === 0) return [hex64(field.value)];
      const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.byteLength);
      return Array.from({ length: Math.floor(field.bytes.length / 8) }, (_, i) => hex64(view.getBigUint64(8 * i, true)));
    });
  }
}

function packed(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      numbers.push(Number(value));
      value = 0n;
      shift = 0n;
    }
  }
  return numbers;
}

/** 16 hexadecimal digits. */
export function hex64(value: bigint): string {
  return value.toString(16).padStart(16, '0');
}

function template(m: Message): Template {
  return {
    id: m.number(1),
    kind: m.number(2),
    nameZh: m.text(3),
    nameEn: m.text(4),
    areas: m.numbers(5),
    openFromMinute: m.number(6),
    openUntilMinute: m.number(7),
    entriesPerDay: m.number(8),
    minutesBetween: m.number(9),
    weekdays: m.number(10),
    dayRules: m.messages(11).map((rule) => ({
      fromDay: rule.long(1),
      untilDay: rule.long(2),
      closed: rule.flag(3),
      openFromMinute: rule.number(4),
      openUntilMinute: rule.number(5),
    })),
    checkPoints: m.numbers(12),
    daysFromFirstUse: m.number(13),
    entriesPerArea: m.number(14),
    reentry: m.number(15),
    antiPassbackMinutes: m.number(16),
    needsCheck: m.flag(17),
    fees: m.messages(18).map((fee) => ({ area: fee.number(1), fen: fee.number(2) })),
    offlineLimitFen: m.number(19),
    beyondCapacity: m.flag(21),
    only: m.number(22),
    offline: m.number(23),
  };
}

function right(m: Message): Right {
  return {
    id: m.id(1),
    template: m.number(2),
    state: m.number(3),
    validFrom: m.long(4),
    validUntil: m.long(5),
    entries: m.number(6),
    people: m.number(7),
    fingerprints: m.prints(8),
    creditFen: m.long(9),
  };
}

function use(m: Message): Use {
  return {
    right: m.id(1),
    gate: m.number(2),
    epoch: m.id(3),
    sequence: m.id(4),
    people: m.number(5),
    atMillis: m.long(6),
    direction: m.number(7),
    area: m.number(8),
    checkPoint: m.number(9),
    feeFen: m.number(10),
  };
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A Change in base64, as the centre sends it. Throws {@link Malformed}. */
export function readChange(base64: string): Change {
  const m = new Message(bytesOf(base64));
  if (m.has(1)) return { put: 'template', template: template(new Message(m.bytes(1))) };
  if (m.has(2)) return { put: 'right', right: right(new Message(m.bytes(2))) };
  if (m.has(3)) return { put: 'removal', right: m.id(3) };
  if (m.has(4)) return { put: 'use', use: use(new Message(m.bytes(4))) };
  throw new Malformed('a change that says nothing');
}

/** A Question in base64: the vectors that gate and handheld are both held to. */
export function readQuestion(base64: string): Question {
  const m = new Message(bytesOf(base64));
  return {
    right: right(new Message(m.bytes(1))),
    template: m.has(2) ? template(new Message(m.bytes(2))) : null,
    uses: m.messages(3).map(use),
    reserved: m.number(4),
    area: m.number(5),
    checkPoint: m.number(6),
    lane: m.number(7),
    direction: m.number(8),
    zone: m.text(9),
    nowMillis: m.long(10),
    areaFull: m.flag(11),
    online: m.flag(12),
    unconfirmedFen: m.number(13),
    replaced: m.flag(14),
    claim: m.number(16),
    clock: m.number(17),
    codeMadeAtMillis: m.long(19),
  };
}
