import { describe, expect, test } from 'vitest';
import type { PriceRule } from '../src/api/model';
import { knownKey, translate } from '../src/i18n/words';
import { changes, emptyType, fieldOf } from '../src/tickets/draft';
import { GROUPS } from '../src/tickets/fields';
import { atTheGate, type Names } from '../src/tickets/gate';
import { clockOf, parseClock } from '../src/tickets/minutes';
import { monthLater, pageOf, withPrice, withUsualPrice } from '../src/tickets/prices';

const rule = (from: string | null, until: string | null, price: number): PriceRule => ({ from, until, weekdays: [], price_fen: price });

describe('a month of prices', () => {
  test('is a page of whole weeks from Monday on', () => {
    const page = pageOf('2026-05');
    expect([page[0], page.at(-1), page.length]).toEqual(['2026-04-27', '2026-05-31', 35]);
    expect(pageOf('2027-02')).toHaveLength(28);
    expect(monthLater('2026-12', 1)).toBe('2027-01');
    expect(monthLater('2026-01', -1)).toBe('2025-12');
  });

  test('takes a price for a range before all other rules, and drops those that it hides', () => {
    const weekends = { ...rule(null, null, 150), weekdays: ['SAT' as const, 'SUN' as const] };
    const before = [rule('2026-05-02', '2026-05-03', 180), weekends];
    expect(withPrice(before, '2026-05-01', '2026-05-05', 200)).toEqual([rule('2026-05-01', '2026-05-05', 200), weekends]);
  });

  test('goes back to the usual price of a range alone', () => {
    expect(withUsualPrice([rule('2026-05-01', '2026-05-10', 200)], '2026-05-03', '2026-05-04')).toEqual([
      rule('2026-05-01', '2026-05-02', 200),
      rule('2026-05-05', '2026-05-10', 200),
    ]);
    expect(withUsualPrice([rule(null, null, 200)], '2026-05-03', '2026-05-04')).toEqual([
      rule(null, '2026-05-02', 200),
      rule('2026-05-05', null, 200),
    ]);
    expect(withUsualPrice([rule('2026-05-03', '2026-05-04', 200)], '2026-05-01', '2026-05-09')).toEqual([]);
    expect(withUsualPrice([rule('2026-06-01', null, 200)], '2026-05-01', '2026-05-09')).toHaveLength(1);
  });
});

describe('a ticket type that is edited', () => {
  test('sends what was changed, and nothing that it keeps for good', () => {
    const before = emptyType();
    expect(changes(before, { ...before, code: 'X', kind: 'GROUP', valid_days: 2, prices: [rule(null, null, 1)] })).toEqual({ valid_days: 2 });
  });

  test('shows a refusal at the field that it names', () => {
    expect(fieldOf('只有团体票可以多人(max_people)')).toBe('max_people');
    expect(fieldOf('a type with slots is valid on one day: valid_days 1, no season and no fees')).toBe('valid_days');
    expect(fieldOf('时段(slots)的开始与结束相同:09:00')).toBe('slots');
    expect(fieldOf('the centre is away')).toBeNull();
  });

  test('has words for every field, in groups that leave none out', () => {
    const edited = new Set(GROUPS.flatMap((group) => group.fields.map((field) => field.name)));
    for (const field of edited) expect(knownKey(`types.field.${field}`), field).not.toBeNull();
    const elsewhere = ['prices', 'slots', 'season', 'day_rules', 'parts', 'fees'];
    expect([...edited, ...elsewhere].sort()).toEqual(Object.keys(emptyType()).sort());
  });
});

describe('what the gate will do', () => {
  const names: Names = {
    area: (code) => code,
    checkPoint: (code) => code,
    weekday: (code) => code,
    proof: (type) => type.proof,
    money: String,
    list: (names) => names.join(', '),
  };
  const said = (changed: Partial<ReturnType<typeof emptyType>>) =>
    atTheGate({ ...emptyType(), ...changed }, names).map((sentence) => translate('en', sentence.key, sentence.values));

  test('is said of a plain ticket', () => {
    expect(said({})).toEqual([
      'Opens on 1 day from the day of the visit on.',
      'Opens in all areas.',
      '1 entry in total.',
      'Without the centre, opens for tickets that it has heard of; one sold just now must wait.',
    ]);
  });

  test('is said of slots, areas and proofs', () => {
    const sentences = said({
      slots: [{ from_minute: 540, until_minute: 660, quota: 0, weekdays: [] }],
      areas: ['Garden'],
      needs_check: true,
      proof: 'STUDENT',
      reentry: 'NEVER',
      offline: 'STRICT',
    });
    expect(sentences).toContain('Opens within the chosen slot of the day only: 09:00–11:00.');
    expect(sentences).toContain('Opens in Garden only.');
    expect(sentences).toContain('Waits until staff have seen: STUDENT.');
    expect(sentences).toContain('Nobody comes back into an area on the same day.');
    expect(sentences.at(-1)).toBe('Without the centre, opens for nobody.');
  });
});

test.each([
  ['9:05', 545],
  ['0905', 545],
  ['24:00', 1440],
  ['09：30', 570],
  ['24:01', null],
  ['9:60', null],
  ['noon', null],
])('%s is minute %s', (text, minute) => {
  expect(parseClock(text)).toBe(minute);
  if (minute !== null) expect(parseClock(clockOf(minute))).toBe(minute);
});
