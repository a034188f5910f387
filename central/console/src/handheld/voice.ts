import type { Language } from '../i18n/words';

/** Says it, if this browser can. */
export function say(text: string, language: Language): void {
  if (!('speechSynthesis' in window)) return;
  speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language === 'zh' ? 'zh-CN' : 'en-GB';
  words.rate = 1.1;
  speechSynthesis.speak(words);
}

/** Shakes: once for a welcome, thrice for a refusal, twice for a question. */
export function shake(how: 'ADMIT' | 'REFUSE' | 'ASK'): void {
  if (!('vibrate' in navigator)) return;
  navigator.vibrate(how === 'ADMIT' ? 120 : how === 'ASK' ? [80, 60, 80] : [250, 80, 250, 80, 250]);
}
