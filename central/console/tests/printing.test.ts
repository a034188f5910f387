import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const printers = vi.hoisted(() => vi.fn());
vi.mock('../src/api/centre', () => ({ centre: { printers } }));

/** A page that is opened: what it remembers is what the browser kept. */
async function page() {
  vi.resetModules();
  const { usePrinter } = await import('../src/office/printing');
  const own = usePrinter();
  await own.look();
  return own;
}

describe('the printer of a window', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    printers.mockResolvedValue([
      { code: 'P1', name: 'East' },
      { code: 'P2', name: 'West' },
    ]);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is the one that somebody chose there, also tomorrow', async () => {
    const today = await page();
    expect(today.printer.value).toBeNull();
    today.choose('P2');
    expect(today.printer.value?.name).toBe('West');
    expect((await page()).printer.value?.name).toBe('West');
  });

  it('is the browser when the park has it no more, or does not tell', async () => {
    (await page()).choose('P2');
    printers.mockResolvedValue([{ code: 'P1', name: 'East' }]);
    expect((await page()).printer.value).toBeNull();
    printers.mockRejectedValue(new Error('not permitted'));
    expect((await page()).printer.value).toBeNull();
  });
});
