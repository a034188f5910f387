/** Brings a gate's card to the middle of the page, and the keyboard to it. */
export function showGate(code: string): void {
  const card = document.getElementById(`gate-${code}`);
  card?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  card?.focus({ preventScroll: true });
}
