import { computed, ref, shallowRef } from 'vue';
import { useWords } from '../i18n';
import type { Field, Values } from './fields';

/** What is to be entered, and where it goes. */
export interface Entry {
  title: string;
  fields: readonly Field[];
  values: Values;
  /** Sends what was entered; the form closes when it is done. */
  save: (values: Values) => Promise<unknown>;
}

/** The form that is open, if any. Its words are those of the language in force, also when that is changed meanwhile. */
export function useEntryForm() {
  const made = shallowRef<(() => Entry) | null>(null);
  /** Names the form that is open: another one begins anew. */
  const turn = ref(0);
  const form = computed(() => made.value?.() ?? null);

  function open(make: () => Entry): void {
    made.value = make;
    turn.value++;
  }

  function close(): void {
    made.value = null;
  }

  return { form, turn, open, close };
}

/** Something of the park that has a code and names in both languages. */
interface Named {
  code: string;
  name_zh: string;
  name_en: string;
}

/** The fields that several forms have, in the words of the language in force. */
export function useEntryFields() {
  const { t, word, named } = useWords();

  function optionsOf(things: readonly Named[]) {
    return things.map((thing) => ({ value: thing.code, label: `${named(thing)} (${thing.code})` }));
  }

  /** Of what there is already, the code stays. */
  function naming(there: boolean): Field[] {
    return [
      { key: 'code', label: t('admin.code'), kind: 'text', required: true, fixed: there },
      { key: 'name_zh', label: t('admin.nameZh'), kind: 'text', required: true },
      { key: 'name_en', label: t('admin.nameEn'), kind: 'text', required: true },
    ];
  }

  /** Where a lane or a handheld stands, and which way people pass there; the hint says what comes of another place. */
  function placing(checkPoints: readonly Named[], hint?: string): Field[] {
    return [
      {
        key: 'check_point',
        label: t('park.checkPoint'),
        kind: 'choice',
        required: true,
        none: t('admin.choose'),
        options: optionsOf(checkPoints),
        ...(hint === undefined ? {} : { hint }),
      },
      {
        key: 'kind',
        label: t('park.kind'),
        kind: 'choice',
        required: true,
        none: t('admin.choose'),
        options: ['ENTRY', 'EXIT', 'TWO_WAY'].map((kind) => ({ value: kind, label: word('park.kind', kind) })),
      },
    ];
  }

  return { optionsOf, naming, placing };
}
