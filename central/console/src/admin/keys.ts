/** A key that signed ticket codes, as the centre tells it. */
export interface TicketKey {
  id: number;
  created_at: string;
  /** New codes are signed with it. */
  signs: boolean;
  /** What it signed is refused from then on; null: opens until the tickets end. */
  valid_until: string | null;
}

export type KeyState = 'signs' | 'good' | 'ending' | 'ended';

/** What a key is worth at a moment by the centre's clock. */
export function stateOf(key: TicketKey, nowMillis: number): KeyState {
  if (key.signs) return 'signs';
  if (key.valid_until === null) return 'good';
  return Date.parse(key.valid_until) > nowMillis ? 'ending' : 'ended';
}

export function newestFirst(keys: readonly TicketKey[]): TicketKey[] {
  return [...keys].sort((a, b) => b.id - a.id);
}
