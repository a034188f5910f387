import { call } from '../api/centre';
import type { CheckPoint, GateKind } from '../api/model';
import type { TicketKey } from './keys';

/** What administrators ask of the centre. Every call rejects with CentreError. */

export interface Person {
  name: string;
  display_name: string;
  roles: string[];
  /** Codes of operating units; none: the whole park. */
  units: string[];
  language: string;
  disabled: boolean;
  must_change_password: boolean;
}

export interface CustomRole {
  code: string;
  name_zh: string;
  name_en: string;
  operations: string[];
}

export interface Operation {
  id: string;
  group: string;
  summary_zh: string;
  summary_en: string;
  grantable: boolean;
}

export interface Roles {
  built_in: { code: string; operations: string[] }[];
  custom: CustomRole[];
  operations: Operation[];
}

export interface AuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  address: string;
  /** In the chain; null until it is chained. */
  position: number | null;
  erased: boolean;
}

export interface AuditChain {
  entries: number;
  head: string;
  waiting: number;
}

export interface AuditReport extends AuditChain {
  erased: number;
  intact: boolean;
  finding_count: number;
  findings: { kind: string; position: number; id: number; message_zh: string; message_en: string }[];
}

export interface ParkArea {
  code: string;
  name_zh: string;
  name_en: string;
  capacity: number | null;
  warning_percent: number | null;
  /** Minutes of the day. */
  open_from_minute: number | null;
  open_until_minute: number | null;
  introduction_zh: string;
  introduction_en: string;
}

export interface GateRecord {
  code: string;
  name_zh: string;
  name_en: string;
  check_point: string;
  kind: GateKind;
  /** It has a certificate in force. */
  enrolled: boolean;
  /** Its certificate was taken back, and it was not enrolled anew. */
  revoked: boolean;
}

export interface OperatingUnit {
  code: string;
  name_zh: string;
  name_en: string;
  ticket_types: string[];
}

export interface SalesPoint {
  code: string;
  name_zh: string;
  name_en: string;
  unit: string | null;
}

export interface SalesWindow {
  code: string;
  name_zh: string;
  name_en: string;
  sales_point: string;
}

export interface ParkFace {
  name_zh: string;
  name_en: string;
  zone: string;
  languages: string[];
  receipt_zh: string;
  receipt_en: string;
  logo: boolean;
}

/** Of a refund at least so many hours before the ticket's first day so many percent are kept. */
export interface RefundTier {
  hours_before: number;
  fee_percent: number;
}

/** No tiers: everything is paid back, always. */
export interface RefundTerms {
  tiers: RefundTier[];
  /** Whether somebody decides on what visitors and machines give back. */
  review: boolean;
}

export interface Enrolment {
  code: string;
  /** A string for each row, 1 for a dark module. */
  modules: string[];
  expires_at: string;
}

export interface Handheld {
  code: string;
  name_zh: string;
  name_en: string;
  check_point: string;
  kind: GateKind;
  paired: boolean;
  paired_at: string | null;
  /** Who paired the phone. */
  paired_by: string | null;
  /** When it was last heard, to the minute. */
  seen_at: string | null;
}

export const MACHINE_CHANNELS = ['WEB', 'KIOSK', 'PARTNER'] as const;

/** A web shop, a kiosk or a partner that orders by a token. */
export interface Machine {
  code: string;
  name: string;
  channel: (typeof MACHINE_CHANNELS)[number];
  disabled: boolean;
  created_at: string;
  /** Only in the answer to what drew it: nobody is shown it again. */
  token?: string | null;
}

export interface AuditFilter {
  before?: number;
  actor: string;
  action: string;
  day: string;
}

type Body = Record<string, unknown>;

const at = (path: string, code: string): string => `${path}/${encodeURIComponent(code)}`;

