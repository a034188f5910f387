import { weekdayOf, type ParkTime } from './parkTime';
import type { Template } from './wire';

interface Hours {
  from: number;
  until: number;
}

function hold(hours: Hours, minute: number): boolean {
  if (hours.from < hours.until) return minute >= hours.from && minute < hours.until;
  return hours.from === hours.until || minute >= hours.from;
}

function holdBehindMidnight(hours: Hours, minute: number): boolean {
  return hours.from > hours.until && minute < hours.until;
}

/** The days and hours of a ticket type, as protocol's OpeningHours: a night belongs to the day on which it began. */
export class OpeningHours {
  private readonly everSpanMidnight: boolean;

  constructor(
    private readonly rules: Template,
    private readonly time: ParkTime,
  ) {
    this.everSpanMidnight =
      rules.openFromMinute > rules.openUntilMinute || rules.dayRules.some((rule) => rule.openFromMinute > rule.openUntilMinute);
  }

  areTodays(millis: number): boolean {
    const local = this.time.local(millis);
    const hours = this.hours(local.day);
    return hours !== null && hold(hours, local.minute);
  }

  /** Whether only the hours that began yesterday hold. */
  areYesterdays(millis: number): boolean {
    if (!this.everSpanMidnight) return false;
    const local = this.time.local(millis);
    const hours = this.hours(local.day - 1);
    return hours !== null && holdBehindMidnight(hours, local.minute) && !this.areTodays(millis);
  }

  /** The day to which a visit belongs. */
  dayOf(millis: number): number {
    const { day } = this.time.local(millis);
    return this.areYesterdays(millis) ? day - 1 : day;
  }

  private hours(day: number): Hours | null {
    const special = this.rules.dayRules.find((rule) => day >= rule.fromDay && day <= rule.untilDay);
    if (special !== undefined) return special.closed ? null : { from: special.openFromMinute, until: special.openUntilMinute };
    const isDay = this.rules.weekdays === 0 || (this.rules.weekdays & (1 << weekdayOf(day))) !== 0;
    return isDay ? { from: this.rules.openFromMinute, until: this.rules.openUntilMinute } : null;
  }
}
