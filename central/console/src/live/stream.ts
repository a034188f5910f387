import type { BoardMessage, CommandState, Gate, Totals } from '../api/model';
import type { LiveEvent } from './board';

/** What the stream needs of the browser; tests play it. */
export interface Outside {
  connect(): EventSource;
  /** Resolves with a fresh board; rejects when the centre does not answer or the session ended. */
  probe(): Promise<BoardMessage>;
  /** 0 to 1. */
  random(): number;
  after(millis: number, then: () => void): () => void;
}

export interface StreamListener {
  onEvent(event: LiveEvent): void;
  onState(state: 'connecting' | 'live' | 'stale'): void;
}

/** Without an event for so long, the stream asks whether the centre is still there. */
export const SILENCE_MILLIS = 20_000;
const FIRST_RETRY_MILLIS = 1_000;
const LAST_RETRY_MILLIS = 15_000;

/**
 * The live stream with reconnection. The browser's own retry gives up on any HTTP error and does not notice a connection
 * that died silently, so this closes and opens the EventSource itself.
 */
export class LiveStream {
  private source: EventSource | null = null;
  private cancelTimer: () => void = () => undefined;
  private failures = 0;
  private closed = false;

  constructor(
    private readonly outside: Outside,
    private readonly listener: StreamListener,
  ) {}

  /** Connects, or connects anew at once. */
  open(): void {
    this.stop();
    this.closed = false;
    const source = this.outside.connect();
    this.source = source;
    const on = <T>(name: LiveEvent['kind'], wrap: (data: T) => LiveEvent) =>
      source.addEventListener(name, (message: MessageEvent<string>) => {
        if (source === this.source) this.heard(wrap(JSON.parse(message.data) as T));
      });
    on<BoardMessage>('board', (board) => ({ kind: 'board', board }));
    on<Gate>('gate', (gate) => ({ kind: 'gate', gate }));
    on<{ code: string }>('gone', ({ code }) => ({ kind: 'gone', code }));
    on<Totals>('totals', (totals) => ({ kind: 'totals', totals }));
    on<CommandState>('command', (command) => ({ kind: 'command', command }));
    source.onerror = () => {
      if (source === this.source) this.lost();
    };
    this.watch();
  }

  close(): void {
    this.closed = true;
    this.stop();
  }

  private stop(): void {
    this.cancelTimer();
    this.source?.close();
    this.source = null;
  }

  private heard(event: LiveEvent): void {
    this.failures = 0;
    this.listener.onEvent(event);
    this.listener.onState('live');
    this.watch();
  }

  private watch(): void {
    this.cancelTimer();
    this.cancelTimer = this.outside.after(SILENCE_MILLIS, () => this.ask());
  }

  /** Quiet is normal at night; a fresh board tells quiet from dead. */
  private ask(): void {
    const asked = this.source;
    this.outside.probe().then(
      (board) => {
        if (asked === this.source && !this.closed) this.heard({ kind: 'board', board });
      },
      () => {
        if (asked === this.source && !this.closed) this.lost();
      },
    );
  }

  private lost(): void {
    this.stop();
    this.listener.onState('stale');
    const limit = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 10);
    // All browsers of a park lose a restarted centre in the same instant; they must not all come back in one.
    this.cancelTimer = this.outside.after(limit * (0.5 + this.outside.random() / 2), () => this.retry());
  }

  /** A board first: it tells an ended session (the probe's business) from a centre that is away. */
  private retry(): void {
    this.outside.probe().then(
      (board) => {
        if (this.closed) return;
        this.listener.onEvent({ kind: 'board', board });
        this.open();
      },
      () => {
        if (!this.closed) this.lost();
      },
    );
  }
}
