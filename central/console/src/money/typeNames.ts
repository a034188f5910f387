import { onMounted, shallowRef } from 'vue';
import { centre } from '../api/centre';
import { useWords } from '../i18n';
import { useSession } from '../session/session';

/** Names of ticket types; codes where they did not come. */
export function useTypeNames() {
  const { named } = useWords();
  const { guard } = useSession();
  const types = shallowRef<ReadonlyMap<string, { name_zh: string; name_en: string }>>(new Map());

  onMounted(async () => {
    const known = await guard(centre.ticketTypeNames()).catch(() => []);
    types.value = new Map(known.map((type) => [type.code, type]));
  });

  return (code: string) => {
    const type = types.value.get(code);
    return type === undefined ? code : named(type);
  };
}
