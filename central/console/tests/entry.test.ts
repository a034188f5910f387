// Before there is a document, which it would ask for elements.
import 'vue';
import { beforeAll, expect, test, vi } from 'vitest';

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('navigator', { languages: ['zh-CN'] });
  vi.stubGlobal('document', { documentElement: {} });
});

test('a form that is open speaks the language that is chosen meanwhile, and is the same form', async () => {
  const { useWords } = await import('../src/i18n');
  const { useEntryForm } = await import('../src/admin/entry');
  const { t, chooseLanguage } = useWords();
  const { form, turn, open, close } = useEntryForm();
  expect(form.value).toBeNull();
  open(() => ({ title: t('park.gate.new'), fields: [], values: {}, save: () => Promise.resolve() }));
  const before = { title: form.value?.title, turn: turn.value };
  chooseLanguage('en');
  expect(form.value?.title).toBe('New gate');
  expect(before.title).not.toBe('New gate');
  expect(turn.value).toBe(before.turn);
  open(() => ({ title: t('park.gate.new'), fields: [], values: {}, save: () => Promise.resolve() }));
  expect(turn.value).not.toBe(before.turn);
  close();
  expect(form.value).toBeNull();
});
