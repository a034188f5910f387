/** Clocks on the park's wall. Days are counted from 1970-01-01, as on the wire. */

const DAY_MILLIS = 86_400_000;
const MINUTE_MILLIS = 60_000;

export interface Local {
  /** Days after 1970-01-01. */
  day: number;
  /** After midnight by the clock. */
  minute: number;
}

export class ParkTime {
  private readonly format: Intl.DateTimeFormat;
  private readonly startOfDays = new Map<number, number>();
  // Offsets change on quarters of an hour, so what is asked again and again is asked of Intl once.
  private readonly offsets = new Map<number, number>();

  /** Throws RangeError for a zone that this browser does not know. */
  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What is to be added to Unix time for the clock on the wall. */
  private offsetMillis(millis: number): number {
    const quarter = Math.floor(millis / (15 * MINUTE_MILLIS));
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const at = quarter * 15 * MINUTE_MILLIS;
    const parts: Record<string, number> = {};
    for (const part of this.format.formatToParts(at)) parts[part.type] = Number(part.value);
    const wall = Date.UTC(
      parts['year'] ?? 0,
      (parts['month'] ?? 1) - 1,
      parts['day'] ?? 1,
      parts['hour'] ?? 0,
      parts['minute'] ?? 0,
      parts['second'] ?? 0,
    );
    const offset = wall - at;
    if (this.offsets.size > 20_000) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  local(millis: number): Local {
    const wall = millis + this.offsetMillis(millis);
    const day = Math.floor(wall / DAY_MILLIS);
    return { day, minute: Math.floor((wall - day * DAY_MILLIS) / MINUTE_MILLIS) };
  }

  /** Unix time of a day's first moment: midnight, or where a clock change skips it the moment after. */
  startOfDay(day: number): number {
    const known = this.startOfDays.get(day);
    if (known !== undefined) return known;
    // The first quarter of an hour of which the date is that day, or behind it.
    let before = day * DAY_MILLIS - 15 * 3_600_000;
    let at = day * DAY_MILLIS + 15 * 3_600_000;
    const quarter = 15 * MINUTE_MILLIS;
    while (at - before > quarter) {
      const middle = before + Math.floor((at - before) / 2 / quarter) * quarter;
      if (this.local(middle).day >= day) at = middle;
      else before = middle;
    }
    if (this.startOfDays.size > 5_000) this.startOfDays.clear();
    this.startOfDays.set(day, at);
    return at;
  }
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
