import { describe, expect, test } from 'vitest';
import type { AreaLive } from '../src/api/model';
import { effectOf, peopleOf, reopensAt } from '../src/live/inside';

function area(changed: Partial<AreaLive>): AreaLive {
  return { code: 'GARDEN', name_zh: '园', name_en: 'Garden', capacity: 500, inside: 0, filling: false, full: false, ...changed };
}

describe('people counted by hand', () => {
  test('fill an area from its capacity on', () => {
    expect(effectOf(area({}), 499)).toBe('open');
    expect(effectOf(area({}), 500)).toBe('fills');
  });

  test('open a full area again only when places enough are free', () => {
    expect(reopensAt(500)).toBe(490);
    expect(effectOf(area({ full: true }), 491)).toBe('staysFull');
    expect(effectOf(area({ full: true }), 490)).toBe('reopens');
    expect(reopensAt(20), 'one at least').toBe(19);
  });

  test('do nothing to an area that takes everybody', () => {
    expect(effectOf(area({ capacity: null }), 1_000_000)).toBe('unlimited');
  });

  test('are a whole number that the centre takes', () => {
    expect(peopleOf(' 120 ')).toBe(120);
    expect(peopleOf('0')).toBe(0);
    for (const wrong of ['', '-1', '1.5', '12a', '1e3', '1000001']) expect(peopleOf(wrong), wrong).toBeNull();
  });
});
