import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refusal, type HandheldState, type ListPart } from '../src/handheld/api';
import { Book, type HandheldEvent, type Happening } from '../src/handheld/book';
import { Desk, type Watch } from '../src/handheld/desk';
import type { Lane } from '../src/handheld/doorkeeper';
import { bytesOfHex, fingerprint, sipHash } from '../src/handheld/fingerprint';
import { ParkClock } from '../src/handheld/parkClock';
import { Post } from '../src/handheld/post';
import { base45, check, claimedKey } from '../src/handheld/signedCode';
import { hex64, IN, NO_RULES, type Right, type Template } from '../src/handheld/wire';
import { Wedge } from '../src/handheld/wedge';

const KEY = bytesOfHex('000102030405060708090a0b0c0d0e0f');
const NOW = Date.UTC(2026, 4, 1, 4);

const TYPE: Template = { ...NO_RULES, id: 7, kind: 1, nameZh: '成人票', nameEn: 'Adult' };

function right(id: string, code: string, more: Partial<Right> = {}): Right {
  return {
    id,
    template: TYPE.id,
    state: 1,
    validFrom: NOW / 1000 - 3600,
    validUntil: NOW / 1000 + 3600,
    entries: 1,
    people: 1,
    fingerprints: [fingerprint(KEY, 'QR', code)],
    creditFen: 0,
    ...more,
  };
}

const LANE: Lane = { area: 1, checkPoint: 2, kind: 1, zone: 'Asia/Shanghai', fingerprintKey: KEY, ticketKeys: [] };
const WATCH: Watch = { attendant: 'wang', direction: IN, online: false, areaFull: false };
const STATE: HandheldState = {
  gate_number: 40,
  code: 'H1',
  name_zh: '手持机',
  name_en: 'Handheld',
  kind: 'ENTRY',
  epoch: 3,
  stored: 0,
  area: { number: 1, code: 'A', name_zh: '', name_en: '' },
  check_point: { number: 2, code: 'C', name_zh: '', name_en: '' },
  zone: 'Asia/Shanghai',
  fingerprint_key: '000102030405060708090a0b0c0d0e0f',
  ticket_keys: [],
  list_version: 5,
  centre_time_millis: NOW,
  duplicates: [],
  area_full: { full: false, until_millis: 0 },
};

let books = 0;
let name = '';
let book: Book;

beforeEach(async () => {
  name = `book${books++}`;
  book = await Book.open(indexedDB, name);
  await book.set('identity', { gate: 40, epoch: 3, area: 1, checkPoint: 2 });
  await book.replaceList(5, [
    { put: 'template', template: TYPE },
    { put: 'right', right: right('11', 'SINGLE') },
    { put: 'right', right: right('12', 'GROUP', { people: 4, entries: 4 }) },
  ]);
});

function happening(kind: Happening['kind']): Happening {
  return { kind, at_millis: NOW, clock: 'LINKED' };
}

describe('the book', () => {
  it('numbers events without a gap, also after the page is opened anew', async () => {
    await book.record([happening('ADMITTED'), { ...happening('PASSED'), reference: 'PREVIOUS' }]);
    book.close();
    const again = await Book.open(indexedDB, name);
    await again.record([happening('REFUSED')]);
    const events = await again.unsent(10);
    expect(events.map((event) => event.sequence)).toEqual([1, 2, 3]);
    expect(events[1]?.reference).toBe(1);
  });

  it('keeps an event until the list has its use', async () => {
    await book.record([{ ...happening('PASSED'), right: '11', people: 1, direction: 'IN' }]);
    await book.stored(1, 9);
    expect(await book.unsent(10)).toEqual([]);
    expect(await book.uses('11')).toHaveLength(1);
    await book.forgetUpTo(8);
    expect(await book.uses('11')).toHaveLength(1);
    await book.apply(9, [
      {
        put: 'use',
        use: { right: '11', gate: 40, epoch: '3', sequence: '1', people: 1, atMillis: NOW, direction: IN, area: 1, checkPoint: 2, feeFen: 0 },
      },
    ]);
    expect(await book.uses('11')).toHaveLength(1);
    await book.forgetUpTo(9);
    expect(await book.uses('11')).toHaveLength(1);
  });
});

