import type { ShiftWithStatement, Statement } from '../api/model';

/** A line of a statement: what came in, what went back, and what is left of that. */
export interface Flow {
  readonly code: string;
  readonly inFen: number;
  readonly outFen: number;
  readonly netFen: number;
}

function flow(code: string, inFen: number, outFen: number): Flow {
  return { code, inFen, outFen, netFen: inFen - outFen };
}

/** By which means money moved; those by which none did are left out. */
export function meansOf(statement: Statement): readonly Flow[] {
  return statement.payments.map((each) => flow(each.payment, each.taken_fen, each.paid_back_fen)).filter((each) => each.inFen !== 0 || each.outFen !== 0);
}

export function typesOf(statement: Statement): readonly Flow[] {
  return statement.ticket_types.map((each) => flow(each.ticket_type, each.earned_fen, each.given_back_fen));
}

/** All lines together. */
export function sumOf(flows: readonly Flow[]): Flow {
  return flows.reduce((sum, each) => flow('', sum.inFen + each.inFen, sum.outFen + each.outFen), flow('', 0, 0));
}

/** The drawer from the opening to the count: what was in it, what moved, what should be in it. */
export function drawerOf(shift: ShiftWithStatement): { floatFen: number; movedFen: number; expectedFen: number } {
  return { floatFen: shift.float_fen, movedFen: shift.expected_fen - shift.float_fen, expectedFen: shift.expected_fen };
}

/** Accounts that something is in, as people read them: earnings and debts above zero. */
export function accountsOf(statement: Statement): readonly { code: string; fen: number }[] {
  return Object.entries(statement.accounts)
    .filter(([, fen]) => fen !== 0)
    .map(([code, fen]) => ({ code, fen: EARNED_OR_OWED.has(code) ? -fen : fen }));
}

const EARNED_OR_OWED: ReadonlySet<string> = new Set(['STORED_VALUE', 'TICKETS', 'GATE_FEES', 'REFUND_FEES', 'SUSPENSE']);
