import type { CollectedOrder, ETicket, Order, OrderPage, PeopleChange, RefundRequest } from '../orders/orders';
import type { Report } from '../reports/reports';
import type {
  ActivationRequest,
  Area,
  BoardMessage,
  CalendarDay,
  Charge,
  CheckPoint,
  CommandBatch,
  CommandRequest,
  CommandState,
  CreditEntry,
  Duplicate,
  ExchangeQuote,
  ExchangeRequest,
  HoldRequest,
  LineRequest,
  Offer,
  Park,
  Payment,
  Promotion,
  Quote,
  RefundQuote,
  Sale,
  SaleRequest,
  Session,
  Shift,
  ShiftWithStatement,
  StandingClaim,
  Statement,
  Ticket,
  TicketCode,
  TicketQuery,
  TicketType,
  TopUp,
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
/** A printer without paper takes its time to say nothing. */
const PRINTING_MILLIS = 30_000;

/** Kept in memory only: a stolen page cache must not hold it. */
let csrfToken = '';

interface ErrorBody {
  error?: { code?: string; message_zh?: string; message_en?: string };
}

interface CallOptions {
  /** However often a request with this key is sent, it is done once. */
  key?: string;
  timeoutMillis?: number;
}

/** A ticket type, as far as it is only named. */
interface TypeName {
  code: string;
  name_zh: string;
  name_en: string;
}

/** One request; rejects with {@link CentreError}. */
export async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['X-CSRF-Token'] = csrfToken;
  if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(options.timeoutMillis ?? TIMEOUT_MILLIS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new CentreError(0, 'UNREACHABLE');
  }
  if (!response.ok) {
    const error = ((await response.json().catch(() => ({}))) as ErrorBody).error ?? {};
    throw new CentreError(response.status, error.code ?? 'HTTP', { zh: error.message_zh ?? '', en: error.message_en ?? '' });
  }
  try {
    return (response.status === 204 ? undefined : await response.json()) as T;
  } catch {
    // The connection ended within the answer, or time did.
    throw new CentreError(0, 'UNREACHABLE');
  }
}

async function remember(session: Promise<Session>): Promise<Session> {
  const answer = await session;
  csrfToken = answer.csrf;
  return answer;
}

function onOrder<T>(number: string, what: string, body: unknown): Promise<T> {
  return call<T>('POST', `/orders/${encodeURIComponent(number)}/${what}`, body);
}

function onTicket(number: string, what: string, body: unknown): Promise<Ticket> {
  return call<Ticket>('POST', `/tickets/${encodeURIComponent(number)}/${what}`, body);
}

