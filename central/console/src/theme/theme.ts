import { computed, readonly, ref, watchEffect } from 'vue';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'shanmen.theme';
const stored = localStorage.getItem(STORED);
const theme = ref<Theme>(THEMES.find((known) => known === stored) ?? 'auto');
const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = ref(system.matches);
system.addEventListener('change', (change) => (systemDark.value = change.matches));

const dark = computed(() => theme.value === 'dark' || (theme.value === 'auto' && systemDark.value));

watchEffect(() => {
  document.documentElement.classList.toggle('dark', dark.value);
});

function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(STORED, chosen);
}

export function useTheme() {
  return { theme: readonly(theme), dark, chooseTheme };
}
