/** A day of the park's calendar, such as 2026-05-01, some days after the one that an instant falls on in its zone. */
export function dayOf(instant: Date, zone: string, later = 0): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
  const day = new Date(`${parts}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + later);
  return day.toISOString().slice(0, 10);
}

/** An instant within the last day of a window whose end is exclusive. */
export function lastDay(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString();
}
