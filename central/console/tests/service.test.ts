import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Offer, SlotLeft } from '../src/api/model';
import { ticketSearches } from '../src/orders/orders';
import { isSoldOut, slotsToSell } from '../src/office/printed';
import { deeds, LEADS_TO, needsReason, shownState } from '../src/office/service';
import { knownKey } from '../src/i18n/words';

const ALL = ['activateTicket', 'topUpTicket', 'refundTicket', 'voidTicket', 'exchangeTicket', 'reprintTicket', 'replaceTicketCode', 'changeTicketState'];
const clerk = { roles: ['clerk'], operations: ALL };
const admin = { roles: ['admin'], operations: ALL };
const ticket = { state: 'ACTIVE', sale: 'S260501-7K3M9Q', batch: null, credit: null };

describe('what is done with a ticket', () => {
  it('goes by how it stands', () => {
    expect(deeds(ticket, clerk)).toEqual(['refund', 'void', 'exchange', 'reprint', 'newCode', 'lose']);
    expect(deeds({ ...ticket, state: 'NOT_ACTIVATED' }, clerk)).toEqual(['sell']);
    expect(deeds({ ...ticket, state: 'LOST' }, clerk)).toEqual(['restore']);
    expect(deeds({ ...ticket, state: 'REVOKED' }, admin)).toEqual([]);
    expect(deeds({ ...ticket, state: 'NEWER_THAN_THIS' }, admin)).toEqual([]);
  });

  it('pays in where money is held', () => {
    const credit = { principal_fen: 5000, bonus_fen: 0, paid_in_fen: 5000 };
    expect(deeds({ ...ticket, credit }, clerk)[0]).toBe('topUp');
    expect(deeds({ ...ticket, credit, state: 'LOST' }, clerk)).toEqual(['restore']);
  });

  it('blocks for the control room and administrators alone', () => {
    expect(deeds(ticket, admin)).toContain('block');
    expect(deeds({ ...ticket, state: 'BLOCKED' }, clerk)).toEqual([]);
    expect(deeds({ ...ticket, state: 'BLOCKED' }, { roles: ['control'], operations: ['changeTicketState'] })).toEqual(['unblock']);
  });

  it('is only what somebody may call', () => {
    expect(deeds(ticket, { roles: ['control'], operations: ['changeTicketState'] })).toEqual(['lose', 'block']);
    expect(deeds(ticket, { roles: ['clerk'] })).toEqual([]);
    expect(deeds(ticket, null)).toEqual([]);
  });

  it('are operations that the centre has, and lead to states that it has', () => {
    const contract = readFileSync('../src/main/resources/openapi.yaml', 'utf8');
    for (const operation of ALL) expect(contract).toContain(`operationId: ${operation}\n`);
    for (const state of Object.values(LEADS_TO)) expect(knownKey(`ticket.state.${state}`)).not.toBeNull();
  });

  it('is told why, but what is lost is lost', () => {
    expect((['restore', 'block', 'unblock', 'reprint', 'newCode'] as const).every(needsReason)).toBe(true);
    expect((['lose', 'refund', 'void'] as const).some(needsReason)).toBe(false);
  });

  it('tells spoilt from refunded', () => {
    expect(shownState({ ...ticket, state: 'REVOKED' })).toBe('REVOKED');
    expect(shownState({ state: 'REVOKED', sale: null, batch: 'B260501-7K3M9Q' })).toBe('SPOILT');
    // What a partner sold is of no sale here.
    expect(shownState({ state: 'REVOKED', sale: null, batch: null })).toBe('REVOKED');
    expect(knownKey('ticket.state.SPOILT')).not.toBeNull();
  });
});

describe('what a ticket is found by', () => {
  it('is what stands on it, then what is shown, then whom it was sold to', () => {
    expect(ticketSearches(' s260501-7k3m9q ')).toEqual([
      { number: 'S260501-7K3M9Q' },
      { credential: 's260501-7k3m9q' },
      { id_number: 's2605017k3m9q' },
    ]);
    expect(ticketSearches('+86 138-0000-1234').slice(2)).toEqual([{ phone: '8613800001234' }, { id_number: '+8613800001234' }]);
    expect(ticketSearches('11010519491231002x').slice(2)).toEqual([{ id_number: '11010519491231002x' }]);
    expect(ticketSearches('  ')).toEqual([]);
  });

  it('leaves a code as it was printed, and takes it for no number', () => {
    const code = `aB${'x'.repeat(100)}`;
    expect(ticketSearches(code)).toEqual([{ credential: code }]);
  });
});

describe('a pre-printed ticket with slots', () => {
  const slot = (from: number, left: number | null, over = false): SlotLeft => ({ from_minute: from, until_minute: from + 60, left, over });
  const offer = (slots: SlotLeft[], left: number | null = null) => ({ slots, left }) as unknown as Offer;

  it('is sold for those that are left', () => {
    expect(slotsToSell(offer([slot(540, 5, true), slot(600, 0), slot(660, 3), slot(720, null)])).map((each) => each.from_minute)).toEqual([660, 720]);
    expect(isSoldOut(offer([slot(540, 5, true), slot(600, 0)]))).toBe(true);
    expect(isSoldOut(offer([slot(660, 3)]))).toBe(false);
  });

  it('without slots goes by the day', () => {
    expect(isSoldOut(offer([], 0))).toBe(true);
    expect(isSoldOut(offer([], null))).toBe(false);
  });
});
