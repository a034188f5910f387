/**
 * A scanner that types: it sends a code faster than people do and ends it with Enter. Fed with every key of the page; says when
 * a code is complete. What people type into a field comes slower, or without Enter, and is none.
 */
export class Wedge {
  private text = '';
  private since = 0;
  private last = -Infinity;

  /**
   * @param mostMillis for each key on average; people need longer
   * @param pauseMillis behind which another text begins: a busy phone may stumble within one
   */
  constructor(
    private readonly mostMillis = 50,
    private readonly pauseMillis = 300,
    private readonly least = 6,
  ) {}

  /** A key was pressed. Returns the code that is complete with it, else null. */
  key(key: string, atMillis: number): string | null {
    if (atMillis - this.last > this.pauseMillis) this.text = '';
    if (this.text === '') this.since = atMillis;
    this.last = atMillis;
    if (key === 'Enter') {
      const fast = atMillis - this.since <= this.mostMillis * this.text.length;
      const code = fast && this.text.length >= this.least ? this.text : null;
      this.text = '';
      return code;
    }
    if (key.length === 1) this.text += key;
    return null;
  }

  /** Whether what was just typed looks like a scanner's. */
  get running(): boolean {
    return this.text.length >= 3 && this.last - this.since <= this.mostMillis * this.text.length;
  }
}
