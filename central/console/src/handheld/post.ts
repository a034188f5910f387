import { Refusal, type Centre, type Duplicate, type HandheldState, type ListPart } from './api';
import type { Book, Identity } from './book';
import type { ParkClock } from './parkClock';
import { readChange, type Change } from './wire';

const EVENTS = 100;
const WHOLE_LIST_MILLIS = 20 * 3_600_000;

/** How the way to the centre is. */
export type Standing =
  | { kind: 'ONLINE' }
  | { kind: 'OFFLINE' }
  /** Nobody is logged in. */
  | { kind: 'LOGGED_OUT' }
  /** The park has taken this device out of use, or paired another one. */
  | { kind: 'REVOKED'; words: { zh: string; en: string } }
  /** The centre does not take what it is sent. */
  | { kind: 'REFUSED'; words: { zh: string; en: string } };

/** The part of {@link Centre} that is needed here. */
export type Office = Pick<Centre, 'state' | 'page' | 'changes' | 'report'>;

/**
 * Between this device and the centre: brings events up, in their order, and the list down. One round at a time; a round that
 * fails leaves everything as it was, and the next one does it again.
 */
export class Post {
  standing: Standing = { kind: 'OFFLINE' };
  duplicates: readonly Duplicate[] = [];
  private under: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly book: Book,
    private readonly centre: Office,
    private readonly clock: ParkClock,
    private readonly changed: () => void,
  ) {}

  get online(): boolean {
    return this.standing.kind === 'ONLINE';
  }

  /** Goes a round now, or once more behind the one under way. */
  go(): Promise<void> {
    if (this.under !== null) {
      this.again = true;
      return this.under;
    }
    this.under = this.rounds().finally(() => {
      this.under = null;
      this.changed();
    });
    return this.under;
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.round();
        this.standing = { kind: 'ONLINE' };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.standing = standing(error);
      }
      this.changed();
    } while (this.again && this.online);
  }

  private async round(): Promise<void> {
    const asked = performance.now();
    const state = await this.centre.state();
    this.clock.heard(state.centre_time_millis, asked, performance.now());
    await this.keep(state);
    this.duplicates = state.duplicates;
    await this.book.storedNoMoreThan(state.stored);
    await this.upload(state.epoch, state.stored);
    await this.download(state);
    await this.book.forgetUpTo(await this.book.listVersion());
  }

  private async keep(state: HandheldState): Promise<void> {
    const identity: Identity = {
      gate: state.gate_number,
      epoch: state.epoch,
      area: state.area.number,
      checkPoint: state.check_point.number,
    };
    await this.book.set('identity', identity);
    await this.book.set('state', state);
    await this.book.set('clockOffset', this.clock.offset);
  }

  private async upload(epoch: number, upTo: number): Promise<void> {
    for (let stored = upTo; ; ) {
      const events = await this.book.unsent(EVENTS);
      const first = events[0];
      if (first === undefined) return;
      const answer = await this.centre.report(epoch, events, first.sequence > stored + 1);
      stored = answer.stored;
      await this.book.stored(answer.stored, answer.list_version);
      this.duplicates = answer.duplicates;
      this.changed();
    }
  }

  private async download(state: HandheldState): Promise<void> {
    let version = await this.book.listVersion();
    const wholeAt = (await this.book.get<number>('wholeAt')) ?? 0;
    const old = Math.abs(state.centre_time_millis - wholeAt) > WHOLE_LIST_MILLIS;
    if (version < 0 || old) version = await this.whole(state.centre_time_millis);
    for (;;) {
      const part = await this.centre.changes(version);
      if (part.stale) {
        version = await this.whole(state.centre_time_millis);
        continue;
      }
      version = part.version;
      await this.book.apply(version, read(part));
      if (!part.more) break;
    }
    await this.book.set('listAt', this.clock.now());
  }

  private async whole(at: number): Promise<number> {
    const first = await this.centre.page(0);
    const changes = read(first);
    for (let { next } = first; next !== 0; ) {
      const page = await this.centre.page(next);
      for (const change of read(page)) changes.push(change);
      next = page.next;
    }
    await this.book.replaceList(first.version, changes);
    await this.book.set('wholeAt', at);
    return first.version;
  }
}

function read(part: ListPart): Change[] {
  return part.changes.map(readChange);
}

function standing(refusal: Refusal): Standing {
  // Another page of this browser may have logged somebody else in, who is no attendant.
  if (refusal.status === 401 || refusal.status === 403) return { kind: 'LOGGED_OUT' };
  if (refusal.status === 404) return { kind: 'REVOKED', words: refusal.words };
  if (refusal.status === 0 || refusal.status >= 500 || refusal.status === 429) return { kind: 'OFFLINE' };
  return { kind: 'REFUSED', words: refusal.words };
}
