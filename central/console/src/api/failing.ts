import { ref } from 'vue';
import { useWords } from '../i18n';
import { failureText } from './failure';

/** What a page asked of the centre last, and why that failed. */
export function useFailing() {
  const { t, language } = useWords();
  const failure = ref('');
  const busy = ref(false);

  /** Does it; says why not in `failure`, and answers whether it was done. */
  async function told(work: () => Promise<void>): Promise<boolean> {
    failure.value = '';
    busy.value = true;
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = failureText(error, language.value, t);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { failure, busy, told };
}
