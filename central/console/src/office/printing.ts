import { computed, ref } from 'vue';
import { centre } from '../api/centre';

/** A thermal printer of the network. */
export interface Printer {
  code: string;
  name: string;
}

/** Of this browser: a window stays beside its printer. */
const CHOSEN = 'shanmen.printer';
const printers = ref<readonly Printer[]>([]);
const code = ref(localStorage.getItem(CHOSEN) ?? '');

/** Where the centre serves tickets as pages of 80 mm, a sale with its receipt. */
export function saleDocument(number: string): string {
  return `/api/v1/sales/${encodeURIComponent(number)}/document`;
}

export function ticketDocument(number: string): string {
  return `/api/v1/tickets/${encodeURIComponent(number)}/document`;
}

/** The printer of this window: the one that somebody chose in this browser, as long as the park has it. */
export function usePrinter() {
  return {
    printers,
    /** Null: the browser prints by itself. */
    printer: computed(() => printers.value.find((known) => known.code === code.value) ?? null),
    choose: (chosen: string) => {
      code.value = chosen;
      localStorage.setItem(CHOSEN, chosen);
    },
    /** Whoever may not ask for printers prints through the browser. */
    look: async () => {
      printers.value = await centre.printers().catch(() => []);
    },
  };
}