describe('the desk, without a network', () => {
  const nobody = { look: () => Promise.reject(new Refusal(0, { zh: '', en: '' })), claim: () => Promise.reject(new Refusal(0, { zh: '', en: '' })) };
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk(book, nobody, new ParkClock(0, () => NOW, () => 0), () => LANE);
  });

  it('lets a ticket in once, and remembers it', async () => {
    const first = await desk.show('QR', 'SINGLE', WATCH);
    expect(first.judgement.decision.kind).toBe('ADMIT');
    await desk.admit(first, 1, WATCH);
    const second = await desk.show('QR', 'SINGLE', WATCH);
    expect(second.judgement.decision).toMatchObject({ kind: 'REFUSE', reason: 'USED_UP' });
    const events = await book.unsent(10);
    expect(events.map((event) => event.kind)).toEqual(['ADMITTED', 'PASSED']);
    expect(events[1]).toMatchObject({ right: '11', people: 1, ticket_type: 7, direction: 'IN', detail: 'wang', reference: 1 });
  });

  it('lets part of a group in, and the rest later', async () => {
    const group = await desk.show('QR', 'GROUP', WATCH);
    expect(group.judgement.decision).toMatchObject({ kind: 'ADMIT', people: 4 });
    await desk.admit(group, 3, WATCH);
    const rest = await desk.show('QR', 'GROUP', WATCH);
    expect(rest.judgement.decision).toMatchObject({ kind: 'ADMIT', people: 1 });
    await expect(desk.admit(rest, 2, WATCH)).rejects.toThrow('not admitted');
  });

  it('knows no ticket that is on no list', async () => {
    const shown = await desk.show('QR', 'NOBODYS', WATCH);
    expect(shown.judgement.decision).toMatchObject({ kind: 'REFUSE', reason: 'UNKNOWN' });
  });

  it('asks for a look at the proof, and lets nobody in before', async () => {
    await book.apply(6, [{ put: 'template', template: { ...TYPE, needsCheck: true } }]);
    const shown = await desk.show('QR', 'SINGLE', WATCH);
    expect(shown.judgement.decision.kind).toBe('HOLD');
    expect(await book.unsent(10)).toEqual([]);
  });

  it('refuses what must be asked about first', async () => {
    await book.apply(6, [{ put: 'template', template: { ...TYPE, offline: 2 } }]);
    const shown = await desk.show('QR', 'SINGLE', { ...WATCH, online: true });
    expect(shown.judgement.decision).toMatchObject({ kind: 'REFUSE', reason: 'STALE' });
  });
});

describe('the post', () => {
  function office(report: (epoch: number, events: HandheldEvent[]) => Promise<{ stored: number; list_version: number; duplicates: [] }>) {
    return {
      state: () => Promise.resolve(STATE),
      page: () => Promise.resolve({ version: 5, changes: [], next: 0, more: false, stale: false }),
      changes: () => Promise.resolve({ version: 5, changes: [], next: 0, more: false, stale: false }),
      report,
    };
  }

  it('sends again what nobody has confirmed, with the same numbers', async () => {
    await book.record([happening('ADMITTED'), happening('PASSED')]);
    const sent: number[][] = [];
    let away = true;
    const post = new Post(
      book,
      office((_epoch, events) => {
        sent.push(events.map((event) => event.sequence));
        return away ? Promise.reject(new Refusal(0, { zh: '', en: '' })) : Promise.resolve({ stored: 2, list_version: 8, duplicates: [] });
      }),
      new ParkClock(0, () => NOW, () => 0),
      () => undefined,
    );
    await post.go();
    expect(post.standing.kind).toBe('OFFLINE');
    expect((await book.unsentRecords()).count).toBe(1);
    away = false;
    await post.go();
    expect(post.standing.kind).toBe('ONLINE');
    expect(sent).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect((await book.unsentRecords()).count).toBe(0);
  });

  it('sends again what a restored centre has forgotten, and says what nobody has any more', async () => {
    await book.record([happening('REFUSED'), happening('REFUSED'), happening('REFUSED')]);
    await book.stored(1, 4);
    await book.forgetUpTo(4);
    await book.stored(2, 9);
    const sent: unknown[] = [];
    const office1 = office(() => Promise.reject(new Error('not this one')));
    const post = new Post(
      book,
      {
        ...office1,
        report: (_epoch, events, afterLoss) => {
          sent.push([events.map((event) => event.sequence), afterLoss]);
          return Promise.resolve({ stored: 3, list_version: 8, duplicates: [] });
        },
      },
      new ParkClock(0, () => NOW, () => 0),
      () => undefined,
    );
    await post.go();
    expect(sent).toEqual([[[2, 3], true]]);
  });

  it.each([
    ['REVOKED', 404],
    ['LOGGED_OUT', 401],
    ['LOGGED_OUT', 403],
    ['OFFLINE', 503],
    ['REFUSED', 409],
  ])('stands %s when the centre answers %i', async (kind, status) => {
    const refusing = { ...office(() => Promise.reject(new Error('not asked'))), state: () => Promise.reject(new Refusal(status, { zh: '', en: '' })) };
    const post = new Post(book, refusing, new ParkClock(), () => undefined);
    await post.go();
    expect(post.standing.kind).toBe(kind);
  });
});

