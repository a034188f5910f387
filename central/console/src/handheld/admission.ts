import { OpeningHours } from './hours';
import { ParkTime } from './parkTime';
import { reentriesAreFree, Visits } from './visits';
import {
  ACTIVE,
  BLOCKED,
  CLAIM_GRANTED,
  CLAIM_HELD_ELSEWHERE,
  CLOCK_LOCAL,
  EXIT,
  IN,
  LOST,
  NO_RULES,
  OFFLINE_CLAIM,
  OFFLINE_OPEN,
  OUT,
  REENTRY_AFTER_EXIT,
  REENTRY_NEVER,
  REVOKED,
  STORED_VALUE,
  TWO_WAY,
  type Question,
  type Template,
} from './wire';

/**
 * Whether a right opens, by the gates' rules (gate-daemon's room admission), in their order. Pure and total. What both decide
 * is held together by one file of questions and answers, which gate-daemon's tests write: tests/admission.test.ts.
 */
export type Decision =
  | {
      kind: 'ADMIT' | 'HOLD';
      direction: typeof IN | typeof OUT;
      /** How many may pass on this presentation, at least 1. */
      people: number;
      /** Entries that remain when all have passed; -1: no limit. */
      left: number;
      /** Deducted for each person. */
      feeFen: number;
      /** What is left of the credit then. */
      balanceFen: number;
    }
  | { kind: 'REFUSE'; rule: RuleName; reason: string; fromMillis: number };

export type RuleName = keyof typeof RULES;

const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 86_400_000;
const CODE_GOOD_MILLIS = MINUTE_MILLIS;
const LOCAL_CLOCK_MILLIS = 5 * MINUTE_MILLIS;

const times = new Map<string, ParkTime>();

function parkTime(zone: string): ParkTime {
  let time = times.get(zone);
  if (time === undefined) {
    time = new ParkTime(zone);
    times.set(zone, time);
  }
  return time;
}

/** A question with what follows from it at once. */
export class Case {
  readonly rules: Template;
  readonly hours: OpeningHours;
  readonly visits: Visits;
  readonly members: number;
  readonly fromMillis: number;
  readonly untilMillis: number;
  readonly priced: boolean;
  readonly feeFen: number;
  readonly balanceFen: number;
  readonly offlineFen: number;
  private readonly time: ParkTime;

  constructor(readonly question: Question) {
    const { right } = question;
    this.rules = question.template ?? NO_RULES;
    this.time = parkTime(question.zone);
    this.hours = new OpeningHours(this.rules, this.time);
    this.members = Math.max(1, right.people);
    this.visits = new Visits(question, this.rules, this.hours, this.members);
    this.fromMillis = right.validFrom * 1000;
    const windowEnds = right.validUntil * 1000;
    const first = this.visits.firstMillis;
    this.untilMillis =
      first !== null && this.rules.daysFromFirstUse !== 0
        ? Math.min(windowEnds, this.time.startOfDay(this.time.local(first).day + this.rules.daysFromFirstUse))
        : windowEnds;
    const fee = this.rules.fees.find((each) => each.area === question.area);
    this.priced = fee !== undefined;
    this.feeFen = this.isFreeReentry ? 0 : (fee?.fen ?? 0);
    const awaited = this.feeFen * question.reserved;
    this.balanceFen = right.creditFen - this.visits.spentFen - awaited;
    this.offlineFen = this.rules.offlineLimitFen - question.unconfirmedFen - awaited;
  }

  get leaving(): boolean {
    return this.question.lane === EXIT || (this.question.lane === TWO_WAY && this.question.direction === OUT);
  }

  /** Everybody for whom the right stands entered today, and coming back costs nothing. */
  get isFreeReentry(): boolean {
    return reentriesAreFree(this.rules) && this.visits.newcomers === 0;
  }

  /** How many may pass on one presentation, before any rule limits it. */
  get people(): number {
    if (this.leaving) return Math.max(1, Math.min(this.members, this.visits.inside));
    return reentriesAreFree(this.rules) && !this.isFreeReentry ? this.visits.newcomers : this.members;
  }

