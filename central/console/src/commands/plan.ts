import type { Action, CommandRequest, Direction, Gate, Scope } from '../api/model';

/** Before a person confirms: what a command will touch, and what he should know first. */
export interface Plan {
  action: Action;
  scope: Scope;
  direction: Direction | null;
  /** Whom the command is about, as the gate named him when the person looked; null unless it is about one visitor. */
  holding: string | null;
  /** Gates that get the command. */
  gates: readonly Gate[];
  /** Of these, gates that may not be reached in time. */
  offline: readonly Gate[];
  /** Gates that stay open whatever is commanded, until the fire state is released. */
  underFire: readonly Gate[];
  /** Gates whose emergency opening this would end. */
  leavingEmergency: readonly Gate[];
}

/** Modes that take the place of an emergency opening. */
const ENDS_EMERGENCY: ReadonlySet<Action> = new Set(['controlled', 'always-open', 'always-closed', 'out-of-service', 'direct-check']);

/** The mode that a command sets, if it sets one. */
export function modeOf(action: Action): string {
  return action.toUpperCase().replaceAll('-', '_');
}

export function gatesInScope(gates: readonly Gate[], scope: Scope): Gate[] {
  switch (scope.kind) {
    case 'park':
      return [...gates];
    case 'check_point':
      return gates.filter((gate) => gate.check_point === scope.code);
    case 'gate':
      return gates.filter((gate) => gate.code === scope.code);
  }
}

/** Directions in which a lane of this kind lets people through on a command. */
export function opens(gate: Gate, direction: Direction): boolean {
  return gate.kind === 'TWO_WAY' || gate.kind === (direction === 'IN' ? 'ENTRY' : 'EXIT');
}

/** Directions worth offering for these gates; the first is the one to start with. */
export function directionsOf(gates: readonly Gate[]): Direction[] {
  return (['IN', 'OUT'] as const).filter((direction) => gates.some((gate) => opens(gate, direction)));
}

export function plan(
  all: readonly Gate[],
  scope: Scope,
  action: Action,
  direction: Direction | null,
  holding: string | null = null,
): Plan {
  const gates = gatesInScope(all, scope).filter(
    (gate) => action !== 'open-once' || direction === null || opens(gate, direction),
  );
  return {
    action,
    scope,
    direction: action === 'open-once' ? direction : null,
    holding,
    gates,
    offline: gates.filter((gate) => gate.link !== 'up'),
    underFire: action === 'release-fire' || action === 'emergency-open' ? [] : gates.filter((gate) => gate.fire),
    leavingEmergency:
      ENDS_EMERGENCY.has(action)
        ? gates.filter((gate) => gate.mode === 'EMERGENCY_OPEN')
        : [],
  };
}

/**
 * What to ask of the centre. A scope goes as one request, unless some of its gates do not open in the direction: then each
 * gate is asked by itself, so that exactly those named in the confirmation move.
 */
export function requestsOf(plan: Plan, all: readonly Gate[]): CommandRequest[] {
  const details = {
    ...(plan.direction === null ? {} : { direction: plan.direction }),
    ...(plan.holding === null ? {} : { holding_id: plan.holding }),
  };
  if (plan.gates.length === gatesInScope(all, plan.scope).length) {
    return [{ scope: plan.scope, action: plan.action, ...details }];
  }
  return plan.gates.map((gate) => ({ scope: { kind: 'gate', code: gate.code }, action: plan.action, ...details }));
}

/** What is seldom wanted, and of one gate only. */
export const SELDOM: readonly Action[] = ['out-of-service', 'direct-check', 'run-test'];

/** Whether a gate would do it now: it tests itself only while it serves nobody. */
export function isPossible(action: Action, gate: Gate): boolean {
  return action !== 'run-test' || gate.mode === 'OUT_OF_SERVICE';
}

/** Actions on offer: releasing fire only where there is a fire state to release. */
export function actionsFor(gates: readonly Gate[]): Action[] {
  const actions: Action[] = ['controlled', 'always-open', 'always-closed', 'open-once'];
  if (gates.some((gate) => gate.fire)) actions.push('release-fire');
  return actions;
}
