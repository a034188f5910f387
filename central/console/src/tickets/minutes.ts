const HOUR = 60;

/** 540 is 09:00; 1440 is 24:00. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / HOUR)).padStart(2, '0')}:${String(minute % HOUR).padStart(2, '0')}`;
}

/** Minutes after midnight of 9:00, 09:00, 0900 or 24:00; null if it is no time of the day. */
export function parseClock(text: string): number | null {
  const parts = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim());
  if (parts === null) return null;
  const minute = Number(parts[1]) * HOUR + Number(parts[2]);
  return Number(parts[2]) < HOUR && minute <= 24 * HOUR ? minute : null;
}
