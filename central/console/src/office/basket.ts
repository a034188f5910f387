import type { Offer, Payment, SaleRequest } from '../api/model';

/** Some tickets of one type. */
export interface Line {
  readonly offer: Offer;
  readonly quantity: number;
  /** Of one group ticket; 1 for other kinds. */
  readonly people: number;
}

export type Basket = readonly Line[];

/** Of one sale, by the centre's rules. */
export const MOST_TICKETS = 200;

const isGroup = (offer: Offer) => offer.kind === 'GROUP';

/** One more of a type, or so many; a group is one ticket for so many people. */
export function add(basket: Basket, offer: Offer, more = 1): Basket {
  const before = basket.find((line) => line.offer.ticket_type === offer.ticket_type);
  if (before === undefined) {
    return more > 0 ? [...basket, { offer, quantity: clamp(more), people: 1 }] : basket;
  }
  return withQuantity(basket, offer, before.quantity + more);
}

/** A quantity of 0 takes the line away. */
export function withQuantity(basket: Basket, offer: Offer, quantity: number): Basket {
  return basket
    .map((line) => (line.offer.ticket_type === offer.ticket_type ? { ...line, quantity: clamp(quantity) } : line))
    .filter((line) => line.quantity > 0);
}

export function withPeople(basket: Basket, offer: Offer, people: number): Basket {
  const fits = Math.max(1, Math.min(offer.max_people, Math.trunc(people) || 1));
  return basket.map((line) => (line.offer.ticket_type === offer.ticket_type ? { ...line, people: fits } : line));
}

function clamp(quantity: number): number {
  return Math.max(0, Math.min(MOST_TICKETS, Math.trunc(quantity) || 0));
}

/** What the visitor pays. */
export function totalFen(basket: Basket): number {
  return basket.reduce((sum, line) => sum + line.offer.price_fen * line.quantity, 0);
}

export function ticketCount(basket: Basket): number {
  return basket.reduce((sum, line) => sum + line.quantity, 0);
}

/**
 * @param day first day of the visit, such as 2026-05-01
 */
export function request(basket: Basket, day: string, payment: Payment): SaleRequest {
  return {
    payment,
    lines: basket.map((line) => ({
      ticket_type: line.offer.ticket_type,
      quantity: line.quantity,
      valid_on: day,
      ...(isGroup(line.offer) ? { people: line.people } : {}),
    })),
  };
}

/** The key that adds an offer, in the order of the list: digits first, then letters that mean nothing else here. */
export function keyOf(index: number): string {
  return '123456789ABCEFGHIJLMNOPTUVWXYZ'[index] ?? '';
}
