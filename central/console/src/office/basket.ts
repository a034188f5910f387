import type { Holder, HoldRequest, LineRequest, Offer, Payment, SaleRequest, SlotLeft } from '../api/model';

/** Some tickets of one type, and of one slot of the day if the type has slots. */
export interface Line {
  readonly offer: Offer;
  readonly slot: SlotLeft | null;
  readonly quantity: number;
  /** Of one group ticket; 1 for other kinds. */
  readonly people: number;
  /** One for each ticket if the type asks for them, else none. */
  readonly holders: readonly Holder[];
}

export type Basket = readonly Line[];

/** Of one sale, by the centre's rules. */
export const MOST_TICKETS = 200;

const NOBODY: Holder = { name: '', number: '' };
const isGroup = (offer: Offer) => offer.kind === 'GROUP';

/** Names a line: a basket has one of a type and slot. */
export function keyOfLine(line: { offer: Offer; slot: SlotLeft | null }): string {
  return line.slot === null ? line.offer.ticket_type : `${line.offer.ticket_type}@${line.slot.from_minute}`;
}

function change(basket: Basket, key: string, changed: (line: Line) => Partial<Line>): Basket {
  return basket.map((line) => (keyOfLine(line) === key ? { ...line, ...changed(line) } : line));
}

/** One more of a type, or so many; a group is one ticket for so many people. */
export function add(basket: Basket, offer: Offer, more = 1, slot: SlotLeft | null = null): Basket {
  const key = keyOfLine({ offer, slot });
  const before = basket.find((line) => keyOfLine(line) === key);
  if (before !== undefined) return withQuantity(basket, key, before.quantity + more);
  if (more <= 0) return basket;
  return withQuantity([...basket, { offer, slot, quantity: 0, people: 1, holders: [] }], key, more);
}

/** A quantity of 0 takes the line away. */
export function withQuantity(basket: Basket, key: string, wanted: number): Basket {
  const quantity = clamp(wanted);
  return change(basket, key, (line) => ({
    quantity,
    holders: line.offer.asks_holders ? Array.from({ length: quantity }, (_, at) => line.holders[at] ?? NOBODY) : [],
  })).filter((line) => line.quantity > 0);
}

export function withPeople(basket: Basket, key: string, people: number): Basket {
  return change(basket, key, (line) => ({ people: Math.max(1, Math.min(line.offer.max_people, Math.trunc(people) || 1)) }));
}

export function withHolder(basket: Basket, key: string, at: number, changed: Partial<Holder>): Basket {
  return change(basket, key, (line) => ({
    holders: line.holders.map((holder, index) => (index === at ? { ...holder, ...changed } : holder)),
  }));
}

function clamp(quantity: number): number {
  return Math.max(0, Math.min(MOST_TICKETS, Math.trunc(quantity) || 0));
}

/** What the visitor pays before promotions. */
export function totalFen(basket: Basket): number {
  return basket.reduce((sum, line) => sum + line.offer.price_fen * line.quantity, 0);
}

export function ticketCount(basket: Basket): number {
  return basket.reduce((sum, line) => sum + line.quantity, 0);
}

export function asksPhone(basket: Basket): boolean {
  return basket.some((line) => line.offer.asks_phone);
}

/** Whether it is said who comes, wherever that is asked. */
export function isNamed(basket: Basket, phone: string): boolean {
  const named = basket.every((line) => line.holders.every((holder) => holder.name.trim() !== '' && holder.number.trim() !== ''));
  return named && (!asksPhone(basket) || phone.trim() !== '');
}

/**
 * @param day first day of the visit, such as 2026-05-01
 */
export function lines(basket: Basket, day: string): LineRequest[] {
  return basket.map((line) => ({
    ticket_type: line.offer.ticket_type,
    quantity: line.quantity,
    valid_on: day,
    ...(isGroup(line.offer) ? { people: line.people } : {}),
    ...(line.slot === null ? {} : { slot: line.slot.from_minute }),
  }));
}

/** What the visitor said: a coupon, a phone number; empty: nothing. */
export interface Said {
  readonly coupon: string;
  readonly phone: string;
}

export function coupons(said: Said): string[] {
  return said.coupon.trim() === '' ? [] : [said.coupon.trim()];
}

export function request(basket: Basket, day: string, payment: Payment, said: Said): SaleRequest {
  const phone = said.phone.trim();
  return {
    payment,
    ...wanted(basket, day, said),
    ...(asksPhone(basket) && phone !== '' ? { contact: { phone } } : {}),
  };
}

function wanted(basket: Basket, day: string, said: Said): Pick<SaleRequest, 'lines' | 'coupons'> {
  const spoken = coupons(said);
  return {
    lines: lines(basket, day).map((line, at) => {
      const holders = basket[at]?.holders ?? [];
      return holders.length === 0 ? line : { ...line, holders: [...holders] };
    }),
    ...(spoken.length === 0 ? {} : { coupons: spoken }),
  };
}

export const HOLD_MINUTES = [15, 30, 60, 120] as const;

/** Who calls, and for how long his tickets are held. */
export interface Caller {
  readonly name: string;
  readonly phone: string;
  readonly minutes: number;
}

/** What is held for a caller: his order is found by his number when he comes to pay. */
export function holdRequest(basket: Basket, day: string, said: Said, caller: Caller): HoldRequest {
  const name = caller.name.trim();
  return { ...wanted(basket, day, said), hold_minutes: caller.minutes, contact: { ...(name === '' ? {} : { name }), phone: caller.phone.trim() } };
}

/** The key that adds an offer, in the order of the list: digits first, then letters that mean nothing else here. */
export function keyOf(index: number): string {
  return '123456789ABCEFGHIJLMNOTUVWXYZ'[index] ?? '';
}
