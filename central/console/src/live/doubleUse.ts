import type { DuplicateSide, Gate, StandingClaim } from '../api/model';

/** A gate that is connected has told long before what came of its question. */
export const CLAIM_IS_OLD_MILLIS = 120_000;

const ALARM = 'DUPLICATE_ADMISSION';

/** Clocks that were held against the centre's. */
const SURE_CLOCKS: readonly string[] = ['LINKED', 'HELD'];

/** Changes when a gate begins to be, or is no more, one that let in on a ticket twice. */
export function alarmed(gates: readonly Gate[]): string {
  return gates
    .filter((gate) => gate.alarms.includes(ALARM))
    .map((gate) => gate.code)
    .join(' ');
}

/** Claims that do not end by time, and have stood for longer than an answer takes: maybe a person has to end them. */
export function leftStanding(claims: readonly StandingClaim[], nowMillis: number): StandingClaim[] {
  return claims.filter((claim) => claim.until === null && nowMillis - Date.parse(claim.claimed_at) >= CLAIM_IS_OLD_MILLIS);
}

/** Whether the time of an admission is one to rely on. A gate of an older program does not say. */
export function isTimed(side: DuplicateSide): boolean {
  return side.clock === null || SURE_CLOCKS.includes(side.clock);
}
