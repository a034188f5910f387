import { describe, expect, test } from 'vitest';
import type { Gate } from '../src/api/model';
import { alarmsOf, armOf, EMPTY_BOARD, groupByCheckPoint, hourBars, lampOf, linkOf, reduce, totalsOf } from '../src/live/board';
import { command, gate } from './examples';

const park = { name_zh: '青云山', name_en: 'Qingyun', zone: 'Asia/Shanghai' };

function boardOf(...gates: Gate[]) {
  return reduce(EMPTY_BOARD, { kind: 'board', board: { at: '2026-05-01T01:00:00Z', park, gates } });
}

describe('the board', () => {
  test('puts gates in the order people count', () => {
    expect(boardOf(gate('N10'), gate('N2')).gates?.map((each) => each.code)).toEqual(['N2', 'N10']);
  });

  test('replaces the gate that an event is about and leaves the others alone', () => {
    const before = boardOf(gate('N1'), gate('N2'));
    const after = reduce(before, { kind: 'gate', gate: gate('N2', { mode: 'EMERGENCY_OPEN' }) });
    expect(after.gates?.[1]?.mode).toBe('EMERGENCY_OPEN');
    expect(after.gates?.[0]).toBe(before.gates?.[0]);
    expect(before.gates?.[1]?.mode).toBe('CONTROLLED');
  });

  test('takes in a gate that was registered meanwhile', () => {
    const after = reduce(boardOf(gate('N2')), { kind: 'gate', gate: gate('N1') });
    expect(after.gates?.map((each) => each.code)).toEqual(['N1', 'N2']);
  });

  test('lets go of a gate that was taken out of the park', () => {
    const after = reduce(boardOf(gate('N1'), gate('N2')), { kind: 'gone', code: 'N1' });
    expect(after.gates?.map((each) => each.code)).toEqual(['N2']);
  });

  test('never forgets an outcome when the answer to the command comes late', () => {
    const done = reduce(EMPTY_BOARD, { kind: 'command', command: command('a', 'DONE') });
    const late = reduce(done, { kind: 'command', command: command('a', 'PENDING') });
    expect(late.commands.get('a')?.outcome).toBe('DONE');
  });

  test('keeps a bounded number of commands, the newest', () => {
    let board = EMPTY_BOARD;
    for (let i = 0; i < 520; i++) board = reduce(board, { kind: 'command', command: command(`c${i}`, 'DONE') });
    expect(board.commands.size).toBe(500);
    expect(board.commands.has('c519')).toBe(true);
    expect(board.commands.has('c0')).toBe(false);
  });

  test('adds up the gates until the totals come', () => {
    const board = boardOf(gate('N1', { passed_in: 7, passed_out: 2 }), gate('N2', { passed_in: 1, passed_out: 3 }));
    expect(totalsOf(board)).toEqual({ in_today: 8, out_today: 5, inside: 3, hours: [] });
    const told = reduce(board, { kind: 'totals', totals: { in_today: 9, out_today: 5, inside: 4, hours: [] } });
    expect(totalsOf(told).inside).toBe(4);
  });
});

describe('a gate', () => {
  test('shows fire first, even when only its state tells', () => {
    const names = alarmsOf(gate('N1', { fire: true, alarms: ['DEVICE_FAULT:card-reader'] }));
    expect(names.map(({ name, part }) => [name, part])).toEqual([
      ['FIRE', ''],
      ['DEVICE_FAULT', 'card-reader'],
    ]);
  });

  test('tells fire from an open mode and from not knowing', () => {
    expect(armOf(gate('N1', { free: true }))).toBe('free');
    expect(armOf(gate('N1', { free: true, fire: true }))).toBe('fire');
    expect(armOf(gate('N1', { link: 'never' }))).toBe('unknown');
    expect(armOf(gate('N1'))).toBe('locked');
    expect(armOf(gate('N1', { lamp: 'green' }))).toBe('locked');
    expect(armOf(gate('X1', { kind: 'EXIT', lamp: 'green' }))).toBe('out');
    expect(armOf(gate('X1', { kind: 'EXIT', lamp: 'red' }))).toBe('locked');
  });

  test('is unknown once its certificate was taken back', () => {
    expect(armOf(gate('N1', { link: 'revoked' }))).toBe('unknown');
  });

  test('is called the same by the books and by the board', () => {
    const enrolled = { enrolled: true, revoked: false };
    const revoked = { enrolled: false, revoked: true };
    expect(linkOf(enrolled, gate('N1'))).toBe('up');
    expect(linkOf(enrolled, gate('N1', { link: 'down' }))).toBe('down');
    expect(linkOf(enrolled, undefined)).toBe('down');
    expect(linkOf(revoked, gate('N1', { link: 'down' })), 'the board has not read it yet').toBe('revoked');
    expect(linkOf(enrolled, gate('N1', { link: 'revoked' })), 'the books were read before').toBe('revoked');
    expect(linkOf({ enrolled: false, revoked: false }, gate('N1', { link: 'never' }))).toBe('never');
    expect(linkOf(revoked, gate('N1')), 'enrolled anew since').toBe('up');
  });

  test('reads the lamp in either spelling', () => {
    expect(lampOf(gate('N1', { lamp: 'LAMP_GREEN' }))).toBe('green');
    expect(lampOf(gate('N1', { lamp: 'red' }))).toBe('red');
    expect(lampOf(gate('N1', { lamp: null }))).toBe('off');
  });
});

test('gates stand with their check point', () => {
  const groups = groupByCheckPoint([
    gate('N1', { check_point: 'NORTH' }),
    gate('S1', { check_point: 'SOUTH' }),
    gate('N2', { check_point: 'NORTH' }),
  ]);
  expect(groups.map((group) => [group.checkPoint, group.gates.length])).toEqual([
    ['NORTH', 2],
    ['SOUTH', 1],
  ]);
});

describe('hours', () => {
  test('cover the day and whatever lies beyond', () => {
    const bars = hourBars([{ hour: 21, in: 1, out: 4 }], 'Asia/Shanghai');
    expect(bars[0]).toEqual({ hour: 8, in: 0, out: 0 });
    expect(bars.at(-1)).toEqual({ hour: 21, in: 1, out: 4 });
  });

  test("are the park's, not the browser's", () => {
    expect(hourBars([{ hour: '2026-05-01T23:00:00Z', in: 3, out: 0 }], 'Asia/Shanghai')[0]).toEqual({ hour: 7, in: 3, out: 0 });
  });
});
