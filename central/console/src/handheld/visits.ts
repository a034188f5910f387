import type { OpeningHours } from './hours';
import { OUT, REENTRY_AFTER_EXIT, REENTRY_FREE, type Question, type Template, type Use } from './wire';

const MINUTE_MILLIS = 60_000;

/** Where coming back costs nothing. */
export function reentriesAreFree(rules: Template): boolean {
  return rules.reentry === REENTRY_FREE || rules.reentry === REENTRY_AFTER_EXIT;
}

function inOrder(a: Use, b: Use): number {
  const byNumber = (x: string, y: string) => Number(BigInt(x) > BigInt(y)) - Number(BigInt(x) < BigInt(y));
  return a.atMillis - b.atMillis || a.gate - b.gate || byNumber(a.epoch, b.epoch) || byNumber(a.sequence, b.sequence);
}

function moved(inside: number, people: number, out: boolean): number {
  return out ? Math.max(0, inside - people) : inside + people;
}

/** What the uses of a right amount to, as the gates' admission.Visits reckons it. */
export class Visits {
  readonly today: number;
  /** Entries that count: ever, today, into this area. */
  total = 0;
  totalToday = 0;
  totalHere = 0;
  /** People inside this area, of those who went in today; and inside this check point. */
  inside = 0;
  insideCheckPoint = 0;
  spentFen = 0;
  firstMillis: number | null = null;
  lastMillis: number | null = null;
  private visitPeople = 0;
  private readonly entered = new Map<string, number>();
  private readonly free: boolean;
  private readonly passbackFromMillis: number;
  private readonly pauseMillis: number;

  constructor(
    private readonly question: Question,
    rules: Template,
    private readonly hours: OpeningHours,
    private readonly members: number,
  ) {
    this.today = hours.dayOf(question.nowMillis);
    this.free = reentriesAreFree(rules);
    this.passbackFromMillis = question.nowMillis - rules.antiPassbackMinutes * MINUTE_MILLIS;
    this.pauseMillis = rules.minutesBetween * MINUTE_MILLIS;
    for (const use of [...question.uses].sort(inOrder)) this.add(use);
    if (question.reserved > 0) {
      this.enter(question.area, this.today, question.reserved);
      this.inside += question.reserved;
      this.insideCheckPoint += question.reserved;
    }
  }

  private add(use: Use): void {
    this.spentFen += use.feeFen;
    const day = this.hours.dayOf(use.atMillis);
    const out = use.direction === OUT;
    if (!out) {
      this.enter(use.area, day, use.people);
      this.visitPeople = use.people + (this.goesOn(use.atMillis) ? this.visitPeople : 0);
      this.firstMillis ??= use.atMillis;
      this.lastMillis = use.atMillis;
    }
    if (use.area === this.question.area && day === this.today) this.inside = moved(this.inside, use.people, out);
    const sameCheckPoint = use.checkPoint !== 0 && use.checkPoint === this.question.checkPoint;
    if (sameCheckPoint && use.atMillis > this.passbackFromMillis) {
      this.insideCheckPoint = moved(this.insideCheckPoint, use.people, out);
    }
  }

  private goesOn(millis: number): boolean {
    return this.lastMillis !== null && millis < this.lastMillis + this.pauseMillis;
  }

  private enter(area: number, day: number, people: number): void {
    const visit = `${area}/${day}`;
    const before = this.entered.get(visit) ?? 0;
    this.entered.set(visit, before + people);
    const counting = this.free ? Math.min(people, Math.max(0, this.members - before)) : people;
    this.total += counting;
    if (day === this.today) this.totalToday += counting;
    if (area === this.question.area) this.totalHere += counting;
  }

  /** People who entered this area today, each as often as he did. */
  get enteredToday(): number {
    return this.entered.get(`${this.question.area}/${this.today}`) ?? 0;
  }

  /** People of the right who have not entered this area today. */
  get newcomers(): number {
    return Math.max(0, this.members - this.enteredToday);
  }

  /** People who went in today and were seen out again. */
  get seenOut(): number {
    return Math.max(0, Math.min(this.members, this.enteredToday) - this.inside);
  }

  /** People who entered in the visit that goes on. */
  get ofThisVisit(): number {
    return this.goesOn(this.question.nowMillis) ? this.visitPeople : 0;
  }
}
