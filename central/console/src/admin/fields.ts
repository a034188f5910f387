import { clockOf as timeOfDay } from '../tickets/minutes';

/** A field of a form: the form is made from these. */
export interface Field {
  key: string;
  label: string;
  kind: 'text' | 'long' | 'number' | 'minute' | 'password' | 'choice' | 'choices' | 'switch';
  required?: boolean;
  /** Of a record that there is already: what names it stays. */
  fixed?: boolean;
  options?: readonly { value: string; label: string }[];
  /** For the choice of nothing; without it there is none. */
  none?: string;
  hint?: string;
  /** Offered for a text; anything else can be written as well. */
  suggestions?: readonly string[];
}

export type Values = Record<string, unknown>;

/** 480 as 08:00; empty for nothing. */
export function clockOf(minute: unknown): string {
  return typeof minute === 'number' ? timeOfDay(minute) : '';
}

/** 08:00 as 480; null for anything else. */
export function minuteOf(clock: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(clock.trim());
  if (match === null) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= 1440 && Number(match[2]) < 60 ? minute : null;
}

/** Those of `now` that differ from `before`, for a request that changes nothing else. */
export function changes(before: Values, now: Values): Values {
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value)));
}