  /** How many more entries a limit allows; 0 means none. */
  left(limit: number, used: number): number {
    return limit === 0 || this.isFreeReentry ? Infinity : limit - used;
  }

  leftAfter(people: number): number {
    if (this.question.right.entries === 0) return -1;
    const used = this.visits.total + (this.isFreeReentry ? 0 : people);
    return Math.max(0, this.question.right.entries - used);
  }

  paidBy(fen: number): number {
    return this.feeFen === 0 ? Infinity : Math.floor(Math.max(0, Math.min(fen, 2_147_483_647)) / this.feeFen);
  }

  private midnightBefore(millis: number): number {
    return this.time.startOfDay(this.time.local(millis).day);
  }

  hasEnded(millis: number): boolean {
    return (this.hours.areYesterdays(millis) ? this.midnightBefore(millis) - 1 : millis) >= this.untilMillis;
  }

  isOpen(millis: number): boolean {
    return this.hours.areTodays(millis) || (this.hours.areYesterdays(millis) && this.fromMillis < this.midnightBefore(millis));
  }

  /** Active, and within its validity. */
  get isCurrent(): boolean {
    const now = this.question.nowMillis;
    return this.question.right.state === ACTIVE && now >= this.fromMillis && !this.hasEnded(now);
  }
}

/** How far a rule lets people through. */
interface Verdict {
  people: number;
  reason: string;
  fromMillis: number;
}

const FINE: Verdict = { people: Infinity, reason: '', fromMillis: 0 };

function upTo(people: number, reason: string): Verdict {
  return { people, reason, fromMillis: 0 };
}

function refuseIf(wrong: boolean, reason: string): Verdict {
  return wrong ? upTo(0, reason) : FINE;
}

function stateActive(c: Case): Verdict {
  switch (c.question.right.state) {
    case ACTIVE:
      return FINE;
    case REVOKED:
      return upTo(0, 'REVOKED');
    case LOST:
      return upTo(0, 'LOST');
    case BLOCKED:
      return upTo(0, 'BLOCKED');
    default:
      return upTo(0, 'NOT_ACTIVATED');
  }
}

function pause(c: Case): Verdict {
  const minutes = c.rules.minutesBetween;
  if (minutes === 0) return FINE;
  const left = c.members - c.visits.ofThisVisit - c.question.reserved;
  if (c.question.reserved > 0) return upTo(left, 'TOO_SOON');
  if (c.visits.lastMillis === null) return FINE;
  const from = c.visits.lastMillis + minutes * MINUTE_MILLIS;
  return c.question.nowMillis < from ? { people: left, reason: 'TOO_SOON', fromMillis: from } : FINE;
}

function claim(c: Case): Verdict {
  const policy = c.rules.offline;
  if (policy === OFFLINE_OPEN || c.question.claim === CLAIM_GRANTED) return FINE;
  if (c.question.claim === CLAIM_HELD_ELSEWHERE) return upTo(0, 'BUSY');
  return refuseIf(policy !== OFFLINE_CLAIM, 'STALE');
}

