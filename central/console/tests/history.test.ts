import { describe, expect, test } from 'vitest';
import type { CommandState } from '../src/api/model';
import { history } from '../src/commands/history';
import { command } from './examples';

const AT = Date.parse('2026-05-01T00:00:05Z');

function live(...commands: CommandState[]): Map<string, CommandState> {
  return new Map(commands.map((each) => [each.id, each]));
}

describe('what was commanded', () => {
  test('stands by batches, the newest first', () => {
    const early = { ...command('a', 'DONE'), batch: 'one', gate: 'N10' };
    const too = { ...command('b', 'DONE'), batch: 'one', gate: 'N2' };
    const late = { ...command('c', 'DONE'), issued_at: '2026-05-01T00:00:03Z' };
    const given = history([early, too, late], live(), AT, 10);
    expect(given.map((each) => each.batch)).toEqual(['c', 'one']);
    expect(given[1]).toMatchObject({ gates: ['N2', 'N10'], done: 2, tone: 'good', issuer: 'li', action: 'open-once', direction: 'IN' });
    expect(history([early, too, late], live(), AT, 1)).toHaveLength(1);
  });

  test('goes on as the stream tells it, and not back', () => {
    expect(history([command('a', 'PENDING')], live(command('a', 'DONE')), AT, 10)[0]?.tone).toBe('good');
    expect(history([command('a', 'DONE')], live(command('a', 'PENDING')), AT, 10)[0]?.tone).toBe('good');
    expect(history([], live(command('z', 'DONE')), AT, 10)).toHaveLength(1);
  });

  test('is as bad as the worst gate, whose words are told', () => {
    const one = { ...command('a', 'DONE'), batch: 'x' };
    const two = { ...command('b', 'NOT_NOW'), batch: 'x', gate: 'N2', answer: 'the fire loop is open' };
    const three = { ...command('c', 'PENDING'), batch: 'x', gate: 'N3' };
    expect(history([one, two, three], live(), AT, 10)[0]).toMatchObject({
      tone: 'bad',
      done: 1,
      outcomes: [
        { outcome: 'NOT_NOW', gates: 1 },
        { outcome: 'PENDING', gates: 1 },
        { outcome: 'DONE', gates: 1 },
      ],
      answers: ['the fire loop is open'],
    });
  });

  test('was not reached when nobody answered in its time', () => {
    const later = Date.parse('2026-05-01T00:01:00Z');
    expect(history([command('a', 'PENDING')], live(), later, 10)[0]?.outcomes).toEqual([{ outcome: 'UNREACHABLE', gates: 1 }]);
  });
});
