import type { Ticket } from '../api/model';

/** Of somebody's session: what he is, and what he may call. */
export interface Rights {
  readonly roles: readonly string[];
  readonly operations?: readonly string[];
}

/** What is done with a ticket at the window. */
export type Deed = 'sell' | 'topUp' | 'refund' | 'void' | 'exchange' | 'reprint' | 'newCode' | 'lose' | 'restore' | 'block' | 'unblock';
/** Those that only change its state. */
export type StateDeed = 'lose' | 'restore' | 'block' | 'unblock';

const OPERATIONS: Readonly<Record<Deed, string>> = {
  sell: 'activateTicket',
  topUp: 'topUpTicket',
  refund: 'refundTicket',
  void: 'voidTicket',
  exchange: 'exchangeTicket',
  reprint: 'reprintTicket',
  newCode: 'replaceTicketCode',
  lose: 'changeTicketState',
  restore: 'changeTicketState',
  block: 'changeTicketState',
  unblock: 'changeTicketState',
};

const OF_STATE: Readonly<Record<string, readonly Deed[]>> = {
  NOT_ACTIVATED: ['sell'],
  ACTIVE: ['topUp', 'refund', 'void', 'exchange', 'reprint', 'newCode', 'lose', 'block'],
  LOST: ['restore'],
  BLOCKED: ['unblock'],
};

/** To which state each leads. */
export const LEADS_TO: Readonly<Record<StateDeed, string>> = { lose: 'LOST', restore: 'ACTIVE', block: 'BLOCKED', unblock: 'ACTIVE' };

/** The centre lets only these roles block and unblock, whoever may change states otherwise. */
const BLOCKERS: readonly string[] = ['control', 'admin'];

/** What somebody may do with a ticket as it stands. */
export function deeds(ticket: Pick<Ticket, 'state' | 'credit'>, user: Rights | null): readonly Deed[] {
  const may = user?.operations ?? [];
  const blocks = user?.roles.some((role) => BLOCKERS.includes(role)) ?? false;
  return (OF_STATE[ticket.state] ?? []).filter((deed) => {
    if (deed === 'topUp' && ticket.credit === null) return false;
    if ((deed === 'block' || deed === 'unblock') && !blocks) return false;
    return may.includes(OPERATIONS[deed]);
  });
}

/** Those that have a form of their own. */
export type FormDeed = 'sell' | 'topUp' | 'exchange';

export function hasForm(deed: Deed): deed is FormDeed {
  return deed === 'sell' || deed === 'topUp' || deed === 'exchange';
}

export function changesState(deed: Deed): deed is StateDeed {
  return deed in LEADS_TO;
}

/** Whether a paper comes of it. */
export function printsAgain(deed: Deed): boolean {
  return deed === 'reprint' || deed === 'newCode';
}

/** Whether it must be said why. That a ticket is lost is reason enough. */
export function needsReason(deed: Deed): boolean {
  return printsAgain(deed) || (changesState(deed) && deed !== 'lose');
}

/** Pre-printed, and never bought: it has neither a price nor days. */
export function neverSold(ticket: Pick<Ticket, 'sale' | 'batch'>): boolean {
  return ticket.batch !== null && ticket.sale === null;
}

/** How a ticket stands, for words: what was spoilt before anybody bought it has the centre's state of refunded ones. */
export function shownState(ticket: Pick<Ticket, 'state' | 'sale' | 'batch'>): string {
  return ticket.state === 'REVOKED' && neverSold(ticket) ? 'SPOILT' : ticket.state;
}
