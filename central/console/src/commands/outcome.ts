import type { CommandState } from '../api/model';
import type { Key } from '../i18n/words';

/** How long after its expiry a command without an answer still waits for the centre's own word, in milliseconds. */
const GRACE_MILLIS = 2_000;

/**
 * A command's outcome at a moment of the centre's clock. A command that ran out while this browser had lost the live stream
 * counts as not reached instead of waiting for ever.
 */
export function outcomeAt(command: CommandState, centreMillis: number): string {
  const late = centreMillis > Date.parse(command.expires_at) + GRACE_MILLIS;
  return command.outcome === 'PENDING' && late ? 'UNREACHABLE' : command.outcome;
}

export type Tone = 'waiting' | 'good' | 'bad';

export function toneOf(outcome: string): Tone {
  if (outcome === 'PENDING') return 'waiting';
  return outcome === 'DONE' || outcome === 'DUPLICATE' ? 'good' : 'bad';
}

const ANSWERS: readonly (readonly [RegExp, Key])[] = [
  [/fire loop/i, 'answer.fireLoop'],
  [/serves somebody/i, 'answer.busy'],
  [/not controlled/i, 'answer.notControlled'],
  [/nobody is held/i, 'answer.nobodyHeld'],
  [/somebody else is held/i, 'answer.anotherHeld'],
  [/who is meant/i, 'answer.centreTooOld'],
  [/not clear|somebody stands/i, 'answer.notClear'],
  [/only out of service/i, 'answer.onlyOutOfService'],
  [/test is running/i, 'answer.testing'],
];

/** The dictionary's words for what a gate answers in its own; null when there are none. */
export function answerKey(answer: string): Key | null {
  return ANSWERS.find(([pattern]) => pattern.test(answer))?.[1] ?? null;
}
