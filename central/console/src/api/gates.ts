import type { Park } from './model';

/** The gates, what happens at them, and what they can be told, as the centre says it over /api/v1. */

export const REASONS = [
  'UNKNOWN',
  'FORGED',
  'NOT_ACTIVATED',
  'NOT_YET_VALID',
  'EXPIRED',
  'OUTSIDE_HOURS',
  'WRONG_AREA',
  'USED_UP',
  'DAILY_LIMIT',
  'TOO_SOON',
  'REVOKED',
  'LOST',
  'BLOCKED',
  'NEEDS_CHECK',
  'INSUFFICIENT_BALANCE',
  'PARK_FULL',
  'GATE_CLOSED',
  'STALE',
  'BUSY',
  'DEVICE_FAULT',
  'ALREADY_INSIDE',
  'REPLACED',
  'WRONG_WAY',
  'OFFLINE_LIMIT',
  'OLD_CODE',
] as const;

export const MODES = [
  'CONTROLLED',
  'DIRECT_CHECK',
  'ALWAYS_OPEN',
  'ALWAYS_CLOSED',
  'OUT_OF_SERVICE',
  'EMERGENCY_OPEN',
] as const;

/** What can be the last thing that happened at a gate. */
export const LAST_KINDS = [
  'ADMITTED',
  'REFUSED',
  'PASSED',
  'GIVEN_BACK',
  'USE_ASSUMED',
  'FREE_PASS',
  'UNAUTHORISED_PASS',
] as const;

export const ALARMS = [
  'FIRE',
  'TAILGATING',
  'DUPLICATE_ADMISSION',
  'EVENT_QUARANTINED',
  'GATE_OUTDATED',
  'FORCED_PASS',
  'WRONG_DIRECTION',
  'ARM_PUSHED',
  'DEVICE_FAULT',
  'DISK_LOW',
  'JOURNAL_FILLING',
  'JOURNAL_DAMAGED',
  'LIST_DAMAGED',
  'LIST_NOT_SAVED',
  'CLOCK_OFF',
  'CLOCK_UNKNOWN',
  'GUESSING',
  'STATE_NOT_SAVED',
  'STATE_LOST',
  'NOT_RECORDING',
  'BEAM_STUCK',
  'LOITERING',
  'CRAWLING_BACK',
  'CLIMBING',
  'NOT_SENSING',
  'COLLECTOR_FULL',
  'COLLECTOR_FAULT',
  'OTHER_LANE_OPEN',
  'TESTING',
] as const;

/** What a DEVICE_FAULT or a BEAM_STUCK can name. */
export const DEVICES = [
  'scanner',
  'card-reader',
  'panel',
  'voice',
  'face',
  'gpio',
  'arm',
  'beam-outer',
  'beam-inner',
  'fire-loop',
  'scanner-inner',
  'card-reader-inner',
  'collector-reader',
  'id-reader',
  'camera',
  'outer',
  'inner',
  'upper',
] as const;

export const ACTIONS = [
  'open-once',
  'controlled',
  'always-open',
  'always-closed',
  'emergency-open',
  'release-fire',
  'out-of-service',
  'direct-check',
  'run-test',
  'confirm-accept',
  'confirm-reject',
] as const;

/** PENDING until the gate answered; UNREACHABLE when the command expired without an answer. */
export const OUTCOMES = ['PENDING', 'DONE', 'EXPIRED_COMMAND', 'DUPLICATE', 'NOT_NOW', 'UNREACHABLE'] as const;

/** never: it was never enrolled; revoked: its certificate was taken back, and it was not enrolled anew. */
export const LINKS = ['up', 'down', 'never', 'revoked'] as const;

export type Action = (typeof ACTIONS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Link = (typeof LINKS)[number];
export type GateKind = 'ENTRY' | 'EXIT' | 'TWO_WAY';
export type Direction = 'IN' | 'OUT';

export interface LastDecision {
  at: string;
  kind: string;
  reason: string | null;
  ticket_type_zh: string | null;
  ticket_type_en: string | null;
  people: number;
}

export interface HeldTicket {
  /** Its number. */
  ticket: string;
  ticket_type_zh: string | null;
  ticket_type_en: string | null;
}

export interface Gate {
  code: string;
  name_zh: string;
  name_en: string;
  check_point: string;
  area: string;
  kind: GateKind;
  link: Link;
  link_since: string | null;
  mode: string | null;
  fire: boolean;
  /** People may pass without a ticket now. */
  free: boolean;
  lamp: string | null;
  alarms: string[];
  /** Somebody waits for a member of staff to look at him. */
  holding: boolean;
  /** Names him; goes back with the answer, so that it does not reach the next one. Null while nobody waits. */
  holding_id: string | null;
  /** With which ticket; null while nobody waits, and until it is looked up. */
  held: HeldTicket | null;
  /** Today. */
  passed_in: number;
  passed_out: number;
  last: LastDecision | null;
  whitelist: { version: number; current: boolean } | null;
  software: string | null;
}

export interface BoardMessage {
  at: string;
  park: Park;
  gates: Gate[];
  totals?: Totals;
}

export interface Hour {
  /** 0 to 23 in the park's zone, or an ISO time. */
  hour: number | string;
  in: number;
  out: number;
}

/** People in an area, as far as gates have reported. */
export interface AreaLive {
  code: string;
  name_zh: string;
  name_en: string;
  capacity: number | null;
  inside: number;
  /** Its warning level is reached. */
  filling: boolean;
  /** Its gates refuse. */
  full: boolean;
}

export interface Totals {
  areas?: AreaLive[];
  in_today: number;
  out_today: number;
  inside: number;
  hours: Hour[];
}

/** One of two admissions on a ticket that was good for one. */
export interface DuplicateSide {
  gate: string;
  /** Its id. */
  event: number;
  at: string;
  people: number;
  /** How good the gate's clock was; null if it did not say. */
  clock: string | null;
}

export interface Duplicate {
  id: number;
  ticket: string | null;
  /** By the gates' clocks. */
  first: DuplicateSide;
  second: DuplicateSide;
}

/** A right on which one gate alone may let people in. */
export interface StandingClaim {
  right: string;
  ticket: string | null;
  gate: string;
  claimed_at: string;
  /** Null: it does not end by time. */
  until: string | null;
}

export interface CommandState {
  id: string;
  /** Commands that were given at one stroke share it. */
  batch: string;
  gate: string;
  action: string;
  direction: string | null;
  /** Who gave it. */
  issuer: string;
  outcome: string;
  /** The gate's own words when it may not. */
  answer: string | null;
  issued_at: string;
  expires_at: string;
}

export interface CommandBatch {
  batch: string;
  commands: CommandState[];
}

export type ScopeKind = 'gate' | 'check_point' | 'park';

export interface Scope {
  kind: ScopeKind;
  code?: string;
}

export interface CommandRequest {
  scope: Scope;
  action: Action;
  direction?: Direction;
  /** Of confirm-accept and confirm-reject. */
  holding_id?: string;
}
