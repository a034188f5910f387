/** What the centre says over /api/v1, as far as the console reads it. Times are ISO 8601 in UTC. */

export * from './gates';

export const ROLES = ['admin', 'clerk', 'control', 'viewer', 'finance', 'attendant'] as const;
export const PAYMENTS = ['CASH', 'CARD', 'QR'] as const;
export const TICKET_STATES = ['NOT_ACTIVATED', 'ACTIVE', 'LOST', 'BLOCKED', 'REFUND_REQUESTED', 'REVOKED'] as const;

export interface User {
  name: string;
  display_name: string;
  roles: string[];
  /** What he may call of what not everybody may. */
  operations?: string[];
  /** Nothing else is answered before. */
  must_change_password?: boolean;
  language: string;
}

export interface Session {
  user: User;
  /** Goes back in the header X-CSRF-Token of every changing call. */
  csrf: string;
}

export interface Park {
  name_zh: string;
  name_en: string;
  /** IANA name, such as Asia/Shanghai. */
  zone: string;
}

export interface Area {
  code: string;
  name_zh: string;
  name_en: string;
}

export interface CheckPoint {
  code: string;
  name_zh: string;
  name_en: string;
  area: string;
}

export type Payment = (typeof PAYMENTS)[number];

export const CHANNELS = ['WINDOW', 'WEB', 'KIOSK', 'PARTNER'] as const;
export const TICKET_KINDS = ['SINGLE', 'CONCESSION', 'GROUP', 'COUNT_CARD', 'PERIOD_PASS', 'STAFF_CARD', 'STORED_VALUE', 'RESIDENT'] as const;
export const PROOFS = ['NONE', 'CHILD', 'STUDENT', 'SENIOR', 'DISABLED', 'SOLDIER', 'TEACHER', 'MEDICAL', 'RESIDENT', 'OTHER'] as const;
export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export const PROMOTION_KINDS = ['PERCENT', 'AMOUNT', 'BUNDLE'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A part of the day that is sold apart; minutes after midnight in the park's zone. */
export interface Slot {
  from_minute: number;
  /** Exclusive; smaller than from_minute: on the next day. */
  until_minute: number;
  /** For so many people; 0: no limit of its own. */
  quota: number;
  weekdays: Weekday[];
}

export interface DayRule {
  from: string;
  until: string;
  closed: boolean;
  open_from_minute: number;
  open_until_minute: number;
}

export interface PriceRule {
  from: string | null;
  /** Inclusive. */
  until: string | null;
  weekdays: Weekday[];
  price_fen: number;
}

/** All rules of a kind of ticket, as the centre has them. Money is in fen. */
export interface TicketType {
  code: string;
  name_zh: string;
  name_en: string;
  kind: string;
  price_fen: number;
  prices: PriceRule[];
  daily_quota: number;
  slots: Slot[];
  valid_days: number;
  season: { from: string; until: string } | null;
  days_from_first_use: number;
  entries: number;
  entries_per_day: number;
  entries_per_area: number;
  minutes_between: number;
  reentry: string;
  anti_passback_minutes: number;
  weekdays: Weekday[];
  open_from_minute: number;
  open_until_minute: number;
  day_rules: DayRule[];
  max_people: number;
  needs_check: boolean;
  proof: string;
  proof_zh: string;
  proof_en: string;
  real_name: boolean;
  channels: string[];
  limit_per_id: number;
  limit_per_phone: number;
  limit_days: number;
  areas: string[];
  check_points: string[];
  parts: { area: string; share: number }[];
  fees: { area: string; fen: number }[];
  offline_limit_fen: number;
  bonus_percent: number;
  collected: boolean;
  beyond_capacity: boolean;
  offline: string;
  only: string;
  code_form: string;
  on_sale: boolean;
}

/** A slot on a certain day. */
export interface SlotLeft {
  from_minute: number;
  until_minute: number;
  left: number | null;
  over: boolean;
}

export interface CalendarDay {
  day: string;
  price_fen: number;
  left: number | null;
  open: boolean;
  slots: SlotLeft[];
}

export interface Promotion {
  code: string;
  name_zh: string;
  name_en: string;
  kind: string;
  amount: number;
  pays: number;
  coupon: string | null;
  ticket_types: string[];
  sold_from: string | null;
  sold_until: string | null;
  visit_from: string | null;
  visit_until: string | null;
  weekdays: Weekday[];
  channels: string[];
  min_quantity: number;
  total_uses: number;
  used: number;
  combinable: boolean;
  active: boolean;
}

/** What can be sold for a day. Money is in fen. */
export interface Offer {
  ticket_type: string;
  name_zh: string;
  name_en: string;
  kind: string;
  price_fen: number;
  /** For so many people; null: no quota. */
  left: number | null;
  max_people: number;
  needs_check: boolean;
  holds_money: boolean;
  /** Whether the gates open for it on that day. */
  open: boolean;
  /** Of that day; none: whole days are sold. */
  slots: SlotLeft[];
  proof: string;
  proof_zh: string;
  proof_en: string;
  /** Each ticket needs its holder. */
  asks_holders: boolean;
  /** The order needs its contact's phone number. */
  asks_phone: boolean;
}

export interface Holder {
  name: string;
  /** Of the ID card. */
  number: string;
}

export interface LineRequest {
  ticket_type: string;
  quantity: number;
  valid_on: string;
  people?: number;
  slot?: number;
  holders?: Holder[];
}

export interface SaleRequest {
  payment: Payment;
  lines: LineRequest[];
  coupons?: string[];
  contact?: { name?: string; phone?: string };
}

/** What is held for somebody who pays later. */
export interface HoldRequest extends Omit<SaleRequest, 'payment'> {
  hold_minutes?: number;
}

export interface Discount {
  promotion: string;
  name_zh: string;
  name_en: string;
  fen: number;
}

/** What an order would cost. */
export interface Quote {
  total_fen: number;
  lines: { ticket_type: string; quantity: number; total_fen: number; discounts: Discount[] }[];
}

/** What is to be paid for before there are tickets. */
export interface Order {
  number: string;
  state: string;
  held_until: string | null;
  total_fen: number;
  tickets: Ticket[];
}

export const CHARGE_STATES = ['CREATED', 'PENDING', 'PAID', 'CLOSED', 'FAILED'] as const;

/** What a payment provider was asked for an order. */
export interface Charge {
  number: string;
  order: string;
  provider: string;
  fen: number;
  state: (typeof CHARGE_STATES)[number];
  /** The QR code that the visitor scans; null while there is none. */
  modules: string[] | null;
  created_at: string;
  /** What the provider calls the payment, and when it was by the provider's clock. */
  transaction: string | null;
  paid_at: string | null;
  taken: boolean | null;
  detail: string;
  /** What goes back of it, or has gone. */
  refunds: { number: string; fen: number; cause: string; state: string; detail: string }[];
}

export interface Ticket {
  number: string;
  ticket_type: string;
  state: string;
  price_fen: number;
  refunded_fen: number | null;
  reprints: number;
  people: number;
  used: number;
  valid_from: string;
  valid_until: string;
  /** Null while pre-printed and not sold, and of tickets that a partner sold. */
  sale: string | null;
  /** Of pre-printed tickets. */
  batch: string | null;
  /** The window that a pre-printed ticket was issued to; null: none. */
  held_at: string | null;
  /** Null if it holds no money; a principal below 0 is a debt. */
  credit: { principal_fen: number; bonus_fen: number; paid_in_fen: number } | null;
}

/** What tickets are looked for by. */
export type TicketQuery = { number: string } | { credential: string } | { phone: string } | { id_number: string };

/** Money paid into a ticket. */
export interface TopUp {
  payment: Payment;
  credit: { principal_fen: number; bonus_fen: number };
}

/** A movement of the money that a ticket holds; of a fee below 0. */
export interface CreditEntry {
  at: string;
  kind: string;
  principal_fen: number;
  bonus_fen: number;
  payment: string | null;
  taken_by: string | null;
  gate: string | null;
}

/** How a pre-printed ticket is sold. */
export interface ActivationRequest {
  payment: Payment;
  /** Its first day; not given: today. */
  valid_on?: string;
  slot?: number;
}

/** What a refund would pay back now. */
export interface RefundQuote {
  refunded_fen: number;
  /** What the park keeps. */
  kept_fen: number;
  /** Together refunded_fen. `provider` pays it back by itself; null: the clerk hands it out. */
  back: { payment: string; provider: string | null; fen: number }[];
}

/** What is not given stays as it is. */
export interface ExchangeRequest {
  valid_on?: string;
  ticket_type?: string;
  slot?: number;
  /** Of the difference; not given: as the ticket was paid. */
  payment?: Payment;
}

export interface ExchangeQuote {
  price_fen: number;
  /** To be paid; below 0: paid back. */
  difference_fen: number;
}

export interface Sale {
  number: string;
  sold_at: string;
  total_fen: number;
  tickets: Ticket[];
}

export interface TicketCode {
  text: string;
  /** A string for each row, 1 for a dark module. */
  modules: string[];
}

export interface Shift {
  id: number;
  person: string;
  place: string;
  opened_at: string;
  closed_at: string | null;
  float_fen: number;
  expected_fen: number;
  counted_fen: number | null;
  difference_fen: number | null;
}

export interface Statement {
  payments: { payment: string; taken_fen: number; paid_back_fen: number }[];
  ticket_types: { ticket_type: string; earned_fen: number; given_back_fen: number }[];
  /** What came into each less what went out: earnings and debts are below 0. */
  accounts: Readonly<Record<string, number>>;
  /** Whether all accounts together are nothing. */
  balanced: boolean;
}

export interface ShiftWithStatement extends Shift {
  statement: Statement;
}
