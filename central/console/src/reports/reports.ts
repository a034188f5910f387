import type { Key, Language } from '../i18n/words';

/** As in openapi.yaml's Report. */
export interface ReportColumn {
  key: string;
  title_zh: string;
  title_en: string;
  kind: 'TEXT' | 'ORDINAL' | 'COUNT' | 'FEN' | 'PERCENT';
  language?: Language;
  words?: Readonly<Record<string, { zh: string; en: string }>>;
}

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export interface Report {
  report: string;
  title_zh: string;
  title_en: string;
  from: string;
  until: string;
  columns: readonly ReportColumn[];
  rows: readonly Row[];
  total: Row | null;
  notes: readonly { zh: string; en: string }[];
}

/** A report that can be asked for. */
export interface ReportKind {
  /** Of the address, and of the words `report.ID`. */
  id: 'sales' | 'cashiers' | 'refunds' | 'ticket-mix' | 'comparison' | 'passes' | 'terminals' | 'terminal-messages';
  title: Key;
  /** Only for those who keep the books. */
  money: boolean;
  /** What its rows can be told apart by; the first choice is what it begins with. */
  choices: readonly { value: string; title: Key }[];
  /** The parameter that a choice goes into. */
  parameter: 'by' | 'each' | 'what';
}

/** What the rows of most reports can be told apart by. */
const BY = {
  ticket_type: 'reports.by.type',
  kind: 'reports.by.kind',
  channel: 'reports.by.channel',
  sales_point: 'reports.by.salesPoint',
  window: 'reports.by.window',
  place: 'reports.by.place',
  area: 'reports.by.area',
  clerk: 'reports.by.clerk',
  hour: 'reports.by.hour',
  day: 'reports.by.day',
  weekday: 'reports.by.weekday',
  month: 'reports.by.month',
  'day,ticket_type': 'reports.by.dayAndType',
  reason: 'reports.by.reason',
  fee_percent: 'reports.by.tier',
  'day,clerk,what,reason,fee_percent,ticket_type': 'reports.by.all',
  check_point: 'reports.by.checkPoint',
  gate: 'reports.by.gate',
} as const satisfies Record<string, Key>;

function by(...values: (keyof typeof BY)[]): ReportKind['choices'] {
  return values.map((value) => ({ value, title: BY[value] }));
}

export const REPORTS: readonly ReportKind[] = [
  {
    id: 'cashiers',
    title: 'reports.cashiers',
    money: true,
    parameter: 'each',
    choices: [
      { value: 'day', title: 'reports.by.daily' },
      { value: 'month', title: 'reports.by.monthly' },
    ],
  },
  {
    id: 'sales',
    title: 'reports.sales',
    money: true,
    parameter: 'by',
    choices: by('ticket_type', 'kind', 'channel', 'sales_point', 'window', 'place', 'area', 'clerk', 'hour', 'day', 'weekday', 'month', 'day,ticket_type'),
  },
  {
    id: 'ticket-mix',
    title: 'reports.mix',
    money: true,
    parameter: 'by',
    choices: [],
  },
  {
    id: 'refunds',
    title: 'reports.refunds',
    money: true,
    parameter: 'by',
    choices: by('ticket_type', 'reason', 'clerk', 'fee_percent', 'day', 'day,clerk,what,reason,fee_percent,ticket_type'),
  },
  {
    id: 'comparison',
    title: 'reports.comparison',
    money: true,
    parameter: 'what',
    choices: [
      { value: 'sales', title: 'reports.by.sales' },
      { value: 'tickets', title: 'reports.by.tickets' },
      { value: 'passes', title: 'reports.by.passes' },
    ],
  },
  {
    id: 'passes',
    title: 'reports.passes',
    money: false,
    parameter: 'by',
    choices: by('day', 'hour', 'check_point', 'gate', 'area', 'kind', 'ticket_type', 'weekday', 'month'),
  },
  { id: 'terminals', title: 'reports.terminals', money: false, parameter: 'by', choices: [] },
  { id: 'terminal-messages', title: 'reports.messages', money: false, parameter: 'by', choices: [] },
];

/** Reports for whoever may call these operations of those that not everybody may. */
export function reportsFor(operations: readonly string[]): readonly ReportKind[] {
  const keepsBooks = operations.includes('reportSales');
  return REPORTS.filter((kind) => keepsBooks || !kind.money);
}

