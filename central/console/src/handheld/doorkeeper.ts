import { Case, decideCase, rankOf, type Decision } from './admission';
import { fingerprint, normalise, type CredentialKind } from './fingerprint';
import { ParkTime } from './parkTime';
import { check, claimedKey, isRotating, type SignedCode, type TicketKey } from './signedCode';
import {
  ACTIVE,
  CLAIM_GRANTED,
  CLAIM_UNANSWERED,
  EXIT,
  IN,
  OFFLINE_OPEN,
  OUT,
  type Question,
  type Right,
  type Template,
  type Use,
} from './wire';

/** Where the handheld stands, and the park's keys. */
export interface Lane {
  area: number;
  checkPoint: number;
  kind: number;
  zone: string;
  fingerprintKey: Uint8Array;
  ticketKeys: readonly TicketKey[];
}

/** What is known of rights at this moment. */
export interface Rights {
  byPrint(print: string): Promise<Right[]>;
  byId(right: string): Promise<Right | null>;
  template(id: number): Promise<Template | null>;
  /** Every use that is known, the handheld's own included, each once. */
  uses(right: string): Promise<Use[]>;
  /** Deducted here of a right, and not confirmed by the centre. */
  unconfirmedFen(right: string): Promise<number>;
}

/** What the handheld knows when a credential is shown. */
export interface Circumstances {
  direction: typeof IN | typeof OUT;
  nowMillis: number;
  online: boolean;
  areaFull: boolean;
  clock: number;
  /** What the centre said when it was asked for a right; null: nobody asked. */
  claim: { right: string; state: number } | null;
  /** Would it be an admission if the centre agreed? */
  presume: boolean;
}

export interface Judgement {
  decision: Decision;
  /** Null when nothing is known of the credential. */
  question: Question | null;
}

function unknown(reason: string, lane: Lane): Judgement {
  return {
    decision:
      lane.kind === EXIT
        ? { kind: 'ADMIT', direction: OUT, people: 1, left: -1, feeFen: 0, balanceFen: 0 }
        : { kind: 'REFUSE', rule: 'TYPE', reason, fromMillis: 0 },
    question: null,
  };
}

/** Finds the right behind a credential and puts it before the rules, as the gates' Doorkeeper does. */
export class Doorkeeper {
  constructor(
    private readonly lane: Lane,
    private readonly rights: Rights,
  ) {}

  /** One and the same for all genuine rotating codes of a right. */
  async fingerprint(kind: CredentialKind, value: string): Promise<string> {
    const text = normalise(kind, value);
    if (kind === 'QR' && isRotating(text)) {
      const checked = await check(text, this.lane.ticketKeys);
      if (checked.kind === 'GENUINE') return fingerprint(this.lane.fingerprintKey, 'ROTATING', checked.code.right);
    }
    return fingerprint(this.lane.fingerprintKey, kind, value);
  }

  async judge(kind: CredentialKind, value: string, print: string, c: Circumstances): Promise<Judgement> {
    const text = normalise(kind, value);
    const known = await this.rights.byPrint(print);
    const ended = kind === 'QR' && this.isOfAnEndedKey(text, c);
    if (known.length > 0 && !ended && !(kind === 'QR' && isRotating(text))) return this.among(known, 0, c);
    if (kind !== 'QR') return unknown('UNKNOWN', this.lane);
    const checked = await check(text, this.lane.ticketKeys);
    switch (checked.kind) {
      case 'GENUINE':
        return ended ? unknown('REVOKED', this.lane) : this.signed(checked.code, known, c);
      case 'NOT_SIGNED':
        return unknown('UNKNOWN', this.lane);
      case 'UNCHECKED':
        return unknown('STALE', this.lane);
      case 'FORGED':
        return unknown(this.mayBeOfALaterKey(text, c) ? 'STALE' : 'FORGED', this.lane);
    }
  }

  private async signed(code: SignedCode, known: Right[], c: Circumstances): Promise<Judgement> {
    if (known.length > 0) return this.among(known, code.madeAtMillis, c);
    const held = await this.rights.byId(code.right);
    return held === null
      ? this.ask(this.describedBy(code), false, code.madeAtMillis, c)
      : this.ask(held, true, code.madeAtMillis, c);
  }

  private async among(known: Right[], madeAtMillis: number, c: Circumstances): Promise<Judgement> {
    const judgements = await Promise.all(known.map((right) => this.ask(right, false, madeAtMillis, c)));
    return judgements.reduce((best, next) => (compare(next, best) < 0 ? next : best));
  }

  private async ask(right: Right, replaced: boolean, codeMadeAtMillis: number, c: Circumstances): Promise<Judgement> {
    const template = await this.rights.template(right.template);
    const asks = (template?.offline ?? OFFLINE_OPEN) !== OFFLINE_OPEN;
    const said = c.claim?.right === right.id ? c.claim.state : CLAIM_UNANSWERED;
    const question: Question = {
      right,
      template,
      uses: await this.rights.uses(right.id),
      reserved: 0,
      area: this.lane.area,
      checkPoint: this.lane.checkPoint,
      lane: this.lane.kind,
      direction: c.direction,
      zone: this.lane.zone,
      nowMillis: c.nowMillis,
      areaFull: c.areaFull,
      online: c.online,
      unconfirmedFen: await this.rights.unconfirmedFen(right.id),
      replaced,
      claim: !asks ? 0 : c.presume ? CLAIM_GRANTED : said,
      clock: c.clock,
      codeMadeAtMillis,
    };
    return { decision: decideCase(new Case(question)), question };
  }

  private isOfAnEndedKey(text: string, c: Circumstances): boolean {
    const key = this.lane.ticketKeys.find((each) => each.id === claimedKey(text));
    return key !== undefined && key.valid_until !== 0 && c.nowMillis >= key.valid_until * 1000;
  }

  private mayBeOfALaterKey(text: string, c: Circumstances): boolean {
    return !c.online && this.lane.ticketKeys.every((key) => key.id < claimedKey(text));
  }

  private describedBy(code: SignedCode): Right {
    const time = new ParkTime(this.lane.zone);
    return {
      id: code.right,
      template: code.template,
      state: ACTIVE,
      validFrom: time.startOfDay(code.fromDay) / 1000,
      validUntil: time.startOfDay(code.untilDay + 1) / 1000,
      entries: code.entries,
      people: code.people,
      fingerprints: [],
      creditFen: 0,
    };
  }
}

/** Which of several rights speaks for a credential: the order of the gates' Choice, without people who are awaited. */
function compare(a: Judgement, b: Judgement): number {
  const one = candidate(a);
  const other = candidate(b);
  return one.rank - other.rank || one.second - other.second || one.within - other.within || Number(one.right - other.right);
}

function candidate({ decision, question }: Judgement): { rank: number; second: number; within: number; right: bigint } {
  const c = new Case(question as Question);
  const right = BigInt(c.question.right.id);
  if (decision.kind !== 'REFUSE') {
    return { rank: decision.kind === 'ADMIT' ? 1 : 2, second: second(c), within: c.untilMillis, right };
  }
  if (c.isCurrent) return { rank: 3, second: 0, within: rankOf(decision.rule), right };
  return decision.reason === 'NOT_YET_VALID'
    ? { rank: 4, second: 0, within: c.fromMillis, right }
    : { rank: 5, second: 0, within: rankOf(decision.rule), right };
}

function second(c: Case): number {
  if (!c.leaving) return c.feeFen === 0 ? 0 : 1;
  if (c.visits.inside > 0 || c.visits.insideCheckPoint > 0) return 0;
  return c.isCurrent ? 1 : 2;
}
