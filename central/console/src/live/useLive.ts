import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { centre } from '../api/centre';
import type { Area, CheckPoint, CommandState, Park } from '../api/model';
import { useWords } from '../i18n';
import { useSession } from '../session/session';
import { EMPTY_BOARD, reduce, type Board, type LiveEvent } from './board';
import { LiveStream } from './stream';

export type StreamState = 'connecting' | 'live' | 'stale';

const board = shallowRef<Board>(EMPTY_BOARD);
const state = ref<StreamState>('connecting');
/** When what is shown was last known to be true; 0: never. */
const freshAt = ref(0);
/** How far this browser's clock is behind the centre's, in milliseconds. */
const behindCentre = ref(0);
const areas = shallowRef<readonly Area[]>([]);
const checkPoints = shallowRef<readonly CheckPoint[]>([]);
let stream: LiveStream | null = null;

/** An unknown place is not asked for more often than this. */
const NAMES_AGAIN_MILLIS = 5_000;

function take(event: LiveEvent): void {
  board.value = reduce(board.value, event);
  freshAt.value = Date.now();
  if (event.kind === 'board') {
    useWords().setZone(event.board.park.zone);
    behindCentre.value = Date.parse(event.board.at) - Date.now() || 0;
  }
  const known = new Set(checkPoints.value.map((point) => point.code));
  if ((board.value.gates ?? []).some((gate) => !known.has(gate.check_point))) void readNames();
}

let readingNames = false;

/** Names of places; the board works with their codes until they come. */
async function readNames(): Promise<void> {
  if (readingNames) return;
  readingNames = true;
  try {
    [areas.value, checkPoints.value] = await Promise.all([centre.areas(), centre.checkPoints()]);
  } catch {
    // A later event asks again.
  } finally {
    setTimeout(() => (readingNames = false), NAMES_AGAIN_MILLIS);
  }
}

function start(): void {
  const { guard } = useSession();
  board.value = EMPTY_BOARD;
  state.value = 'connecting';
  freshAt.value = 0;
  stream = new LiveStream(
    {
      connect: () => new EventSource('/api/v1/live'),
      probe: () => guard(centre.board()),
      random: () => Math.random(),
      after: (millis, then) => {
        const timer = setTimeout(then, millis);
        return () => clearTimeout(timer);
      },
    },
    { onEvent: take, onState: (next) => (state.value = next) },
  );
  stream.open();
}

/** The live board for as long as the calling component lives. */
export function useLive() {
  start();
  onScopeDispose(() => {
    stream?.close();
    stream = null;
  });
  return live;
}

const live = {
  board: computed(() => board.value),
  state: computed(() => state.value),
  freshAt: computed(() => freshAt.value),
  behindCentre: computed(() => behindCentre.value),
  areas: computed(() => areas.value),
  checkPoints: computed(() => checkPoints.value),
  reconnect: () => stream?.open(),
  /** The answer to a command, known before its live events. */
  learn: (commands: readonly CommandState[]) => {
    for (const command of commands) board.value = reduce(board.value, { kind: 'command', command });
  },
};

const parkKnown = shallowRef<Park | null>(null);

/** What the shell shows of the park and the stream, without owning it. */
export function useLiveState() {
  return {
    state: live.state,
    park: computed(() => board.value.park ?? parkKnown.value),
    /** Pages without the stream read the park by themselves. */
    learnPark: (park: Park) => (parkKnown.value = park),
  };
}
