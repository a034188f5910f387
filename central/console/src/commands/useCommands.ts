import { computed, ref, shallowRef, type ComputedRef } from 'vue';
import { centre, CentreError } from '../api/centre';
import type { Action, CommandState, Direction, Gate, Scope } from '../api/model';
import { useSession } from '../session/session';
import { directionsOf, gatesInScope, plan, requestsOf, type Plan } from './plan';

/** One confirmed command on its way: which states to watch. */
export interface Run {
  plan: Plan;
  ids: readonly string[];
}

interface Surroundings {
  gates: ComputedRef<readonly Gate[]>;
  learn: (commands: readonly CommandState[]) => void;
}

/** From the press of a button through the confirmation to the gates' answers. */
export function useCommands({ gates, learn }: Surroundings) {
  const { guard } = useSession();
  const asked = shallowRef<{ scope: Scope; action: Action; holding: string | null } | null>(null);
  const direction = ref<Direction>('IN');
  const sending = ref(false);
  const failure = shallowRef<CentreError | null>(null);
  const run = shallowRef<Run | null>(null);

  const directions = computed(() => (asked.value === null ? [] : directionsOf(gatesInScope(gates.value, asked.value.scope))));
  const proposed = computed(() =>
    asked.value === null
      ? null
      : plan(gates.value, asked.value.scope, asked.value.action, direction.value, asked.value.holding),
  );

  function ask(scope: Scope, action: Action): void {
    failure.value = null;
    asked.value = { scope, action, holding: null };
    direction.value = directions.value[0] ?? 'IN';
  }

  function cancel(): void {
    if (!sending.value) asked.value = null;
  }

  async function confirm(): Promise<void> {
    if (proposed.value !== null) await send(proposed.value);
  }

  /**
   * Answers for a visitor who waits, without asking again. Only when it fails does the confirmation open, to say why; it is
   * about the same visitor then, whoever waits meanwhile.
   */
  async function answer(scope: Scope, action: Action, holding: string): Promise<void> {
    if (!(await send(plan(gates.value, scope, action, null, holding)))) asked.value = { scope, action, holding };
  }

  /** Whether the centre took it; nothing happens while another is on its way. */
  async function send(confirmed: Plan): Promise<boolean> {
    if (sending.value) return true;
    sending.value = true;
    failure.value = null;
    try {
      const batches = await Promise.all(
        requestsOf(confirmed, gates.value).map((request) => guard(centre.command(request))),
      );
      const commands = batches.flatMap((batch) => batch.commands);
      learn(commands);
      run.value = { plan: confirmed, ids: commands.map((command) => command.id) };
      asked.value = null;
      return true;
    } catch (error) {
      failure.value = error instanceof CentreError ? error : new CentreError(-1, String(error));
      return false;
    } finally {
      sending.value = false;
    }
  }

  return {
    directions,
    direction,
    proposed,
    sending,
    failure,
    run,
    ask,
    cancel,
    confirm,
    answer,
    dismiss: () => (run.value = null),
  };
}
