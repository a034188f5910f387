import type { Centre } from './api';
import { Looked, type Book, type Happening } from './book';
import { Doorkeeper, type Circumstances, type Judgement, type Lane, type Rights } from './doorkeeper';
import type { CredentialKind } from './fingerprint';
import type { ParkClock } from './parkClock';
import { base45, claimedKey } from './signedCode';
import { CLAIM_GRANTED, CLAIM_HELD_ELSEWHERE, CLAIM_UNANSWERED, CLOCK_LOCAL, type IN, OFFLINE_OPEN, OUT, readChange } from './wire';

/** What was shown, and what may become of it. */
export interface Shown {
  kind: CredentialKind;
  print: string;
  judgement: Judgement;
  /** The number of the question to the centre, where the ticket type wants it asked; 0: none. */
  claim: number;
}

const CLAIM_STATES: Readonly<Record<string, number>> = {
  CLAIM_GRANTED,
  CLAIM_HELD_ELSEWHERE,
  CLAIM_UNANSWERED,
};

/** Who works here, and which way the lane leads for him. */
export interface Watch {
  attendant: string;
  direction: typeof IN | typeof OUT;
  online: boolean;
  areaFull: boolean;
}

/**
 * One visitor after the other: judges what he shows, and records what becomes of him. While the centre is there it is asked what
 * it knows of the credential; the decision is made here in any case, by the same rules.
 */
export class Desk {
  private claims: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly book: Book,
    private readonly centre: Pick<Centre, 'look' | 'claim'>,
    private readonly clock: ParkClock,
    private readonly lane: () => Lane,
  ) {}

  /** Judges a credential; records nothing. */
  async show(kind: CredentialKind, value: string, watch: Watch): Promise<Shown> {
    const lane = this.lane();
    const own = new Doorkeeper(lane, this.book);
    const print = await own.fingerprint(kind, value);
    const looked = watch.online ? await this.look(print, kind, value) : null;
    const rights: Rights = looked ?? this.book;
    const circumstances = this.circumstances(watch, looked !== null);
    const judgement = await new Doorkeeper(lane, rights).judge(kind, value, print, circumstances);
    const { decision, question } = judgement;
    const asks = question !== null && (question.template?.offline ?? OFFLINE_OPEN) !== OFFLINE_OPEN;
    if (looked === null || !asks || decision.kind === 'REFUSE' || decision.direction === OUT) {
      return { kind, print, judgement, claim: 0 };
    }
    return this.claimed(kind, value, print, looked, circumstances, question.right.id);
  }

  /** The centre agreeing, it would be an admission: does it? */
  private async claimed(
    kind: CredentialKind,
    value: string,
    print: string,
    looked: Looked,
    circumstances: Circumstances,
    right: string,
  ): Promise<Shown> {
    const id = ((await this.book.get<number>('claim')) ?? 0) + 1;
    await this.book.set('claim', id);
    let state = CLAIM_UNANSWERED;
    try {
      const reply = await this.centre.claim(id, right, await this.book.lastSequence(), false);
      state = CLAIM_STATES[reply.state] ?? CLAIM_UNANSWERED;
      looked.add(reply.changes.map(readChange));
    } catch {
      // No answer is an answer: the ticket type says what it means.
    }
    const judgement = await new Doorkeeper(this.lane(), looked).judge(kind, value, print, {
      ...circumstances,
      presume: false,
      claim: { right, state },
    });
    return { kind, print, judgement, claim: id };
  }

  private circumstances(watch: Watch, online: boolean): Circumstances {
    return {
      direction: watch.direction,
      nowMillis: this.clock.now(),
      online,
      areaFull: watch.areaFull,
      clock: this.clock.quality() === 'LOCAL' ? CLOCK_LOCAL : 0,
      claim: null,
      presume: online,
    };
  }

  private async look(print: string, kind: CredentialKind, value: string): Promise<Looked | null> {
    try {
      const right = kind === 'QR' && claimedKey(value.trim()) >= 0 ? rightNamed(value.trim()) : null;
      const changes = await this.centre.look(print, right);
      return new Looked(this.book, changes.map(readChange));
    } catch {
      // Too late, or away: what is on this device has to do.
      return null;
    }
  }

  /** Lets people through: recorded before this returns, and theirs for good. */
  async admit(shown: Shown, people: number, watch: Watch): Promise<void> {
    const { decision, question } = shown.judgement;
    if (decision.kind === 'REFUSE' || people < 1 || people > decision.people) throw new Error(`not admitted: ${people}`);
    const common = {
      ...this.common(shown, watch),
      direction: decision.direction === OUT ? ('OUT' as const) : ('IN' as const),
      people,
      ...(question !== null && decision.feeFen > 0 ? { fee_fen: decision.feeFen * people } : {}),
    };
    await this.record([
      { ...common, kind: 'ADMITTED' },
      { ...common, kind: 'PASSED', reference: 'PREVIOUS' },
    ]);
    this.settle(shown);
  }

  /** Sends somebody away. */
  async refuse(shown: Shown, reason: string, watch: Watch): Promise<void> {
    await this.record([
      { ...this.common(shown, watch), kind: 'REFUSED', reason, direction: watch.direction === OUT ? 'OUT' : 'IN', people: 0 },
    ]);
    this.settle(shown);
  }

  /** Nothing came of it. */
  drop(shown: Shown): void {
    this.settle(shown);
  }

  /** People who walked in without showing anything (direct check), counted by hand. */
  async tally(people: number, direction: 'IN' | 'OUT', attendant: string): Promise<void> {
    await this.record([{ at_millis: 0, clock: 'LOCAL', kind: 'FREE_PASS', direction, people, detail: attendant }], { tally: null });
  }

  private common(shown: Shown, watch: Watch): Omit<Happening, 'kind'> {
    const { question } = shown.judgement;
    return {
      at_millis: 0,
      clock: 'LOCAL',
      credential: shown.kind,
      fingerprint: shown.print,
      detail: watch.attendant,
      ...(question === null ? {} : { right: question.right.id, ticket_type: question.right.template }),
    };
  }

  private async record(happenings: Happening[], and: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const at = this.clock.now();
    const clock = this.clock.quality();
    await this.book.record(
      happenings.map((happening) => ({ ...happening, at_millis: at, clock })),
      { ...and, latest: at },
    );
    this.clock.passed(at);
  }

  /** Tells the centre that its word was used up; if that fails, the question ends by time or with the next start. */
  private settle(shown: Shown): void {
    const right = shown.judgement.question?.right.id;
    if (shown.claim === 0 || right === undefined) return;
    this.claims = this.book
      .lastSequence()
      .then((sequence) => this.centre.claim(shown.claim, right, sequence, true))
      .catch(() => undefined);
  }

  /** Ends when the centre has been told of all questions that are over. */
  async settled(): Promise<void> {
    await this.claims;
  }

  /** A life of this page begins: questions of the one before are over. */
  async start(attendant: string): Promise<void> {
    await this.record([{ at_millis: 0, clock: 'LOCAL', kind: 'STARTED', detail: attendant }]);
  }
}

/** The right that a signed code names; proves nothing. */
function rightNamed(text: string): string | null {
  const bytes = base45(text);
  if (bytes === null || bytes.length < 9) return null;
  const right = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(1);
  return right < 1n << 56n ? right.toString() : null;
}
