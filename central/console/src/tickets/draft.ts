import type { TicketType } from '../api/model';

/** What only a new type can choose. */
const FIXED: readonly (keyof TicketType)[] = ['code', 'kind', 'code_form'];
/** Changed beside the form, in the calendar. */
const ELSEWHERE: readonly (keyof TicketType)[] = ['prices'];

/** A ticket for one day and one entry. */
export function emptyType(): TicketType {
  return {
    code: '',
    name_zh: '',
    name_en: '',
    kind: 'SINGLE',
    price_fen: 0,
    prices: [],
    daily_quota: 0,
    slots: [],
    valid_days: 1,
    season: null,
    days_from_first_use: 0,
    entries: 1,
    entries_per_day: 0,
    entries_per_area: 0,
    minutes_between: 0,
    reentry: 'COUNTS',
    anti_passback_minutes: 0,
    weekdays: [],
    open_from_minute: 0,
    open_until_minute: 0,
    day_rules: [],
    max_people: 1,
    needs_check: false,
    proof: 'NONE',
    proof_zh: '',
    proof_en: '',
    real_name: false,
    channels: ['WINDOW', 'WEB', 'KIOSK', 'PARTNER'],
    limit_per_id: 0,
    limit_per_phone: 0,
    limit_days: 1,
    areas: [],
    check_points: [],
    parts: [],
    fees: [],
    offline_limit_fen: 0,
    bonus_percent: 100,
    collected: false,
    beyond_capacity: false,
    offline: 'OPEN',
    only: 'BOTH',
    code_form: 'OPAQUE',
    on_sale: true,
  };
}

/** A new one with the rules of another. */
export function copyOf(type: TicketType): TicketType {
  return { ...structuredClone(type), code: '', name_zh: '', name_en: '' };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What of a type was changed; nothing that a type keeps for good. */
export function changes(before: TicketType, now: TicketType): Partial<TicketType> {
  const keys = (Object.keys(now) as (keyof TicketType)[]).filter(
    (key) => !FIXED.includes(key) && !ELSEWHERE.includes(key) && !same(before[key], now[key]),
  );
  return Object.fromEntries(keys.map((key) => [key, now[key]]));
}

/** Of which field the centre speaks when it refuses: its messages name it in brackets. */
export function fieldOf(message: string): keyof TicketType | null {
  const fields = Object.keys(emptyType()) as (keyof TicketType)[];
  const named = [...message.matchAll(/[a-z]+(?:_[a-z]+)*/g)].map((match) => match[0]);
  return fields.find((field) => named.includes(field) && (field.includes('_') || message.includes(`(${field})`))) ?? null;
}
