import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from '../src/api/centre';
import { Centre } from '../src/handheld/api';

/** The connection ends within the answer. */
describe('an answer that is cut short', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function answering(text: string): void {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(text)));
  }

  it('is none to a handheld', async () => {
    answering('{"version":7,"changes":["Eg');
    await expect(new Centre().page(0)).rejects.toMatchObject({ status: 0 });
  });

  it('is none to the console', async () => {
    answering('{"tickets":[');
    await expect(call('GET', '/tickets')).rejects.toMatchObject({ status: 0, code: 'UNREACHABLE' });
  });
});
