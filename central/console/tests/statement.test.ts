import { describe, expect, it } from 'vitest';
import type { ShiftWithStatement, Statement } from '../src/api/model';
import { knownKey } from '../src/i18n/words';
import { accountsOf, drawerOf, meansOf, sumOf, typesOf } from '../src/money/statement';

const statement: Statement = {
  payments: [
    { payment: 'CASH', taken_fen: 300_00, paid_back_fen: 80_00 },
    { payment: 'CARD', taken_fen: 0, paid_back_fen: 0 },
    { payment: 'QR', taken_fen: 0, paid_back_fen: 5_00 },
  ],
  ticket_types: [{ ticket_type: 'DAY', earned_fen: 300_00, given_back_fen: 85_00 }],
  accounts: { CASH: 220_00, CARD: 0, SAFE: -50_00, TICKETS: -215_00, SUSPENSE: -5_00, CASH_DIFFERENCE: 1_00 },
  balanced: true,
};

describe('a statement', () => {
  it('leaves out means by which no money moved, not those by which it only went back', () => {
    expect(meansOf(statement)).toEqual([
      { code: 'CASH', inFen: 300_00, outFen: 80_00, netFen: 220_00 },
      { code: 'QR', inFen: 0, outFen: 5_00, netFen: -5_00 },
    ]);
  });

  it('adds up', () => {
    expect(sumOf(meansOf(statement))).toEqual({ code: '', inFen: 300_00, outFen: 85_00, netFen: 215_00 });
    expect(sumOf(typesOf(statement)).netFen).toBe(215_00);
    expect(sumOf([])).toEqual({ code: '', inFen: 0, outFen: 0, netFen: 0 });
  });

  it('says what was earned and what is owed above zero', () => {
    expect(accountsOf(statement)).toEqual([
      { code: 'CASH', fen: 220_00 },
      { code: 'SAFE', fen: -50_00 },
      { code: 'TICKETS', fen: 215_00 },
      { code: 'SUSPENSE', fen: 5_00 },
      { code: 'CASH_DIFFERENCE', fen: 1_00 },
    ]);
    const accounts = ['CASH', 'CARD', 'QR', 'PARTNER', 'SAFE', 'STORED_VALUE', 'TICKETS', 'GATE_FEES', 'REFUND_FEES', 'CASH_DIFFERENCE', 'SUSPENSE'];
    for (const account of accounts) expect(knownKey(`account.${account}`), account).not.toBeNull();
  });

  it('leads from the float to what should be in the drawer', () => {
    const shift = { float_fen: 500_00, expected_fen: 720_00, statement } as ShiftWithStatement;
    expect(drawerOf(shift)).toEqual({ floatFen: 500_00, movedFen: 220_00, expectedFen: 720_00 });
  });
});
