import { describe, expect, it } from 'vitest';
import { homeFor, PAGES, pagesFor } from '../src/pages';

describe('pages', () => {
  it('a clerk begins at the window, the control room at the board, also when it sells', () => {
    expect(homeFor(['clerk'])).toBe('window');
    expect(homeFor(['control', 'clerk'])).toBe('board');
    expect(homeFor(['viewer'])).toBe('board');
    expect(homeFor(['finance'])).toBe('reports');
  });

  it('nobody is led to a page that is not for him', () => {
    expect(pagesFor(['viewer']).map((page) => page.name)).not.toContain('window');
    for (const roles of [['clerk'], ['viewer'], ['admin'], []]) {
      expect(pagesFor(roles).map((page) => page.name)).toContain(homeFor(roles));
    }
  });

  it('a role of the park’s own opens what it may do', () => {
    expect(pagesFor(['guide'], ['listAudit']).map((page) => page.name)).toContain('audit');
    expect(pagesFor(['guide'], ['findTickets']).map((page) => page.name)).not.toContain('audit');
  });

  it('each page has a name and an address of its own', () => {
    expect(new Set(PAGES.map((page) => page.name)).size).toBe(PAGES.length);
    expect(new Set(PAGES.map((page) => page.path)).size).toBe(PAGES.length);
  });
});
