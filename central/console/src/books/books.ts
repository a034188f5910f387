import { call } from '../api/centre';
import type { Charge } from '../api/model';
import type { Key } from '../i18n/words';

/** Providers' bills held against the centre's books, and money on its way back. Every call rejects with CentreError. */

export interface Sums {
  charges: number;
  charged_fen: number;
  refunds: number;
  refunded_fen: number;
}

export const DIFFERENCES = ['MISSING_HERE', 'MISSING_THERE', 'OTHER_AMOUNT'] as const;
export const REFUND_STATES = ['REQUESTED', 'SENT', 'DONE', 'FAILED'] as const;

export interface Difference {
  id: number;
  kind: string;
  subject: string;
  number: string;
  here_fen: number | null;
  there_fen: number | null;
  /** Null: nobody has looked into it. */
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  note: string;
}

/** A day of a provider. */
export interface Reconciliation {
  provider: string;
  day: string;
  run_at: string;
  here: Sums;
  there: Sums;
  differences: Difference[];
}

export interface ChargeRefund {
  number: string;
  charge: string;
  order: string;
  provider: string;
  fen: number;
  cause: string;
  state: string;
  requested_at: string;
  tries: number;
  detail: string;
}

/** A payment that should be over, and nobody knows how it ended. */
export interface OverdueCharge {
  number: string;
  order: string;
  provider: string;
  fen: number;
  state: string;
  created_at: string;
  expires_at: string;
  /** How often the provider was asked. */
  looks: number;
  /** What it answered last; empty: nothing amiss. */
  detail: string;
}

const MINUTE_MILLIS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1440;
/** Two of a unit are said in it; below that the smaller one says more. */
const ENOUGH = 2;

/** How long ago something was, in whole units: minutes, hours from two on, days from two on. */
export function ageOf(at: string, now: number): { unit: Key; n: number } {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE_MILLIS));
  if (minutes >= ENOUGH * DAY_MINUTES) return { unit: 'books.age.days', n: Math.floor(minutes / DAY_MINUTES) };
  if (minutes >= ENOUGH * HOUR_MINUTES) return { unit: 'books.age.hours', n: Math.floor(minutes / HOUR_MINUTES) };
  return { unit: 'books.age.minutes', n: minutes };
}

/** Whether it is not known yet how a charge ends. */
export function isOpen(charge: Pick<Charge, 'state'>): boolean {
  return charge.state === 'CREATED' || charge.state === 'PENDING';
}

/** What came of asking about a charge. */
export function outcomeOf(charge: Pick<Charge, 'state' | 'taken' | 'detail'>): Key {
  if (isOpen(charge)) return charge.detail === '' ? 'books.ended.open' : 'books.ended.unclear';
  if (charge.state === 'PAID') return charge.taken === false ? 'books.ended.goesBack' : 'books.ended.PAID';
  return charge.state === 'FAILED' ? 'books.ended.FAILED' : 'books.ended.CLOSED';
}

/** How many differences of a day nobody has looked into. */
export function open(day: Reconciliation): number {
  return day.differences.filter((difference) => difference.acknowledged_at === null).length;
}

export function sameDay(one: Reconciliation, other: Reconciliation): boolean {
  return one.provider === other.provider && one.day === other.day;
}

/** A bill is fetched from the provider while one waits. */
const PATIENCE_MILLIS = 60_000;

export const books = {
  days: async () => (await call<{ reconciliations: Reconciliation[] }>('GET', '/reconciliations')).reconciliations,
  run: (provider: string, day: string) => call<Reconciliation>('POST', '/reconciliations', { provider, day }, { timeoutMillis: PATIENCE_MILLIS }),
  acknowledge: (id: number, note: string) => call<Reconciliation>('POST', `/reconciliations/differences/${id}/acknowledgement`, { note }),
  overdue: async () => (await call<{ charges: OverdueCharge[] }>('GET', '/overdue-charges')).charges,
  refunds: async () => (await call<{ refunds: ChargeRefund[] }>('GET', '/charge-refunds')).refunds,
  retry: (number: string) => call<unknown>('POST', `/charge-refunds/${encodeURIComponent(number)}/retry`),
};
