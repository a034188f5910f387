import { describe, expect, it } from 'vitest';
import { refreshMillis, searches, standing, type ETicket, type ETicketItem } from '../src/orders/orders';

const ticket: ETicketItem = {
  number: 'S260501-7K3M9Q-1',
  name_zh: '成人票',
  name_en: 'Adult',
  state: 'ACTIVE',
  people: 1,
  entries: 1,
  used: 0,
  valid_from: '2026-05-01T00:00:00Z',
  valid_until: '2026-05-02T00:00:00Z',
  slot: null,
  code: { modules: ['1'], refresh_seconds: null },
};
const order = { tickets: [ticket] } as unknown as ETicket;

describe('what is typed into the search', () => {
  it('is an order, a person or a phone by its form', () => {
    expect(searches(' s260501-7k3m9q ')).toEqual([{ number: 'S260501-7K3M9Q' }]);
    expect(searches('+86 138-0000-1111')[0]).toEqual({ phone: '8613800001111' });
    expect(searches('11010519491231002x')[0]).toEqual({ id_number: '11010519491231002x' });
    expect(searches('OTA-77')).toContainEqual({ partner_number: 'OTA-77' });
    expect(searches('')).toEqual([{}]);
  });
});

describe('a ticket on the phone', () => {
  it('says how it stands', () => {
    const noon = Date.parse('2026-05-01T12:00:00Z');
    expect(standing(ticket, noon)).toBe('usable');
    expect(standing(ticket, Date.parse('2026-04-30T12:00:00Z'))).toBe('early');
    expect(standing(ticket, Date.parse('2026-05-02T00:00:00Z'))).toBe('over');
    expect(standing({ ...ticket, used: 1 }, noon)).toBe('used');
    expect(standing({ ...ticket, used: 9, entries: 0 }, noon)).toBe('usable');
    expect(standing({ ...ticket, state: 'REVOKED' }, noon)).toBe('refunded');
    expect(standing({ ...ticket, state: 'REFUND_REQUESTED' }, noon)).toBe('requested');
    expect(standing({ ...ticket, state: 'LOST' }, noon)).toBe('frozen');
  });

  it('asks again before its code ends', () => {
    expect(refreshMillis(order)).toBeNull();
    const rotating = { ...ticket, code: { modules: ['1'], refresh_seconds: 15 } };
    expect(refreshMillis({ ...order, tickets: [ticket, rotating] })).toBe(13_000);
  });
});
