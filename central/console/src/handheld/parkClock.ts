/** The park's time: the centre's, as it was heard last, carried on by this machine's even pace. */
export class ParkClock {
  private base: { centre: number; pace: number } | null = null;
  private heardAt = -Infinity;
  private latest = 0;

  /**
   * @param offset what is to be added to this machine's clock, as an earlier life found it; null: not known
   */
  constructor(
    public offset: number | null = null,
    private readonly wall: () => number = () => Date.now(),
    private readonly pace: () => number = () => performance.now(),
  ) {}

  /** The centre said its time; the question left and the answer came at these paces. */
  heard(centreMillis: number, askedPace: number, answeredPace: number): void {
    this.base = { centre: centreMillis, pace: (askedPace + answeredPace) / 2 };
    this.heardAt = answeredPace;
    this.offset = Math.round(this.carried() - this.wall());
  }

  private carried(): number {
    return this.base === null ? this.wall() + (this.offset ?? 0) : this.base.centre + (this.pace() - this.base.pace);
  }

  /** Unix milliseconds; never before what was recorded before. */
  now(): number {
    return Math.max(Math.round(this.carried()), this.latest);
  }

  /** Something was recorded at this time. */
  passed(millis: number): void {
    this.latest = Math.max(this.latest, millis);
  }

  quality(): 'LINKED' | 'HELD' | 'LOCAL' | 'LOWER_BOUND' {
    if (this.carried() < this.latest - 1000) return 'LOWER_BOUND';
    if (this.base !== null && this.pace() - this.heardAt < 60_000) return 'LINKED';
    return this.offset === null ? 'LOCAL' : 'HELD';
  }
}
