import type { BoardMessage, CommandState, Gate, Hour, Link, Park, Totals } from '../api/model';

/** What the centre's live stream says: the whole board first, then one thing at a time. */
export type LiveEvent =
  | { kind: 'board'; board: BoardMessage }
  | { kind: 'gate'; gate: Gate }
  | { kind: 'gone'; code: string }
  | { kind: 'totals'; totals: Totals }
  | { kind: 'command'; command: CommandState };

/** Everything the board shows. Immutable: {@link reduce} makes the next one. */
export interface Board {
  park: Park | null;
  /** Null until the first board came. */
  gates: readonly Gate[] | null;
  totals: Totals | null;
  /** States of the newest commands by id, oldest first. */
  commands: ReadonlyMap<string, CommandState>;
}

export const EMPTY_BOARD: Board = { park: null, gates: null, totals: null, commands: new Map() };

/** Commands kept; the board only looks at those of the last minute. */
const MAX_COMMANDS = 500;

export function reduce(board: Board, event: LiveEvent): Board {
  switch (event.kind) {
    case 'board':
      return {
        ...board,
        park: event.board.park,
        gates: inOrder(event.board.gates),
        totals: event.board.totals ?? board.totals,
      };
    case 'gate':
      return { ...board, gates: withGate(board.gates ?? [], event.gate) };
    case 'gone':
      return { ...board, gates: (board.gates ?? []).filter((known) => known.code !== event.code) };
    case 'totals':
      return { ...board, totals: event.totals };
    case 'command':
      return { ...board, commands: withCommand(board.commands, event.command) };
  }
}

/** N2 before N10. */
function byCode(a: { code: string }, b: { code: string }): number {
  return a.code.localeCompare(b.code, 'en', { numeric: true });
}

function inOrder(gates: readonly Gate[]): Gate[] {
  return [...gates].sort(byCode);
}

function withGate(gates: readonly Gate[], gate: Gate): Gate[] {
  return gates.some((known) => known.code === gate.code)
    ? gates.map((known) => (known.code === gate.code ? gate : known))
    : inOrder([...gates, gate]);
}

function withCommand(commands: ReadonlyMap<string, CommandState>, command: CommandState): Map<string, CommandState> {
  const before = commands.get(command.id);
  const next = new Map(commands);
  // The answer to POST may arrive after the live event that already told the outcome.
  if (before !== undefined && before.outcome !== 'PENDING' && command.outcome === 'PENDING') return next;
  next.set(command.id, command);
  for (const id of next.keys()) {
    if (next.size <= MAX_COMMANDS) break;
    next.delete(id);
  }
  return next;
}

/** The totals that came, or, before they came, what the gates add up to. */
export function totalsOf(board: Board): Totals {
  if (board.totals !== null) return board.totals;
  let inToday = 0;
  let outToday = 0;
  for (const gate of board.gates ?? []) {
    inToday += gate.passed_in;
    outToday += gate.passed_out;
  }
  return { in_today: inToday, out_today: outToday, inside: Math.max(0, inToday - outToday), hours: [] };
}

export interface GateGroup {
  /** Code of the check point; empty for gates without one. */
  checkPoint: string;
  gates: Gate[];
}

/** Gates by check point, in the order of their codes. */
export function groupByCheckPoint(gates: readonly Gate[]): GateGroup[] {
  const groups = new Map<string, Gate[]>();
  for (const gate of gates) {
    const group = groups.get(gate.check_point ?? '');
    if (group === undefined) groups.set(gate.check_point ?? '', [gate]);
    else group.push(gate);
  }
  return [...groups].map(([checkPoint, members]) => ({ checkPoint, gates: members }));
}

export interface Alarm {
  gate: Gate;
  /** Such as DEVICE_FAULT. */
  name: string;
  /** Such as scanner; empty when the alarm names no part. */
  part: string;
}

/** A gate's alarms, fire first; the fire state counts even if no alarm names it. */
export function alarmsOf(gate: Gate): Alarm[] {
  const names = new Set(gate.alarms);
  if (gate.fire) names.add('FIRE');
  return [...names]
    .map((text) => {
      const colon = text.indexOf(':');
      return { gate, name: colon < 0 ? text : text.slice(0, colon), part: colon < 0 ? '' : text.slice(colon + 1) };
    })
    .sort((a, b) => Number(b.name === 'FIRE') - Number(a.name === 'FIRE') || a.name.localeCompare(b.name));
}

export function allAlarms(gates: readonly Gate[]): Alarm[] {
  return gates.flatMap(alarmsOf).sort((a, b) => Number(b.name === 'FIRE') - Number(a.name === 'FIRE'));
}

/**
 * Whether a gate of the park's books is connected, in the board's words. The books were read once and know of a certificate that
 * was taken back just now; who is connected only the board knows, and of a gate that is new it may know nothing yet.
 */
export function linkOf(record: { enrolled: boolean; revoked: boolean }, live: Gate | undefined): Link {
  if (live?.link === 'up') return 'up';
  if (!record.enrolled) return record.revoked ? 'revoked' : 'never';
  return live?.link ?? 'down';
}

export type LampColour = 'green' | 'red' | 'off';

export function lampOf(gate: Gate): LampColour {
  const name = (gate.lamp ?? '').replace(/^LAMP_/, '').toLowerCase();
  return name === 'green' || name === 'red' ? name : 'off';
}

export type ArmState = 'locked' | 'free' | 'out' | 'fire' | 'unknown';

/** What people can do at the arm, as far as the centre knows. */
export function armOf(gate: Gate): ArmState {
  if (gate.link === 'never' || gate.link === 'revoked') return 'unknown';
  if (gate.fire) return 'fire';
  if (gate.free) return 'free';
  // An exit needs no ticket; its lamp says whether it lets people out.
  return gate.kind === 'EXIT' && lampOf(gate) === 'green' ? 'out' : 'locked';
}

/** Hour of the day, 0 to 23, in the zone. */
export function hourOfDay(hour: Hour['hour'], zone: string): number {
  if (typeof hour === 'number') return hour;
  if (/^\d{1,2}(:\d{2})?$/.test(hour)) return Number.parseInt(hour, 10);
  const text = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(hour));
  return Number.parseInt(text, 10);
}

export interface HourBar {
  hour: number;
  in: number;
  out: number;
}

/** One bar for every hour from 8 to 18, and further where people passed. */
export function hourBars(hours: readonly Hour[], zone: string): HourBar[] {
  const counted = new Map<number, HourBar>();
  for (const entry of hours) {
    const hour = hourOfDay(entry.hour, zone);
    const bar = counted.get(hour) ?? { hour, in: 0, out: 0 };
    counted.set(hour, { hour, in: bar.in + entry.in, out: bar.out + entry.out });
  }
  const busy = [...counted.values()].filter((bar) => bar.in > 0 || bar.out > 0).map((bar) => bar.hour);
  const first = Math.min(8, ...busy);
  const last = Math.max(18, ...busy);
  return Array.from({ length: last - first + 1 }, (_, i) => counted.get(first + i) ?? { hour: first + i, in: 0, out: 0 });
}