export const admin = {
  people: async () => (await call<{ users: Person[] }>('GET', '/users')).users,
  addPerson: (body: Body) => call<Person>('POST', '/users', body),
  changePerson: (name: string, body: Body) => call<Person>('PATCH', at('/users', name), body),
  roles: () => call<Roles>('GET', '/roles'),
  addRole: (body: Body) => call<CustomRole>('POST', '/roles', body),
  changeRole: (code: string, body: Body) => call<CustomRole>('PATCH', at('/roles', code), body),
  removeRole: (code: string) => call<void>('DELETE', at('/roles', code)),
  audit: async (filter: AuditFilter) => {
    const query = new URLSearchParams({ limit: '100' });
    if (filter.before !== undefined) query.set('before', String(filter.before));
    if (filter.actor !== '') query.set('actor', filter.actor);
    if (filter.action !== '') query.set('action', filter.action);
    if (filter.day !== '') query.set('day', filter.day);
    return (await call<{ entries: AuditEntry[] }>('GET', `/audit?${query}`)).entries;
  },
  auditChain: () => call<AuditChain>('GET', '/audit/chain'),
  verifyAudit: () => call<AuditReport>('POST', '/audit/verification'),
  park: () => call<ParkFace>('GET', '/park'),
  changePark: (body: Body) => call<ParkFace>('PATCH', '/park', body),
  logo: () => call<{ type: string; data: string }>('GET', '/park/logo'),
  setLogo: (data: string) => call<{ type: string; data: string }>('POST', '/park/logo', { data }),
  removeLogo: () => call<void>('DELETE', '/park/logo'),
  areas: async () => (await call<{ areas: ParkArea[] }>('GET', '/areas')).areas,
  addArea: (body: Body) => call<ParkArea>('POST', '/areas', body),
  changeArea: (code: string, body: Body) => call<ParkArea>('PATCH', at('/areas', code), body),
  removeArea: (code: string) => call<void>('DELETE', at('/areas', code)),
  addCheckPoint: (body: Body) => call<CheckPoint>('POST', '/check-points', body),
  changeCheckPoint: (code: string, body: Body) => call<CheckPoint>('PATCH', at('/check-points', code), body),
  removeCheckPoint: (code: string) => call<void>('DELETE', at('/check-points', code)),
  gates: async () => (await call<{ gates: GateRecord[] }>('GET', '/gates')).gates,
  addGate: (body: Body) => call<GateRecord>('POST', '/gates', body),
  changeGate: (code: string, body: Body) => call<GateRecord>('PATCH', at('/gates', code), body),
  /** Whether it stays in reports. */
  removeGate: async (code: string) => (await call<{ records_kept: boolean }>('DELETE', at('/gates', code))).records_kept,
  enrol: (code: string) => call<Enrolment>('POST', `${at('/gates', code)}/enrolment`),
  /** Cut off at once, and told to forget; good to be enrolled anew. */
  revokeGate: (code: string) => call<void>('POST', `${at('/gates', code)}/revocation`),
  machines: async () => (await call<{ channel_clients: Machine[] }>('GET', '/channel-clients')).channel_clients,
  addMachine: (body: Body) => call<Machine>('POST', '/channel-clients', body),
  changeMachine: (code: string, body: Body) => call<Machine>('PATCH', at('/channel-clients', code), body),
  ticketKeys: async () => (await call<{ ticket_keys: TicketKey[] }>('GET', '/ticket-keys')).ticket_keys,
  /** All keys. Codes of older ones are refused from a moment on; without it they are good until their tickets end. */
  rotateTicketKeys: async (oldValidUntil?: string) =>
    (await call<{ ticket_keys: TicketKey[] }>('POST', '/ticket-keys/rotation', oldValidUntil === undefined ? {} : { old_valid_until: oldValidUntil })).ticket_keys,
  handhelds: async () => (await call<{ handhelds: Handheld[] }>('GET', '/handhelds')).handhelds,
  addHandheld: (body: Body) => call<Handheld>('POST', '/handhelds', body),
  /** Good for an hour and one phone. */
  pairHandheld: (code: string) => call<Enrolment>('POST', `${at('/handhelds', code)}/pairing`),
  revokeHandheld: (code: string) => call<void>('POST', `${at('/handhelds', code)}/revocation`),
  units: async () => (await call<{ units: OperatingUnit[] }>('GET', '/units')).units,
  addUnit: (body: Body) => call<OperatingUnit>('POST', '/units', body),
  changeUnit: (code: string, body: Body) => call<OperatingUnit>('PATCH', at('/units', code), body),
  removeUnit: (code: string) => call<void>('DELETE', at('/units', code)),
  salesPoints: async () => (await call<{ sales_points: SalesPoint[] }>('GET', '/sales-points')).sales_points,
  addSalesPoint: (body: Body) => call<SalesPoint>('POST', '/sales-points', body),
  changeSalesPoint: (code: string, body: Body) => call<SalesPoint>('PATCH', at('/sales-points', code), body),
  removeSalesPoint: (code: string) => call<void>('DELETE', at('/sales-points', code)),
  windows: async () => (await call<{ windows: SalesWindow[] }>('GET', '/windows')).windows,
  addWindow: (body: Body) => call<SalesWindow>('POST', '/windows', body),
  changeWindow: (code: string, body: Body) => call<SalesWindow>('PATCH', at('/windows', code), body),
  removeWindow: (code: string) => call<void>('DELETE', at('/windows', code)),
  refundTerms: () => call<RefundTerms>('GET', '/refund-terms'),
  changeRefundTerms: (terms: RefundTerms) => call<RefundTerms>('PATCH', '/refund-terms', terms),
  typeCodes: async () =>
    (await call<{ ticket_types: { code: string; name_zh: string; name_en: string }[] }>('GET', '/ticket-types')).ticket_types,
};
