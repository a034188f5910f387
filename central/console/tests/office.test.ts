import { describe, expect, test } from 'vitest';
import type { Offer } from '../src/api/model';
import { add, keyOf, request, ticketCount, totalFen, withPeople, withQuantity, type Basket } from '../src/office/basket';
import { parseYuan, yuan } from '../src/office/money';
import { picture } from '../src/office/qr';

const offer = (code: string, price: number, kind = 'SINGLE'): Offer => ({
  ticket_type: code,
  name_zh: code,
  name_en: code,
  kind,
  price_fen: price,
  left: null,
  max_people: kind === 'GROUP' ? 50 : 1,
  needs_check: false,
  holds_money: false,
});
const adult = offer('ADULT', 12000);
const group = offer('GROUP', 90000, 'GROUP');
const none: Basket = [];

describe('a basket', () => {
  test('adds up what is in it', () => {
    const basket = add(add(add(none, adult), adult), group);
    expect(totalFen(basket)).toBe(2 * 12000 + 90000);
    expect(ticketCount(basket)).toBe(3);
  });

  test('loses a line that has nothing left', () => {
    expect(add(add(none, adult), adult, -1)).toEqual([]);
    expect(withQuantity(add(none, adult), adult, 0)).toEqual([]);
    expect(add(none, adult, -1)).toEqual([]);
  });

  test('takes no number that is none', () => {
    expect(withQuantity(add(none, adult), adult, Number.NaN)).toEqual([]);
    expect(withQuantity(add(none, adult), adult, 1e9)[0]?.quantity).toBe(200);
    expect(withPeople(add(none, group), group, 0)[0]?.people).toBe(1);
    expect(withPeople(add(none, group), group, 51)[0]?.people).toBe(50);
  });

  test('asks for people of groups only', () => {
    const basket = withPeople(add(add(none, adult), group), group, 30);
    expect(request(basket, '2026-05-01', 'CASH')).toEqual({
      payment: 'CASH',
      lines: [
        { ticket_type: 'ADULT', quantity: 1, valid_on: '2026-05-01' },
        { ticket_type: 'GROUP', quantity: 1, valid_on: '2026-05-01', people: 30 },
      ],
    });
  });

  test('has a key for each offer that means nothing else', () => {
    const keys = Array.from({ length: 30 }, (_, index) => keyOf(index));
    expect(new Set(keys).size).toBe(30);
    for (const taken of ['D', 'R', 'S', 'K', 'Q']) expect(keys).not.toContain(taken);
    expect(keyOf(99)).toBe('');
  });
});

describe('money', () => {
  test.each([
    ['120', 12000],
    ['0.5', 50],
    ['99.99', 9999],
    ['7。5', 750],
    ['', null],
    ['1.234', null],
    ['-5', null],
    ['1e3', null],
  ])('%s is %s fen', (text, fen) => expect(parseYuan(text)).toBe(fen));

  test('is shown with its sign', () => {
    expect(yuan('zh', 123450)).toBe('¥1,234.50');
    expect(yuan('en', -100)).toBe('-¥1.00');
  });
});

test('a QR code is drawn row by row, with light around it', () => {
  expect(picture(['110', '001'])).toEqual({ size: 10, path: 'M4 4h2v1h-2zM6 5h1v1h-1z' });
});
