import { readonly, ref, watchEffect } from 'vue';
import { formatNumber, knownKey, LOCALES, preferredLanguage, translate, type Key, type Language, type Values } from './words';

const STORED = 'shanmen.language';
const language = ref<Language>(preferredLanguage(localStorage.getItem(STORED), navigator.languages));
const zone = ref('Asia/Shanghai');

watchEffect(() => {
  document.documentElement.lang = LOCALES[language.value];
});

function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(STORED, chosen);
}

/** The person's own language from his account, unless he chose one on this browser. */
function suggestLanguage(suggested: string): void {
  if (localStorage.getItem(STORED) === null && (suggested === 'zh' || suggested === 'en')) language.value = suggested;
}

/** All times are shown in the park's zone, wherever the browser is. */
function setZone(name: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zone.value = name;
  } catch {
    // A zone that this browser does not know: keep the one that works.
  }
}

function formatTime(at: string | number, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : new Intl.DateTimeFormat(LOCALES[language.value], { ...options, timeZone: zone.value, hourCycle: 'h23' }).format(date);
}

/** A day of the calendar (2026-05-01), which is the same in every zone. */
function formatDate(day: string): string {
  const date = new Date(day);
  return Number.isNaN(date.getTime())
    ? day
    : new Intl.DateTimeFormat(LOCALES[language.value], { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(date);
}

/** Reactive: what a template got from here changes with the language. */
export function useWords() {
  return {
    language: readonly(language),
    zone: readonly(zone),
    chooseLanguage,
    suggestLanguage,
    setZone,
    t: (key: Key, values?: Values) => translate(language.value, key, values),
    /** Words for a code of the centre; the code itself when the dictionaries do not know it. */
    word: (prefix: string, code: string) => {
      const key = knownKey(`${prefix}.${code}`);
      return key === null ? code : translate(language.value, key);
    },
    number: (value: number) => formatNumber(language.value, value),
    clock: (at: string | number) => formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    dayAndClock: (at: string | number) =>
      formatTime(at, { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' }),
    /** The day in the park's zone. */
    day: (at: string | number) => formatTime(at, { year: 'numeric', month: 'short', day: 'numeric' }),
    date: formatDate,
    /** The name in the language in force. */
    named: (thing: { name_zh: string; name_en: string }) =>
      (language.value === 'zh' ? thing.name_zh : thing.name_en) || thing.name_zh || thing.name_en,
  };
}
