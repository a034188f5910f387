import { call } from '../api/centre';
import type { Report, Row } from '../reports/reports';

/** Pre-printed tickets and the printers of the network. Every call rejects with CentreError. */

/** A batch of pre-printed tickets, and where they are. */
export interface Batch {
  number: string;
  /** In the park's zone. */
  day: string;
  /** Types that its tickets are, or were sold as. */
  types: { name_zh: string; name_en: string }[];
  printed: number;
  in_store: number;
  at_windows: number;
  sold: number;
  spoilt: number;
}

export interface Printer {
  code: string;
  name: string;
  host: string;
  port: number;
}

const COUNTS = ['printed', 'in_store', 'at_windows', 'sold', 'spoilt'] as const;

/** The report has a line for each type of a batch; people look at batches, the newest first. */
export function batchesOf(report: Report): readonly Batch[] {
  const found = new Map<string, Batch>();
  for (const row of report.rows) {
    const number = text(row, 'batch');
    const batch = found.get(number) ?? { number, day: text(row, 'day'), types: [], printed: 0, in_store: 0, at_windows: 0, sold: 0, spoilt: 0 };
    batch.types.push({ name_zh: text(row, 'name_zh'), name_en: text(row, 'name_en') });
    for (const count of COUNTS) batch[count] += Number(row[count] ?? 0);
    found.set(number, batch);
  }
  return [...found.values()].reverse();
}

function text(row: Row, key: string): string {
  return String(row[key] ?? '');
}

/** How many of a batch can still be sold, and so be printed. */
export function unsold(batch: Batch): number {
  return batch.in_store + batch.at_windows;
}

type Body = Record<string, unknown>;

const at = (batch: string): string => `/ticket-batches/${encodeURIComponent(batch)}`;

export const stock = {
  /** Made on these days, both inclusive. */
  batches: async (from: string, until: string) => batchesOf(await call<Report>('GET', `/reports/ticket-batches?from=${from}&until=${until}`)),
  make: async (body: Body) => (await call<{ number: string }>('POST', '/ticket-batches', body)).number,
  issue: async (batch: string, body: Body) => (await call<{ tickets: number }>('POST', `${at(batch)}/issue`, body)).tickets,
  takeBack: async (batch: string, body: Body) => (await call<{ tickets: number }>('POST', `${at(batch)}/return`, body)).tickets,
  /** @param position in the batch, from 1 */
  spoil: (batch: string, position: number, reason: string) => call<unknown>('POST', `/tickets/${encodeURIComponent(`${batch}-${position}`)}/spoilt`, { reason }),
  /** Where a browser gets the file; who took it is written down. */
  file: (batch: string, form: 'csv' | 'pdf') => `/api/v1${at(batch)}/export?form=${form}`,
  printers: async () => (await call<{ printers: Printer[] }>('GET', '/printers')).printers,
  addPrinter: (body: Body) => call<Printer>('POST', '/printers', body),
  removePrinter: (code: string) => call<void>('DELETE', `/printers/${encodeURIComponent(code)}`),
};
