import type {
  Area,
  BoardMessage,
  CheckPoint,
  CommandBatch,
  CommandRequest,
  Offer,
  Park,
  Sale,
  SaleRequest,
  Session,
  Shift,
  Statement,
  Ticket,
  TicketCode,
} from './model';

/** An answer other than success. `status` 0: the centre could not be reached. */
export class CentreError extends Error {
  readonly status: number;
  readonly code: string;
  private readonly words: { zh: string; en: string };

  constructor(status: number, code: string, words: { zh: string; en: string } = { zh: '', en: '' }) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.words = words;
  }

  /** The centre's own words, empty when it gave none. */
  text(language: 'zh' | 'en'): string {
    return this.words[language];
  }
}

const TIMEOUT_MILLIS = 10_000;

/** Kept in memory only: a stolen page cache must not hold it. */
let csrfToken = '';

interface ErrorBody {
  error?: { code?: string; message_zh?: string; message_en?: string };
}

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, idempotencyKey?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['X-CSRF-Token'] = csrfToken;
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new CentreError(0, 'UNREACHABLE');
  }
  if (!response.ok) {
    const error = ((await response.json().catch(() => ({}))) as ErrorBody).error ?? {};
    throw new CentreError(response.status, error.code ?? 'HTTP', { zh: error.message_zh ?? '', en: error.message_en ?? '' });
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function remember(session: Promise<Session>): Promise<Session> {
  const answer = await session;
  csrfToken = answer.csrf;
  return answer;
}

function onTicket(number: string, what: string, body: unknown): Promise<Ticket> {
  return call<Ticket>('POST', `/tickets/${encodeURIComponent(number)}/${what}`, body);
}

/** The centre's REST interface. Every call rejects with {@link CentreError}. */
export const centre = {
  session: () => remember(call<Session>('GET', '/session')),
  login: (name: string, password: string) => remember(call<Session>('POST', '/session', { name, password })),
  logout: () => call<void>('DELETE', '/session'),
  park: () => call<Park>('GET', '/park'),
  board: () => call<BoardMessage>('GET', '/board'),
  areas: async () => (await call<{ areas: Area[] }>('GET', '/areas')).areas,
  checkPoints: async () => (await call<{ check_points: CheckPoint[] }>('GET', '/check-points')).check_points,
  offers: async (day: string) => (await call<{ offers: Offer[] }>('GET', `/offers?day=${day}`)).offers,
  /** The same key sells once, however often it is sent. */
  sell: (request: SaleRequest, key: string) => call<Sale>('POST', '/sales', request, key),
  findTickets: async (number: string) =>
    (await call<{ tickets: Ticket[] }>('GET', `/tickets?number=${encodeURIComponent(number)}`)).tickets,
  findTicketsByCode: async (code: string) =>
    (await call<{ tickets: Ticket[] }>('GET', `/tickets?credential_kind=QR&credential=${encodeURIComponent(code)}`)).tickets,
  ticketCode: (number: string) => call<TicketCode>('GET', `/tickets/${encodeURIComponent(number)}/code`),
  refund: (number: string, reason: string) => onTicket(number, 'refund', { reason }),
  takeBack: (number: string, reason: string) => onTicket(number, 'void', { reason }),
  exchange: (number: string, validOn: string) => onTicket(number, 'exchange', { valid_on: validOn }),
  reprint: (number: string, reason: string) => onTicket(number, 'reprint', { reason }),
  shifts: async () => (await call<{ shifts: Shift[] }>('GET', '/shifts')).shifts,
  openShift: (place: string, floatFen: number) => call<Shift>('POST', '/shifts', { place, float_fen: floatFen }),
  closeShift: (id: number, countedFen: number) =>
    call<Shift & { statement: Statement }>('POST', `/shifts/${id}/closing`, { counted_fen: countedFen }),
  command: (request: CommandRequest) => call<CommandBatch>('POST', '/commands', request),
};
