import { computed, onMounted, ref } from 'vue';
import { centre } from '../api/centre';
import { PAYMENTS, type Payment } from '../api/model';
import { useWords } from '../i18n';
import { useSession } from '../session/session';

const KEYS: Readonly<Record<Payment, string>> = { CASH: 'C', CARD: 'K', QR: 'Q' };

/** How a clerk takes money that no payment provider is asked for: never by QR where codes are paid through one. */
export function useMeans() {
  const { t } = useWords();
  const { guard } = useSession();
  const payment = ref<Payment>('CASH');
  const charging = ref(true);
  const means = computed(() =>
    PAYMENTS.filter((each) => each !== 'QR' || !charging.value).map((each) => ({ value: each, label: t(`payment.${each}`), key: KEYS[each] })),
  );

  onMounted(async () => {
    charging.value = (await guard(centre.providers()).catch(() => [])).length > 0;
  });

  /** Takes a key that stands for a way to pay; false if it is another one. */
  function typed(key: string): boolean {
    const chosen = means.value.find((each) => each.key === key.toUpperCase());
    if (chosen !== undefined) payment.value = chosen.value;
    return chosen !== undefined;
  }

  return { means, payment, typed };
}
