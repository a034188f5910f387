import { beforeEach, describe, expect, test } from 'vitest';
import type { BoardMessage } from '../src/api/model';
import { LiveStream, SILENCE_MILLIS } from '../src/live/stream';

const board: BoardMessage = {
  at: '2026-05-01T00:00:00Z',
  park: { name_zh: '青云山', name_en: 'Qingyun', zone: 'Asia/Shanghai' },
  gates: [],
};

/** An EventSource whose centre is the test. */
class Source {
  closed = false;
  onerror: () => void = () => undefined;
  private readonly listeners = new Map<string, (message: { data: string }) => void>();

  addEventListener(name: string, listener: (message: { data: string }) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data: unknown): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let sources: Source[];
let timer: { millis: number; then: () => void } | null;
let probe: () => Promise<BoardMessage>;
let heard: string[];
let stream: LiveStream;

beforeEach(() => {
  sources = [];
  timer = null;
  heard = [];
  probe = () => Promise.resolve(board);
  stream = new LiveStream(
    {
      connect: () => {
        const source = new Source();
        sources.push(source);
        return source as unknown as EventSource;
      },
      probe: () => probe(),
      random: () => 1,
      after: (millis, then) => {
        const mine = { millis, then };
        timer = mine;
        return () => {
          if (timer === mine) timer = null;
        };
      },
    },
    { onEvent: (event) => heard.push(event.kind), onState: (state) => heard.push(state) },
  );
  stream.open();
});

async function timePasses(): Promise<number> {
  const due = timer;
  timer = null;
  due?.then();
  await settled();
  return due?.millis ?? -1;
}

describe('the live stream', () => {
  test('is live from the first event on', () => {
    sources[0]?.say('board', board);
    expect(heard).toEqual(['board', 'live']);
  });

  test('says so when it is lost, and comes back with a fresh board', async () => {
    sources[0]?.onerror();
    expect(heard).toEqual(['stale']);
    expect(sources[0]?.closed).toBe(true);
    expect(await timePasses()).toBe(1_000);
    expect(heard).toEqual(['stale', 'board']);
    expect(sources).toHaveLength(2);
  });

  test('tries ever more rarely, and quickly again after it had worked', async () => {
    probe = () => Promise.reject(new Error('away'));
    sources[0]?.onerror();
    const waits = [];
    for (let i = 0; i < 6; i++) waits.push(await timePasses());
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    probe = () => Promise.resolve(board);
    await timePasses();
    sources.at(-1)?.say('board', board);
    sources.at(-1)?.onerror();
    expect(timer?.millis).toBe(1_000);
  });

  test('asks after a long silence and notices a connection that died unseen', async () => {
    sources[0]?.say('board', board);
    expect(await timePasses()).toBe(SILENCE_MILLIS);
    expect(heard).toEqual(['board', 'live', 'board', 'live']);
    probe = () => Promise.reject(new Error('away'));
    await timePasses();
    expect(heard.at(-1)).toBe('stale');
  });

  test('is silent once closed', () => {
    stream.close();
    sources[0]?.say('board', board);
    sources[0]?.onerror();
    expect(heard).toEqual([]);
    expect(timer).toBeNull();
  });
});
