import { describe, expect, test } from 'vitest';
import { answerKey, outcomeAt, toneOf } from '../src/commands/outcome';
import { actionsFor, directionsOf, isPossible, modeOf, plan, requestsOf, SELDOM } from '../src/commands/plan';
import { command, gate } from './examples';

const entry = gate('N1', { kind: 'ENTRY', check_point: 'NORTH' });
const exit = gate('N2', { kind: 'EXIT', check_point: 'NORTH', link: 'down', mode: 'EMERGENCY_OPEN' });
const both = gate('S1', { kind: 'TWO_WAY', check_point: 'SOUTH', fire: true });
const all = [entry, exit, both];

describe('a command', () => {
  test('touches the gates of its scope and no other', () => {
    const codes = (scope: Parameters<typeof plan>[1]) => plan(all, scope, 'controlled', null).gates.map((each) => each.code);
    expect(codes({ kind: 'park' })).toEqual(['N1', 'N2', 'S1']);
    expect(codes({ kind: 'check_point', code: 'NORTH' })).toEqual(['N1', 'N2']);
    expect(codes({ kind: 'gate', code: 'S1' })).toEqual(['S1']);
  });

  test('warns of gates out of reach, under fire and in emergency', () => {
    const controlled = plan(all, { kind: 'park' }, 'controlled', null);
    expect(controlled.offline).toEqual([exit]);
    expect(controlled.underFire).toEqual([both]);
    expect(controlled.leavingEmergency).toEqual([exit]);
    expect(plan(all, { kind: 'park' }, 'emergency-open', null).leavingEmergency).toEqual([]);
  });

  test('ends an emergency by whatever other mode it sets', () => {
    for (const action of ['always-open', 'always-closed', 'out-of-service', 'direct-check'] as const) {
      expect(plan(all, { kind: 'gate', code: 'N2' }, action, null).leavingEmergency, action).toEqual([exit]);
    }
    expect(plan(all, { kind: 'gate', code: 'N2' }, 'run-test', null).leavingEmergency).toEqual([]);
  });

  test('names the mode that it sets, and tests only what is out of service', () => {
    expect(modeOf('out-of-service')).toBe('OUT_OF_SERVICE');
    expect(SELDOM.filter((action) => isPossible(action, entry))).toEqual(['out-of-service', 'direct-check']);
    expect(SELDOM.filter((action) => isPossible(action, gate('N1', { mode: 'OUT_OF_SERVICE' })))).toEqual(SELDOM);
  });

  test('opens once only the lanes of its direction, each by itself', () => {
    const out = plan(all, { kind: 'park' }, 'open-once', 'OUT');
    expect(out.gates).toEqual([exit, both]);
    expect(requestsOf(out, all)).toEqual([
      { scope: { kind: 'gate', code: 'N2' }, action: 'open-once', direction: 'OUT' },
      { scope: { kind: 'gate', code: 'S1' }, action: 'open-once', direction: 'OUT' },
    ]);
  });

  test('goes as one request when it means the whole scope', () => {
    expect(requestsOf(plan(all, { kind: 'park' }, 'emergency-open', 'IN'), all)).toEqual([
      { scope: { kind: 'park' }, action: 'emergency-open' },
    ]);
  });
});

test('a lane offers its own directions', () => {
  expect(directionsOf([entry])).toEqual(['IN']);
  expect(directionsOf([exit])).toEqual(['OUT']);
  expect(directionsOf([both])).toEqual(['IN', 'OUT']);
});

test('a word about the visitor who waits goes to his gate alone', () => {
  const accepted = plan(all, { kind: 'gate', code: 'N1' }, 'confirm-accept', null, '2a-5001');
  expect(requestsOf(accepted, all)).toEqual([
    { scope: { kind: 'gate', code: 'N1' }, action: 'confirm-accept', holding_id: '2a-5001' },
  ]);
  expect(actionsFor(all)).not.toContain('confirm-accept');
});

test('releasing fire is on offer only where there is fire', () => {
  expect(actionsFor([entry])).not.toContain('release-fire');
  expect(actionsFor(all)).toContain('release-fire');
});

describe('an outcome', () => {
  const pending = command('a', 'PENDING');
  const expiry = Date.parse(pending.expires_at);

  test('waits while the gate may still answer', () => {
    expect(outcomeAt(pending, expiry)).toBe('PENDING');
  });

  test('is not waited for for ever', () => {
    expect(outcomeAt(pending, expiry + 3_000)).toBe('UNREACHABLE');
  });

  test('that came stays, however late it is read', () => {
    expect(outcomeAt(command('a', 'DONE'), expiry + 60_000)).toBe('DONE');
  });

  test('is good, bad or not known yet', () => {
    expect([toneOf('DONE'), toneOf('PENDING'), toneOf('NOT_NOW'), toneOf('EXPIRED_COMMAND')]).toEqual([
      'good',
      'waiting',
      'bad',
      'bad',
    ]);
  });
});

test('a gate’s refusal is said in the reader’s language where the words are known', () => {
  expect(answerKey('the fire loop is still broken')).toBe('answer.fireLoop');
  expect(answerKey('the lane serves somebody else at the moment')).toBe('answer.busy');
  expect(answerKey('the lane is not controlled but EMERGENCY')).toBe('answer.notControlled');
  expect(answerKey('nobody is held')).toBe('answer.nobodyHeld');
  expect(answerKey('somebody else is held by now')).toBe('answer.anotherHeld');
  expect(answerKey('the centre does not say who is meant; update it')).toBe('answer.centreTooOld');
  expect(answerKey('only out of service; the lane is CONTROLLED')).toBe('answer.onlyOutOfService');
  expect(answerKey('something newer than this console')).toBeNull();
});
