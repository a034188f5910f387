import { describe, expect, it } from 'vitest';
import { peopleChange, peopleForm, refreshMillis, searches, standing, toldRequests, waysBack, type AskedBack, type ETicket, type ETicketItem, type Order } from '../src/orders/orders';

const ticket: ETicketItem = {
  number: 'S260501-7K3M9Q-1',
  name_zh: '成人票',
  name_en: 'Adult',
  state: 'ACTIVE',
  people: 1,
  entries: 1,
  used: 0,
  refundable: true,
  refunded_fen: null,
  valid_from: '2026-05-01T00:00:00Z',
  valid_until: '2026-05-02T00:00:00Z',
  slot: null,
  code: { modules: ['1'], refresh_seconds: null },
};
const order = { tickets: [ticket], refunds: [], refund_requests: [] } as unknown as ETicket;

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

describe('what was given back by the link', () => {
  const back = (state: string, fen: number, provider = 'WECHAT') => ({ provider, fen, state });
  const request = (state: string, ...tickets: string[]): AskedBack => ({ state, requested_at: '2026-04-30T00:00:00Z', tickets, refund_fen: 1, decision: null });

  it('is added up by provider, and what went wrong comes first', () => {
    const refunds = [back('DONE', 100), back('SENT', 20), back('DONE', 1), back('REQUESTED', 3), back('FAILED', 7), back('DONE', 5, 'ALIPAY')];
    expect(waysBack({ ...order, refunds })).toEqual([
      { provider: 'WECHAT', way: 'failed', fen: 7 },
      { provider: 'WECHAT', way: 'underWay', fen: 23 },
      { provider: 'WECHAT', way: 'done', fen: 101 },
      { provider: 'ALIPAY', way: 'done', fen: 5 },
    ]);
    expect(waysBack(order)).toEqual([]);
  });

  it('is asked for again while money is on its way', () => {
    expect(refreshMillis({ ...order, refunds: [back('SENT', 1)] })).toBe(10_000);
    expect(refreshMillis({ ...order, refunds: [back('DONE', 1), back('FAILED', 1)] })).toBeNull();
  });

  it('says what waits, and what was rejected of tickets that are still good', () => {
    const tickets = [ticket, { ...ticket, number: 'B' }, { ...ticket, number: 'C', state: 'REVOKED' }];
    const told = (...refund_requests: AskedBack[]) => toldRequests({ ...order, tickets, refund_requests }).map((one) => one.state + one.tickets.join());
    expect(told(request('REQUESTED', ticket.number), request('REJECTED', 'B'))).toEqual([`REQUESTED${ticket.number}`, 'REJECTEDB']);
    expect(told(request('APPROVED', 'C'), request('REJECTED', 'C'))).toEqual([]);
    expect(told(request('REJECTED', 'B'), request('REJECTED', 'B'))).toEqual(['REJECTEDB']);
    expect(told(request('REQUESTED', 'B'), request('REJECTED', 'B', ticket.number))).toEqual(['REQUESTEDB', `REJECTEDB,${ticket.number}`]);
    expect(told(request('REJECTED', 'C'))).toEqual([]);
  });
});

describe('whom a held order is for', () => {
  const held = {
    contact: { name: '王小明', phone: '13800001111', id_number: null },
    lines: [{ holders: [] }, { holders: [{ name: '李雷', document: 'ID_CARD', number: '110***1234' }, { name: '韩梅梅', document: 'ID_CARD', number: '110***5678' }] }],
  } as unknown as Order;

  it('is sent only as far as it was changed', () => {
    expect(peopleChange(held, peopleForm(held))).toBeNull();
    const form = peopleForm(held);
    expect(form.holders.map((holder) => [holder.line, holder.place, holder.name, holder.number])).toEqual([
      [1, 0, '李雷', ''],
      [1, 1, '韩梅梅', ''],
    ]);
    form.phone = ' 13900002222 ';
    form.holders[1] = { line: 1, place: 1, name: '韩梅', number: 'E1234567' };
    expect(peopleChange(held, form)).toEqual({ contact: { phone: '13900002222' }, holders: [{ line: 1, place: 1, name: '韩梅', number: 'E1234567' }] });
  });

  it('may have a contact less, and no holder without a name', () => {
    const form = peopleForm(held);
    form.name = '';
    form.holders[0] = { line: 1, place: 0, name: ' ', number: '' };
    expect(peopleChange(held, form)).toEqual({ contact: { name: '' } });
  });
});
