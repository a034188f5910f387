import type { AreaLive } from '../api/model';

/** What gates do once so many people are inside: as AreaStates of the centre decides it. */
export type Effect = 'unlimited' | 'fills' | 'staysFull' | 'reopens' | 'open';

/** The most that the centre takes for a number of people. */
const MOST = 1_000_000;

/** Up to how many people a full area takes people again: 2 % of its places must be free, at least one. */
export function reopensAt(capacity: number): number {
  return capacity - Math.max(1, Math.floor(capacity / 50));
}

/** What will come of a count that somebody enters. */
export function effectOf(area: AreaLive, counted: number): Effect {
  if (area.capacity === null) return 'unlimited';
  if (area.full) return counted > reopensAt(area.capacity) ? 'staysFull' : 'reopens';
  return counted >= area.capacity ? 'fills' : 'open';
}

/** A number of people as it was typed; null if it is none that the centre takes. */
export function peopleOf(typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{1,7}$/.test(text)) return null;
  const people = Number(text);
  return people <= MOST ? people : null;
}
