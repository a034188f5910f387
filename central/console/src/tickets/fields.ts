import type { TicketType } from '../api/model';
import { CHANNELS, PROOFS, TICKET_KINDS } from '../api/model';

export type FieldKind = 'text' | 'number' | 'yuan' | 'clock' | 'switch' | 'choice' | 'several' | 'weekdays';

export interface Field {
  readonly name: keyof TicketType;
  readonly kind: FieldKind;
  readonly options?: readonly string[];
  /** Before the names of the options in the dictionaries. */
  readonly words?: string;
  readonly least?: number;
  readonly most?: number;
  /** Chosen when the type is made, and then for good. */
  readonly fixed?: boolean;
  readonly required?: boolean;
  readonly shown?: (type: TicketType) => boolean;
}

/** What a manager reads as one subject. `own`: what is edited by a part of its own below the fields. */
export interface Group {
  readonly name: 'ticket' | 'sale' | 'validity' | 'hours' | 'slots' | 'places' | 'entries' | 'checks' | 'limits' | 'money' | 'lane';
  readonly fields: readonly Field[];
  readonly own?: 'slots' | 'season' | 'dayRules' | 'parts' | 'fees';
}

const A_DAY = 1440;

export const GROUPS: readonly Group[] = [
  {
    name: 'ticket',
    fields: [
      { name: 'code', kind: 'text', most: 32, fixed: true, required: true },
      { name: 'name_zh', kind: 'text', most: 100, required: true },
      { name: 'name_en', kind: 'text', most: 100, required: true },
      { name: 'kind', kind: 'choice', options: TICKET_KINDS, words: 'types.kind', fixed: true },
      { name: 'code_form', kind: 'choice', options: ['OPAQUE', 'SIGNED', 'ROTATING'], words: 'types.code', fixed: true },
      { name: 'max_people', kind: 'number', least: 1, most: 255, shown: (type) => type.kind === 'GROUP' },
    ],
  },
  {
    name: 'sale',
    fields: [
      { name: 'on_sale', kind: 'switch' },
      { name: 'price_fen', kind: 'yuan', most: 100_000_000, required: true },
      { name: 'daily_quota', kind: 'number', most: 1_000_000 },
      { name: 'channels', kind: 'several', options: CHANNELS, words: 'types.channel' },
    ],
  },
  {
    name: 'validity',
    fields: [
      { name: 'valid_days', kind: 'number', least: 1, most: 3660, shown: (type) => type.season === null },
      { name: 'days_from_first_use', kind: 'number', most: 3660 },
    ],
    own: 'season',
  },
  {
    name: 'hours',
    fields: [
      { name: 'weekdays', kind: 'weekdays' },
      { name: 'open_from_minute', kind: 'clock', most: A_DAY },
      { name: 'open_until_minute', kind: 'clock', most: A_DAY },
    ],
    own: 'dayRules',
  },
  { name: 'slots', fields: [], own: 'slots' },
  {
    name: 'places',
    fields: [
      { name: 'areas', kind: 'several' },
      { name: 'check_points', kind: 'several' },
    ],
    own: 'parts',
  },
  {
    name: 'entries',
    fields: [
      { name: 'entries', kind: 'number', most: 255, shown: (type) => type.kind !== 'GROUP' },
      { name: 'entries_per_day', kind: 'number', most: 255 },
      { name: 'entries_per_area', kind: 'number', most: 255 },
      { name: 'reentry', kind: 'choice', options: ['COUNTS', 'FREE', 'AFTER_EXIT', 'NEVER'], words: 'types.reentry' },
      { name: 'minutes_between', kind: 'number', most: A_DAY },
      { name: 'anti_passback_minutes', kind: 'number', most: 10_080 },
    ],
  },
  {
    name: 'checks',
    fields: [
      { name: 'needs_check', kind: 'switch' },
      { name: 'proof', kind: 'choice', options: PROOFS, words: 'types.proof' },
      { name: 'proof_zh', kind: 'text', most: 200, shown: (type) => type.proof !== 'NONE' },
      { name: 'proof_en', kind: 'text', most: 200, shown: (type) => type.proof !== 'NONE' },
    ],
  },
  {
    name: 'limits',
    fields: [
      { name: 'real_name', kind: 'switch' },
      { name: 'limit_per_id', kind: 'number', most: 10_000 },
      { name: 'limit_per_phone', kind: 'number', most: 10_000 },
      { name: 'limit_days', kind: 'number', least: 1, most: 366 },
    ],
  },
  {
    name: 'money',
    fields: [
      { name: 'offline_limit_fen', kind: 'yuan', most: 100_000_000, shown: (type) => type.fees.length > 0 },
      { name: 'bonus_percent', kind: 'number', most: 1000, shown: (type) => type.fees.length > 0 },
    ],
    own: 'fees',
  },
  {
    name: 'lane',
    fields: [
      { name: 'only', kind: 'choice', options: ['BOTH', 'IN', 'OUT'], words: 'types.only' },
      { name: 'offline', kind: 'choice', options: ['OPEN', 'CLAIM', 'STRICT'], words: 'types.offline' },
      { name: 'collected', kind: 'switch' },
      { name: 'beyond_capacity', kind: 'switch' },
    ],
  },
];
