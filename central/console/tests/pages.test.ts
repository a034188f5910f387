import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { homeFor, PAGES, pagesFor } from '../src/pages';

const CLERK = ['createSale', 'payOrder', 'refundOrder'];
const FINANCE = ['reportSales', 'approveRefundRequest', 'listReconciliations', 'listChargeRefunds'];
const names = (roles: readonly string[], operations?: readonly string[]) => pagesFor(roles, operations).map((page) => page.name);

describe('pages', () => {
  it('a clerk begins at the window, the control room at the board, also when it sells', () => {
    expect(homeFor(['clerk'], CLERK)).toBe('window');
    expect(homeFor(['control', 'clerk'], CLERK)).toBe('board');
    expect(homeFor(['viewer'])).toBe('board');
    expect(homeFor(['finance'], FINANCE)).toBe('reports');
  });

  it('nobody is led to a page that is not for him', () => {
    expect(names(['viewer'])).not.toContain('window');
    for (const roles of [['clerk'], ['viewer'], ['admin'], []]) expect(names(roles)).toContain(homeFor(roles));
  });

  it('an administrator who is bound to a unit is shown nothing that he may not do', () => {
    expect(names(['admin'], ['createSale', 'refundTicket'])).toEqual(['board', 'window', 'reports']);
    expect(homeFor(['clerk'], [])).toBe('board');
  });

  it('the control room finds tickets to block where clerks find orders', () => {
    expect(names(['control'], ['changeTicketState'])).toContain('orders');
    expect(homeFor(['control'], ['changeTicketState'])).toBe('board');
  });

  it('a role of the park’s own opens what it may do', () => {
    expect(names(['guide'], ['listAudit'])).toContain('audit');
    expect(names(['guide'], ['findTickets'])).not.toContain('audit');
  });

  it('open for operations that the centre has', () => {
    const contract = readFileSync('../src/main/resources/openapi.yaml', 'utf8');
    for (const operation of PAGES.flatMap((page) => page.operations)) expect(contract).toContain(`operationId: ${operation}\n`);
  });

  it('each page has a name and an address of its own', () => {
    expect(new Set(PAGES.map((page) => page.name)).size).toBe(PAGES.length);
    expect(new Set(PAGES.map((page) => page.path)).size).toBe(PAGES.length);
  });
});
