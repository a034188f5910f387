import type { Rights } from './doorkeeper';
import { IN, OUT, type Change, type Right, type Template, type Use } from './wire';

export type EventKind = 'STARTED' | 'ADMITTED' | 'REFUSED' | 'PASSED' | 'FREE_PASS';

/** What happened, as the centre takes it (HandheldEvent of openapi.yaml), but for its sequence. */
export interface Happening {
  at_millis: number;
  kind: EventKind;
  clock: 'LINKED' | 'HELD' | 'LOCAL' | 'LOWER_BOUND';
  direction?: 'IN' | 'OUT';
  credential?: 'QR' | 'CARD' | 'ID_CARD';
  fingerprint?: string;
  right?: string;
  ticket_type?: number;
  reason?: string;
  people?: number;
  fee_fen?: number;
  /** The sequence of the admission that this completes; 'PREVIOUS': of the happening recorded with it. */
  reference?: number | 'PREVIOUS';
  detail?: string;
}

export type HandheldEvent = Omit<Happening, 'reference'> & { sequence: number; reference?: number };

/** An event on this device. */
interface Row {
  sequence: number;
  event: HandheldEvent;
  /** 0: the centre has not stored it; else its use is in the list from this version on. */
  listVersion: number;
}

/** Who this handheld is among the gates, for the names of its uses. */
export interface Identity {
  gate: number;
  epoch: number;
  area: number;
  checkPoint: number;
}

interface UseRow extends Use {
  name: string;
}

const NAME = 'shanmen-handheld';
const STORES = ['meta', 'templates', 'rights', 'uses', 'events'] as const;
const LIST = ['templates', 'rights', 'uses'] as const;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function committed(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error('IndexedDB'));
  });
}

function nameOf(use: Use): string {
  return `${use.gate}/${use.epoch}/${use.sequence}`;
}

/**
 * What this device keeps: the check point's list, and every event until the centre has stored it and its use came back. An
 * event is on disk (a transaction of strict durability has committed) before anybody is shown an answer, and keeps its number
 * for good, so that whatever is sent twice is booked once.
 */
