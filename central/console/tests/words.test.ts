import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ACTIONS, ALARMS, CHANNELS, CHARGE_STATES, DEVICES, LAST_KINDS, LINKS, MODES, OUTCOMES, PAYMENTS, PROMOTION_KINDS, PROOFS, REASONS, ROLES, TICKET_KINDS, TICKET_STATES, WEEKDAYS } from '../src/api/model';
import { DIFFERENCES, REFUND_STATES } from '../src/books/books';
import { translated } from '../src/handheld/words';
import { en } from '../src/i18n/en';
import { knownKey, preferredLanguage, translate } from '../src/i18n/words';
import { zh } from '../src/i18n/zh';

const holes = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();

describe('the dictionaries', () => {
  test('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  test.each(Object.keys(zh) as (keyof typeof zh)[])('fill the same holes in %s', (key) => {
    // Chinese joins the direction and the verb; neither language may lose a value.
    expect(holes(en[key])).toEqual(holes(zh[key]));
  });

  test.each([
    ['reason', REASONS],
    ['mode', MODES],
    ['last', LAST_KINDS],
    ['alarm', ALARMS],
    ['device', DEVICES],
    ['action', ACTIONS],
    ['confirm', ACTIONS],
    ['confirm.one', ACTIONS],
    ['do', ACTIONS],
    ['result', OUTCOMES],
    ['link', LINKS],
    ['role', ROLES],
    ['payment', PAYMENTS],
    ['ticket.state', TICKET_STATES],
    ['types.kind', TICKET_KINDS],
    ['types.proof', PROOFS],
    ['types.channel', CHANNELS],
    ['channel', CHANNELS],
    ['keys', ['signs', 'good', 'ending', 'ended']],
    ['types.weekday', WEEKDAYS],
    ['promotion.kind', PROMOTION_KINDS],
    ['books.kind', DIFFERENCES],
    ['books.refund', REFUND_STATES],
    ['books.charge', CHARGE_STATES],
    ['books.overdue', ['CREATED', 'PENDING']],
  ])('know every %s of the centre', (prefix, codes) => {
    for (const code of codes) expect(knownKey(`${prefix}.${code}`), `${prefix}.${code}`).not.toBeNull();
  });
});

describe('the reasons', () => {
  test('are those of the protocol', () => {
    const contract = readFileSync('../../protocol/src/main/proto/gatelink.proto', 'utf8');
    const listed = /enum Reason \{([^}]*)\}/.exec(contract)?.[1] ?? '';
    const names = [...listed.matchAll(/^ {2}([A-Z_]+) = /gm)].map((match) => match[1]);
    expect(names.filter((name) => name !== 'REASON_UNSPECIFIED')).toEqual(REASONS);
  });
});

describe('words', () => {
  test('agree with the number', () => {
    expect(translate('en', 'board.summary', { n: 1 })).toBe('1 gate');
    expect(translate('en', 'board.summary', { n: 1200 })).toBe('1,200 gates');
    expect(translate('zh', 'board.summary', { n: 4 })).toBe('4 个通道');
    expect(translated('en', 'duplicates', { n: 1 })).toBe('1 double use');
    expect(translated('en', 'duplicates', { n: 2 })).toBe('2 double uses');
  });

  test('say exactly what an emergency opening does', () => {
    expect(translate('zh', 'confirm.emergency-open', { where: '全园', n: 4 })).toContain('全园 4 个通道将立即落杆放行');
  });

  test('come in the language chosen before, else in the browser’s', () => {
    expect(preferredLanguage('en', ['zh-CN'])).toBe('en');
    expect(preferredLanguage(null, ['zh-TW', 'en'])).toBe('zh');
    expect(preferredLanguage(null, ['de'])).toBe('en');
    expect(preferredLanguage('??', [])).toBe('zh');
  });
});
