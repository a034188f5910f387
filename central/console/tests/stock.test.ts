import { describe, expect, it } from 'vitest';
import { ageOf, open, outcomeOf, type Reconciliation } from '../src/books/books';
import { base64, isShorter } from '../src/data/data';
import { batchesOf, unsold } from '../src/stock/stock';

const report = (rows: Record<string, string | number>[]) => ({
  report: 'ticket-batches', title_zh: '', title_en: '', from: '', until: '', columns: [], rows, total: null, notes: [],
});
const row = (batch: string, name: string, counts: number[]) => ({
  batch, day: '2026-05-01', name_zh: name, name_en: name,
  printed: counts[0] ?? 0, in_store: counts[1] ?? 0, at_windows: counts[2] ?? 0, sold: counts[3] ?? 0, spoilt: counts[4] ?? 0,
});

describe('batches', () => {
  it('sold as another type, a batch is still one, and what is printed is somewhere', () => {
    const found = batchesOf(report([row('B1', '成人', [90, 50, 30, 8, 2]), row('B2', '成人', [5, 5]), row('B1', '夜场', [10, 0, 0, 10])]));
    expect(found.map((batch) => batch.number)).toEqual(['B2', 'B1']);
    const first = found[1];
    expect(first?.types.map((type) => type.name_zh)).toEqual(['成人', '夜场']);
    expect(first?.printed).toBe(100);
    expect(first === undefined ? 0 : unsold(first) + first.sold + first.spoilt).toBe(100);
  });
});

describe('files', () => {
  it('are sent byte by byte, whatever their encoding, and however long they are', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) % 256);
    expect(Uint8Array.from(atob(base64(bytes)), (letter) => letter.charCodeAt(0))).toEqual(bytes);
    expect(base64(new Uint8Array())).toBe('');
  });
});

describe('retention', () => {
  const kept = { contact_days: 30, credential_days: null, event_days: 365 };
  it('is asked twice when something is forgotten sooner', () => {
    expect(isShorter(kept, kept)).toBe(false);
    expect(isShorter(kept, { ...kept, contact_days: 60, event_days: null })).toBe(false);
    expect(isShorter(kept, { ...kept, contact_days: 29 })).toBe(true);
    expect(isShorter(kept, { ...kept, credential_days: 3660 })).toBe(true);
  });
});

describe('compared days', () => {
  it('are open while somebody has to look', () => {
    const difference = { id: 1, kind: 'MISSING_HERE', subject: 'CHARGE', number: 'X', here_fen: null, there_fen: 1, acknowledged_at: null, acknowledged_by: null, note: '' };
    const sums = { charges: 0, charged_fen: 0, refunds: 0, refunded_fen: 0 };
    const day = (differences: Reconciliation['differences']): Reconciliation => ({ provider: 'SANDBOX', day: '2026-05-01', run_at: '', here: sums, there: sums, differences });
    expect(open(day([]))).toBe(0);
    expect(open(day([difference, { ...difference, id: 3 }, { ...difference, id: 2, acknowledged_at: '2026-05-02T00:00:00Z' }]))).toBe(2);
  });
});

describe('a payment that nobody knows the end of', () => {
  const now = Date.parse('2026-05-03T12:00:00Z');

  it('is as old as it is said in whole units', () => {
    expect(ageOf('2026-05-03T11:57:01Z', now)).toEqual({ unit: 'books.age.minutes', n: 2 });
    expect(ageOf('2026-05-03T10:00:01Z', now)).toEqual({ unit: 'books.age.minutes', n: 119 });
    expect(ageOf('2026-05-03T10:00:00Z', now)).toEqual({ unit: 'books.age.hours', n: 2 });
    expect(ageOf('2026-05-01T12:00:00Z', now)).toEqual({ unit: 'books.age.days', n: 2 });
    expect(ageOf('2026-05-03T12:00:05Z', now)).toEqual({ unit: 'books.age.minutes', n: 0 });
  });

  it('says what came of asking', () => {
    const asked = (state: 'PENDING' | 'PAID' | 'CLOSED' | 'FAILED', taken: boolean | null, detail = '') => outcomeOf({ state, taken, detail });
    expect(asked('PAID', true)).toBe('books.ended.PAID');
    expect(asked('PAID', false)).toBe('books.ended.goesBack');
    expect(asked('CLOSED', null)).toBe('books.ended.CLOSED');
    expect(asked('FAILED', null)).toBe('books.ended.FAILED');
    expect(asked('PENDING', null)).toBe('books.ended.open');
    expect(asked('PENDING', null, 'timeout')).toBe('books.ended.unclear');
  });
});