describe('the list', () => {
  /** A Change in base64 that puts a right of which nothing but the id is said. */
  function putting(id: number): string {
    return btoa(String.fromCharCode(0x12, 9, 0x09, id, 0, 0, 0, 0, 0, 0, 0));
  }

  function part(version: number, ids: number[], more: Partial<ListPart> = {}): ListPart {
    return { version, changes: ids.map(putting), next: 0, more: false, stale: false, ...more };
  }

  /** The centre as a table of answers; what is not in it cannot be reached. */
  function post(pages: Record<number, ListPart>, changes: Record<number, ListPart>): Post {
    const away = new Refusal(0, { zh: '', en: '' });
    const answer = (from: ListPart | undefined) => (from === undefined ? Promise.reject(away) : Promise.resolve(from));
    return new Post(
      book,
      {
        state: () => Promise.resolve(STATE),
        page: (after) => answer(pages[after]),
        changes: (version) => answer(changes[version]),
        report: () => Promise.reject(new Error('nothing to report')),
      },
      new ParkClock(0, () => NOW, () => 0),
      () => undefined,
    );
  }

  async function held(): Promise<string[]> {
    const rights = await Promise.all(['11', '12', '21', '22', '23'].map((id) => book.byId(id)));
    return rights.flatMap((found) => (found === null ? [] : [found.id]));
  }

  const PAGES = { 0: part(7, [21], { next: 21 }), 21: part(8, [22], { next: 22 }), 22: part(9, [23]) };

  it('of several pages takes the place of the one before, and is as old as its first page', async () => {
    const way = post(PAGES, { 7: part(9, []) });
    await way.go();
    expect(way.standing.kind).toBe('ONLINE');
    expect(await held()).toEqual(['21', '22', '23']);
    expect(await book.listVersion()).toBe(9);
  });

  it('that is cut short is not taken for whole', async () => {
    const pages: Record<number, ListPart> = { 0: PAGES[0], 21: PAGES[21] };
    const way = post(pages, { 7: part(9, []) });
    await way.go();
    expect(way.standing.kind).toBe('OFFLINE');
    expect(await held()).toEqual(['11', '12']);
    expect(await book.listVersion()).toBe(5);
    pages[22] = PAGES[22];
    await way.go();
    expect(await held()).toEqual(['21', '22', '23']);
  });

  it('goes on until there are no more changes', async () => {
    await book.set('wholeAt', NOW);
    await post({}, { 5: part(6, [21], { more: true }), 6: part(7, [22]) }).go();
    expect(await held()).toEqual(['11', '12', '21', '22']);
    expect(await book.listVersion()).toBe(7);
  });

  it('is asked for as a whole when the changes are not enough', async () => {
    await book.set('wholeAt', NOW);
    await post({ 0: part(8, [23]) }, { 5: part(0, [], { stale: true }), 8: part(8, []) }).go();
    expect(await held()).toEqual(['23']);
  });

  it('is asked for as a whole once a day', async () => {
    await book.set('wholeAt', NOW - 21 * 3_600_000);
    await post({ 0: part(8, [23]) }, { 5: part(5, []), 8: part(8, []) }).go();
    expect(await held()).toEqual(['23']);
  });
});

describe('codes', () => {
  it('have the fingerprints that gates give them', () => {
    // The vector of 15 bytes in the paper's appendix.
    expect(hex64(sipHash(KEY, Uint8Array.from({ length: 15 }, (_, i) => i)))).toBe('a129ca6149be45e5');
  });

  it('are none without the form of a signed one', async () => {
    expect(await check('7ZK', [])).toEqual({ kind: 'NOT_SIGNED' });
    expect(claimedKey('7ZK')).toBe(-1);
    expect(base45('BB8')).toEqual(Uint8Array.from([65, 66]));
    expect(base45('GGW')).toEqual(null);
  });
});

describe('the wedge', () => {
  function typed(text: string, millis: number, wedge = new Wedge()): string | null {
    let at = 1000;
    let code: string | null = null;
    for (const key of [...text, 'Enter']) code = wedge.key(key, (at += millis));
    return code;
  }

  it('is what types fast and ends with Enter', () => {
    expect(typed('7ZK4Q2M8', 8)).toBe('7ZK4Q2M8');
    expect(typed('7ZK4Q2M8', 150)).toBeNull();
    expect(typed('7ZK', 8)).toBeNull();
  });

  it('forgives a stumble', () => {
    const wedge = new Wedge();
    for (const [at, key] of [...'7ZK4Q2M8'].entries()) wedge.key(key, at < 4 ? at : 200 + at);
    expect(wedge.key('Enter', 210)).toBe('7ZK4Q2M8');
  });

  it('does not take what was typed before it for its own', () => {
    const wedge = new Wedge();
    wedge.key('x', 0);
    expect(typed('7ZK4Q2M8', 8, wedge)).toBe('7ZK4Q2M8');
  });
});

describe('the clock', () => {
  it('goes on by its own pace, whatever the phone is set to, and never back', () => {
    let wall = 0;
    let pace = 0;
    const clock = new ParkClock(null, () => wall, () => pace);
    expect(clock.quality()).toBe('LOCAL');
    clock.heard(NOW, 0, 0);
    wall = 99_000_000;
    pace = 30_000;
    expect(clock.now()).toBe(NOW + 30_000);
    expect(clock.quality()).toBe('LINKED');
    pace = 120_000;
    expect(clock.quality()).toBe('HELD');
    clock.passed(NOW + 500_000);
    expect(clock.now()).toBe(NOW + 500_000);
    expect(clock.quality()).toBe('LOWER_BOUND');
  });
});
