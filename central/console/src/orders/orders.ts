import type { Ticket, TicketQuery } from '../api/model';

export const ORDER_STATES = ['HELD', 'PAID', 'CANCELLED', 'EXPIRED'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Of tickets: what somebody looks for. */
export const TICKET_STATES_SOUGHT = ['LOST', 'BLOCKED', 'REFUND_REQUESTED', 'REVOKED'] as const;
export type TicketStateSought = (typeof TICKET_STATES_SOUGHT)[number];

/** As in openapi.yaml's OrderHead. Money is in fen. */
export interface OrderHead {
  number: string;
  channel: string;
  client: string | null;
  state: OrderState;
  ordered_at: string;
  held_until: string | null;
  paid_at: string | null;
  collected_at: string | null;
  total_fen: number;
  payment: string | null;
  partner_number: string | null;
  contact: { name: string | null; phone: string | null; id_number: string | null };
  link: string | null;
}

export interface OrderLine {
  ticket_type: string;
  name_zh: string;
  name_en: string;
  quantity: number;
  people: number;
  first_day: string;
  last_day: string;
  /** At which minute after midnight its slot begins. */
  slot: number | null;
  price_fen: number;
  holders: { name: string; document: string; number: string }[];
}

export interface Order extends OrderHead {
  lines: OrderLine[];
  tickets: Ticket[];
}

/** Handed out: what is to be printed. */
export interface CollectedOrder extends Order {
  codes: { ticket: string; text: string; modules: string[] }[];
}

export interface OrderPage {
  orders: OrderHead[];
  next: number | null;
}

export interface RefundRequest {
  id: number;
  order: string;
  requested_at: string;
  requested_by: string;
  reason: string;
  tickets: { number: string; price_fen: number; refund_fen: number }[];
}

/** As in openapi.yaml's ETicket. */
export interface ETicket {
  park_zh: string;
  park_en: string;
  zone: string;
  number: string;
  state: OrderState;
  held_until: string | null;
  collected: boolean;
  /** Whether any ticket can be given back by this link at all. */
  refundable: boolean;
  /** Whether somebody decides on what is given back. */
  reviewed: boolean;
  tickets: ETicketItem[];
  /** The newest first. */
  refund_requests: AskedBack[];
  /** Money on its way back, and what has arrived. */
  refunds: { provider: string; fen: number; state: string }[];
}

/** What a visitor asked to be taken back, and somebody decides on. */
export interface AskedBack {
  state: string;
  requested_at: string;
  /** Their numbers. */
  tickets: string[];
  refund_fen: number;
  /** Why it was rejected. */
  decision: string | null;
}

export interface ETicketItem {
  number: string;
  name_zh: string;
  name_en: string;
  state: string;
  people: number;
  /** 0: no limit. */
  entries: number;
  used: number;
  /** By this link, now. */
  refundable: boolean;
  /** Null: it was not given back. */
  refunded_fen: number | null;
  valid_from: string;
  valid_until: string;
  slot: number | null;
  code: { modules: string[]; refresh_seconds: number | null } | null;
}

type Query = Readonly<Record<string, string>>;

const ORDER_NUMBER = /^[SB]\d{6}-/i;
const PHONE = /^(?:\+|00)?\d{7,13}$/;
const LONGEST_DOCUMENT = 40;
const RESIDENT = /^\d{17}[\dX]$/i;

/** What a text that somebody typed or scanned may be, the likeliest first: each is looked for until something is found. */
export function searches(typed: string): readonly Query[] {
  const text = typed.trim();
  if (text === '') return [{}];
  const compact = text.replace(/[\s-]/g, '');
  if (ORDER_NUMBER.test(text)) return [{ number: text.toUpperCase() }];
  if (RESIDENT.test(compact)) return [{ id_number: compact }, { partner_number: text }];
  if (PHONE.test(compact)) return [{ phone: compact.replace(/\D/g, '') }, { partner_number: text }, { id_number: compact }];
  return [{ number: text.toUpperCase() }, { partner_number: text }, { id_number: compact }];
}

/** Most characters of a number of the centre's. */
const LONGEST_NUMBER = 64;

/** The same for single tickets, of which a code, card or ID card may be shown as well; a lost one is found by whom it was sold to. */
export function ticketSearches(typed: string): readonly TicketQuery[] {
  const text = typed.trim();
  if (text === '') return [];
  const compact = text.replace(/[\s-]/g, '');
  const shown: TicketQuery[] = text.length > LONGEST_NUMBER ? [{ credential: text }] : [{ number: text.toUpperCase() }, { credential: text }];
  if (RESIDENT.test(compact)) return [...shown, { id_number: compact }];
  if (PHONE.test(compact)) return [...shown, { phone: compact.replace(/\D/g, '') }, { id_number: compact }];
  return compact.length > LONGEST_DOCUMENT ? shown : [...shown, { id_number: compact }];
}

/** Of the people of a held order, what is to be other than it is. */
export interface PeopleChange {
  contact?: { name?: string; phone?: string; id_number?: string };
  holders?: { line: number; place: number; name?: string; number?: string }[];
}

/** As somebody fills it in. Numbers of documents are never shown whole: an empty one stays as it is. */
export interface PeopleForm {
  name: string;
  phone: string;
  idNumber: string;
  holders: { line: number; place: number; name: string; number: string }[];
}

export function peopleForm(order: Order): PeopleForm {
  return {
    name: order.contact.name ?? '',
    phone: order.contact.phone ?? '',
    idNumber: '',
    holders: order.lines.flatMap((each, line) => each.holders.map((holder, place) => ({ line, place, name: holder.name, number: '' }))),
  };
}

/** What differs from the order; null: nothing does. A holder without a name keeps his. */
export function peopleChange(order: Order, form: PeopleForm): PeopleChange | null {
  const contact = {
    ...(form.name.trim() === (order.contact.name ?? '') ? {} : { name: form.name.trim() }),
    ...(form.phone.trim() === (order.contact.phone ?? '') ? {} : { phone: form.phone.trim() }),
    ...(form.idNumber.trim() === '' ? {} : { id_number: form.idNumber.trim() }),
  };
  const holders = form.holders.flatMap(({ line, place, name, number }) => {
    const before = order.lines[line]?.holders[place]?.name ?? '';
    const change = {
      ...(name.trim() === '' || name.trim() === before ? {} : { name: name.trim() }),
      ...(number.trim() === '' ? {} : { number: number.trim() }),
    };
    return Object.keys(change).length === 0 ? [] : [{ line, place, ...change }];
  });
  if (Object.keys(contact).length === 0 && holders.length === 0) return null;
  return { ...(Object.keys(contact).length === 0 ? {} : { contact }), ...(holders.length === 0 ? {} : { holders }) };
}

/** How a ticket on the visitor's phone stands at a moment. */
export type Standing = 'usable' | 'early' | 'over' | 'used' | 'frozen' | 'requested' | 'refunded';

export function standing(ticket: ETicketItem, now: number): Standing {
  switch (ticket.state) {
    case 'REVOKED':
      return 'refunded';
    case 'REFUND_REQUESTED':
      return 'requested';
    case 'ACTIVE':
      break;
    default:
      return 'frozen';
  }
  if (now >= Date.parse(ticket.valid_until)) return 'over';
  if (ticket.entries > 0 && ticket.used >= ticket.entries) return 'used';
  return now < Date.parse(ticket.valid_from) ? 'early' : 'usable';
}

const UNDER_WAY_MILLIS = 10_000;
const UNDER_WAY: readonly string[] = ['REQUESTED', 'SENT'];

/** When the page must ask again, in milliseconds: a little before the shortest-lived code ends, or while money is on its way; null: never. */
export function refreshMillis(order: ETicket): number | null {
  const seconds = order.tickets.map((ticket) => ticket.code?.refresh_seconds ?? null).filter((value) => value !== null);
  const millis = seconds.map((value) => Math.max(1, value - 2) * 1000);
  if (order.refunds.some((refund) => UNDER_WAY.includes(refund.state))) millis.push(UNDER_WAY_MILLIS);
  return millis.length === 0 ? null : Math.min(...millis);
}

const WAYS = ['failed', 'underWay', 'done'] as const;
/** How far money is that goes back. */
export type WayBack = (typeof WAYS)[number];

/** What goes back by each provider, added up: what went wrong first, what has arrived last. */
export function waysBack(order: ETicket): readonly { provider: string; way: WayBack; fen: number }[] {
  const sums = new Map<string, { provider: string; way: WayBack; fen: number }>();
  for (const { provider, fen, state } of order.refunds) {
    const way = state === 'DONE' ? 'done' : UNDER_WAY.includes(state) ? 'underWay' : 'failed';
    const sum = sums.get(`${way} ${provider}`) ?? { provider, way, fen: 0 };
    sums.set(`${way} ${provider}`, { ...sum, fen: sum.fen + fen });
  }
  return [...sums.values()].sort((one, other) => WAYS.indexOf(one.way) - WAYS.indexOf(other.way));
}

/** Requests that still say something of a ticket: what waits, and what was rejected of tickets nobody asked for again. */
export function toldRequests(order: ETicket): readonly AskedBack[] {
  const newer = new Set<string>();
  return order.refund_requests.filter((request) => {
    const last = request.tickets.filter((number) => !newer.has(number));
    request.tickets.forEach((number) => newer.add(number));
    const good = (number: string) => order.tickets.some((ticket) => ticket.number === number && ticket.state === 'ACTIVE');
    return request.state === 'REQUESTED' || (request.state === 'REJECTED' && last.some(good));
  });
}
