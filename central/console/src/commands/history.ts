import type { CommandState } from '../api/model';
import { outcomeAt, toneOf, type Tone } from './outcome';

/** What was commanded at one stroke, of one gate or of many. */
export interface Given {
  batch: string;
  at: string;
  issuer: string;
  action: string;
  direction: string | null;
  /** In the order of their codes. */
  gates: readonly string[];
  /** Of how many gates it is done. */
  done: number;
  /** Bad if any gate did not do it, waiting while any has not answered. */
  tone: Tone;
  /** That of the gates, the worst one first: one of the outcomes, and how many gates have it. */
  outcomes: readonly { outcome: string; gates: number }[];
  /** What gates said that would not. */
  answers: readonly string[];
}

const WORST_FIRST: readonly Tone[] = ['bad', 'waiting', 'good'];

/**
 * The newest commands first, as they were listed and as the live stream has gone on since.
 *
 * @param centreMillis now, by the centre's clock
 */
export function history(
  listed: readonly CommandState[],
  live: ReadonlyMap<string, CommandState>,
  centreMillis: number,
  limit: number,
): Given[] {
  const known = new Map(listed.map((command) => [command.id, command]));
  for (const command of live.values()) {
    const before = known.get(command.id);
    if (before === undefined || before.outcome === 'PENDING' || command.outcome !== 'PENDING') known.set(command.id, command);
  }
  const batches = new Map<string, CommandState[]>();
  for (const command of known.values()) batches.set(command.batch, [...(batches.get(command.batch) ?? []), command]);
  return [...batches.values()]
    .map((commands) => given(commands, centreMillis))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || a.batch.localeCompare(b.batch))
    .slice(0, limit);
}

function given(commands: readonly CommandState[], centreMillis: number): Given {
  const first = commands[0]!;
  const counts = new Map<string, number>();
  for (const command of commands) {
    const outcome = outcomeAt(command, centreMillis);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const rank = (outcome: string) => WORST_FIRST.indexOf(toneOf(outcome));
  const outcomes = [...counts].map(([outcome, gates]) => ({ outcome, gates })).sort((a, b) => rank(a.outcome) - rank(b.outcome));
  return {
    batch: first.batch,
    at: first.issued_at,
    issuer: first.issuer,
    action: first.action,
    direction: first.direction,
    gates: commands.map((command) => command.gate).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    done: outcomes.filter(({ outcome }) => toneOf(outcome) === 'good').reduce((sum, { gates }) => sum + gates, 0),
    tone: toneOf(outcomes[0]!.outcome),
    outcomes,
    answers: [...new Set(commands.filter((command) => command.outcome === 'NOT_NOW').map((command) => command.answer ?? ''))].filter((answer) => answer !== ''),
  };
}
