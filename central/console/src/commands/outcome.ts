import type { CommandState } from '../api/model';

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
