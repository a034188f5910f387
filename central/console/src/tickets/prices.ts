import type { PriceRule } from '../api/model';

const DAY_MILLIS = 86_400_000;

/** A day so many days later. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLIS).toISOString().slice(0, 10);
}

/** The days of a calendar's page: whole weeks from Monday on, around a month such as 2026-05. */
export function pageOf(month: string): string[] {
  const first = `${month}-01`;
  const monday = later(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7));
  const days: string[] = [];
  for (let day = monday; day < first || day.startsWith(month) || days.length % 7 !== 0; day = later(day, 1)) days.push(day);
  return days;
}

/** The month so many months later. */
export function monthLater(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

const within = (rule: PriceRule, from: string, until: string) =>
  rule.from !== null && rule.until !== null && rule.from >= from && rule.until <= until;

/** A price for all days of a range, before all other rules; rules that it hides are dropped. */
export function withPrice(rules: readonly PriceRule[], from: string, until: string, priceFen: number): PriceRule[] {
  const price: PriceRule = { from, until, weekdays: [], price_fen: priceFen };
  return [price, ...rules.filter((rule) => !within(rule, from, until))];
}

/** The usual price for all days of a range: every rule ends before it and goes on behind it. */
export function withUsualPrice(rules: readonly PriceRule[], from: string, until: string): PriceRule[] {
  return rules.flatMap((rule) => {
    const apart = (rule.until !== null && rule.until < from) || (rule.from !== null && rule.from > until);
    if (apart) return [rule];
    const parts: PriceRule[] = [];
    if (rule.from === null || rule.from < from) parts.push({ ...rule, until: later(from, -1) });
    if (rule.until === null || rule.until > until) parts.push({ ...rule, from: later(until, 1) });
    return parts;
  });
}
