import { call } from '../api/centre';

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
  refunds: async () => (await call<{ refunds: ChargeRefund[] }>('GET', '/charge-refunds')).refunds,
  retry: (number: string) => call<unknown>('POST', `/charge-refunds/${encodeURIComponent(number)}/retry`),
};
