import { CentreError } from './centre';
import type { Key, Language, Values } from '../i18n/words';

/** Why the centre did not do it, in the clerk's language. */
export function failureText(error: unknown, language: Language, t: (key: Key, values?: Values) => string): string {
  if (!(error instanceof CentreError)) return String(error);
  if (error.status === 0) return t('window.unreachable');
  return error.text(language) || t('window.error', { code: error.code });
}