export class Book implements Rights {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(factory: IDBFactory = indexedDB, name: string = NAME): Promise<Book> {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore('meta');
      db.createObjectStore('templates', { keyPath: 'id' });
      db.createObjectStore('rights', { keyPath: 'id' }).createIndex('prints', 'fingerprints', { multiEntry: true });
      db.createObjectStore('uses', { keyPath: 'name' }).createIndex('right', 'right');
      const events = db.createObjectStore('events', { keyPath: 'sequence' });
      events.createIndex('listVersion', 'listVersion');
      events.createIndex('right', 'event.right');
    };
    return new Book(await done(request));
  }

  close(): void {
    this.db.close();
  }

  private store(name: (typeof STORES)[number]): IDBObjectStore {
    return this.db.transaction(name, 'readonly').objectStore(name);
  }

  private writing(names: readonly (typeof STORES)[number][]): IDBTransaction {
    return this.db.transaction([...names], 'readwrite', { durability: 'strict' });
  }

  async get<T>(key: string): Promise<T | null> {
    return ((await done(this.store('meta').get(key))) as T | undefined) ?? null;
  }

  async set(key: string, value: unknown): Promise<void> {
    const tx = this.writing(['meta']);
    tx.objectStore('meta').put(value, key);
    await committed(tx);
  }

  // ---- The list ----

  /** Where the list is; -1: there is none. */
  async listVersion(): Promise<number> {
    return (await this.get<number>('listVersion')) ?? -1;
  }

  /** Puts another whole list in the place of the one that is here: old or new, never between. */
  async replaceList(version: number, changes: readonly Change[]): Promise<void> {
    const tx = this.writing([...LIST, 'meta']);
    for (const name of LIST) tx.objectStore(name).clear();
    this.put(tx, changes);
    tx.objectStore('meta').put(version, 'listVersion');
    await committed(tx);
  }

  /** Brings the list on. */
  async apply(version: number, changes: readonly Change[]): Promise<void> {
    const tx = this.writing([...LIST, 'meta']);
    this.put(tx, changes);
    tx.objectStore('meta').put(version, 'listVersion');
    await committed(tx);
  }

  private put(tx: IDBTransaction, changes: readonly Change[]): void {
    for (const change of changes) {
      switch (change.put) {
        case 'template':
          tx.objectStore('templates').put(change.template);
          break;
        case 'right':
          tx.objectStore('rights').put(change.right);
          break;
        case 'use':
          tx.objectStore('uses').put({ ...change.use, name: nameOf(change.use) } satisfies UseRow);
          break;
        case 'removal':
          tx.objectStore('rights').delete(change.right);
          break;
      }
    }
  }

  /** How many rights the list holds. */
  rightsHeld(): Promise<number> {
    return done(this.store('rights').count());
  }

  byPrint(print: string): Promise<Right[]> {
    return done(this.store('rights').index('prints').getAll(print)) as Promise<Right[]>;
  }

  async byId(right: string): Promise<Right | null> {
    return ((await done(this.store('rights').get(right))) as Right | undefined) ?? null;
  }

  async template(id: number): Promise<Template | null> {
    return ((await done(this.store('templates').get(id))) as Template | undefined) ?? null;
  }

  async uses(right: string): Promise<Use[]> {
    const listed = (await done(this.store('uses').index('right').getAll(right))) as UseRow[];
    return this.withOwn(right, listed);
  }

  /** The uses that somebody knows of, and this device's own, each once. */
  async withOwn(right: string, known: readonly Use[]): Promise<Use[]> {
    const united = new Map(known.map((use) => [nameOf(use), use]));
    for (const use of await this.ownUses(right)) if (!united.has(nameOf(use))) united.set(nameOf(use), use);
    return [...united.values()];
  }

  private async ownUses(right: string): Promise<Use[]> {
    const identity = await this.get<Identity>('identity');
    const rows = (await done(this.store('events').index('right').getAll(right))) as Row[];
    if (identity === null) return [];
    return rows
      .filter((row) => row.event.kind === 'PASSED')
      .map((row) => ({
        right,
        gate: identity.gate,
        epoch: String(identity.epoch),
        sequence: String(row.sequence),
        people: row.event.people ?? 0,
        atMillis: row.event.at_millis,
        direction: row.event.direction === 'OUT' ? OUT : IN,
        area: identity.area,
        checkPoint: identity.checkPoint,
        feeFen: row.event.fee_fen ?? 0,
      }));
  }

  async unconfirmedFen(right: string): Promise<number> {
    const rows = (await done(this.store('events').index('right').getAll(right))) as Row[];
    return rows
      .filter((row) => row.event.kind === 'PASSED' && row.listVersion === 0)
      .reduce((sum, row) => sum + (row.event.fee_fen ?? 0), 0);
  }

  // ---- Events ----

  /** Records what happened, all or nothing; each gets the next number of this device. */
  async record(happenings: readonly Happening[], and: Readonly<Record<string, unknown>> = {}): Promise<HandheldEvent[]> {
    const tx = this.writing(['events', 'meta']);
    const meta = tx.objectStore('meta');
    let sequence = ((await done(meta.get('sequence'))) as number | undefined) ?? 0;
    const recorded: HandheldEvent[] = [];
    for (const { reference, ...what } of happenings) {
      sequence += 1;
      const event: HandheldEvent = { ...what, sequence };
      if (reference === 'PREVIOUS') event.reference = sequence - 1;
      else if (reference !== undefined) event.reference = reference;
      tx.objectStore('events').add({ sequence, event, listVersion: 0 } satisfies Row);
      recorded.push(event);
    }
    meta.put(sequence, 'sequence');
    for (const [key, value] of Object.entries(and)) meta.put(value, key);
    await committed(tx);
    return recorded;
  }

  /** The number of the last event, 0 before the first. */
  async lastSequence(): Promise<number> {
    return (await this.get<number>('sequence')) ?? 0;
  }

  /** The eldest events that the centre has not stored. */
  async unsent(limit: number): Promise<HandheldEvent[]> {
    const rows = (await done(this.store('events').index('listVersion').getAll(0, limit))) as Row[];
    return rows.map((row) => row.event).sort((a, b) => a.sequence - b.sequence);
  }

  /** What people call a record, of what is not sent: somebody let in, counted or refused. And the eldest event's number. */
  async unsentRecords(): Promise<{ count: number; from: number }> {
    const rows = (await done(this.store('events').index('listVersion').getAll(0))) as Row[];
    return {
      count: rows.filter((row) => row.event.kind !== 'STARTED' && row.event.kind !== 'ADMITTED').length,
      from: rows.reduce((least, row) => Math.min(least, row.sequence), Infinity),
    };
  }

  /** The centre has stored all events up to this one; the list has their uses from a version on. */
  async stored(upTo: number, listVersion: number): Promise<void> {
    const tx = this.writing(['events']);
    const events = tx.objectStore('events');
    const rows = (await done(events.index('listVersion').getAll(0))) as Row[];
    for (const row of rows) if (row.sequence <= upTo) events.put({ ...row, listVersion: Math.max(1, listVersion) });
    await committed(tx);
  }

  /** A centre that was restored has stored less than it once said: what is still here is sent again. */
  async storedNoMoreThan(upTo: number): Promise<void> {
    const tx = this.writing(['events']);
    const events = tx.objectStore('events');
    const rows = (await done(events.getAll(IDBKeyRange.lowerBound(upTo, true)))) as Row[];
    for (const row of rows) if (row.listVersion !== 0) events.put({ ...row, listVersion: 0 });
    await committed(tx);
  }

  /** Forgets events whose uses the list holds by now. */
  async forgetUpTo(listVersion: number): Promise<void> {
    if (listVersion < 1) return;
    const tx = this.writing(['events']);
    const events = tx.objectStore('events');
    const keys = await done(events.index('listVersion').getAllKeys(IDBKeyRange.bound(1, listVersion)));
    for (const key of keys) events.delete(key);
    await committed(tx);
  }

  /** Forgets the list and these keys, not the events. */
  async forgetList(keys: readonly string[]): Promise<void> {
    const tx = this.writing([...LIST, 'meta']);
    for (const name of LIST) tx.objectStore(name).clear();
    for (const key of ['listVersion', ...keys]) tx.objectStore('meta').delete(key);
    await committed(tx);
  }

  /** Becomes another handheld: nothing of the one before stays. */
  async begin(meta: Readonly<Record<string, unknown>>): Promise<void> {
    const tx = this.writing(STORES);
    for (const name of STORES) tx.objectStore(name).clear();
    for (const [key, value] of Object.entries(meta)) tx.objectStore('meta').put(value, key);
    await committed(tx);
  }
}