/** The centre's REST interface. Every call rejects with {@link CentreError}. */
export const centre = {
  session: () => remember(call<Session>('GET', '/session')),
  login: (name: string, password: string) => remember(call<Session>('POST', '/session', { name, password })),
  changePassword: (password: string, fresh: string) =>
    remember(call<Session>('POST', '/session/password', { password, new_password: fresh })),
  logout: () => call<void>('DELETE', '/session'),
  park: () => call<Park>('GET', '/park'),
  board: () => call<BoardMessage>('GET', '/board'),
  areas: async () => (await call<{ areas: Area[] }>('GET', '/areas')).areas,
  checkPoints: async () => (await call<{ check_points: CheckPoint[] }>('GET', '/check-points')).check_points,
  ticketTypes: async () => (await call<{ ticket_types: TicketType[] }>('GET', '/ticket-types')).ticket_types,
  createTicketType: (type: TicketType) => call<TicketType>('POST', '/ticket-types', type),
  changeTicketType: (code: string, changes: Partial<TicketType>) =>
    call<TicketType>('PATCH', `/ticket-types/${encodeURIComponent(code)}`, changes),
  /** Both days inclusive, at most 92 of them. */
  typeCalendar: async (code: string, from: string, until: string) =>
    (await call<{ days: CalendarDay[] }>('GET', `/ticket-types/${encodeURIComponent(code)}/calendar?from=${from}&until=${until}`)).days,
  promotions: async () => (await call<{ promotions: Promotion[] }>('GET', '/promotions')).promotions,
  createPromotion: (promotion: Omit<Promotion, 'used'>) => call<Promotion>('POST', '/promotions', promotion),
  changePromotion: (code: string, changes: Omit<Promotion, 'used' | 'code'>) =>
    call<Promotion>('PATCH', `/promotions/${encodeURIComponent(code)}`, changes),
  offers: async (day: string) => (await call<{ offers: Offer[] }>('GET', `/offers?day=${day}`)).offers,
  quote: (lines: LineRequest[], coupons: string[]) => call<Quote>('POST', '/quotes', { lines, coupons }),
  /** The same key sells once, however often it is sent. */
  sell: (request: SaleRequest, key: string) => call<Sale>('POST', '/sales', request, { key }),
  providers: async () => (await call<{ providers: string[] }>('GET', '/payment/providers')).providers,
  /** Holds what is to be paid through a provider; the same key holds once. */
  holdOrder: (asked: HoldRequest, key: string) => call<Order>('POST', '/orders', asked, { key }),
  /** Asked again, it is the same charge as long as that can be paid. */
  charge: (order: string, provider: string) => call<Charge>('POST', `/orders/${encodeURIComponent(order)}/charges`, { provider }),
  chargeNow: (charge: Charge) => call<Charge>('GET', `/orders/${encodeURIComponent(charge.order)}/charges/${charge.number}`),
  /** The newest first. */
  charges: async (order: string) => (await call<{ charges: Charge[] }>('GET', `/orders/${encodeURIComponent(order)}/charges`)).charges,
  closeCharge: (charge: Pick<Charge, 'order' | 'number'>) => call<Charge>('POST', `/orders/${encodeURIComponent(charge.order)}/charges/${charge.number}/closing`, {}),
  findTickets: async (query: TicketQuery) =>
    (await call<{ tickets: Ticket[] }>('GET', `/tickets?${new URLSearchParams(query).toString()}`)).tickets,
  ticketCode: (number: string) => call<TicketCode>('GET', `/tickets/${encodeURIComponent(number)}/code`),
  /** Sells a pre-printed ticket. */
  activate: (number: string, wanted: ActivationRequest) => onTicket(number, 'activation', wanted),
  changeState: (number: string, state: string, reason: string) => onTicket(number, 'state', { state, reason }),
  quoteRefund: (number: string) => call<RefundQuote>('GET', `/tickets/${encodeURIComponent(number)}/refund-quote`),
  refund: (number: string, reason: string) => onTicket(number, 'refund', { reason }),
  takeBack: (number: string, reason: string) => onTicket(number, 'void', { reason }),
  quoteExchange: (number: string, wanted: ExchangeRequest) =>
    call<ExchangeQuote>('POST', `/tickets/${encodeURIComponent(number)}/exchange-quote`, wanted),
  /** The same key pays in once, however often it is sent. */
  topUp: (number: string, wanted: TopUp, key: string) => call<Ticket>('POST', `/tickets/${encodeURIComponent(number)}/top-ups`, wanted, { key }),
  creditEntries: async (number: string) =>
    (await call<{ entries: CreditEntry[] }>('GET', `/tickets/${encodeURIComponent(number)}/credit-entries`)).entries,
  exchange: (number: string, wanted: ExchangeRequest) => onTicket(number, 'exchange', wanted),
  /** Gates refuse the earlier ones. */
  newCode: (number: string, reason: string) => onTicket(number, 'new-code', { reason }),
  reprint: (number: string, reason: string) => onTicket(number, 'reprint', { reason }),
  findOrders: (query: Readonly<Record<string, string>>) => call<OrderPage>('GET', `/orders?${new URLSearchParams(query).toString()}`),
  order: (number: string) => call<Order>('GET', `/orders/${encodeURIComponent(number)}`),
  payOrder: (number: string, payment: Payment) => onOrder<Order>(number, 'payment', { payment }),
  cancelOrder: (number: string, reason: string) => onOrder<Order>(number, 'cancellation', { reason }),
  changePeople: (number: string, change: PeopleChange) => call<Order>('PATCH', `/orders/${encodeURIComponent(number)}/people`, change),
  collectOrder: (number: string) => onOrder<CollectedOrder>(number, 'collection', {}),
  quoteOrderRefund: (number: string, tickets: readonly string[]) => onOrder<RefundQuote>(number, 'refund-quote', { tickets }),
  refundOrder: (number: string, tickets: readonly string[], reason: string) => onOrder<Order>(number, 'refund', { tickets, reason }),
  refundRequests: async () => (await call<{ refund_requests: RefundRequest[] }>('GET', '/refund-requests')).refund_requests,
  decideRefund: (id: number, how: 'approval' | 'rejection', reason: string) => call<RefundRequest>('POST', `/refund-requests/${id}/${how}`, { reason }),
  /** What is behind an e-ticket link; nobody need be logged in. */
  eTicket: (token: string) => call<ETicket>('GET', `/eticket/${encodeURIComponent(token)}`),
  quoteETicketRefund: (token: string, tickets: readonly string[]) => call<RefundQuote>('POST', `/eticket/${encodeURIComponent(token)}/refund-quote`, { tickets }),
  refundETicket: (token: string, tickets: readonly string[], reason: string) =>
    call<ETicket>('POST', `/eticket/${encodeURIComponent(token)}/refund`, { tickets, reason }),
  /** Of a path such as /reports/sales?from=…; sums of years take their time. */
  report: (path: string) => call<Report>('GET', path),
  shifts: async () => (await call<{ shifts: Shift[] }>('GET', '/shifts')).shifts,
  shift: (id: number) => call<ShiftWithStatement>('GET', `/shifts/${id}`),
  /** What the ledger says of some days, both inclusive. */
  statement: async (from: string, until: string) => (await call<{ statement: Statement }>('GET', `/statement?from=${from}&until=${until}`)).statement,
  ticketTypeNames: async () => (await call<{ ticket_types: TypeName[] }>('GET', '/ticket-types')).ticket_types,
  printers: async () => (await call<{ printers: { code: string; name: string }[] }>('GET', '/printers')).printers,
  /** The receipt and all active tickets; done when the printer took everything. */
  printSale: (number: string, printer: string) => call<void>('POST', `/sales/${encodeURIComponent(number)}/printing`, { printer }, { timeoutMillis: PRINTING_MILLIS }),
  windows: async () => (await call<{ windows: { code: string; name_zh: string; name_en: string }[] }>('GET', '/windows')).windows,
  /** At a window of the park's list, or at no such. */
  openShift: (place: string, window: string | undefined, floatFen: number) =>
    call<Shift>('POST', '/shifts', { place, float_fen: floatFen, ...(window === undefined ? {} : { window }) }),
  closeShift: (id: number, countedFen: number) =>
    call<ShiftWithStatement>('POST', `/shifts/${id}/closing`, { counted_fen: countedFen }),
  /** The latest ones first. */
  unseenDuplicates: async () => (await call<{ duplicates: Duplicate[] }>('GET', '/duplicates?unseen=true')).duplicates,
  seeDuplicate: (id: number) => call<void>('POST', `/duplicates/${id}/seen`),
  /** The oldest first. */
  claims: async () => (await call<{ claims: StandingClaim[] }>('GET', '/claims')).claims,
  endClaim: (right: string) => call<void>('POST', `/claims/${encodeURIComponent(right)}/end`),
  /** From now on passes count from there, until the park's midnight. */
  setPeopleInside: (area: string, inside: number) =>
    call<{ area: string; inside: number }>('POST', `/areas/${encodeURIComponent(area)}/inside`, { inside }),
  /** The newest ones. */
  commands: async () => (await call<{ commands: CommandState[] }>('GET', '/commands')).commands,
  command: (request: CommandRequest) => call<CommandBatch>('POST', '/commands', request),
};
