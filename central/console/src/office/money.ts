import { LOCALES, type Language } from '../i18n/words';

const FEN = 100;

/** ¥1,234.50 */
export function yuan(language: Language, fen: number): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' }).format(
    fen / FEN,
  );
}

/** Yuan as people type them, in fen; null if it is no amount of at most two decimals. */
export function parseYuan(text: string): number | null {
  const parts = /^(\d{1,9})(?:[.。](\d{0,2}))?$/.exec(text.trim());
  if (parts === null) return null;
  return Number(parts[1]) * FEN + Number((parts[2] ?? '').padEnd(2, '0'));
}