/** In the order in which they are asked. */
const RULES = {
  TYPE: (c: Case) => refuseIf(c.question.template === null, 'STALE'),
  CREDENTIAL: (c: Case) => refuseIf(c.question.replaced, c.question.right.state === REVOKED ? 'REVOKED' : 'REPLACED'),
  STATE_ACTIVE: stateActive,
  STATE_TO_LEAVE: (c: Case) => ([REVOKED, LOST, BLOCKED].includes(c.question.right.state) ? stateActive(c) : FINE),
  FRESH: (c: Case) => {
    const age = c.question.nowMillis - c.question.codeMadeAtMillis;
    const good = CODE_GOOD_MILLIS + (c.question.clock === CLOCK_LOCAL ? LOCAL_CLOCK_MILLIS : 0);
    return refuseIf(c.question.codeMadeAtMillis !== 0 && age >= good, 'OLD_CODE');
  },
  ENTRIES: (c: Case) => upTo(c.left(c.question.right.entries, c.visits.total), 'USED_UP'),
  ENTRIES_PER_AREA: (c: Case) => upTo(c.left(c.rules.entriesPerArea, c.visits.totalHere), 'USED_UP'),
  NO_REENTRY: (c: Case) =>
    c.rules.reentry === REENTRY_NEVER
      ? upTo(c.visits.newcomers, c.hasEnded(c.question.nowMillis + DAY_MILLIS) ? 'USED_UP' : 'DAILY_LIMIT')
      : FINE,
  ENTRIES_PER_DAY: (c: Case) => upTo(c.left(c.rules.entriesPerDay, c.visits.totalToday), 'DAILY_LIMIT'),
  OUT_BEFORE_IN: (c: Case) =>
    c.rules.reentry === REENTRY_AFTER_EXIT ? upTo(c.members - c.visits.inside, 'ALREADY_INSIDE') : FINE,
  ANTI_PASSBACK: (c: Case) =>
    c.rules.antiPassbackMinutes !== 0 ? upTo(c.members - c.visits.insideCheckPoint, 'ALREADY_INSIDE') : FINE,
  NOT_ENDED: (c: Case) => refuseIf(c.hasEnded(c.question.nowMillis), 'EXPIRED'),
  BEGUN: (c: Case) =>
    c.question.nowMillis < c.fromMillis ? { people: 0, reason: 'NOT_YET_VALID', fromMillis: c.fromMillis } : FINE,
  OPEN: (c: Case) => refuseIf(!c.isOpen(c.question.nowMillis), 'OUTSIDE_HOURS'),
  PAUSE: pause,
  IN_AREA: (c: Case) => refuseIf(c.rules.areas.length > 0 && !c.rules.areas.includes(c.question.area), 'WRONG_AREA'),
  AT_CHECK_POINT: (c: Case) =>
    refuseIf(c.rules.checkPoints.length > 0 && !c.rules.checkPoints.includes(c.question.checkPoint), 'WRONG_AREA'),
  DIRECTION: (c: Case) => refuseIf(c.rules.only === (c.leaving ? IN : OUT), 'WRONG_WAY'),
  PRICED: (c: Case) => refuseIf(c.rules.kind === STORED_VALUE && !c.priced, 'WRONG_AREA'),
  BALANCE: (c: Case) => upTo(c.paidBy(c.balanceFen), 'INSUFFICIENT_BALANCE'),
  OFFLINE_LIMIT: (c: Case) => (c.question.online ? FINE : upTo(c.paidBy(c.offlineFen), 'OFFLINE_LIMIT')),
  ROOM: (c: Case) => (c.question.areaFull && !c.rules.beyondCapacity ? upTo(c.visits.seenOut, 'PARK_FULL') : FINE),
  CLAIM: claim,
} satisfies Record<string, (c: Case) => Verdict>;

const NAMES = Object.keys(RULES) as RuleName[];
const TO_ENTER = NAMES.filter((name) => name !== 'STATE_TO_LEAVE');
const TO_LEAVE: RuleName[] = ['CREDENTIAL', 'STATE_TO_LEAVE', 'DIRECTION'];

/** Where a rule stands in the order of refusals. */
export function rankOf(rule: RuleName): number {
  return NAMES.indexOf(rule);
}

export function decide(question: Question): Decision {
  return decideCase(new Case(question));
}

export function decideCase(c: Case): Decision {
  let people = c.people;
  for (const rule of c.question.lane === EXIT ? [] : c.leaving ? TO_LEAVE : TO_ENTER) {
    const verdict = RULES[rule](c);
    if (verdict.people <= 0) return { kind: 'REFUSE', rule, reason: verdict.reason, fromMillis: verdict.fromMillis };
    people = Math.min(people, verdict.people);
  }
  if (c.leaving) return { kind: 'ADMIT', direction: OUT, people, left: -1, feeFen: 0, balanceFen: 0 };
  return {
    kind: c.rules.needsCheck ? 'HOLD' : 'ADMIT',
    direction: IN,
    people,
    left: c.leftAfter(people),
    feeFen: c.feeFen,
    balanceFen: c.balanceFen - c.feeFen * people,
  };
}