/** What somebody asks to see. */
export interface Question {
  kind: ReportKind;
  choice: string;
  /** Both inclusive. */
  from: string;
  until: string;
  span: Span;
}

export type Span = 'day' | 'week' | 'month' | 'year';

/** Where the centre answers it. */
export function address(question: Question): string {
  const values = new URLSearchParams();
  if (question.kind.id === 'comparison') {
    values.set('span', question.span);
  }
  values.set('from', question.from);
  values.set('until', question.until);
  if (question.choice !== '') values.set(question.kind.parameter, question.choice);
  return `/reports/${question.kind.id}?${values.toString()}`;
}

function plus(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export type Preset = 'today' | 'yesterday' | 'week' | 'month' | 'lastMonth' | 'year';
export const PRESETS: readonly Preset[] = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year'];

/** The days that a preset means on a day of the park's calendar. A week begins on Monday. */
export function daysOf(preset: Preset, today: string): { from: string; until: string } {
  switch (preset) {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return { from: plus(today, -1), until: plus(today, -1) };
    case 'week': {
      const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
      return { from: plus(today, -weekday), until: today };
    }
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, until: today };
    case 'lastMonth': {
      const last = plus(`${today.slice(0, 7)}-01`, -1);
      return { from: `${last.slice(0, 7)}-01`, until: last };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, until: today };
  }
}

/** The same day a year earlier; the last of February for its 29th. */
export function yearEarlier(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return day.endsWith('-02-29') ? `${year}-02-28` : year + day.slice(4);
}

export function shown(report: Report, language: Language): readonly ReportColumn[] {
  return report.columns.filter((column) => column.language === undefined || column.language === language);
}

export function isNumber(column: ReportColumn): boolean {
  return column.kind !== 'TEXT' && column.words === undefined;
}

/** A value for people: yuan with two decimals, words instead of codes. */
export function text(column: ReportColumn, value: Value | undefined, language: Language, locale: string): string {
  if (value === null || value === undefined) return '';
  switch (column.kind) {
    case 'FEN':
      return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(value) / 100);
    case 'COUNT':
      return new Intl.NumberFormat(locale).format(Number(value));
    case 'PERCENT':
      return `${Number(value).toFixed(1)}%`;
    case 'TEXT':
    case 'ORDINAL':
      return column.words?.[String(value)]?.[language] ?? String(value);
  }
}

/** What a bar is called, and how high it is, for each row and each chosen column. */
export interface Chart {
  names: readonly string[];
  series: readonly { name: string; money: boolean; values: readonly number[] }[];
}

/** The rows as bars, at most so many; null if there is nothing to draw. */
export function chartOf(report: Report, keys: readonly string[], language: Language, locale: string, most = 60): Chart | null {
  const columns = shown(report, language);
  const numbers = columns.filter((column) => keys.includes(column.key));
  const labels = columns.filter((column) => column.kind === 'TEXT' || column.kind === 'ORDINAL');
  if (numbers.length === 0 || labels.length === 0 || report.rows.length === 0) return null;
  const rows = report.rows.slice(0, most);
  // Of a code and its name people read the name.
  const named = labels.filter((column) => !(column.key === 'ticket_type' && labels.some((other) => other.key.startsWith('name_'))));
  return {
    // A kind of ticket is often called as its only type is.
    names: rows.map((row) => [...new Set(named.map((column) => text(column, row[column.key], language, locale)))].join(' ')),
    series: numbers.map((column) => ({
      name: language === 'zh' ? column.title_zh : column.title_en,
      money: column.kind === 'FEN',
      values: rows.map((row) => Number(row[column.key] ?? 0) / (column.kind === 'FEN' ? 100 : 1)),
    })),
  };
}

/** What can be drawn: what is added up. Messages one by one are no quantity. */
export function drawable(report: Report): readonly ReportColumn[] {
  if (report.report === 'terminal-messages') return [];
  return report.columns.filter((column) => column.kind === 'COUNT' || column.kind === 'FEN');
}

/** What is drawn at first. */
export function drawnFirst(report: Report): readonly string[] {
  if (report.report === 'comparison' || report.report === 'passes') return drawable(report).map((column) => column.key);
  const keys = drawable(report).map((column) => column.key);
  const first = ['net_fen', 'refunded_fen', 'count'].find((key) => keys.includes(key)) ?? keys[0];
  return first === undefined ? [] : [first];
}
