import type { TicketType } from '../api/model';
import type { Key, Values } from '../i18n/words';
import { clockOf } from './minutes';

/** One thing that a gate does with such tickets: a sentence of the dictionaries and what fills it. */
export interface Sentence {
  readonly key: Key;
  readonly values: Values;
}

/** Names of areas, weekdays and amounts in the reader's language. */
export interface Names {
  area(code: string): string;
  checkPoint(code: string): string;
  weekday(code: string): string;
  proof(type: TicketType): string;
  money(fen: number): string;
  /** Joins names as the language does. */
  list(names: string[]): string;
}

/** What the gates will do with tickets of a type, in the order in which a visitor meets it. */
export function atTheGate(type: TicketType, names: Names): Sentence[] {
  return [...when(type, names), ...where(type, names), ...howOften(type), ...checks(type, names), ...offline(type)];
}

const say = (key: Key, values: Values = {}): Sentence => ({ key, values });

function when(type: TicketType, names: Names): Sentence[] {
  const said: Sentence[] = [];
  if (type.season !== null) said.push(say('gate.season', { ...type.season }));
  else if (type.slots.length > 0) {
    const slots = type.slots.map((slot) => `${clockOf(slot.from_minute)}–${clockOf(slot.until_minute)}`);
    said.push(say('gate.slots', { slots: names.list(slots) }));
  } else said.push(say('gate.days', { n: type.valid_days }));
  if (type.days_from_first_use > 0) said.push(say('gate.firstUse', { n: type.days_from_first_use }));
  if (type.weekdays.length > 0) said.push(say('gate.weekdays', { days: names.list(type.weekdays.map((day) => names.weekday(day))) }));
  if (type.open_from_minute !== type.open_until_minute) {
    said.push(say('gate.hours', { from: clockOf(type.open_from_minute), until: clockOf(type.open_until_minute) }));
  }
  for (const rule of type.day_rules) {
    const hours = { from: rule.from, until: rule.until, opens: clockOf(rule.open_from_minute), closes: clockOf(rule.open_until_minute) };
    if (rule.closed) said.push(say('gate.closed', { from: rule.from, until: rule.until }));
    else if (rule.open_from_minute === rule.open_until_minute) said.push(say('gate.allDay', { from: rule.from, until: rule.until }));
    else said.push(say('gate.otherHours', hours));
  }
  return said;
}

function where(type: TicketType, names: Names): Sentence[] {
  const said = [
    type.areas.length === 0
      ? say('gate.everywhere')
      : say('gate.areas', { areas: names.list(type.areas.map((area) => names.area(area))) }),
  ];
  if (type.check_points.length > 0) {
    said.push(say('gate.checkPoints', { points: names.list(type.check_points.map((point) => names.checkPoint(point))) }));
  }
  for (const fee of type.fees) said.push(say('gate.fee', { area: names.area(fee.area), amount: names.money(fee.fen) }));
  if (type.only !== 'BOTH') said.push(say(type.only === 'IN' ? 'gate.onlyIn' : 'gate.onlyOut'));
  return said;
}

function howOften(type: TicketType): Sentence[] {
  const said: Sentence[] = [];
  if (type.kind === 'GROUP') said.push(say('gate.group', { n: type.max_people }));
  else said.push(type.entries === 0 ? say('gate.anyEntries') : say('gate.entries', { n: type.entries }));
  if (type.entries_per_day > 0) said.push(say('gate.perDay', { n: type.entries_per_day }));
  if (type.entries_per_area > 0) said.push(say('gate.perArea', { n: type.entries_per_area }));
  if (type.reentry === 'FREE') said.push(say('gate.reentry.FREE'));
  else if (type.reentry === 'AFTER_EXIT') said.push(say('gate.reentry.AFTER_EXIT'));
  else if (type.reentry === 'NEVER') said.push(say('gate.reentry.NEVER'));
  if (type.minutes_between > 0) said.push(say('gate.between', { n: type.minutes_between }));
  if (type.anti_passback_minutes > 0) said.push(say('gate.passback', { n: type.anti_passback_minutes }));
  return said;
}

function checks(type: TicketType, names: Names): Sentence[] {
  const said: Sentence[] = [];
  if (type.needs_check) {
    said.push(type.proof === 'NONE' ? say('gate.check') : say('gate.checkProof', { proof: names.proof(type) }));
  }
  if (type.beyond_capacity) said.push(say('gate.beyond'));
  if (type.collected) said.push(say('gate.collected'));
  return said;
}

function offline(type: TicketType): Sentence[] {
  if (type.offline === 'STRICT') return [say('gate.offline.STRICT')];
  if (type.offline === 'CLAIM') return [say('gate.offline.CLAIM')];
  return [say(type.code_form === 'OPAQUE' ? 'gate.offline.OPAQUE' : 'gate.offline.SIGNED')];
}
