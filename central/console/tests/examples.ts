import type { CommandState, Gate } from '../src/api/model';

/** A quiet two-way gate, with what the test is about changed. */
export function gate(code: string, changed: Partial<Gate> = {}): Gate {
  return {
    code,
    name_zh: `${code} 通道`,
    name_en: `Lane ${code}`,
    check_point: 'NORTH',
    area: 'MAIN',
    kind: 'TWO_WAY',
    link: 'up',
    link_since: '2026-05-01T00:00:00Z',
    mode: 'CONTROLLED',
    fire: false,
    free: false,
    lamp: 'red',
    alarms: [],
    holding: false,
    holding_id: null,
    held: null,
    passed_in: 0,
    passed_out: 0,
    last: null,
    whitelist: { version: 1, current: true },
    software: '0.1.0',
    ...changed,
  };
}

export function command(id: string, outcome: string): CommandState {
  return {
    id,
    batch: id,
    gate: 'N1',
    action: 'open-once',
    direction: 'IN',
    issuer: 'li',
    outcome,
    answer: '',
    issued_at: '2026-05-01T00:00:00Z',
    expires_at: '2026-05-01T00:00:10Z',
  };
}
