import { describe, expect, test } from 'vitest';
import type { Offer } from '../src/api/model';
import { add, holdRequest, isNamed, keyOf, keyOfLine, request, ticketCount, totalFen, withHolder, withPeople, withQuantity, type Basket } from '../src/office/basket';
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
  open: true,
  slots: [],
  proof: 'NONE',
  proof_zh: '',
  proof_en: '',
  asks_holders: false,
  asks_phone: false,
});
const silent = { coupon: '', phone: '' };
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
    expect(withQuantity(add(none, adult), 'ADULT', 0)).toEqual([]);
    expect(add(none, adult, -1)).toEqual([]);
  });

  test('takes no number that is none', () => {
    expect(withQuantity(add(none, adult), 'ADULT', Number.NaN)).toEqual([]);
    expect(withQuantity(add(none, adult), 'ADULT', 1e9)[0]?.quantity).toBe(200);
    expect(withPeople(add(none, group), 'GROUP', 0)[0]?.people).toBe(1);
    expect(withPeople(add(none, group), 'GROUP', 51)[0]?.people).toBe(50);
  });

  test('asks for people of groups only', () => {
    const basket = withPeople(add(add(none, adult), group), 'GROUP', 30);
    expect(request(basket, '2026-05-01', 'CASH', silent)).toEqual({
      payment: 'CASH',
      lines: [
        { ticket_type: 'ADULT', quantity: 1, valid_on: '2026-05-01' },
        { ticket_type: 'GROUP', quantity: 1, valid_on: '2026-05-01', people: 30 },
      ],
    });
  });

  test('keeps slots of a type apart', () => {
    const slot = (from: number) => ({ from_minute: from, until_minute: from + 60, left: 5, over: false });
    const basket = add(add(add(none, adult, 1, slot(540)), adult, 1, slot(600)), adult, 1, slot(540));
    expect(basket.map((line) => [keyOfLine(line), line.quantity])).toEqual([
      ['ADULT@540', 2],
      ['ADULT@600', 1],
    ]);
    expect(request(basket, '2026-05-01', 'CASH', silent).lines[1]?.slot).toBe(600);
  });

  test('asks for a holder of each ticket, and for a phone number', () => {
    const named = { ...adult, asks_holders: true, asks_phone: true };
    let basket = add(none, named, 2);
    expect(isNamed(basket, '13800000000')).toBe(false);
    basket = withHolder(withHolder(basket, 'ADULT', 0, { name: 'A', number: '1' }), 'ADULT', 1, { name: 'B', number: '2' });
    expect(isNamed(basket, '')).toBe(false);
    expect(isNamed(basket, '13800000000')).toBe(true);
    expect(withQuantity(basket, 'ADULT', 1)[0]?.holders).toEqual([{ name: 'A', number: '1' }]);
    expect(request(basket, '2026-05-01', 'CASH', { coupon: ' MAY ', phone: '138' })).toMatchObject({ coupons: ['MAY'], contact: { phone: '138' } });
  });

  test('has a key for each offer that means nothing else', () => {
    const keys = Array.from({ length: 29 }, (_, index) => keyOf(index));
    expect(new Set(keys).size).toBe(29);
    for (const taken of ['D', 'R', 'S', 'P', 'K', 'Q', '']) expect(keys).not.toContain(taken);
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

describe('a caller', () => {
  test('is held what is in the basket, and found by his number', () => {
    const basket = add(none, adult);
    const caller = { name: ' 王小明 ', phone: ' 13800001111 ', minutes: 60 };
    expect(holdRequest(basket, '2026-05-01', { coupon: 'SPRING', phone: '' }, caller)).toEqual({
      lines: [{ ticket_type: 'ADULT', quantity: 1, valid_on: '2026-05-01' }],
      coupons: ['SPRING'],
      hold_minutes: 60,
      contact: { name: '王小明', phone: '13800001111' },
    });
    expect(holdRequest(basket, '2026-05-01', silent, { ...caller, name: '' }).contact).toEqual({ phone: '13800001111' });
  });
});
