import { describe, expect, it } from 'vitest';
import { newestFirst, stateOf, type TicketKey } from '../src/admin/keys';

const NOON = Date.parse('2026-05-01T04:00:00Z');
const key = (id: number, changed: Partial<TicketKey> = {}): TicketKey => ({ id, created_at: '2026-01-01T00:00:00Z', signs: false, valid_until: null, ...changed });

describe('keys of ticket codes', () => {
  it('sign, are good for what they signed, or have come to their end', () => {
    expect(stateOf(key(3, { signs: true }), NOON)).toBe('signs');
    expect(stateOf(key(2), NOON)).toBe('good');
    expect(stateOf(key(1, { valid_until: '2026-05-01T04:00:01Z' }), NOON)).toBe('ending');
    expect(stateOf(key(1, { valid_until: '2026-05-01T04:00:00Z' }), NOON)).toBe('ended');
  });

  it('stand with the newest first, by number and not as texts', () => {
    expect(newestFirst([key(9), key(10), key(2)]).map((each) => each.id)).toEqual([10, 9, 2]);
  });
});
