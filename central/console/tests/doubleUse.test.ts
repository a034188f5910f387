import { describe, expect, it } from 'vitest';
import type { StandingClaim } from '../src/api/model';
import { alarmed, CLAIM_IS_OLD_MILLIS, isTimed, leftStanding } from '../src/live/doubleUse';
import { gate } from './examples';

const NOON = Date.parse('2026-05-01T04:00:00Z');
const claim = (ageMillis: number, until: string | null = null): StandingClaim => ({
  right: '7',
  ticket: 'T7',
  gate: 'N1',
  claimed_at: new Date(NOON - ageMillis).toISOString(),
  until,
});

describe('double use', () => {
  it('is asked for anew when another gate has the alarm, and not for any other alarm', () => {
    const quiet = [gate('N1', { alarms: [] }), gate('N2', { alarms: [] })];
    const loud = [gate('N1', { alarms: ['FIRE', 'DUPLICATE_ADMISSION'] }), gate('N2', { alarms: [] })];
    expect(alarmed(quiet)).toBe(alarmed([gate('N1', { alarms: ['TAILGATING'] })]));
    expect(alarmed(loud)).not.toBe(alarmed(quiet));
    expect(alarmed(loud)).not.toBe(alarmed([gate('N2', { alarms: ['DUPLICATE_ADMISSION'] })]));
  });

  it('has a time to rely on where the clock was held against the centre’s', () => {
    const side = (clock: string | null) => ({ gate: 'N1', event: 1, at: '', people: 1, clock });
    expect(['LINKED', 'HELD', null].every((clock) => isTimed(side(clock)))).toBe(true);
    expect(['LOCAL', 'LOWER_BOUND'].some((clock) => isTimed(side(clock)))).toBe(false);
  });
});

describe('standing claims', () => {
  it('are no matter for people while their gate may still answer, or they end by themselves', () => {
    expect(leftStanding([claim(CLAIM_IS_OLD_MILLIS - 1), claim(CLAIM_IS_OLD_MILLIS, '2026-05-01T04:01:00Z')], NOON)).toEqual([]);
    expect(leftStanding([claim(CLAIM_IS_OLD_MILLIS)], NOON)).toHaveLength(1);
  });
});