/** What the centre said of one credential just now, with this device's own uses. */
export class Looked implements Rights {
  private readonly rightsById = new Map<string, Right>();
  private readonly templates = new Map<number, Template>();
  private readonly usesOf = new Map<string, Use[]>();

  constructor(
    private readonly book: Book,
    changes: readonly Change[],
  ) {
    this.add(changes);
  }

  /** What the centre said besides; a use that it said before is the same. */
  add(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.put === 'right') this.rightsById.set(change.right.id, change.right);
      if (change.put === 'template') this.templates.set(change.template.id, change.template);
      if (change.put === 'use') this.usesOf.set(change.use.right, [...(this.usesOf.get(change.use.right) ?? []), change.use]);
    }
  }

  byPrint(print: string): Promise<Right[]> {
    return Promise.resolve([...this.rightsById.values()].filter((right) => right.fingerprints.includes(print)));
  }

  byId(right: string): Promise<Right | null> {
    return Promise.resolve(this.rightsById.get(right) ?? null);
  }

  async template(id: number): Promise<Template | null> {
    return this.templates.get(id) ?? (await this.book.template(id));
  }

  uses(right: string): Promise<Use[]> {
    const known = new Map((this.usesOf.get(right) ?? []).map((use) => [nameOf(use), use]));
    return this.book.withOwn(right, [...known.values()]);
  }

  unconfirmedFen(right: string): Promise<number> {
    return this.book.unconfirmedFen(right);
  }
}
