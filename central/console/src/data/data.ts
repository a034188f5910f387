import { call } from '../api/centre';

/** Files from elsewhere, and what is kept of people. Every call rejects with CentreError. */

/** What is wrong in a file. */
export interface Problem {
  /** Of the file, from 1; 0: the whole file. */
  line: number;
  /** Empty: the whole line. */
  column: string;
  message_zh: string;
  message_en: string;
}

/** A file of tickets that was imported. */
export interface TicketImport {
  number: string;
  partner: string;
  file_name: string;
  tickets: number;
  imported_at: string;
  told_to_gates: boolean;
}

/** What became of a file, or would become of it. */
export interface Outcome {
  /** Without anything wrong in themselves. */
  rows: number;
  problems: Problem[];
  /** All of them; the first thousand are listed. */
  problem_count: number;
  /** Of a file of tickets; null: nothing was imported. */
  import?: TicketImport | null;
  /** Of a file of types. */
  imported?: boolean;
}

export interface Retention {
  /** Days after the visit; null: never. */
  contact_days: number | null;
  credential_days: number | null;
  event_days: number | null;
}

export const RETENTIONS = ['contact_days', 'credential_days', 'event_days'] as const;
export const ERASABLE = ['orders', 'holders', 'imported_tickets', 'credentials'] as const;

export interface Erasure {
  dry_run: boolean;
  erased: Record<(typeof ERASABLE)[number], number>;
  kept: { what: string; count: number; reason_zh: string; reason_en: string }[];
}

/** As large as the centre takes it: 4 MiB in Base64. */
export const MOST_BYTES = 3 * 1024 * 1024;

/** A long file is checked row by row against what there is. */
const PATIENCE_MILLIS = 120_000;
/** As many arguments as every browser's functions take. */
const PIECE = 8192;

/** The bytes as they are: the centre finds out whether they are UTF-8 or GB18030. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** Whether a change makes the centre forget what it would keep otherwise. */
export function isShorter(before: Retention, now: Retention): boolean {
  return RETENTIONS.some((key) => (now[key] ?? Infinity) < (before[key] ?? Infinity));
}

type Body = Record<string, unknown>;

export const data = {
  imports: async () => (await call<{ imports: TicketImport[] }>('GET', '/imports')).imports,
  send: (what: 'tickets' | 'ticket-types', body: Body) => call<Outcome>('POST', `/imports/${what}`, body, { timeoutMillis: PATIENCE_MILLIS }),
  retention: () => call<Retention>('GET', '/retention'),
  keep: (retention: Retention) => call<Retention>('PATCH', '/retention', retention),
  erase: (body: Body) => call<Erasure>('POST', '/personal-data/erasure', body, { timeoutMillis: PATIENCE_MILLIS }),
};
