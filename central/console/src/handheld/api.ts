import type { HandheldEvent } from './book';
import type { TicketKey } from './signedCode';

interface Place {
  number: number;
  code: string;
  name_zh: string;
  name_en: string;
}

export interface DuplicateSide {
  gate: string;
  at: string;
  people: number;
}

/** One ticket that let more people in than it is good for. */
export interface Duplicate {
  id: number;
  ticket: string | null;
  first: DuplicateSide;
  second: DuplicateSide;
}

/** HandheldState of openapi.yaml. */
export interface HandheldState {
  gate_number: number;
  code: string;
  name_zh: string;
  name_en: string;
  kind: 'ENTRY' | 'EXIT' | 'TWO_WAY';
  epoch: number;
  stored: number;
  area: Place;
  check_point: Place;
  zone: string;
  fingerprint_key: string;
  ticket_keys: TicketKey[];
  list_version: number;
  centre_time_millis: number;
  duplicates: Duplicate[];
  area_full: { full: boolean; until_millis: number };
}

export interface ListPart {
  version: number;
  changes: string[];
  next: number;
  more: boolean;
  stale: boolean;
}

export interface Attendant {
  name: string;
  display_name: string;
  roles: string[];
  /** Nothing else is answered before. */
  must_change_password: boolean;
}

/** Whether somebody may work with a handheld. */
export function mayAttend(user: Attendant): boolean {
  return user.roles.some((role) => role === 'attendant' || role === 'admin');
}

/** An answer other than success. `status` 0: the centre could not be reached. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly words: { zh: string; en: string },
  ) {
    super(`${status} ${words.en}`);
  }
}

const PATIENCE_MILLIS = 10_000;
const LOOK_MILLIS = 1_500;

interface ErrorBody {
  error?: { message_zh?: string; message_en?: string };
}

/** The centre as a handheld speaks to it. Every call rejects with {@link Refusal}. */
export class Centre {
  private csrf = '';

  /** {@link key}: CODE.KEY of the pairing; empty: not paired. */
  constructor(public key = '') {}

  /** Changes bring the session's token along; one that was begun in an earlier life of the page, or anew since, is asked for. */
  private async change<T>(path: string, body: unknown, millis = PATIENCE_MILLIS): Promise<T> {
    const fresh = this.csrf === '';
    if (fresh) await this.session();
    try {
      return await this.call<T>('POST', path, body, millis);
    } catch (error) {
      if (fresh || !(error instanceof Refusal && error.status === 403)) throw error;
      await this.session();
      return this.call<T>('POST', path, body, millis);
    }
  }

  private async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, millis = PATIENCE_MILLIS): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && this.csrf !== '') headers['X-CSRF-Token'] = this.csrf;
    if (this.key !== '') headers['X-Handheld'] = this.key;
    let response: Response;
    try {
      response = await fetch(`/api/v1${path}`, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(millis),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new Refusal(0, { zh: '', en: '' });
    }
    if (!response.ok) {
      const error = ((await response.json().catch(() => ({}))) as ErrorBody).error ?? {};
      throw new Refusal(response.status, { zh: error.message_zh ?? '', en: error.message_en ?? '' });
    }
    try {
      return (response.status === 204 ? undefined : await response.json()) as T;
    } catch {
      // The connection ended within the answer, or time did.
      throw new Refusal(0, { zh: '', en: '' });
    }
  }

  private async begun(session: Promise<{ csrf: string; user: Attendant }>): Promise<Attendant> {
    const { csrf, user } = await session;
    this.csrf = csrf;
    return user;
  }

  /** The session that the browser's cookie holds. */
  session(): Promise<Attendant> {
    return this.begun(this.call('GET', '/session'));
  }

  login(name: string, password: string): Promise<Attendant> {
    return this.begun(this.call('POST', '/session', { name, password }));
  }

  logout(): Promise<void> {
    return this.call('DELETE', '/session');
  }

  pair(code: string): Promise<{ handheld: string; key: string }> {
    return this.change('/handheld/pairing', { code });
  }

  state(): Promise<HandheldState> {
    return this.call('GET', '/handheld/state');
  }

  page(after: number): Promise<ListPart> {
    return this.call('GET', `/handheld/list?after=${after}`);
  }

  changes(version: number): Promise<ListPart> {
    return this.call('GET', `/handheld/list?version=${version}`);
  }

  /** Somebody waits before the attendant: this gives up soon. */
  async look(fingerprint: string, right: string | null): Promise<string[]> {
    const asked = right === null ? { fingerprint } : { fingerprint, right };
    return (await this.change<{ changes: string[] }>('/handheld/look', asked, LOOK_MILLIS)).changes;
  }

  claim(id: number, right: string, sequence: number, settled: boolean): Promise<{ state: string; changes: string[] }> {
    return this.change('/handheld/claim', { id, right, sequence, settled }, LOOK_MILLIS);
  }

  /** {@link afterLoss}: this device has nothing of what the centre misses before these. */
  report(epoch: number, events: HandheldEvent[], afterLoss: boolean): Promise<{ stored: number; list_version: number; duplicates: Duplicate[] }> {
    return this.change('/handheld/events', { epoch, events, after_loss: afterLoss });
  }
}
